"""How a referral ends: with an episode, with another team, with no, or at the person's wish."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.registry.episodes.actions import open_episode
from casework.registry.episodes.clocks import calendar_of
from casework.registry.people import finding
from casework.registry.people.models import Person
from casework.registry.workforce.models import Team, Worker

from .. import clocks, eligibility, facts, rules, says
from ..models import DeclineReason, Referral, ReferralState, Source
from ..moving import add_step, held, move, owner_for


@trail.recorded
def accept_referral(*, by: Actor, referral: Referral, now: datetime, words: str = "") -> Referral:
    """Yes. The episode opens in the same transaction: from this instant somebody is responsible."""
    referral = held(referral, by=by, now=now)
    refuse_if(
        rules.why_not_move(
            state=referral.state, to=ReferralState.ACCEPTED, happened_at=now, now=now
        )
    )
    person = Person.objects.select_related("merged_into").get(pk=referral.person_id)
    refuse_if(
        rules.why_not_accept(
            has_died=person.has_died,
            has_open_episode=facts.has_open_episode(finding.record_ids(person), referral.team_id),
        )
    )
    with connection.cursor() as cursor:
        cursor.execute("select intake_open_for_acceptance(%s)", [referral.pk])
    episode = open_episode(
        by=by,
        person=person,
        team=Team.objects.get(pk=referral.team_id),
        accepted_at=now,
        now=now,
        referral_id=referral.pk,
    )
    return move(
        referral,
        to=ReferralState.ACCEPTED,
        by=by,
        now=now,
        words=words,
        event="referral.accepted",
        detail={"episode": episode.pk},
        episode_id=episode.pk,
        decision_words=words.strip(),
    )


@trail.recorded
def decline_referral(
    *,
    by: Actor,
    referral: Referral,
    reason: str,
    alternative: str,
    appeal_told: bool,
    now: datetime,
    words: str = "",
) -> Referral:
    """No, with the reason, with something to turn to, and with the way to ask again."""
    refuse_if(
        rules.why_not_decline(
            reason=reason,
            known_reasons=frozenset(DeclineReason.values),
            alternative=alternative,
            appeal_told=appeal_told,
            words=words,
        ),
        field=_wrong_field(reason, alternative, appeal_told),
    )
    referral = held(referral, by=by, now=now)
    return move(
        referral,
        to=ReferralState.DECLINED,
        by=by,
        now=now,
        words=words[:1000],
        event="referral.declined",
        detail={"reason": reason},
        decline_reason=reason,
        decision_words=words.strip(),
        alternative=alternative.strip(),
        appeal_told=appeal_told,
    )


def _wrong_field(reason: str, alternative: str, appeal_told: bool) -> str:
    if reason not in DeclineReason.values:
        return "reason"
    if not alternative.strip():
        return "alternative"
    return "words" if reason == DeclineReason.OTHER and appeal_told else "appeal_told"


@trail.recorded
def redirect_referral(
    *,
    by: Actor,
    referral: Referral,
    to_team: Team,
    words: str,
    now: datetime,
    owner: Worker | None = None,
) -> Referral:
    """Pass it on: the old one ends only with the new one, and the new one has an owner there.

    Gives the new referral. It counts from when the person was first referred, so that being
    passed on makes nobody wait longer.
    """
    refuse_if(rules.why_not_words(words, most=1000), field="words")
    referral = held(referral, by=by, now=now)
    person_ids = finding.record_ids(Person.objects.get(pk=referral.person_id))
    refuse_if(
        rules.why_not_move(
            state=referral.state, to=ReferralState.REDIRECTED, happened_at=now, now=now
        )
    )
    refuse_if(
        rules.why_not_redirect(
            is_same_team=to_team.pk == referral.team_id,
            is_working_team=facts.is_working_team(to_team),
            has_open_referral=facts.has_open_referral(person_ids, to_team.pk),
            has_open_episode=facts.has_open_episode(person_ids, to_team.pk),
        ),
        field="to_team",
    )
    new = _passed_on(referral, to_team, by=by, now=now, owner=owner, words=words)
    move(
        referral,
        to=ReferralState.REDIRECTED,
        by=by,
        now=now,
        words=words,
        event="referral.redirected",
        detail={"to": new.pk, "team": to_team.pk},
        redirected_to=new,
        decision_words=words.strip(),
    )
    return new


def _passed_on(
    old: Referral, team: Team, *, by: Actor, now: datetime, owner: Worker | None, words: str
) -> Referral:
    owner = owner_for(team, by=by, now=now, chosen=owner, prefer_self=False)
    new = Referral.objects.create(
        person_id=old.person_id,
        team=team,
        source=Source.INTERNAL,
        source_name=old.source_name,
        source_reach=old.source_reach,
        method=old.method,
        urgency=old.urgency,
        received_at=old.received_at,
        reason=old.reason,
        person_words=old.person_words,
        person_knows=old.person_knows,
        person_agrees=old.person_agrees,
        without_agreement=old.without_agreement,
        access_needs=old.access_needs,
        owner=owner,
        next_step=says.look_at_it(),
        due_at=clocks.acknowledge_by(
            urgency=old.urgency, since=now, calendar=calendar_of(by.agency)
        ),
        rule_set=eligibility.fitting(
            practice_model=team.practice_model, place=finding.place_of(by)
        ),
        recorded_at=now,
        recorded_by=by.id,
    )
    add_step(new, by=by, now=now, words=words, happened_at=now, state=new.state)
    return new


@trail.recorded
def withdraw_referral(
    *,
    by: Actor,
    referral: Referral,
    words: str,
    now: datetime,
    happened_at: datetime | None = None,
) -> Referral:
    """The person changed their mind, or whoever asked does not ask any more."""
    refuse_if(rules.why_not_words(words, most=1000), field="words")
    referral = held(referral, by=by, now=now)
    return move(
        referral,
        to=ReferralState.WITHDRAWN,
        by=by,
        now=now,
        words=words,
        happened_at=happened_at,
        event="referral.withdrawn",
        decision_words=words.strip(),
    )
