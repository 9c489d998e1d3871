"""Silence: how long somebody has not been seen, against what is usual for them and what was agreed.

Only a real two-way contact with the person counts as seeing them. Ranked on the shorter of the
usual interval and the target; before the first contact the count starts at acceptance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.base.core.says import _

# A person is worth a look once the shorter interval has passed; ranked before others at twice it.
LOOK_AT = 1.0
STANDS_OUT_AT = 2.0
# Suspended as these, nobody is silent: somebody else sees them every day.
SEEN_ELSEWHERE = frozenset({"in_hospital", "in_custody"})


class Against(StrEnum):
    """Which of the two intervals was the shorter."""

    USUAL = "usual"
    TARGET = "target"


@dataclass(frozen=True)
class Silence:
    """Whole days not seen, the interval it is measured against, and how many times over."""

    days: int
    interval_days: float
    against: Against
    ratio: float
    never_seen: bool

    @property
    def is_worth_a_look(self) -> bool:
        return self.ratio > LOOK_AT

    @property
    def stands_out(self) -> bool:
        return self.ratio >= STANDS_OUT_AT


def silence(
    *,
    last_seen_on: date | None,
    accepted_on: date,
    usual_days: float | None,
    target_days: float,
    today: date,
) -> Silence:
    """How silent it has been. `usual_days` is None while there are too few contacts to say."""
    days = max(0, (today - (last_seen_on or accepted_on)).days)
    if usual_days is not None and usual_days < target_days:
        interval, against = max(usual_days, 0.25), Against.USUAL
    else:
        interval, against = target_days, Against.TARGET
    return Silence(
        days=days,
        interval_days=interval,
        against=against,
        ratio=days / interval,
        never_seen=last_seen_on is None,
    )


def why_not_put_off(*, may_wait: bool, why: str, until: date, today: date) -> str | None:
    """Not today needs a reason and a day in the next two weeks; a matter of safety never waits."""
    if not may_wait:
        return _("This is about safety. Say what was done, or pass it to somebody who can.")
    if not why.strip():
        return _("Say in a few words why it can wait.")
    if until <= today:
        return _("Choose a later day.")
    if (until - today).days > 14:
        return _("Choose a day in the next two weeks.")
    return None
