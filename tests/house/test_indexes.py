"""Each index earns what it costs every saving: none is the beginning of another."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]

# Tables of other makers, whose models we do not write.
THEIRS = ("account_", "auth_", "django_", "procrastinate_", "mfa_", "usersessions_")

# Whole indexes only: a condition or an expression makes an index another thing.
COVERED = """
with whole as (
    select i.indrelid, i.indexrelid, i.indisunique, i.indnkeyatts as width,
           array_agg((k.attnum, c.opclass) order by k.place) as keys
    from pg_index i
    cross join lateral unnest(i.indkey::int2[]) with ordinality k(attnum, place)
    join lateral unnest(i.indclass::oid[]) with ordinality c(opclass, place) using (place)
    where i.indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
      and i.indpred is null and i.indexprs is null and k.place <= i.indnkeyatts
    group by 1, 2, 3, 4
)
select narrow.indrelid::regclass::text, narrow.indexrelid::regclass::text,
       wide.indexrelid::regclass::text
from whole narrow
join whole wide on wide.indrelid = narrow.indrelid and wide.indexrelid <> narrow.indexrelid
where not narrow.indisunique and wide.keys[:narrow.width] = narrow.keys
  and (wide.width > narrow.width or wide.indisunique or wide.indexrelid < narrow.indexrelid)
order by 1, 2
"""


def covered():
    """(table, index, the index that serves as well) of our own tables."""
    with connection.cursor() as cursor:
        cursor.execute(COVERED)
        return [row for row in cursor.fetchall() if not row[0].startswith(THEIRS)]


def test_no_index_is_the_beginning_of_another():
    assert covered() == []


def test_the_guard_sees_an_index_that_another_serves(as_owner):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("create index superfluous on contacts_contactperson (person_id)")
    assert [row[1] for row in covered()] == ["superfluous"]
