"""What a clock is: when it is due, how it stands, how it moves while it was paused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


class Unit(StrEnum):
    """What a rule counts in."""

    ELAPSED_HOURS = "elapsed_hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


class State(StrEnum):
    """How a clock stands. It judges the service, never the person."""

    OK = "ok"
    WARNING = "warning"
    LATE = "late"
    PAUSED = "paused"
    MET = "met"
    ENDED = "ended"


@dataclass(frozen=True)
class Rule:
    """Something that must happen in time: how much time, when to warn, and who says so.

    `label` is text or something that becomes text when shown. `warn_before` counts in the same
    unit; 0 warns on the day itself, and for hours not before it is late.
    """

    code: str
    label: object
    unit: Unit
    amount: int
    warn_before: int = 0
    is_safety: bool = False
    is_alert: bool = False
    source: str = ""


@dataclass(frozen=True)
class Calendar:
    """Where the agency is, and on which days it works. Monday is 0."""

    time_zone: str
    working_weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()
    zone: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.working_weekdays or not self.working_weekdays <= frozenset(range(7)):
            raise ValueError("A calendar names at least one working weekday, from 0 to 6.")
        object.__setattr__(self, "zone", ZoneInfo(self.time_zone))

    def is_working(self, day: date) -> bool:
        """Whether the agency works on `day`."""
        return day.weekday() in self.working_weekdays and day not in self.holidays

    def local_day(self, moment: datetime) -> date:
        """The day on which `moment` falls where the agency is."""
        return moment.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """The first instant of a local day. Where midnight is skipped, the day begins after it."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """The last instant of a local day that the database can tell from the next."""
        return self.start_of(day + _DAY) - _INSTANT

    def working_days_after(self, day: date, count: int) -> date:
        """The `count`th working day after `day`; for 0, `day` itself or the next working day."""
        while count or not self.is_working(day):
            day += _DAY
            if count and self.is_working(day):
                count -= 1
        return day

    def working_days_before(self, day: date, count: int) -> date:
        """The `count`th working day before `day`."""
        while count:
            day -= _DAY
            if self.is_working(day):
                count -= 1
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after `after`, up to and with `until`."""
        days = range(1, (until - after).days + 1)
        return sum(self.is_working(after + timedelta(days=n)) for n in days)


