"""The database is told who acts; an error within is the one that is seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from casework.base.core.acting import acting, current

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


@dataclass(frozen=True)
class Somebody:
    kind: str = "worker"
    id: UUID = field(default_factory=uuid4)
    grantees: tuple[UUID, ...] = ()
    labels: tuple[str, ...] = ()


def told() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('casework.actor', true)")
        return cursor.fetchone()[0] or ""


def wrong():
    with connection.cursor() as cursor:
        cursor.execute("select * from there_is_no_such_table")


def test_the_first_error_is_raised_also_from_within_another_who_acts():
    outer, inner = Somebody(), Somebody()
    with acting(outer):
        with pytest.raises(DatabaseError, match="there_is_no_such_table"), acting(inner):
            wrong()
        assert told() == str(outer.id)
        assert current() is outer


def test_the_first_error_is_raised_from_a_savepoint_within():
    """Raw SQL in a savepoint leaves its transaction broken without Django knowing."""
    outer, inner = Somebody(), Somebody()
    with acting(outer):
        with (
            pytest.raises(DatabaseError, match="there_is_no_such_table"),
            transaction.atomic(),
            acting(inner),
            transaction.atomic(savepoint=False),
        ):
            wrong()
        assert told() == str(outer.id)


def test_an_error_that_is_not_the_databases_brings_back_who_acted_before():
    outer, inner = Somebody(), Somebody()
    with acting(outer):
        with pytest.raises(ValueError, match="x"), acting(inner):
            raise ValueError("x")
        assert told() == str(outer.id)


def test_what_was_made_of_the_error_within_is_the_error_that_is_seen():
    def in_words():
        try:
            wrong()
        except DatabaseError as first:
            raise RuntimeError("said in words") from first

    outer, inner = Somebody(), Somebody()
    with acting(outer):
        with pytest.raises(RuntimeError, match="said in words"), acting(inner):
            in_words()
        assert told() == str(outer.id)
