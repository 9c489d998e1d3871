from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.clocks.actions import meet_clocks, start_clock
from casework.base.clocks.models import Clock
from casework.base.core import words as dates
from casework.base.core.refusals import refuse_if
from casework.registry.workforce.models import Worker

from .. import carrying, clocks, ledger, rules
from ..models import (
    Episode,
    HandOver,
    HandOverState,
    Responsibility,
    ResponsibilityReason,
)


def _running(rule: str, episode: Episode) -> list[Clock]:
    return list(
        Clock.objects.filter(
            rule=rule, subject_id=episode.pk, met_at__isnull=True, ended_at__isnull=True
        )
    )


@trail.recorded
def propose_hand_over(
    *,
    by: Actor,
    episode: Episode,
    to: Worker,
    why: str,
    now: datetime,
    over_cap_reason: str = "",
    words: str = "",
    meeting_on: date | None = None,
    brief: list[dict[str, Any]] | None = None,
) -> HandOver:
    """Offer an episode to a worker. Nothing moves until she accepts.

    Refused over a cap unless a leader of the team says why; refused above the ceiling always.
    What is offered to her already counts as if she had accepted it.
    """
    today = dates.today(by, now)
    refuse_if(
        rules.why_not_propose(
            episode=episode,
            may_propose=ledger.may_propose(by, episode, now=now),
            to_is_responsible=episode.responsible_id == to.pk and not episode.is_held,
            to_may_accept=to.pk
            in {one.pk for one in carrying.candidates_for(episode.team, on=today)},
            has_open_proposal=HandOver.objects.filter(
                episode=episode, state=HandOverState.PROPOSED
            ).exists(),
            why=why,
        ),
        field="to",
    )
    load = carrying.loads_after({to.pk: [episode]}, team=episode.team, on=today)[to.pk]
    refuse_if(
        rules.why_not_over_cap(
            name=to.name,
            after=load.after,
            may_override=episode.team_id in by.led_team_ids,
            reason=over_cap_reason,
        ),
        field="over_cap_reason",
    )
    assert episode.responsible_id is not None
    is_over = rules.over_cap_words(name=to.name, after=load.after) is not None
    hand_over = HandOver.objects.create(
        episode=episode,
        person_id=episode.person_id,
        from_worker_id=episode.responsible_id,
        to_worker=to,
        why=why,
        over_cap_reason=over_cap_reason if is_over else "",
        words=words,
        meeting_on=meeting_on,
        brief=brief or [],
        proposed_at=now,
        proposed_by=by.id,
    )
    start_clock(
        by=by,
        rule=clocks.ANSWER_HAND_OVER,
        subject=hand_over,
        about_id=episode.person_id,
        started_at=now,
        calendar=clocks.calendar_of(by.agency),
        now=now,
    )
    trail.write(
        "hand_over.proposed",
        by=by,
        about=hand_over,
        person_id=episode.person_id,
        detail={"to": to.pk, "over_cap": is_over},
    )
    return hand_over


def _answer(
    hand_over: HandOver, *, by: Actor, state: HandOverState, words: str, now: datetime
) -> None:
    """Store the answer once; two answers at the same instant leave one."""
    stored = HandOver.objects.filter(pk=hand_over.pk, state=HandOverState.PROPOSED).update(
        state=state,
        answered_at=now,
        answered_by=by.id,
        answer_words=words,
        version=hand_over.version + 1,
    )
    if not stored:
        refuse_if(
            rules.why_not_answer(state="answered", is_addressee=True, may_answer_for_team=True)
        )
    hand_over.state, hand_over.answered_at, hand_over.answered_by = state, now, by.id
    clock = Clock.objects.filter(
        subject_id=hand_over.pk, met_at__isnull=True, ended_at__isnull=True
    )
    meet_clocks(by=by, clocks=list(clock), met_as=hand_over, met_at=now, now=now)


