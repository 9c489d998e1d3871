"""New rows of several tables, sent in one journey with words that are kept.

`bulk_create` makes its SQL of the models each time and waits for each table. What is saved all day
long is added here: the words of a table and a number of rows are made once in a process, and all
tables are sent before the first answer is waited for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.db import connection, models

from .questions import Asked, ask_ahead, one_journey


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
        ask_ahead(asking)
    for rows in tables:
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias
