from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.clocks.actions import Start, start_clocks
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today as today_of
from casework.registry.workforce.models import Worker

from .. import carrying, clocks, ledger, rules
from ..models import Episode, HandOver, ResponsibilityReason
from .holding import hold_episodes
from .taking_back import take_back_offers

Offer = tuple[Episode, Worker | None]


def _refuse_over_cap(
    moving: Sequence[tuple[Episode, Worker]], *, by: Actor, reason: str, on: date
) -> set[UUID]:
    """Refuse where somebody would carry too much with all that she is given; who needs a reason.

    Two people for the same worker count both.
    """
    receivers = {to.pk: to for _one, to in moving}
    over: set[UUID] = set()
    for team in {one.team_id: one.team for one, _to in moving}.values():
        given = {
            worker_id: [one for one, to in moving if to.pk == worker_id]
            for worker_id in {to.pk for one, to in moving if one.team_id == team.pk}
        }
        fitting = {one.pk for one in carrying.candidates_for(team, on=on)}
        for worker_id, load in carrying.loads_after(given, team=team, on=on).items():
            worker = receivers[worker_id]
            refuse_if(rules.why_not_receive(name=worker.name, may_accept=worker_id in fitting))
            refuse_if(
                rules.why_not_over_cap(
                    name=worker.name,
                    after=load.after,
                    may_override=team.pk in by.led_team_ids,
                    reason=reason,
                ),
                field="over_cap_reason",
            )
            if rules.over_cap_words(name=worker.name, after=load.after):
                over.add(worker_id)
    return over


@trail.recorded
def move_caseload(
    *,
    by: Actor,
    worker: Worker,
    offers: Sequence[Offer],
    why: str,
    over_cap_reason: str,
    hold_now: bool,
    briefs: Mapping[UUID, list[dict[str, Any]]],
    now: datetime,
) -> int:
    """Offer a caseload in one act: all of it as it was shown, or nothing.

    With `hold_now` the leader holds every one of them from this instant, because the worker is
    gone; without it she stays responsible for each until somebody accepts. An episode offered to
    nobody is held, or stays. What had been offered before is taken back: one offer at a time.
    The number of statements does not grow with the caseload.
    """
    chosen = [(one, to) for one, to in offers if hold_now or to is not None]
    locked = ledger.lock([one.pk for one, _to in chosen])
    standing = {
        pk: one
        for pk, one in locked.items()
        if one.responsible_id == worker.pk and one.is_open and one.team_id in by.led_team_ids
    }
    refuse_if(
        rules.why_not_move(chosen=len(chosen), moved_meanwhile=len(chosen) - len(standing), why=why)
    )
    moving = [(standing[one.pk], to) for one, to in chosen if to is not None]
    over = _refuse_over_cap(moving, by=by, reason=over_cap_reason, on=today_of(by, now))
    take_back_offers(by=by, episode_ids=list(standing), now=now)
    if hold_now:
        hold_episodes(
            by=by,
            episodes=list(standing.values()),
            reason=ResponsibilityReason.MOVED,
            now=now,
            without=[worker.pk],
        )
    made = [
        HandOver(
            episode=one,
            person_id=one.person_id,
            from_worker=worker,
            to_worker=to,
            why=why,
            over_cap_reason=over_cap_reason if to.pk in over else "",
            brief=briefs.get(one.pk, []),
            proposed_at=now,
            proposed_by=by.id,
        )
        for one, to in moving
    ]
    HandOver.objects.bulk_create(made)
    starts = [Start(clocks.ANSWER_HAND_OVER, one, one.person_id, now) for one in made]
    if starts:
        start_clocks(by=by, starts=starts, calendar=clocks.calendar_of(by.agency), now=now)
    trail.write_many("hand_over.proposed", by=by, about=[(one, one.person_id) for one in made])
    trail.write(
        "caseload.moved",
        by=by,
        about=worker,
        detail={"count": len(chosen), "offered": len(made), "held": hold_now},
    )
    return len(chosen)
