"""How much one worker carries: people, weighted people, minutes, against what the model allows.

Plain Python: the person's intervals, the model and the worker's hours are passed in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from casework.registry.episodes.practice_models import PracticeModel

DAYS_PER_WEEK = 7
FULL = Fraction(1)

Share = Decimal | Fraction | float
Interval = Fraction | float
# How many people are seen at each interval. A caseload knows few intervals: exact numbers are slow,
# so each is worked out once and multiplied.
Intervals = Mapping[Interval, int]


@dataclass(frozen=True, slots=True)
class Caps:
    """What this worker may hold: the model's caps after hours and the new-starter ramp."""

    people: int
    weighted: float | None
    never_above_people: int | None


@dataclass(frozen=True, slots=True)
class CaseloadFigures:
    """The three numbers that stand side by side for one worker, with what each is held against."""

    people: int
    weighted: float
    minutes_needed_per_week: int
    minutes_available_per_week: int
    caps: Caps

    @property
    def is_over_people_cap(self) -> bool:
        """More people than the cap; a leader may allow it with a reason."""
        return self.people > self.caps.people

    @property
    def is_over_weighted_cap(self) -> bool:
        """More weighted people than the rule allows, where the rule is weighted."""
        return self.caps.weighted is not None and self.weighted > self.caps.weighted

    @property
    def is_above_ceiling(self) -> bool:
        """Above the number that no reason passes."""
        ceiling = self.caps.never_above_people
        return ceiling is not None and self.people > ceiling

    @property
    def is_short_of_minutes(self) -> bool:
        """The visits promised need more minutes than the worker has."""
        return self.minutes_needed_per_week > self.minutes_available_per_week


def weight_of(interval_in_days: Interval, model: PracticeModel) -> Fraction:
    """A person counts by the last band their interval has reached: 21 days still counts as 14."""
    _refuse_interval(interval_in_days)
    reached = model.caseload.weights[0].weight
    for band in model.caseload.weights:
        if interval_in_days >= band.every_days:
            reached = band.weight
    return reached


def weighted_count(intervals: Intervals, model: PracticeModel) -> float:
    """The caseload by how often each person is seen; added exactly, rounded never."""
    weights = (weight_of(days, model) * people for days, people in intervals.items())
    return float(sum(weights, Fraction(0)))


def minutes_needed_per_week(intervals: Intervals, model: PracticeModel) -> int:
    """Visits a week times what one visit costs, for everybody, rounded up to a minute."""
    visits = Fraction(0)
    for days, people in intervals.items():
        _refuse_interval(days)
        visits += people * DAYS_PER_WEEK / _exact(days)
    return math.ceil(visits * model.minutes_per_visit.total_minutes)


def minutes_available_per_week(
    *,
    model: PracticeModel,
    full_time_share: Share,
    full_time_minutes_per_week: int,
    leave_minutes_per_week: int = 0,
) -> int:
    """Hours worked less leave and the model's meetings; never below nought, rounded down."""
    worked = full_time_minutes_per_week * _share(full_time_share)
    meetings = sum(
        (_exact(meeting.times_per_week) * meeting.minutes for meeting in model.meetings),
        Fraction(0),
    )
    return max(0, math.floor(worked - leave_minutes_per_week - meetings))


def ramp_share(month_in_post: int | None, model: PracticeModel) -> Fraction:
    """The share of a full caseload in this month of work, 1 being the first; then all of it."""
    for step in model.caseload.ramp:
        if step.month == month_in_post:
            return Fraction(step.share_percent, 100)
    return FULL


def caps_for(
    *, model: PracticeModel, full_time_share: Share, month_in_post: int | None = None
) -> Caps:
    """The model's caps times hours and ramp; a cap in people is rounded down, never up."""
    share = _share(full_time_share) * ramp_share(month_in_post, model)
    rule = model.caseload
    return Caps(
        people=math.floor(rule.cap_people * share),
        weighted=None if rule.weighted_cap is None else float(rule.weighted_cap * share),
        # The ceiling follows hours but not the ramp: it is the law's number, not a kindness.
        never_above_people=None
        if rule.never_above_people is None
        else math.floor(rule.never_above_people * _share(full_time_share)),
    )


def figures_for(
    *,
    intervals: Intervals,
    model: PracticeModel,
    full_time_share: Share,
    full_time_minutes_per_week: int,
    leave_minutes_per_week: int = 0,
    month_in_post: int | None = None,
) -> CaseloadFigures:
    """Everything about one worker's caseload under one model."""
    return CaseloadFigures(
        people=sum(intervals.values()),
        weighted=weighted_count(intervals, model),
        minutes_needed_per_week=minutes_needed_per_week(intervals, model),
        minutes_available_per_week=minutes_available_per_week(
            model=model,
            full_time_share=full_time_share,
            full_time_minutes_per_week=full_time_minutes_per_week,
            leave_minutes_per_week=leave_minutes_per_week,
        ),
        caps=caps_for(model=model, full_time_share=full_time_share, month_in_post=month_in_post),
    )


# By type too: 0.1 and the Decimal of all its binary digits are equal, and do not mean the same.
@lru_cache(maxsize=512, typed=True)
def _exact(number: Share) -> Fraction:
    # Through text: 0.6 is to mean six tenths, or 20 people x 0.6 would be capped at 11.
    return number if isinstance(number, Fraction) else Fraction(str(number))


def _share(full_time_share: Share) -> Fraction:
    share = _exact(full_time_share)
    if not 0 < share <= 1:
        raise ValueError(f"A share of full time is above 0 and at most 1, not {full_time_share}.")
    return share


def _refuse_interval(interval_in_days: Interval) -> None:
    if not interval_in_days > 0:
        raise ValueError(f"An interval is more than 0 days, not {interval_in_days}.")
