"""Every action leaves a trail, every opening too. No action may forget to.

`recorded` is the transaction: an action that wrote no event is rolled back, so that forgetting
is an error in the first test that runs it and not a gap in the log of a hospital inquiry.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.db import connections, models, transaction

from casework.base.core.acting import Acting, forget
from casework.base.core.ids import new_id

Result = TypeVar("Result")
About = models.Model | tuple[str, UUID | None] | None

_written: ContextVar[int | None] = ContextVar("casework_trail_written", default=None)

_stands_or_falls: ContextVar[bool] = ContextVar("casework_trail_stands_or_falls", default=False)

# Rows that wait to be sent as one statement, within `together`.
_waiting: ContextVar[list[list[Any]] | None] = ContextVar("casework_trail_waiting", default=None)

_INSERT = """insert into audit_event
 (id, actor_kind, actor_id, action, subject_kind, subject_id, person_id, purpose, detail)
 values """
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s)"


class Unrecorded(Exception):
    """A bug: an action changed something and left no trail."""


def recorded(action: Callable[..., Result]) -> Callable[..., Result]:
    """Run the action in one transaction; raise `Unrecorded`, and undo, if it wrote no event."""

    @wraps(action)
    def wrapper(**given: Any) -> Result:
        outer, token = _written.get(), _written.set(0)
        wrote = 0
        try:
            # An action within an action stands or falls with it: no point to go back to.
            is_own = outer is None and not _stands_or_falls.get()
            with transaction.atomic(savepoint=is_own):
                result = action(**given)
                wrote = _written.get() or 0
                if not wrote:
                    raise Unrecorded(f"{action.__module__}.{action.__name__} left no trail")
                return result
        finally:
            _written.reset(token)
            if outer is not None:
                _written.set(outer + wrote)

    wrapper.is_recorded = True  # type: ignore[attr-defined]
    return wrapper


@contextmanager
def as_a_whole() -> Iterator[None]:
    """One point to go back to for all that is done within, so that its actions need none.

    What is raised within must leave it: whoever catches it inside cannot ask the database anything
    more, and everything is undone.
    """
    token = _stands_or_falls.set(True)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        # What was remembered within is undone with it.
        forget()
        raise
    finally:
        _stands_or_falls.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """The events of all that is done within are sent as one statement, at its end.

    For what asks nothing of the trail within. What is raised within leaves no event, as it must
    leave no change either.
    """
    if _waiting.get() is not None:
        yield
        return
    rows: list[list[Any]] = []
    token = _waiting.set(rows)
    try:
        yield
    finally:
        _waiting.reset(token)
    _send(rows)


def _send(rows: list[list[Any]]) -> None:
    waiting = _waiting.get()
    if waiting is not None:
        waiting += rows
        return
    if not rows:
        return
    with connections["default"].cursor() as cursor:
        cursor.execute(
            _INSERT + ", ".join([_ROW] * len(rows)), [value for row in rows for value in row]
        )


def _wrote(count: int) -> None:
    """The action at hand left a trail; what was remembered of before may be otherwise now."""
    forget()
    before = _written.get()
    if before is not None:
        _written.set(before + count)


def _row(
    action: str,
    by: Acting | None,
    about: About,
    person_id: UUID | None,
    purpose: str,
    detail: dict[str, Any] | None,
) -> list[Any]:
    if isinstance(about, models.Model):
        kind, subject = about._meta.label_lower, about.pk
    elif about is not None:
        kind, subject = about
    else:
        kind, subject = "", None
    return [
        new_id(),
        by.kind if by else "nobody",
        by.id if by else None,
        action,
        kind,
        subject,
        person_id,
        purpose,
        json.dumps(detail or {}, default=str),
    ]


def write(
    action: str,
    *,
    by: Acting,
    about: About = None,
    person_id: UUID | None = None,
    purpose: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Add one event in the current transaction. `detail` holds ids, counts and codes only."""
    _send([_row(action, by, about, person_id, purpose, detail)])
    _wrote(1)


def quiet(why: str) -> None:
    """This time nothing is written, and `why` says for what reason a reader of the code accepts."""
    if not why:
        raise ValueError("say why nothing is written")
    _wrote(1)


def write_many(
    action: str,
    *,
    by: Acting,
    about: Iterable[tuple[About, UUID | None]],
    purpose: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Add one event for each thing and person of `about`, in one statement."""
    rows = [_row(action, by, thing, person, purpose, detail) for thing, person in about]
    if not rows:
        return
    _send(rows)
    _wrote(len(rows))


def write_aside(
    action: str,
    *,
    by: Acting | None,
    about: About = None,
    person_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add one event on the trail's own connection: it stays although the request is refused."""
    with connections["trail"].cursor() as cursor:
        cursor.execute(_INSERT + _ROW, _row(action, by, about, person_id, "", detail))
