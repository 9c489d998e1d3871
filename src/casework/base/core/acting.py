"""The database is told who acts, inside one transaction, and forgets it at the end.

Row security reads these settings. They are set with `set_config(…, true)` only: a session-wide
setting would outlive the transaction in a pooled connection and show one worker another's rows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import connection, transaction


class Acting(Protocol):
    """Whoever acts: a worker, a person, a partner, a service."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> UUID: ...
    @property
    def grantees(self) -> Sequence[UUID]: ...
    @property
    def labels(self) -> Sequence[str]: ...


Found = TypeVar("Found")

_current: ContextVar[Acting | None] = ContextVar("casework_acting", default=None)
_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("casework_memory", default=None)

_SET = """select set_config('casework.kind', %s, true), set_config('casework.actor', %s, true),
 set_config('casework.grantees', %s, true), set_config('casework.labels', %s, true)"""


def current() -> Acting | None:
    """Who acts in this transaction, as the application knows it."""
    return _current.get()


def remembered(key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` answers, asked once in this transaction: several cards need the same rows.

    Only for pages that read. Whatever leaves a trail makes everything be asked anew.
    """
    memory = _memory.get()
    if memory is None:
        return find()
    if key not in memory:
        memory[key] = find()
    found: Found = memory[key]
    return found


@contextmanager
def remembering() -> Iterator[None]:
    """Before anybody acts: what is asked ahead in here is remembered until its end."""
    kept = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(kept)


def memory() -> dict[Hashable, Any] | None:
    """What this transaction remembers; None outside of one. Forgotten when something is written."""
    return _memory.get()


def forget() -> None:
    """Something was written: what was remembered may not stand any more."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()


def _tell(by: Acting | None) -> None:
    values = ["", "", "{}", "{}"]
    if by is not None:
        grantees = "{" + ",".join(str(one) for one in by.grantees) + "}"
        labels = "{" + ",".join(by.labels) + "}"
        values = [str(by.kind), str(by.id), grantees, labels]
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)


@contextmanager
def acting(by: Acting) -> Iterator[None]:
    """One transaction in which `by` acts. What was acting before acts again afterwards."""
    before = _current.get()
    with transaction.atomic():
        token, kept = _current.set(by), _memory.set({})
        _tell(by)
        try:
            yield
        finally:
            _current.reset(token)
            _memory.reset(kept)
        # Not after an error: what was set within goes with the savepoint that is rolled back, and a
        # broken transaction would answer with an error of its own, over the one that matters.
        is_nested = before is not None or len(connection.savepoint_ids) > 0
        if is_nested and connection.in_atomic_block and not connection.needs_rollback:
            _tell(before)
