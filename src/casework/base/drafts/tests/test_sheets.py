"""What is sent is stored once, and its draft goes with it; what is refused leaves both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from casework.base.audit.tests.somebody import Somebody
from casework.base.core.acting import acting
from casework.base.core.ids import new_id
from casework.base.core.questions import ask_ahead, question
from casework.base.core.refusals import Refused
from casework.base.drafts.models import Draft, Receipt
from casework.base.drafts.sheets import open_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]

AUTHOR = Somebody()
ABOUT = new_id()
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@question
def drafts_about(subjects: Sequence[str]) -> QuerySet[Draft, str]:
    return Draft.objects.filter(form__among=subjects).values_list("tab", flat=True)


def made(draft_id=None):
    """Stands for the row that a sheet becomes."""
    return Draft.objects.create(
        id=draft_id or new_id(), actor_id=AUTHOR.id, form="made", about_id=new_id(),
        begun_at=NOW, saved_at=NOW,
    )  # fmt: skip


def typed(*, tab="one", version=1):
    return Draft.objects.create(
        actor_id=AUTHOR.id, form="note", about_id=ABOUT, tab=tab, version=version,
        fields={"note": ["Came late."]}, begun_at=NOW, saved_at=NOW,
    )  # fmt: skip


def sheet(*, key=None, tab="one", version=1, note="Came late."):
    sent = QueryDict(mutable=True)
    sent.update({"_key": str(key or new_id()), "_tab": tab, "note": note})
    sent["_draft_version"] = str(version)
    request = SimpleNamespace(method="POST", POST=sent, actor=AUTHOR)
    return open_sheet(request, form="note", about=ABOUT)


def waiting():
    return Draft.objects.filter(form="note").count()


def test_what_is_stored_leaves_no_draft_and_says_what_became_of_it():
    with acting(AUTHOR):
        typed()
        first = sheet()
        kind, made_id, is_new = first.once(made)
        receipt = Receipt.objects.get(pk=first.key)
        assert (receipt.result_kind, receipt.result_id) == (kind, made_id)
        assert (kind, is_new, waiting()) == ("drafts.draft", True, 0)


def test_what_was_typed_in_another_window_since_stays():
    with acting(AUTHOR):
        typed(tab="two", version=5)
        sheet(tab="one", version=4).once(made)
        assert waiting() == 1


def test_pressed_twice_it_is_stored_once_and_drops_no_draft_of_later():
    with acting(AUTHOR):
        first = sheet()
        _kind, made_id, _is_new = first.once(made)
        typed()
        assert sheet(key=first.key).once(made) == ("drafts.draft", made_id, False)
        with pytest.raises(Refused):
            sheet(key=first.key, note="Came on time.").once(made)
        assert waiting() == 1


def refused():
    made()
    raise Refused("Not today.")


def refused_by_the_database():
    typed()
    typed(tab="two")


@pytest.mark.parametrize(
    ("act", "problem"), [(refused, Refused), (refused_by_the_database, IntegrityError)]
)
def test_what_is_refused_leaves_the_draft_and_can_be_sent_again(act, problem):
    with acting(AUTHOR):
        typed()
        first = sheet()
        with pytest.raises(problem):
            first.once(act, ahead=[drafts_about.ahead(subjects=["note"])])
        assert waiting() == 1
        assert Draft.objects.filter(form="made").count() == 0
        assert first.once(made)[2] is True


def test_who_says_what_becomes_of_it_saves_a_statement():
    with acting(AUTHOR):
        draft_id, first = new_id(), sheet()
        with CaptureQueriesContext(connection) as asked:
            said = first.once(lambda: made(draft_id), becomes=(Draft, draft_id))
        assert len([one for one in asked if "drafts_receipt" in one["sql"]]) == 1
        assert said == ("drafts.draft", draft_id, True)
        assert sheet(key=first.key).once(made) == ("drafts.draft", draft_id, False)


def test_what_becomes_of_it_otherwise_than_was_said_is_undone():
    with acting(AUTHOR):
        with pytest.raises(ValueError, match="what was said"):
            sheet().once(made, becomes=(Draft, new_id()))
        assert Draft.objects.count() == Receipt.objects.count() == 0


def test_what_is_asked_ahead_stands_for_the_action_alone():
    with acting(AUTHOR):
        ahead = [drafts_about.ahead(subjects=["made"])]

        def act():
            with CaptureQueriesContext(connection) as asked:
                assert drafts_about(subjects=["made"]) == []
            assert not asked.captured_queries
            return made()

        sheet().once(act, ahead=ahead)


def test_what_was_remembered_of_what_was_undone_is_asked_anew():
    def act():
        made()
        ask_ahead([drafts_about.ahead(subjects=["made"])])
        raise Refused("Not today.")

    with acting(AUTHOR):
        with pytest.raises(Refused):
            sheet().once(act)
        assert drafts_about(subjects=["made"]) == []
