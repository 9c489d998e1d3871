from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.clocks.actions import Start, start_clocks
from casework.base.core.acting import acting
from casework.base.core.refusals import Refused, refuse_if
from casework.base.core.words import today as today_of
from casework.registry.workforce import actions as workforce
from casework.registry.workforce import tree
from casework.registry.workforce.models import Position, Worker

from .. import clocks, leaving, ledger, rules
from ..models import Episode, Responsibility, ResponsibilityReason
from ..says import no_leader, nobody_else_leads
from .taking_back import take_back_from_leavers

# So long the job that runs each hour may have stood still without leaving an offer behind.
LOOKED_BACK = timedelta(days=31)


@trail.recorded
def hold_episodes(
    *,
    by: Actor,
    episodes: Sequence[Episode],
    reason: ResponsibilityReason,
    now: datetime,
    without: Collection[UUID] = (),
    leaderless_stay: bool = False,
) -> int:
    """Put locked episodes with the leaders of their teams; the clock waits for a worker.

    Nobody of `without` is given anybody. Where nobody leads, everything is refused; with
    `leaderless_stay` those of that team stay with whom they are.
    """
    holders = tree.leaders_of(
        {one.team_id for one in episodes}, on=today_of(by, now), without=without
    )
    moves = []
    for one in episodes:
        holder = holders.get(one.team_id)
        if holder is None:
            if not leaderless_stay:
                raise Refused(nobody_else_leads() if without else no_leader())
        elif not (one.is_held and one.responsible_id == holder.pk):
            moves.append((one, holder))
    if not moves:
        trail.quiet("there was nobody to move")
        return 0
    ledger.move(moves, is_holding=True, reason=reason, at=now, by=by, now=now)
    starts = [
        Start(clocks.named_worker_rule(ledger.model_of(one)), one, one.person_id, now)
        for one, _to in moves
    ]
    start_clocks(by=by, starts=starts, calendar=clocks.calendar_of(by.agency), now=now)
    trail.write_many(
        "responsibility.held", by=by, about=[(one, one.person_id) for one, _to in moves]
    )
    return len(moves)


@trail.recorded
def hold_caseload(*, by: Actor, worker: Worker, now: datetime) -> int:
    """A sudden absence: everybody this worker is responsible for is held by the leader, at once.

    In the teams that `by` leads; in another team its own leader decides.
    """
    asked = ledger.led_episodes_of(by, worker.pk)
    locked = ledger.lock([one.pk for one in asked])
    episodes = [one for one in locked.values() if one.responsible_id == worker.pk]
    count = hold_episodes(
        by=by,
        episodes=episodes,
        reason=ResponsibilityReason.ABSENCE,
        now=now,
        without=[worker.pk],
    )
    trail.write("caseload.held", by=by, about=worker, detail={"count": count})
    return count


def _hold_leavers(*, agency: object, on: date, now: datetime, worker_id: UUID | None = None) -> int:
    """The service moves everybody whose worker is not there any more on that day."""
    found = leaving.leavers(on=on, worker_id=worker_id)
    if not found:
        return 0
    keeper = leaving.keeper(found.values(), agency=agency)
    with acting(keeper):
        locked = ledger.lock(list(found))
        # Asked again under the lock: somebody may have accepted one of them meanwhile.
        still = leaving.leavers(on=on, worker_id=worker_id)
        return hold_episodes(
            by=keeper,
            episodes=[one for one in locked.values() if one.pk in still],
            reason=ResponsibilityReason.POSITION_ENDED,
            now=now,
            without=[worker_id] if worker_id else (),
            leaderless_stay=worker_id is None,
        )


@trail.recorded
def end_position(
    *,
    by: Actor,
    position: Position,
    to_on: date,
    reason: str,
    now: datetime,
    opens_vacancy: bool = False,
) -> Position:
    """End a position. Its people are held by the leader in the same transaction, from now on.

    `to_on` is the last day. A day in the future is noted; the people move in the night after it
    (see `move_leavers`). Whoever ends it need not be able to open anybody's record.
    """
    worker_id = position.worker_id
    workforce.end_position(
        by=by,
        position=position,
        to_on=to_on,
        reason=reason,
        opens_vacancy=opens_vacancy,
        now=now,
    )
    count = 0
    today = today_of(by, now)
    if worker_id is not None and to_on <= today:
        # As of the day after: on her last day she is still there, and her people are handed on.
        day_after = date.fromordinal(max(today, to_on).toordinal() + 1)
        count = _hold_leavers(agency=by.agency, on=day_after, now=now, worker_id=worker_id)
        take_back_from_leavers(by=by, worker_ids=[worker_id], on=day_after, now=now)
    trail.write("position.left", by=by, about=position, detail={"count": count})
    return position


@trail.recorded
def move_leavers(*, by: Actor, today: date, now: datetime) -> int:
    """Whoever is responsible without a position today: their people are held. Runs each hour."""
    count = _hold_leavers(agency=by.agency, on=today, now=now)
    ended = Position.objects.filter(
        worker__isnull=False, to_on__lt=today, to_on__gte=today - LOOKED_BACK
    )
    workers = sorted({one for one in ended.values_list("worker_id", flat=True) if one})
    take_back_from_leavers(by=by, worker_ids=workers, on=today, now=now)
    if count:
        trail.write("leavers.moved", by=by, detail={"count": count})
    else:
        trail.quiet("it runs each hour and nearly always finds nobody")
    return count


@trail.recorded
def confirm_mine(
    *, by: Actor, mine: Sequence[Episode], not_mine: Sequence[Episode], now: datetime
) -> int:
    """What was brought over is hers; what is not is held by the leader, who finds the worker."""
    refuse_if(rules.why_not_confirm(chosen=len(mine) + len(not_mine)))
    locked = ledger.lock([one.pk for one in (*mine, *not_mine)])
    hers = {pk: one for pk, one in locked.items() if one.responsible_id == by.id}
    confirmed = [hers[one.pk] for one in mine if one.pk in hers]
    Responsibility.objects.filter(
        episode__in=[one.pk for one in confirmed], until_at__isnull=True, confirmed_at__isnull=True
    ).update(confirmed_at=now, confirmed_by=by.id)
    trail.write_many(
        "responsibility.confirmed", by=by, about=[(one, one.person_id) for one in confirmed]
    )
    held = hold_episodes(
        by=by,
        episodes=[hers[one.pk] for one in not_mine if one.pk in hers],
        reason=ResponsibilityReason.MOVED,
        now=now,
        without=[by.id],
    )
    trail.write("caseload.confirmed", by=by, detail={"mine": len(confirmed), "not_mine": held})
    return len(confirmed)