class Facts(Protocol):
    """What must be known of a clock to say how it stands."""

    @property
    def unit(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def warn_at(self) -> datetime: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def met_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


def why_not_rule(rule: Rule) -> str | None:
    """A rule can be counted; one that keeps somebody safe never waits for an office to open."""
    if rule.is_safety and rule.unit is Unit.WORKING_DAYS:
        return f"{rule.code}: a safety rule counts hours or calendar days, not working days."
    if rule.amount < 0 or rule.warn_before < 0:
        return f"{rule.code}: amount and warning are not below 0."
    if not rule.code or len(rule.code) > 60:
        return f"{rule.code!r}: a code has 1 to 60 characters."
    return None


def why_not_rules(rules: Iterable[Rule]) -> str | None:
    """Every rule is sound, and no two have the same code."""
    seen: set[str] = set()
    for rule in rules:
        if rule.code in seen:
            return f"{rule.code}: two rules have this code."
        seen.add(rule.code)
        reason = why_not_rule(rule)
        if reason:
            return reason
    return None


def due_at(*, started_at: datetime, unit: Unit, amount: int, calendar: Calendar) -> datetime:
    """Hours are counted as they pass. Days end with the local day; that of the start is day 0."""
    if unit is Unit.ELAPSED_HOURS:
        return started_at.astimezone(UTC) + timedelta(hours=amount)
    day = calendar.local_day(started_at)
    if unit is Unit.CALENDAR_DAYS:
        return calendar.end_of(day + timedelta(days=amount))
    return calendar.end_of(calendar.working_days_after(day, amount))


def warn_at(
    *, started_at: datetime, due_at: datetime, unit: Unit, warn_before: int, calendar: Calendar
) -> datetime:
    """The moment from which a clock is shown as nearly due; never before it started."""
    if unit is Unit.ELAPSED_HOURS:
        return max(started_at, due_at - timedelta(hours=warn_before))
    day = calendar.local_day(due_at)
    if unit is Unit.CALENDAR_DAYS:
        day -= timedelta(days=warn_before)
    else:
        day = calendar.working_days_before(day, warn_before)
    return max(started_at, calendar.start_of(day))


def due_after_pause(
    *, due_at: datetime, unit: Unit, paused_at: datetime, resumed_at: datetime, calendar: Calendar
) -> datetime:
    """What was left when it was paused is left when it goes on; what was late stays as late."""
    if unit is Unit.ELAPSED_HOURS:
        return due_at + (resumed_at - paused_at)
    paused_on, resumed_on = calendar.local_day(paused_at), calendar.local_day(resumed_at)
    due_on = calendar.local_day(due_at)
    if unit is Unit.WORKING_DAYS and due_on >= paused_on and resumed_on > paused_on:
        left = calendar.working_days_between(paused_on, due_on)
        return calendar.end_of(calendar.working_days_after(resumed_on, left))
    return calendar.end_of(due_on + (resumed_on - paused_on))


def is_open(clock: Facts) -> bool:
    """Neither met nor ended: it still asks for something."""
    return clock.met_at is None and clock.ended_at is None


def was_late(clock: Facts, now: datetime) -> bool:
    """Whether the time was over before it was met, paused, ended, or now."""
    stops = (clock.met_at, clock.paused_at, clock.ended_at, now)
    return min(stop for stop in stops if stop is not None) > clock.due_at


def state(clock: Facts, now: datetime) -> State:
    """How the clock stands at `now`. A paused clock is not late, whatever the hour."""
    if clock.ended_at is not None:
        return State.ENDED
    if clock.met_at is not None:
        return State.MET
    if clock.paused_at is not None:
        return State.PAUSED
    if now > clock.due_at:
        return State.LATE
    return State.WARNING if now >= clock.warn_at else State.OK


# --- what it says, as a code and numbers; `words` makes text of it ---


@dataclass(frozen=True)
class Said:
    """What to say, without a language."""

    code: str
    number: int = 0
    day: date | None = None
    at: time | None = None


def _late(clock: Facts, now: datetime, calendar: Calendar) -> Said:
    """Days for what is due in days; minutes, hours, then days for what is due in hours."""
    if clock.unit != Unit.ELAPSED_HOURS:
        return Said("late_days", (calendar.local_day(now) - calendar.local_day(clock.due_at)).days)
    minutes = int((now - clock.due_at).total_seconds() // 60)
    if minutes < 60:
        return Said("late_minutes", max(1, minutes))
    if minutes < 48 * 60:
        return Said("late_hours", minutes // 60)
    return Said("late_days", minutes // (24 * 60))


def _on(code: str, moment: datetime, now: datetime, calendar: Calendar) -> Said:
    """A day as people write it: the year is said only when it is another one."""
    day = calendar.local_day(moment)
    other = day.year != calendar.local_day(now).year
    return Said(f"{code}_other_year" if other else code, day=day)


def describe(clock: Facts, now: datetime, calendar: Calendar) -> Said:
    """What a row of a list says about this clock: late by how much, today, or which day."""
    stands = state(clock, now)
    if stands is State.ENDED and clock.ended_at:
        return _on("ended", clock.ended_at, now, calendar)
    if stands is State.MET and clock.met_at:
        return _on("met", clock.met_at, now, calendar)
    if stands is State.PAUSED and clock.paused_at:
        return _on("paused", clock.paused_at, now, calendar)
    if stands is State.LATE:
        return _late(clock, now, calendar)
    days = (calendar.local_day(clock.due_at) - calendar.local_day(now)).days
    at = None
    if clock.unit == Unit.ELAPSED_HOURS:
        at = clock.due_at.astimezone(calendar.zone).time().replace(second=0, microsecond=0)
    if days <= 1:
        said = "today" if days == 0 else "tomorrow"
        return Said(said if at is None else f"{said}_at", at=at)
    return _on("on", clock.due_at, now, calendar)


# --- what may be done to a clock ---


def _why_not_open(clock: Facts) -> str | None:
    if clock.met_at is not None:
        return "already_met"
    return "already_ended" if clock.ended_at is not None else None


def why_not_meet(
    *, clock: Facts, started_at: datetime, met_at: datetime, now: datetime
) -> str | None:
    """A clock is met once, by something that happened after it started and is not yet to come."""
    if met_at > now:
        return "met_in_future"
    if met_at < started_at:
        return "met_before_start"
    return _why_not_open(clock)


def why_not_pause(*, clock: Facts, is_alert: bool, reason: str) -> str | None:
    """An open clock may be paused, for a reason; an alert may not: somebody must answer it."""
    if is_alert:
        return "alert_not_paused"
    if not reason:
        return "pause_needs_reason"
    if clock.paused_at is not None:
        return "already_paused"
    return _why_not_open(clock)


def why_not_resume(*, clock: Facts, now: datetime) -> str | None:
    """Only what is paused goes on, and not before it was paused."""
    if clock.paused_at is None:
        return "not_paused"
    if now < clock.paused_at:
        return "resumed_before_pause"
    return _why_not_open(clock)


def why_not_end(*, clock: Facts) -> str | None:
    """A clock that was met or ended stays as it is."""
    return _why_not_open(clock)


def why_not_acknowledge(*, clock: Facts, is_alert: bool, code: str, words: str) -> str | None:
    """Only an alert is acknowledged, and by saying what was done."""
    if not is_alert:
        return "not_an_alert"
    if not code.strip() or not words.strip():
        return "say_what_was_done"
    return _why_not_open(clock)
