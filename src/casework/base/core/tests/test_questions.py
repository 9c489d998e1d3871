"""A question answers as the queryset does that it was compiled from, whatever it is asked with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from casework.base.core.questions import CannotKeep, question

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@question
def some_until(keys: Sequence[str], until: datetime, most: int) -> QuerySet[Session]:
    return Session.objects.filter(session_key__among=keys, expire_date__lte=until).order_by(
        "session_key"
    )[:most]


@question
def keys_of(text: str) -> QuerySet[Session, str]:
    return (
        Session.objects.filter(session_data=text)
        .exclude(session_key="100% %s mine")
        .order_by("session_key")
        .values_list("session_key", flat=True)
    )


@question
def pairs_since(since: datetime) -> QuerySet[Session, tuple[str, datetime]]:
    return (
        Session.objects.filter(expire_date__gte=since)
        .order_by("-expire_date")
        .values_list("session_key", "expire_date")
    )


@pytest.fixture
def sessions(db):
    made = [
        Session(session_key=key, session_data=text, expire_date=NOW + timedelta(hours=hours))
        for key, text, hours in [
            ("a", "one", 0),
            ("b", "one", 1),
            ("c", "two", 2),
            ("100% %s mine", "one", 3),
        ]
    ]
    return Session.objects.bulk_create(made)


@pytest.mark.parametrize(
    ("keys", "hours", "most", "found"),
    [
        (["a", "b", "c"], 2, 9, ["a", "b", "c"]),
        (["a", "b", "c"], 1, 9, ["a", "b"]),
        (["a", "b", "c"], 2, 2, ["a", "b"]),
        (["c"], 2, 9, ["c"]),
        (["nobody"], 2, 9, []),
        ([], 2, 9, []),
    ],
)
def test_every_value_is_asked_anew(sessions, keys, hours, most, found):
    rows = some_until(keys=keys, until=NOW + timedelta(hours=hours), most=most)
    assert [row.session_key for row in rows] == found
    assert all(isinstance(row, Session) and not row._state.adding for row in rows)


def test_lists_of_values(sessions):
    assert keys_of(text="one") == ["a", "b"]
    assert keys_of(text="two") == ["c"]
    assert pairs_since(since=NOW + timedelta(hours=2)) == [
        ("100% %s mine", NOW + timedelta(hours=3)),
        ("c", NOW + timedelta(hours=2)),
    ]


def test_what_the_question_says_itself_is_in_its_words(db):
    words = keys_of.compiled()
    assert "'100%% %%s mine'" in words.text
    assert words.order == ["text"]
    assert some_until.compiled().text.count("%s") == 3


def test_one_question_is_one_statement(sessions, django_assert_num_queries):
    keys_of.compiled()
    with django_assert_num_queries(1):
        keys_of(text="one")


def refused(build) -> str:
    with pytest.raises(CannotKeep) as said:
        question(build).compiled()
    return str(said.value)


def test_words_that_depend_on_a_value_are_refused(db):
    turns = iter(["a", "b"])

    def changing(text: str) -> QuerySet[Session]:
        return Session.objects.filter(session_data=text).exclude(session_key=next(turns))

    assert "change with the values" in refused(changing)


def test_an_argument_that_is_lost_is_refused(db):
    def forgetful(text: str, until: datetime) -> QuerySet[Session]:
        return Session.objects.filter(session_data=text)

    assert "until" in refused(forgetful)


def test_a_moment_that_would_stand_still_is_refused(db):
    def frozen(text: str) -> QuerySet[Session]:
        return Session.objects.filter(session_data=text, expire_date__gt=timezone.now())

    assert "pass it in" in refused(frozen)


def test_a_value_of_a_type_that_nothing_stands_for_is_refused(db):
    def strange(share: float) -> QuerySet[Session]:
        return Session.objects.filter(session_data=share)

    assert "float" in refused(strange)
