from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.clocks.actions import end_clocks
from casework.base.clocks.models import Clock, EndReason
from casework.base.core.acting import acting
from casework.registry.workforce.models import Team

from .. import carrying, leaving
from ..models import HandOver, HandOverState


@trail.recorded
def take_back_offers(*, by: Actor, episode_ids: Sequence[UUID], now: datetime) -> int:
    """Offers that nobody answered are taken back, and nothing is due for them any more."""
    waiting = list(
        HandOver.objects.select_for_update(no_key=True)
        .filter(episode__in=list(episode_ids), state=HandOverState.PROPOSED)
        .values_list("pk", "person_id")
    )
    if not waiting:
        trail.quiet("nothing had been offered")
        return 0
    ids = [pk for pk, _person in waiting]
    HandOver.objects.filter(pk__in=ids).update(
        state=HandOverState.WITHDRAWN, answered_at=now, answered_by=by.id
    )
    due = Clock.objects.open().of("episodes.handover", ids)
    end_clocks(by=by, clocks=list(due), reason=EndReason.NO_LONGER_APPLIES, now=now)
    trail.write_many(
        "hand_over.withdrawn",
        by=by,
        about=[(("episodes.handover", pk), person) for pk, person in waiting],
    )
    return len(ids)


@trail.recorded
def take_back_from_leavers(
    *, by: Actor, worker_ids: Sequence[UUID], on: date, now: datetime
) -> int:
    """What is offered to somebody who cannot say yes any more is taken back by the service.

    It would stand there as if an answer were coming, and keep others from being asked.
    """
    offered = [
        (worker_id, one)
        for worker_id, carried in carrying.carried_by(list(worker_ids)).items()
        for one in carried
        if one.is_offered
    ]
    teams = Team.objects.filter(pk__in={one.team_id for _worker, one in offered})
    fitting = {team.pk: {one.pk for one in carrying.candidates_for(team, on=on)} for team in teams}
    gone = [one for worker_id, one in offered if worker_id not in fitting[one.team_id]]
    if not gone:
        trail.quiet("nothing was offered to anybody who left")
        return 0
    keeper = leaving.keeper({one.team_id for one in gone}, agency=by.agency)
    # An offer has words; to take it back, its row must be seen.
    with acting(replace(keeper, labels=("normal",))):
        return take_back_offers(by=keeper, episode_ids=[one.episode_id for one in gone], now=now)
