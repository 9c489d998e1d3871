"""What happened, in one order: rooms hand in entries, a desk merges them.

The slot `timeline` holds functions `(actor, person_ids, before, limit, now) -> list[Entry]`: the
newest `limit` entries older than `before`, newest first, in a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from casework.base.ui.parts import Mark


@dataclass(frozen=True, order=True)
class Cursor:
    """A place in the timeline: the moment, and the id that parts two of the same moment."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.id}"


def read_cursor(text: str) -> Cursor | None:
    """The place that an address names, or None when it names none."""
    at, _, row_id = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return Cursor(moment, UUID(row_id)) if moment.tzinfo else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `tone` is "", "person", "system" or "is-alert"."""

    at: datetime
    id: UUID
    kind: str
    title: str
    sub: str = ""
    text: str = ""
    url: str = ""
    tone: str = ""
    marks: tuple[Mark, ...] = field(default_factory=tuple)
    added: tuple[tuple[str, str], ...] = ()
    is_voided: bool = False

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.at, self.id)


def merged(lists: Iterable[list[Entry]], *, limit: int) -> list[Entry]:
    """The newest `limit` of all lists, newest first."""
    everything = [entry for one in lists for entry in one]
    return sorted(everything, key=lambda entry: entry.cursor, reverse=True)[:limit]
