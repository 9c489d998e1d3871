"""One row a person: the strongest reason first, how many more, one button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from casework.registry.episodes.reasons import Reason

# So many rows before "show the rest": a day holds no more, and a longer list is not read.
ROWS_AT_FIRST = 12


@dataclass(frozen=True)
class Row:
    """One person on My day."""

    person_id: UUID
    top: Reason
    more: tuple[Reason, ...]


def arrange(
    reasons: Iterable[Reason], *, put_off: frozenset[tuple[UUID, str]] = frozenset()
) -> list[Row]:
    """Group by person; by rank, then by weight. What was put off is left out, never safety."""
    by_person: dict[UUID, list[Reason]] = {}
    for reason in reasons:
        if reason.may_wait and (reason.person_id, reason.kind) in put_off:
            continue
        by_person.setdefault(reason.person_id, []).append(reason)
    rows = []
    for person_id, theirs in by_person.items():
        first, *more = sorted(theirs, key=_order)
        rows.append(Row(person_id, first, tuple(more)))
    return sorted(rows, key=lambda row: _order(row.top))


def _order(reason: Reason) -> tuple[int, float, str]:
    return (reason.rank, -reason.weight, str(reason.person_id))
