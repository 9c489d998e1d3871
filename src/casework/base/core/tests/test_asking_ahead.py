"""What is asked ahead is answered as if it had been asked, once, and never out of date."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.db import DataError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from casework.base.core import acting as who_acts
from casework.base.core.acting import acting
from casework.base.core.questions import ask_ahead, asked_by, asks, question, written

ACTOR = SimpleNamespace(kind="worker", id=uuid.uuid4(), grantees=[], labels=[])
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@question
def with_keys(keys: Sequence[str]) -> QuerySet[Session, str]:
    return (
        Session.objects.filter(session_key__among=keys)
        .order_by("session_key")
        .values_list("session_key", flat=True)
    )


@question
def but_those(keys: Sequence[str]) -> QuerySet[Session, str]:
    others = Session.objects.exclude(session_key__among=keys)
    return others.order_by("session_key").values_list("session_key", flat=True)


@question
def saying(text: str) -> QuerySet[Session]:
    return Session.objects.filter(session_data=text).order_by("session_key")


@question
def up_to(most: int) -> QuerySet[Session, str]:
    return Session.objects.order_by("session_key").values_list("session_key", flat=True)[:most]


@pytest.fixture
def sessions(db):
    return Session.objects.bulk_create(
        Session(session_key=key, session_data=text, expire_date=NOW)
        for key, text in [("a", "one"), ("b", "one"), ("c", "two")]
    )


def test_each_answer_is_that_of_its_question(sessions):
    with acting(ACTOR):
        ask_ahead([with_keys.ahead(keys=["a", "c"]), saying.ahead(text="one"), up_to.ahead(most=1)])
        with CaptureQueriesContext(connection) as asked:
            assert with_keys(keys=["a", "c"]) == ["a", "c"]
            assert [one.session_key for one in saying(text="one")] == ["a", "b"]
            assert up_to(most=1) == ["a"]
    assert not asked.captured_queries


def test_two_questions_with_the_same_values_keep_their_own_answers(sessions):
    with acting(ACTOR):
        ask_ahead([with_keys.ahead(keys=["a"]), but_those.ahead(keys=["a"])])
        assert with_keys(keys=["a"]) == ["a"]
        assert but_those(keys=["a"]) == ["b", "c"]


def test_what_the_database_refuses_is_an_error_of_the_framework(sessions):
    quotient = written("select 1 / %(number)s", lambda found: found)
    with acting(ACTOR):
        for ask in (lambda: quotient(number=0), lambda: up_to(most=-1)):
            with pytest.raises(DataError), transaction.atomic():
                ask()


def test_other_values_are_another_question(sessions):
    with acting(ACTOR):
        ask_ahead([with_keys.ahead(keys=["a"]), saying.ahead(text="one")])
        assert with_keys(keys=["a", "c"]) == ["a", "c"]
        assert with_keys(keys=["c"]) == ["c"]
        assert [one.session_key for one in saying(text="two")] == ["c"]
        assert with_keys(keys=["a"]) == ["a"]


def test_an_answer_is_given_once(sessions):
    with acting(ACTOR):
        ask_ahead([up_to.ahead(most=1), up_to.ahead(most=1)])
        assert up_to(most=1) == ["a"]
        Session.objects.filter(session_key="a").delete()
        assert up_to(most=1) == ["b"]


def test_no_answer_of_before_something_was_written_is_given(sessions):
    with acting(ACTOR):
        ask_ahead([up_to.ahead(most=9)])
        Session.objects.filter(session_key="a").delete()
        who_acts.forget()
        assert up_to(most=9) == ["b", "c"]


def test_nothing_outlives_its_transaction(sessions):
    with acting(ACTOR):
        ask_ahead([up_to.ahead(most=9)])
    Session.objects.filter(session_key="a").delete()
    with acting(ACTOR):
        assert up_to(most=9) == ["b", "c"]
    # Outside of one there is nothing to keep an answer in.
    ask_ahead([up_to.ahead(most=9)])
    assert up_to(most=9) == ["b", "c"]


def test_what_the_database_refuses_is_said_and_nothing_is_kept(sessions):
    with acting(ACTOR):
        with pytest.raises(DataError), transaction.atomic():
            ask_ahead([up_to.ahead(most=9), up_to.ahead(most=-1)])
        assert up_to(most=9) == ["a", "b", "c"]


def test_only_what_the_actor_may_see_is_asked():
    @asks("notes", lambda actor, most: [up_to.ahead(most=most)])
    def card(actor, most):
        return up_to(most=most)

    def silent(actor, most):
        return None

    reader = SimpleNamespace(may=lambda permission: permission == "notes")
    nobody = SimpleNamespace(may=lambda permission: False)
    assert [one.given for one in asked_by([card, silent], reader, 3)] == [{"most": 3}]
    assert asked_by([card, silent], nobody, 3) == []


def test_a_question_written_by_hand_travels_with_the_others(sessions):
    said = written(
        "select session_key, %(after)s || session_data from django_session"
        " where session_key = any(%(keys)s) order by 1",
        lambda key, words: f"{key}: {words}",
    )
    with acting(ACTOR):
        ask_ahead([up_to.ahead(most=1), said.ahead(after="= ", keys=["a", "c"])])
        with CaptureQueriesContext(connection) as asked:
            assert said(after="= ", keys=["a", "c"]) == ["a: = one", "c: = two"]
        assert not asked.captured_queries
        assert said(after="", keys=["b"]) == ["b: one"]
