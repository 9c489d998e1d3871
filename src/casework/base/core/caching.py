"""Django's cache in a table, with one statement for each thing that is written.

Django's own counts the whole table, reads, opens a savepoint and writes, each time. allauth keeps
its limits here, several for each try, and under guessing there are many tries.
"""

from __future__ import annotations

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router

# Every write takes away a few that ran out, whoever wrote them; nothing else is ever pushed out.
_WRITE = """
with gone as (
  delete from {table} where cache_key in (
    select cache_key from {table} where expires < %(now)s and cache_key <> %(key)s
     order by expires limit 20 for update skip locked))
insert into {table} (cache_key, value, expires) values (%(key)s, %(value)s, %(expires)s)
on conflict (cache_key) do update set value = excluded.value, expires = excluded.expires
 where {table}.expires < %(now)s or %(over)s
"""


class OneStatementCache(DatabaseCache):
    """Values are what we pickled ourselves; the table is written by the application alone."""

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._write(key, value, timeout, version, over=True)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Of two who add at once, one does: the database decides."""
        return self._write(key, value, timeout, version, over=False)

    def _write(
        self, key: str, value: Any, timeout: Any, version: int | None, *, over: bool
    ) -> bool:
        ends = self.get_backend_timeout(timeout)
        given: dict[str, Any] = {
            "key": self.make_and_validate_key(key, version=version),
            "value": base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1"),
            "expires": datetime.max.replace(tzinfo=UTC)
            if ends is None
            else datetime.fromtimestamp(ends, UTC),
            "now": datetime.now(UTC),
            "over": over,
        }
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute(_WRITE.format(table=table), given)
            return bool(cursor.rowcount)
