from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from casework.base.audit import trail
from casework.base.core.acting import Acting
from casework.base.core.adding import add
from casework.base.core.questions import one_journey
from casework.base.core.refusals import refuse_if

from .. import rules, words
from ..ending import ending
from ..models import OPEN, Clock, EndReason
from ..starting import Start, Thing, asked, named, running


class IfOpen(StrEnum):
    """What to do where a clock of the same rule and subject still runs."""

    KEEP = "keep"
    REPLACE = "replace"


def _new(*, by: Acting, start: Start, calendar: rules.Calendar) -> Clock:
    rule, (kind, subject_id) = start.rule, named(start.subject)
    due_at = rules.due_at(
        started_at=start.started_at, unit=rule.unit, amount=rule.amount, calendar=calendar
    )
    warn_at = rules.warn_at(
        started_at=start.started_at,
        due_at=due_at,
        unit=rule.unit,
        warn_before=rule.warn_before,
        calendar=calendar,
    )
    return Clock(
        rule=rule.code,
        unit=rule.unit.value,
        warn_before=rule.warn_before,
        is_safety=rule.is_safety,
        is_alert=rule.is_alert,
        subject_kind=kind,
        subject_id=subject_id,
        about_id=start.about_id,
        started_at=start.started_at,
        started_by_kind=by.kind,
        started_by_id=by.id,
        due_at=due_at,
        warn_at=warn_at,
    )


def _write_each(action: str, *, by: Acting, clocks: Sequence[Clock]) -> None:
    """One event a clock, in one statement; that there was none is written too."""
    if clocks:
        trail.write_many(action, by=by, about=[(clock, clock.about_id) for clock in clocks])
    else:
        trail.write(action, by=by, detail={"count": 0})


def _start(
    *, by: Acting, starts: Sequence[Start], calendar: rules.Calendar, now: datetime, if_open: IfOpen
) -> list[Clock]:
    """At most five statements, however many start. Two that race leave one clock, not an error."""
    wanted: dict[tuple[str, str, UUID], Start] = {
        (start.rule.code, *named(start.subject)): start for start in starts
    }
    if reason := next(filter(None, (rules.why_not_rule(one.rule) for one in starts)), None):
        raise ValueError(reason)
    theirs = Q(
        rule__in={code for code, _, _ in wanted}, subject_id__in={one for _, _, one in wanted}
    )

    def standing() -> dict[tuple[str, str, UUID], Clock]:
        found = Clock.objects.filter(OPEN & theirs).select_for_update(no_key=True)
        keyed = {(one.rule, one.subject_kind, one.subject_id): one for one in found}
        return {key: one for key, one in keyed.items() if key in wanted}

    there = standing()
    if there and if_open is IfOpen.REPLACE:
        Clock.objects.filter(pk__in=[one.pk for one in there.values()]).update(
            **ending(by=by, reason=EndReason.REPLACED, now=now), version=F("version") + 1
        )
        _write_each("clock.replaced", by=by, clocks=list(there.values()))
        there = {}
    new = {
        key: _new(by=by, start=start, calendar=calendar)
        for key, start in wanted.items()
        if key not in there
    }
    if new:
        Clock.objects.bulk_create(new.values(), ignore_conflicts=True)
        there = standing()
    made = [clock for key, clock in new.items() if key in there and there[key].pk == clock.pk]
    _write_each("clock.started", by=by, clocks=made)
    if unborn := new.keys() - there.keys():
        # Nothing is due in that record any more: the database ended these as they came.
        ended = Clock.objects.in_bulk([new[key].pk for key in unborn])
        there |= {key: ended[new[key].pk] for key in unborn}
    return [there[key] for key in wanted]


@trail.recorded
def start_clock(
    *,
    by: Acting,
    rule: rules.Rule,
    subject: Thing,
    about_id: UUID | None,
    started_at: datetime,
    calendar: rules.Calendar,
    now: datetime,
    if_open: IfOpen = IfOpen.KEEP,
) -> Clock:
    """The open clock of `rule` and `subject`: the one that runs, or a new one."""
    start = Start(rule, subject, about_id, started_at)
    return _start(by=by, starts=[start], calendar=calendar, now=now, if_open=if_open)[0]


