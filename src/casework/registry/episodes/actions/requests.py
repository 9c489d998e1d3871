from __future__ import annotations

from datetime import date, datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.clocks.actions import meet_clocks, start_clock
from casework.base.clocks.models import Clock
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today as today_of
from casework.registry.workforce import tree

from .. import clocks, rules
from ..models import ChangeOutcome, ChangeRequest, Episode


@trail.recorded
def record_change_request(
    *, by: Actor, episode: Episode, words: str, wishes: str, asked_on: date, now: datetime
) -> ChangeRequest:
    """The person asks for another worker. The team's leader answers, not the worker herself."""
    refuse_if(rules.why_not_act(episode=episode))
    refuse_if(
        rules.why_not_request(
            has_open_request=ChangeRequest.objects.filter(
                episode=episode, outcome=ChangeOutcome.OPEN
            ).exists(),
            words=words,
            asked_on=asked_on,
            today=today_of(by, now),
        ),
        field="words",
    )
    request = ChangeRequest.objects.create(
        episode=episode,
        person_id=episode.person_id,
        words=words,
        wishes=wishes,
        asked_on=asked_on,
        recorded_at=now,
        recorded_by=by.id,
    )
    start_clock(
        by=by,
        rule=clocks.ANSWER_REQUEST,
        subject=request,
        about_id=episode.person_id,
        started_at=now,
        calendar=clocks.calendar_of(by.agency),
        now=now,
    )
    trail.write("change_request.recorded", by=by, about=request, person_id=episode.person_id)
    return request


@trail.recorded
def answer_change_request(
    *, by: Actor, request: ChangeRequest, outcome: str, words: str, version: int, now: datetime
) -> ChangeRequest:
    """What came of it, and what the person was told. No leader answers about herself if another
    can; where she leads alone, she says with whom she looked at it, and the trail says so too."""
    episode = request.episode
    is_own = episode.responsible_id == by.id and not episode.is_held
    leads = episode.team_id in by.led_team_ids
    other = None
    if is_own:
        other = tree.leader_of(episode.team_id, on=today_of(by, now), without=[by.id])
    refuse_if(
        rules.why_not_answer_request(
            outcome=outcome,
            words=words,
            is_answered=request.outcome != ChangeOutcome.OPEN,
            may_answer=leads,
            is_own=is_own,
            other=other.name if other else "",
        ),
        field="outcome",
    )
    request.save_over(
        version, outcome=outcome, outcome_words=words, answered_at=now, answered_by=by.id
    )
    running = Clock.objects.filter(
        subject_id=request.pk, met_at__isnull=True, ended_at__isnull=True
    )
    meet_clocks(by=by, clocks=list(running), met_as=request, met_at=now, now=now)
    trail.write(
        "change_request.answered",
        by=by,
        about=request,
        person_id=request.person_id,
        detail={"outcome": outcome, "own": is_own},
    )
    return request
