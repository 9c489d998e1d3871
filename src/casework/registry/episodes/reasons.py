"""Why somebody needs a worker today: what rooms say, and what My day puts in order.

A room fills the slot `day_reasons` with a function `(actor, now) -> list[Reason]` of a fixed
query cost. My day shows one row a person: the strongest reason, how many more, and one button.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID


class Rank(IntEnum):
    """What comes first. The order is explained in one line on the screen."""

    ALERT = 10
    SAFETY = 20
    NOT_SEEN = 30
    LATE = 40
    ANSWER = 50
    TODAY = 60
    SOON = 70
    TIDY = 80


@dataclass(frozen=True)
class Reason:
    """One reason, about one person, with one thing to press.

    `weight` orders reasons of the same rank, larger first (days late, times the usual interval).
    `may_wait` is whether a worker may say "not today, because…"; never for safety.
    """

    person_id: UUID
    episode_id: UUID | None
    kind: str
    rank: Rank
    words: str
    weight: float = 0.0
    detail: str = ""
    mark: str = ""
    tone: str = ""
    button_label: str = ""
    button_url: str = ""
    may_wait: bool = True
