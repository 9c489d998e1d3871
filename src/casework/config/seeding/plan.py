"""How large the agency is, and the arithmetic of chance that everything else uses."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

# A moment before this hour of the day `on` is "now": what is seeded lies before it.
NOW_HOUR = 15


@dataclass(frozen=True)
class Plan:
    """What `casework seed` was asked for. The same plan makes the same people."""

    people: int
    workers: int
    contacts_per_person: int
    seed: int
    on: date

    @property
    def now(self) -> datetime:
        """The instant at which the seeded agency stands."""
        return datetime.combine(self.on, time(NOW_HOUR), UTC)

    def chance(self, *of: object) -> random.Random:
        """A source of chance of its own for each thing, so that batches do not depend on order."""
        return random.Random(f"{self.seed}/" + "/".join(map(str, of)))  # noqa: S311 - not a secret


def made_id(chance: random.Random, at: datetime) -> str:
    """A UUID of version 7 as 32 hexadecimal digits: the moment, then seeded chance."""
    bits = chance.getrandbits(74)
    milliseconds = int(at.timestamp() * 1000)
    value = milliseconds << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0x2 << 62
    return f"{value | bits & (1 << 62) - 1:032x}"


def days_before(moment: datetime, days: float) -> datetime:
    """So many days earlier."""
    return moment - timedelta(days=days)
