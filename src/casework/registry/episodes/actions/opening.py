from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.clocks.actions import Start, start_clocks
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today as today_of
from casework.registry.people import finding
from casework.registry.people.models import Person
from casework.registry.workforce import tree
from casework.registry.workforce.models import Team, Worker

from .. import clocks, practice_models, rules
from ..models import Episode, Responsibility, ResponsibilityReason, State, StateChange


@trail.recorded
def open_episode(
    *,
    by: Actor,
    person: Person,
    team: Team,
    accepted_at: datetime,
    now: datetime,
    referral_id: UUID | None = None,
    worker: Worker | None = None,
    brought_over_by: UUID | None = None,
    brought_over_on: date | None = None,
) -> Episode:
    """Open an episode: from this instant exactly one worker is responsible.

    The team's leader holds the person until a worker accepts. Only what is brought over from
    another system names its worker at once, because she was responsible before.
    """
    holder = tree.leader_of(team.pk, on=today_of(by, now))
    refuse_if(
        rules.why_not_open(
            has_open_episode_in_team=Episode.objects.filter(
                person__in=finding.records_of(person.canonical_id), team=team
            )
            .exclude(state=State.CLOSED)
            .exists(),
            holder_name=holder.name if holder else None,
            accepted_at=accepted_at,
            now=now,
        )
    )
    assert holder is not None
    is_holding, model = worker is None, practice_models.get(team.practice_model)
    episode = Episode.objects.create(
        person=person,
        team=team,
        referral_id=referral_id,
        state=State.ENGAGING if brought_over_on is None else State.ACTIVE,
        accepted_at=accepted_at,
        accepted_by=by.id,
        recorded_at=now,
        # Before the first contact silence counts from acceptance: whoever was never met is due too.
        next_due_at=accepted_at + timedelta(days=model.contact.target_interval_days),
        brought_over_by=brought_over_by,
        brought_over_on=brought_over_on,
    )
    StateChange.objects.create(
        episode=episode,
        person=person,
        state=episode.state,
        happened_at=accepted_at,
        recorded_at=now,
        recorded_by=by.id,
    )
    reason = ResponsibilityReason.ACCEPTED if is_holding else ResponsibilityReason.BROUGHT_OVER
    Responsibility.objects.create(
        episode=episode,
        person=person,
        worker=worker or holder,
        is_holding=is_holding,
        reason=reason,
        from_at=accepted_at,
        recorded_at=now,
        recorded_by=by.id,
    )
    episode.responsible_id, episode.is_held = (worker or holder).pk, is_holding
    # What is brought over is not late on the day it comes.
    counted = accepted_at if brought_over_on is None else now
    due = [(clocks.contact_or_attempt_rule(model, ""), counted)]
    if is_holding:
        due.append((clocks.named_worker_rule(model), accepted_at))
    start_clocks(
        by=by,
        starts=[Start(rule, episode, person.pk, since) for rule, since in due],
        calendar=clocks.calendar_of(by.agency),
        now=now,
    )
    trail.write("episode.opened", by=by, about=episode, person_id=person.pk)
    return episode
