"""By when somebody acts on a referral. What keeps people safe counts the hours as they pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from casework.base.clocks.rules import Calendar, Rule, Unit, due_at

ACKNOWLEDGE = Rule(
    code="acknowledge_referral",
    label=_("Say that the referral arrived"),
    unit=Unit.WORKING_DAYS,
    amount=1,
    source="Product default",
)
CHECK_IN = Rule(
    code="check_in_while_waiting",
    label=_("Check in with somebody who waits"),
    unit=Unit.CALENDAR_DAYS,
    amount=14,
    warn_before=2,
    source="Product default: English regulators found that nobody asked people who waited",
)
ANSWER_INFORMATION = Rule(
    code="answer_information",
    label=_("Ask again for the information"),
    unit=Unit.WORKING_DAYS,
    amount=5,
    warn_before=1,
    source="Product default",
)
DECIDE = {
    "emergency": Rule(
        code="decide_emergency",
        label=_("Decide on an emergency"),
        unit=Unit.ELAPSED_HOURS,
        amount=1,
        is_safety=True,
        source="Product default: at once, within the hour at the latest",
    ),
    "very_urgent": Rule(
        code="decide_very_urgent",
        label=_("Decide on a very urgent referral"),
        unit=Unit.ELAPSED_HOURS,
        amount=4,
        warn_before=1,
        is_safety=True,
        source="England, good practice of crisis teams: 4 hours",
    ),
    "urgent": Rule(
        code="decide_urgent",
        label=_("Decide on an urgent referral"),
        unit=Unit.ELAPSED_HOURS,
        amount=24,
        warn_before=6,
        is_safety=True,
        source="England, good practice of crisis teams: 24 hours",
    ),
    "routine": Rule(
        code="decide_routine",
        label=_("Decide on a referral"),
        unit=Unit.WORKING_DAYS,
        amount=10,
        warn_before=2,
        source="United States, certified clinics: 10 business days",
    ),
}


def clock_rules() -> list[Rule]:
    """The rules of this room, for the slot `clock_rules`."""
    return [ACKNOWLEDGE, ANSWER_INFORMATION, CHECK_IN, *DECIDE.values()]


def _due(rule: Rule, since: datetime, calendar: Calendar) -> datetime:
    return due_at(started_at=since, unit=rule.unit, amount=rule.amount, calendar=calendar)


def decide_by(*, urgency: str, since: datetime, calendar: Calendar) -> datetime:
    """When somebody must have decided, counted from when it came."""
    return _due(DECIDE[urgency], since, calendar)


def acknowledge_by(*, urgency: str, since: datetime, calendar: Calendar) -> datetime:
    """When somebody must have looked at it: what is urgent never waits for the next morning."""
    return min(
        _due(ACKNOWLEDGE, since, calendar),
        decide_by(urgency=urgency, since=since, calendar=calendar),
    )


def information_by(
    *, urgency: str, received_at: datetime, now: datetime, calendar: Calendar
) -> datetime:
    """When to ask again. Asking stops no clock that keeps somebody safe."""
    again = _due(ANSWER_INFORMATION, now, calendar)
    if DECIDE[urgency].is_safety:
        return min(again, decide_by(urgency=urgency, since=received_at, calendar=calendar))
    return again


def check_in_by(*, every_days: int, since: datetime, calendar: Calendar) -> datetime:
    """When to ask how somebody is who waits."""
    return _due(replace(CHECK_IN, amount=every_days), since, calendar)