@trail.recorded
def start_clocks(
    *,
    by: Acting,
    starts: Sequence[Start],
    calendar: rules.Calendar,
    now: datetime,
    if_open: IfOpen = IfOpen.KEEP,
) -> list[Clock]:
    """As `start_clock`, for a whole caseload, in a number of statements that does not grow."""
    return _start(by=by, starts=starts, calendar=calendar, now=now, if_open=if_open)


def _meeting(*, by: Acting, met_as: Thing | None, met_at: datetime) -> dict[str, object]:
    kind, thing_id = named(met_as) if met_as is not None else ("", None)
    return {
        "met_at": met_at,
        "met_by_kind": by.kind,
        "met_by_id": by.id,
        "met_as_kind": kind,
        "met_as_id": thing_id,
    }


@trail.recorded
def meet_clock(
    *, by: Acting, clock: Clock, met_as: Thing | None, met_at: datetime, now: datetime
) -> Clock:
    """What was due was done at `met_at`, and `met_as` is the record that says so."""
    reason = rules.why_not_meet(clock=clock, started_at=clock.started_at, met_at=met_at, now=now)
    refuse_if(words.reason(reason))
    clock.save_over(clock.version, **_meeting(by=by, met_as=met_as, met_at=met_at))
    trail.write("clock.met", by=by, about=clock, person_id=clock.about_id)
    return clock


# In the order of `_meeting`.
_MEET = """update clocks_clock set met_at = %s, met_by_kind = %s, met_by_id = %s,
 met_as_kind = %s, met_as_id = %s, version = version + 1 where id = any(%s)"""


@trail.recorded
def restart_clocks(
    *,
    by: Acting,
    starts: Sequence[Start],
    met_as: Thing | None,
    calendar: rules.Calendar,
    now: datetime,
) -> list[Clock]:
    """What must happen again and again: each start meets the clock that runs and begins the next.

    Four statements for any number, where all start at one moment. A clock that started later than
    its new start, or is paused, stays as it is. A new clock is written to the trail; the one
    before it says itself by whom and as what it was met.
    """
    wanted = {(one.rule.code, *named(one.subject)): one for one in starts}
    there = {(one.rule, one.subject_kind, one.subject_id): one for one in running(**asked(starts))}
    over: dict[datetime, list[UUID]] = {}
    for key, start in wanted.items():
        clock = there.get(key)
        if clock is None:
            continue
        if clock.paused_at is None and clock.started_at <= start.started_at <= now:
            over.setdefault(start.started_at, []).append(clock.pk)
            del there[key]
    new = [
        _new(by=by, start=start, calendar=calendar)
        for key, start in wanted.items()
        if key not in there
    ]
    with one_journey():
        for met_at, ids in over.items():
            meeting: list[Any] = list(_meeting(by=by, met_as=met_as, met_at=met_at).values())
            with connection.cursor() as cursor:
                cursor.execute(_MEET, [*meeting, ids])
        add(new, unless_there=True)
        _write_each("clock.started", by=by, clocks=new)
    return new


def _still_open(clocks: Sequence[Clock]) -> list[Clock]:
    """Those of `clocks` that nobody met or ended meanwhile, locked until the transaction ends."""
    there = set(
        Clock.objects.filter(OPEN, pk__in=[clock.pk for clock in clocks])
        .select_for_update(no_key=True)
        .values_list("pk", flat=True)
    )
    return [clock for clock in clocks if clock.pk in there]


@trail.recorded
def meet_clocks(
    *, by: Acting, clocks: Sequence[Clock], met_as: Thing | None, met_at: datetime, now: datetime
) -> int:
    """One record meets several clocks, in three statements. Answers how many it met.

    A clock that was met or ended meanwhile, or that started after `met_at`, stays as it is.
    """
    refuse_if(words.reason("met_in_future") if met_at > now else None)
    ready = _still_open([clock for clock in clocks if clock.started_at <= met_at])
    Clock.objects.filter(pk__in=[clock.pk for clock in ready]).update(
        **_meeting(by=by, met_as=met_as, met_at=met_at), version=F("version") + 1
    )
    _write_each("clock.met", by=by, clocks=ready)
    return len(ready)


