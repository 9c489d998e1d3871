"""Brings made rows into the database by COPY, as the one role for which row security lets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from casework.registry.door.security import BULK

from .histories import Histories
from .lives import FIRST_NUMBER, Rows
from .tables import TABLES

BATCH = 1_000
# The planner learns what is there after so many batches, and again when there is ten times as much:
# on tables that it believes to be empty the triggers and the checks read everything for each row.
LEARNS_AFTER = (1, 10, 100, 1_000)


@contextmanager
def as_bulk() -> Iterator[None]:
    """Act as the role that may COPY into tables under row security, then as before."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        (before,) = cursor.fetchone()
        try:
            with transaction.atomic():
                cursor.execute(f"set local role {BULK}")
        except DatabaseError as problem:
            raise CommandError(
                f"This role may not act as {BULK}, and COPY needs it. Let whoever may create "
                f"roles run: grant {BULK} to casework_migrate",
                returncode=2,
            ) from problem
        yield
        cursor.execute("select set_config('role', %s, true)", [before])


def copy_people(histories: Histories, people: int, *, done: Callable[[int], None]) -> None:
    """All batches, in the running transaction. The next one is made while one is copied.

    What the triggers promise is checked after each batch; the doors are their work too.
    """
    starts = range(0, people, BATCH)
    with ThreadPoolExecutor(1) as maker:
        ahead = maker.submit(histories.batch, 0, min(BATCH, people))
        for number, start in enumerate(starts, 1):
            rows, following = ahead.result(), start + BATCH
            if following < people:
                ahead = maker.submit(histories.batch, following, min(BATCH, people - following))
            with as_bulk():
                _copy(rows)
            if number in LEARNS_AFTER:
                _learn()
            done(min(following, people))
    _learn()


def _copy(rows: Rows) -> None:
    with connection.cursor() as cursor:
        for name, table in TABLES.items():
            if not rows[name]:
                continue
            columns = ", ".join(f'"{column}"' for column in table.all_columns)
            tail = table.tail
            with cursor.copy(f"copy {table.name} ({columns}) from stdin") as copy:
                copy.write("".join(line + tail for line in rows[name]))
        # Foreign keys and the ledger are looked at now: kept until the end they fill the memory.
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def _learn() -> None:
    """Statistics inside the transaction; vacuuming has to wait for its end."""
    with connection.cursor() as cursor:
        for name in (*(table.name for table in TABLES.values()), "door_access"):
            cursor.execute(f"analyze {name}")


def settle(people: int) -> None:
    """Go on numbering records after the seeded ones."""
    with connection.cursor() as cursor:
        cursor.execute("select setval('people_number', %s)", [FIRST_NUMBER + people - 1])


def tidy() -> None:
    """Let the planner know what is there, and take away what the triggers wrote over."""
    with connection.cursor() as cursor:
        for table in TABLES.values():
            cursor.execute(f"vacuum (analyze) {table.name}")
        cursor.execute("vacuum (analyze) door_access")
        cursor.execute("analyze")
