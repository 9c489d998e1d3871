"""The same actions in the application's role, as the leader who pressed: no owner anywhere."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from casework.base.audit import trail
from casework.base.core.acting import acting
from casework.base.core.ids import new_id
from casework.base.core.refusals import Refused
from casework.base.drafts.models import Draft
from casework.cycle.contacts.models import Contact, ContactPerson
from casework.cycle.intake.models import Referral
from casework.edges.exchange import actions
from casework.edges.exchange.models import Import, ImportedRow, QuotedText, RowState, UnplacedText
from casework.edges.exchange.taking_back import rows_to_take_back
from casework.registry.episodes.models import Episode
from casework.registry.episodes.tests.factories import make_world, now
from casework.registry.people.models import Person, PersonName

from .factories import CONTACTS, PEOPLE, bring_as

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]
HEAD = PEOPLE.splitlines()[0]


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


def _states(as_owner, made):
    with as_owner():
        return Counter(made.rows.values_list("state", flat=True))


def _person(as_owner, given):
    with as_owner():
        return PersonName.objects.get(given=given).person_id


def _take_back(world, made, who="lee"):
    by = world.actor(who)
    with acting(by):
        return actions.take_back(by=by, made=made, now=now())


def _long_ago(as_owner):
    """The days in which whoever registered somebody may open them are over."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "update door_access set valid_from = now() - interval '30 days',"
            " valid_until = now() - interval '1 day' where reason = 'created'"
        )


