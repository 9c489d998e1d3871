"""New rows of several tables, sent in one journey with words that are kept.

`bulk_create` makes its SQL of the models each time and waits for each table. What is saved all day
long is added here: the words of a table and a number of rows are made once in a process, and all
tables are sent before the first answer is waited for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from django.db import connection, models
from psycopg import capabilities
from psycopg.pq import PipelineStatus

from . import acting
from .questions import Asked, _cursor, _pipeline


def _is_under_way() -> bool:
    own = connection.connection
    if own is None or not capabilities.has_pipeline():
        return False
    return bool(own.info.pipeline_status != PipelineStatus.OFF)


@contextmanager
def one_journey() -> Iterator[None]:
    """What is written within is sent without waiting for one another; the end waits for all.

    Nothing within may ask how many rows a statement changed: the answer is not there yet. What the
    database refuses is raised where an answer is read, or at the end. A journey within a journey is
    a part of it.
    """
    if _is_under_way():
        yield
        return
    with connection.wrap_database_errors, _pipeline():
        yield


def ask_along(asked: Iterable[Asked]) -> None:
    """As `ask_ahead`, behind what was sent on this journey; all of it is waited for here."""
    memory = acting.memory()
    if memory is None:
        return
    with one_journey():
        sent = []
        for one in asked:
            cursor, words = _cursor(), one.question.words()
            words.send(cursor, one.given)
            sent.append((one.key, words, cursor))
        for key, words, cursor in sent:
            with cursor:
                memory[key] = words.answer(cursor)


@lru_cache(maxsize=256)
def _words(model: type[models.Model], number: int, unless_there: bool) -> str:
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(str(one.column)) for one in model._meta.local_concrete_fields)
    row = "(" + ", ".join(["%s"] * len(model._meta.local_concrete_fields)) + ")"
    return (
        f"insert into {quoted(model._meta.db_table)} ({names})"  # noqa: S608 - names of our models
        f" values {', '.join([row] * number)}{' on conflict do nothing' if unless_there else ''}"
    )


def add(
    *tables: Sequence[models.Model], unless_there: bool = False, asking: Iterable[Asked] = ()
) -> None:
    """Insert the new rows of each table, in this order, as `bulk_create` does. Sends no signals.

    `unless_there` leaves out a row beside which a rule of the table lets no other stand. `asking`
    is asked behind the rows, in the same journey; who asks it next is given the answer.
    """
    with one_journey():
        for rows in filter(None, tables):
            with connection.cursor() as cursor:
                cursor.execute(
                    _words(type(rows[0]), len(rows), unless_there),
                    [
                        field.get_db_prep_save(field.pre_save(row, True), connection)
                        for row in rows
                        for field in row._meta.local_concrete_fields
                    ],
                )
        ask_along(asking)
    for rows in tables:
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias
