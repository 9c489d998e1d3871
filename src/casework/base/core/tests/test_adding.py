"""Rows of several tables are added in one journey, and what is refused is refused at its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from casework.base.core.acting import acting
from casework.base.core.adding import add
from casework.base.core.questions import one_journey, question

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

ACTOR = SimpleNamespace(kind="worker", id=uuid4(), grantees=[], labels=[])

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


def sessions(*keys, text="one"):
    return [Session(session_key=key, session_data=text, expire_date=NOW) for key in keys]


def stored():
    return list(Session.objects.order_by("session_key").values_list("session_key", "session_data"))


def test_each_table_is_one_statement_and_no_table_none():
    one = sessions("a", "b")
    with CaptureQueriesContext(connection) as asked:
        add(one, [], sessions("c", text="100 %"))
    assert len(asked) == 2
    assert stored() == [("a", "one"), ("b", "one"), ("c", "100 %")]
    one[0].session_data = "two"
    one[0].save()
    assert stored()[0] == ("a", "two")


def test_what_is_there_already_is_refused_or_left_out():
    add(sessions("a"))
    with pytest.raises(IntegrityError), transaction.atomic():
        add(sessions("b"), sessions("a"), sessions("c"))
    assert stored() == [("a", "one")]
    add(sessions("a", "b", text="two"), unless_there=True)
    assert stored() == [("a", "one"), ("b", "two")]


@question
def with_keys(keys: Sequence[str]) -> QuerySet[Session, str]:
    return (
        Session.objects.filter(session_key__among=keys)
        .order_by("session_key")
        .values_list("session_key", flat=True)
    )


def test_what_is_asked_behind_the_rows_sees_them_and_is_answered_once():
    with acting(ACTOR):
        add(sessions("a"), sessions("b"), asking=[with_keys.ahead(keys=["a", "b", "c"])])
        with CaptureQueriesContext(connection) as asked:
            assert with_keys(keys=["a", "b", "c"]) == ["a", "b"]
        assert not asked.captured_queries
        add(sessions("c"))
        assert with_keys(keys=["a", "b", "c"]) == ["a", "b", "c"]


def test_a_journey_within_a_journey_is_refused_with_it():
    def go():
        with transaction.atomic(), one_journey():
            with one_journey():
                add(sessions("a"), sessions("a"))
            add(sessions("b"))

    with pytest.raises(IntegrityError):
        go()
    assert stored() == []


def test_a_refusal_is_raised_where_an_answer_is_read():
    add(sessions("a"))
    with acting(ACTOR):
        with pytest.raises(IntegrityError), transaction.atomic():
            add(sessions("b"), sessions("a"), asking=[with_keys.ahead(keys=["a"])])
        assert with_keys(keys=["a", "b"]) == ["a"]
