"""A connection that waits in the pool is looked at before it is used, without asking the server.

The pool's own check is a question to the server and its answer, before every request. A server
that ended, or ended this connection, has said so: that can be read. One that waits has nothing to
say.
"""

from __future__ import annotations

from select import POLLIN, POLLPRI, poll
from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool

_ask = ConnectionPool.check_connection


def check(waiting: Connection[Any]) -> None:
    """Raise `psycopg.OperationalError` where the connection is not there any more."""
    said = poll()
    said.register(waiting.fileno(), POLLIN | POLLPRI)
    if said.poll(0):
        _ask(waiting)


def register() -> None:
    """Before the first pool is made."""
    ConnectionPool.check_connection = staticmethod(check)  # type: ignore[assignment,method-assign]