def _ask(world, who, sql, *values):
    with acting(world.actor(who)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_a_leader_brings_people_and_contacts_over(as_owner, world):
    made = bring_as(world, "lee")
    assert _states(as_owner, made) == {RowState.CREATED: 6}
    log = bring_as(world, "lee", CONTACTS, "contacts")
    assert _states(as_owner, log) == {
        RowState.CREATED: 3,
        RowState.TEXT_ONLY: 1,
        RowState.LEFT_OUT: 1,
    }
    with acting(world.actor("dana")):
        assert Episode.objects.filter(brought_over_by=made.pk).count() == 4
        assert Contact.objects.filter(brought_over_by=log.pk).count() == 3
        assert Person.objects.filter(pk=_person(as_owner, "Rui")).exists()
    with acting(world.actor("moira")):
        assert not Person.objects.filter(brought_over_by=made.pk).exists()
        assert not QuotedText.objects.exists()


def test_the_same_file_again_changes_nothing_even_for_people_who_moved_on(as_owner, world):
    bring_as(world, "lee")
    longer = PEOPLE + "A-9,Reyes,Iris,1984-02-02,,2026-05-05,,,Open,,,\n"
    _long_ago(as_owner)
    ada = _person(as_owner, "Ada")
    with as_owner(), connection.cursor() as cursor:
        # Nobody of the team may open Ada's record any more.
        cursor.execute("delete from door_access where person_id = %s", [ada])
    made = bring_as(world, "lee", longer)
    assert _states(as_owner, made) == {RowState.SAME: 6, RowState.CREATED: 1}


def test_somebody_whom_the_leader_may_not_open_is_still_found(as_owner, world):
    bring_as(
        world,
        "sana",
        f"{HEAD}\nZ-1,Okafor,Ada,1990-04-17,,2026-02-01,,,Open,,,\n",
        team=world.teams["south"],
    )
    made = bring_as(world, "lee")
    assert _states(as_owner, made)[RowState.OFFERED_DUPLICATE] == 1


def test_nothing_is_added_to_a_record_that_the_team_only_reads(as_owner, world):
    bring_as(world, "lee")
    _long_ago(as_owner)
    log = bring_as(
        world,
        "lee",
        CONTACTS.splitlines()[0]
        + "\nA-6,Silva,Rui,1979-11-14,2025-03-01,Phone,15,,Called about rent.\n",
        "contacts",
    )
    assert _states(as_owner, log) == {RowState.LEFT_OUT: 1}
    with as_owner():
        assert "only reads" in log.rows.get().why
        assert not ContactPerson.objects.exists()


def test_a_leader_takes_back_what_nobody_touched(as_owner, world):
    made = bring_as(world, "lee")
    _long_ago(as_owner)
    undone = _take_back(world, made)
    assert undone.counts["taken_back"] == 6
    with as_owner():
        assert not Person.objects.filter(brought_over_by=made.pk).exists()
        assert not Referral.objects.filter(brought_over_by=made.pk).exists()
        assert not UnplacedText.objects.exists()
        assert _states(as_owner, made) == {RowState.UNDONE: 6}


def test_what_was_worked_with_stays_whoever_may_still_open_it(as_owner, world):
    made = bring_as(world, "lee")
    waiting, ada = _person(as_owner, "Ines"), _person(as_owner, "Ada")
    with acting(world.actor("lee")):
        for person_id in (waiting, ada):
            trail.write("person.changed", by=world.actor("lee"), person_id=person_id)
    # Neither is open to the leader any more: what happened since is judged all the same.
    _long_ago(as_owner)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("delete from door_access where person_id = any(%s)", [[waiting, ada]])
    with acting(world.actor("lee")):
        stays = {row.person_id for row in rows_to_take_back(made) if row.is_touched}
    assert stays == {waiting, ada}
    undone = _take_back(world, made)
    assert (undone.counts["taken_back"], undone.counts["kept"]) == (4, 2)
    with as_owner():
        assert Person.objects.filter(pk__in=[waiting, ada]).count() == 2


def test_whoever_has_typed_words_that_are_not_saved_keeps_the_place_they_belong_to(as_owner, world):
    made = bring_as(world, "lee")
    ada, dana = _person(as_owner, "Ada"), world.actor("dana")
    with acting(dana):
        episode = Episode.objects.get(person_id=ada)
        Draft.objects.create(
            actor_id=dana.id,
            form="contacts:contact_new",
            about_id=episode.pk,
            fields={"note": ["Half a note"]},
            has_words=True,
            begun_at=now(),
            saved_at=now(),
        )
    undone = _take_back(world, made)
    assert (undone.counts["taken_back"], undone.counts["kept"]) == (5, 1)
    with acting(dana):
        assert Episode.objects.get(pk=episode.pk).is_open


def test_contacts_are_taken_back_where_the_record_may_still_be_written_in(as_owner, world):
    bring_as(world, "lee")
    log = bring_as(world, "lee", CONTACTS, "contacts")
    _long_ago(as_owner)
    undone = _take_back(world, log)
    # Rui's record is only read by now: what was quoted there stays.
    assert (undone.counts["taken_back"], undone.counts["kept"]) == (3, 1)
    rui = _person(as_owner, "Rui")
    with as_owner():
        assert not ContactPerson.objects.exists()
        assert QuotedText.objects.filter(row__came_with=log).get().person_id == rui


@pytest.mark.parametrize("who", ["sana", "dana", "moira", "adam", "ines"])
def test_nobody_else_takes_back_by_whatever_way(as_owner, world, who):
    made = bring_as(world, "lee")
    with as_owner():
        row = ImportedRow.objects.filter(came_with=made).first()
    assert _ask(world, who, "select * from exchange_rows_to_take_back(%s)", made.pk) == []
    assert _ask(world, who, "select exchange_known('people', %s)", world.teams["north"].pk) == []
    for sql, value in (
        ("select exchange_take_back_row(%s)", row.pk),
        ("select exchange_forget_unplaced(%s)", made.pk),
        ("select exchange_let_read(%s)", row.person_id),
    ):
        with pytest.raises(ProgrammingError, match="not the acting one's"):
            _ask(world, who, sql, value)
    with as_owner():
        assert Person.objects.filter(brought_over_by=made.pk).count() == 6


@pytest.mark.parametrize(
    "call",
    [
        "select exchange_is_touched(gen_random_uuid())",
        "select exchange_may(gen_random_uuid())",
        "select exchange_take_back_person(gen_random_uuid())",
        "delete from exchange_quotedtext",
        "delete from exchange_importedrow",
        "update exchange_importedrow set state = 'undone'",
        "delete from exchange_import",
    ],
)
def test_the_application_has_no_other_way(world, call):
    with pytest.raises(ProgrammingError, match="permission denied"):
        _ask(world, "lee", call)


def test_an_import_is_written_for_ones_own_team_only(world):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        bring_as(world, "sana")
    with acting(world.actor("sana")):
        assert not Import.objects.exists()
    made, by = bring_as(world, "lee"), world.actor("sana")
    with pytest.raises(Refused, match="do not lead"), acting(by):
        actions.begin_taking_back(by=by, made=made, now=now())


def test_a_row_that_is_gone_is_not_taken_back_twice(as_owner, world):
    made = bring_as(world, "lee")
    _take_back(world, made)
    with pytest.raises(Refused, match="already"):
        _take_back(world, made)
    assert _ask(world, "lee", "select * from exchange_rows_to_take_back(%s)", new_id()) == []