@trail.recorded
def pause_clock(*, by: Acting, clock: Clock, reason: str, now: datetime) -> Clock:
    """The clock stands still, for a reason given as a code, until it is resumed."""
    refuse_if(
        words.reason(rules.why_not_pause(clock=clock, is_alert=clock.is_alert, reason=reason))
    )
    clock.save_over(
        clock.version,
        paused_at=now,
        paused_by_kind=by.kind,
        paused_by_id=by.id,
        pause_reason=reason,
    )
    trail.write(
        "clock.paused", by=by, about=clock, person_id=clock.about_id, detail={"reason": reason}
    )
    return clock


@trail.recorded
def resume_clock(*, by: Acting, clock: Clock, calendar: rules.Calendar, now: datetime) -> Clock:
    """The clock goes on; it is due later by the time it was paused."""
    refuse_if(words.reason(rules.why_not_resume(clock=clock, now=now)))
    paused_at = clock.paused_at or now
    unit = rules.Unit(clock.unit)
    due_at = rules.due_after_pause(
        due_at=clock.due_at, unit=unit, paused_at=paused_at, resumed_at=now, calendar=calendar
    )
    clock.save_over(
        clock.version,
        paused_at=None,
        paused_by_kind="",
        paused_by_id=None,
        pause_reason="",
        paused_seconds=clock.paused_seconds + int((now - paused_at).total_seconds()),
        due_at=due_at,
        warn_at=rules.warn_at(
            started_at=clock.started_at,
            due_at=due_at,
            unit=unit,
            warn_before=clock.warn_before,
            calendar=calendar,
        ),
    )
    trail.write("clock.resumed", by=by, about=clock, person_id=clock.about_id)
    return clock


@trail.recorded
def replace_clock(
    *,
    by: Acting,
    clock: Clock,
    rule: rules.Rule,
    started_at: datetime,
    calendar: rules.Calendar,
    now: datetime,
) -> Clock:
    """End `clock` as replaced and start one by `rule` for the same subject."""
    refuse_if(words.reason(rules.why_not_end(clock=clock)))
    clock.save_over(clock.version, **ending(by=by, reason=EndReason.REPLACED, now=now))
    start = Start(rule, (clock.subject_kind, clock.subject_id), clock.about_id, started_at)
    new = _start(by=by, starts=[start], calendar=calendar, now=now, if_open=IfOpen.REPLACE)[0]
    trail.write(
        "clock.replaced", by=by, about=clock, person_id=clock.about_id, detail={"by": new.pk}
    )
    return new


@trail.recorded
def end_clock(*, by: Acting, clock: Clock, reason: EndReason, now: datetime) -> Clock:
    """The clock ends without having been met, for a reason."""
    refuse_if(words.reason(rules.why_not_end(clock=clock)))
    clock.save_over(clock.version, **ending(by=by, reason=reason, now=now))
    trail.write(
        "clock.ended", by=by, about=clock, person_id=clock.about_id, detail={"reason": reason.value}
    )
    return clock


@trail.recorded
def end_clocks(*, by: Acting, clocks: Sequence[Clock], reason: EndReason, now: datetime) -> int:
    """Every one of `clocks` that is still open ends, in three statements. Answers how many."""
    ready = _still_open(clocks)
    Clock.objects.filter(pk__in=[clock.pk for clock in ready]).update(
        **ending(by=by, reason=reason, now=now), version=F("version") + 1
    )
    _write_each("clock.ended", by=by, clocks=ready)
    return len(ready)


@trail.recorded
def acknowledge_clock(
    *, by: Acting, clock: Clock, code: str, said: str, now: datetime, met_as: Thing | None = None
) -> Clock:
    """Somebody answers an alert by saying what was done; with that it is met."""
    refuse_if(
        words.reason(
            rules.why_not_acknowledge(clock=clock, is_alert=clock.is_alert, code=code, words=said)
        )
    )
    clock.save_over(
        clock.version,
        acknowledged_at=now,
        acknowledged_by_kind=by.kind,
        acknowledged_by_id=by.id,
        acknowledged_code=code.strip(),
        acknowledged_words=said.strip(),
        **_meeting(by=by, met_as=met_as, met_at=now),
    )
    trail.write(
        "clock.acknowledged", by=by, about=clock, person_id=clock.about_id, detail={"code": code}
    )
    return clock