@trail.recorded
def accept_hand_over(*, by: Actor, hand_over: HandOver, now: datetime) -> Responsibility:
    """The worker accepts: in this instant responsibility is hers, and not before."""
    refuse_if(
        rules.why_not_answer(
            state=hand_over.state,
            is_addressee=hand_over.to_worker_id == by.id,
            may_answer_for_team=False,
        )
    )
    episode = ledger.lock([hand_over.episode_id])[hand_over.episode_id]
    fitting = carrying.candidates_for(episode.team, on=dates.today(by, now))
    refuse_if(
        rules.why_not_accept(
            episode=episode, may_be_responsible=by.id in {one.pk for one in fitting}
        )
    )
    _answer(hand_over, by=by, state=HandOverState.ACCEPTED, words="", now=now)
    reason = ResponsibilityReason.ALLOCATED if episode.is_held else ResponsibilityReason.HANDED_OVER
    (row,) = ledger.move(
        [(episode, hand_over.to_worker)],
        is_holding=False,
        reason=reason,
        at=now,
        by=by,
        now=now,
    )
    if named := _running("named_worker", episode):
        meet_clocks(by=by, clocks=named, met_as=row, met_at=now, now=now)
    start_clock(
        by=by,
        rule=clocks.TELL_PERSON,
        subject=episode,
        about_id=episode.person_id,
        started_at=now,
        calendar=clocks.calendar_of(by.agency),
        now=now,
    )
    trail.write(
        "responsibility.accepted",
        by=by,
        about=row,
        person_id=episode.person_id,
        detail={"hand_over": hand_over.pk, "from": hand_over.from_worker_id},
    )
    return row


@trail.recorded
def accept_hand_overs(*, by: Actor, hand_overs: Sequence[HandOver], now: datetime) -> int:
    """Everything that is ticked, in one act: all of them become hers, or none."""
    refuse_if(rules.why_not_confirm(chosen=len(hand_overs)))
    # In one order for everybody, so that two who press at once do not wait for each other.
    ledger.lock([one.episode_id for one in hand_overs])
    for one in sorted(hand_overs, key=lambda one: one.episode_id):
        accept_hand_over(by=by, hand_over=one, now=now)
    return len(hand_overs)


@trail.recorded
def decline_hand_over(*, by: Actor, hand_over: HandOver, words: str, now: datetime) -> None:
    """The worker does not accept; whoever was responsible stays so, and reads why."""
    refuse_if(
        rules.why_not_answer(
            state=hand_over.state,
            is_addressee=hand_over.to_worker_id == by.id,
            may_answer_for_team=False,
        )
    )
    refuse_if(rules.why_not_decline(words=words), field="words")
    _answer(hand_over, by=by, state=HandOverState.NOT_ACCEPTED, words=words, now=now)
    trail.write("hand_over.not_accepted", by=by, about=hand_over, person_id=hand_over.person_id)


@trail.recorded
def withdraw_hand_over(*, by: Actor, hand_over: HandOver, now: datetime) -> None:
    """Whoever proposed it, or the team's leader, takes it back."""
    refuse_if(
        rules.why_not_answer(
            state=hand_over.state,
            is_addressee=hand_over.proposed_by == by.id,
            may_answer_for_team=hand_over.episode.team_id in by.led_team_ids,
        )
    )
    _answer(hand_over, by=by, state=HandOverState.WITHDRAWN, words="", now=now)
    trail.write("hand_over.withdrawn", by=by, about=hand_over, person_id=hand_over.person_id)


@trail.recorded
def tell_person(*, by: Actor, episode: Episode, now: datetime) -> None:
    """The person was told who is responsible now."""
    refuse_if(rules.why_not_act(episode=episode))
    Responsibility.objects.filter(
        episode=episode, until_at__isnull=True, told_at__isnull=True
    ).update(told_at=now, told_by=by.id)
    meet_clocks(
        by=by,
        clocks=_running("tell_who_is_responsible", episode),
        met_as=episode,
        met_at=now,
        now=now,
    )
    trail.write("responsibility.told", by=by, about=episode, person_id=episode.person_id)


@trail.recorded
def introduce_worker(*, by: Actor, episode: Episode, on: date, now: datetime) -> Responsibility:
    """Both met: the person knows the face, not only the name. Being introduced is being told."""
    refuse_if(rules.why_not_act(episode=episode))
    row = Responsibility.objects.get(episode=episode, until_at__isnull=True)
    today = dates.today(by, now)
    refuse_if(
        rules.why_not_introduce(on=on, today=today, since=dates.local(row.from_at, by).date()),
        field="on",
    )
    # The day is known, not the hour; a day of today is over now at the latest.
    noon = datetime.combine(on, time(12), dates.zone(by))
    Responsibility.objects.filter(pk=row.pk).update(
        introduced_at=min(now, noon), introduced_by=by.id
    )
    tell_person(by=by, episode=episode, now=now)
    trail.write("responsibility.introduced", by=by, about=episode, person_id=episode.person_id)
    return row
