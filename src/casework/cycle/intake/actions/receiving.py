"""A referral comes in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import Refused, refuse_if
from casework.registry.episodes.clocks import calendar_of
from casework.registry.people import finding
from casework.registry.people.models import Person, YesNo
from casework.registry.workforce.models import Team, Worker

from .. import clocks, eligibility, facts, rules, says
from ..models import Method, ReachPlan, Referral, ReferralState, Source, Urgency
from ..moving import add_step, owner_for


@trail.recorded
def begin_referral(*, by: Actor, person_id: UUID, now: datetime) -> tuple[str, UUID]:
    """Somebody is referred who is known here and not open to `by`: who they are opens for a day."""
    if person_id not in finding.cards([person_id]):
        raise Refused(says.not_for_you())
    with connection.cursor() as cursor:
        cursor.execute("select intake_begin(%s)", [person_id])
    trail.write("referral.begun", by=by, about=("people.person", person_id), person_id=person_id)
    return "people.person", person_id


@trail.recorded
def receive_referral(
    *,
    by: Actor,
    person: Person,
    team: Team,
    source: str,
    method: str,
    received_at: datetime,
    reason: str,
    now: datetime,
    urgency: str = Urgency.ROUTINE,
    owner: Worker | None = None,
    source_name: str = "",
    source_reach: str = "",
    person_words: str = "",
    person_knows: str = YesNo.NOT_ASKED,
    person_agrees: str = YesNo.NOT_ASKED,
    without_agreement: str = "",
    access_needs: str = "",
    brought_over_by: UUID | None = None,
    source_cell: str = "",
) -> Referral:
    """Write down who asks for whom. From this moment somebody owns the next step."""
    person_ids = finding.record_ids(person)
    refuse_if(
        rules.why_not_receive(
            reason=reason,
            received_at=received_at,
            now=now,
            is_working_team=facts.is_working_team(team),
            has_open_referral=facts.has_open_referral(person_ids, team.pk),
            has_open_episode=facts.has_open_episode(person_ids, team.pk),
            has_died=person.has_died,
            agrees=person_agrees,
            without_agreement=without_agreement,
        )
    )
    owner = owner_for(team, by=by, now=now, chosen=owner, prefer_self=True)
    calendar = calendar_of(by.agency)
    referral = Referral.objects.create(
        person_id=person.canonical_id,
        team=team,
        source=Source(source),
        source_name=source_name.strip(),
        source_reach=source_reach.strip(),
        method=Method(method),
        urgency=Urgency(urgency),
        received_at=received_at,
        reason=reason.strip(),
        person_words=person_words.strip(),
        person_knows=person_knows,
        person_agrees=person_agrees,
        without_agreement=without_agreement.strip(),
        access_needs=access_needs.strip(),
        state=ReferralState.RECEIVED,
        owner=owner,
        next_step=says.look_at_it(),
        due_at=clocks.acknowledge_by(urgency=urgency, since=received_at, calendar=calendar),
        rule_set=eligibility.fitting(
            practice_model=team.practice_model, place=finding.place_of(by)
        ),
        recorded_at=now,
        recorded_by=by.id,
        brought_over_by=brought_over_by,
        source_cell=source_cell,
    )
    add_step(referral, by=by, now=now, words="", happened_at=received_at, state=referral.state)
    trail.write(
        "referral.received",
        by=by,
        about=referral,
        person_id=referral.person_id,
        detail={"team": team.pk, "source": source, "urgency": urgency, "owner": owner.pk},
    )
    return referral


@trail.recorded
def set_reach_plan(
    *,
    by: Actor,
    person: Person,
    now: datetime,
    whom_to_try: str = "",
    where_to_look: str = "",
    what_not_to_do: str = "",
    did_not_want_to_say: bool = False,
    version: int = 0,
) -> ReachPlan:
    """What the person said for when nobody can reach them; it shapes every later search."""
    words = {
        "whom_to_try": whom_to_try.strip(),
        "where_to_look": where_to_look.strip(),
        "what_not_to_do": what_not_to_do.strip(),
    }
    refuse_if(
        rules.why_not_reach_plan(words=words.values(), did_not_want_to_say=did_not_want_to_say),
        field="whom_to_try",
    )
    said = {
        **words,
        "did_not_want_to_say": did_not_want_to_say and not any(words.values()),
        "asked_at": now,
        "asked_by": by.id,
    }
    plan, is_new = ReachPlan.objects.get_or_create(person_id=person.canonical_id, defaults=said)
    if not is_new:
        plan.save_over(version, **said)
    trail.write("reach_plan.set", by=by, about=plan, person_id=plan.person_id)
    return plan
