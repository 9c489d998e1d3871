from __future__ import annotations

from datetime import datetime, timedelta

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core import words
from casework.base.core.refusals import refuse_if

from .. import rules, tree
from ..models import DutyShift, Position, Team, Worker
from ..permissions import MAY_BE_ON_DUTY, plans_duty_for

_INSTANT = timedelta(microseconds=1)


@trail.recorded
def plan_shift(
    *,
    by: Actor,
    team: Team,
    worker: Worker,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> DutyShift:
    """A worker answers for a team from, until: for that time its records are open to her."""
    tree.hold_tree()
    first_day = words.local(starts_at, by).date()
    last_day = words.local(ends_at - _INSTANT, by).date()
    holds = Position.objects.filter(worker=worker, role__in=MAY_BE_ON_DUTY)
    overlapping = DutyShift.objects.filter(
        worker=worker, team=team, cancelled_at__isnull=True, starts_at__lt=ends_at
    )
    refuse_if(
        rules.why_not_plan_shift(
            plans_for_team=plans_duty_for(by, team.pk),
            team_is_open=team.closed_on is None,
            starts_at=starts_at,
            ends_at=ends_at,
            now=now,
            first_day=first_day,
            last_day=last_day,
            left_on=worker.left_on,
            may_open_records=holds.standing_on(first_day).exists()
            and holds.standing_on(last_day).exists(),
            has_other=overlapping.filter(ends_at__gt=starts_at).exists(),
        )
    )
    shift = DutyShift.objects.create(worker=worker, team=team, starts_at=starts_at, ends_at=ends_at)
    trail.write("duty.planned", by=by, about=shift, detail={"worker": worker.pk, "team": team.pk})
    return shift


@trail.recorded
def cancel_shift(*, by: Actor, shift: DutyShift, now: datetime) -> DutyShift:
    """A shift does not happen; one that runs ends at once, and with it what it opened."""
    refuse_if(
        rules.why_not_cancel_shift(
            plans_for_team=plans_duty_for(by, shift.team_id),
            is_cancelled=shift.cancelled_at is not None,
            ends_at=shift.ends_at,
            now=now,
        )
    )
    shift.save_over(shift.version, cancelled_at=now, cancelled_by=by.id)
    trail.write("duty.cancelled", by=by, about=shift, detail={"worker": shift.worker_id})
    return shift
