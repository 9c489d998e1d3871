"""Between arrival and decision: looked at, asked about, waiting, looked at again."""

from __future__ import annotations

from datetime import datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today
from casework.registry.episodes.clocks import calendar_of
from casework.registry.workforce.models import Worker

from .. import clocks, facts, rules, says
from ..models import Referral, ReferralState
from ..moving import add_step, held, move


def _decide_by(referral: Referral, by: Actor) -> datetime:
    return clocks.decide_by(
        urgency=referral.urgency, since=referral.received_at, calendar=calendar_of(by.agency)
    )


def _is_decider(worker_id: object, referral: Referral, by: Actor, now: datetime) -> bool:
    able = facts.deciders(referral.team_id, on=today(by, now))
    return worker_id in {one.pk for one in able}


@trail.recorded
def take_up(
    *, by: Actor, referral: Referral, now: datetime, happened_at: datetime | None = None
) -> Referral:
    """Somebody looks at it, and owns it from now on if she decides for this team."""
    referral = held(referral, by=by, now=now)
    owner_id = by.id if _is_decider(by.id, referral, by, now) else referral.owner_id
    return move(
        referral,
        to=ReferralState.TRIAGE,
        by=by,
        now=now,
        happened_at=happened_at,
        event="referral.taken_up",
        owner_id=owner_id,
        next_step=says.decide(),
        due_at=_decide_by(referral, by),
    )


@trail.recorded
def request_information(
    *,
    by: Actor,
    referral: Referral,
    words: str,
    now: datetime,
    due_at: datetime | None = None,
    happened_at: datetime | None = None,
) -> Referral:
    """Ask for what is missing. `due_at` is when to ask again; nothing urgent waits for it."""
    refuse_if(rules.why_not_words(words, most=1000), field="words")
    referral = held(referral, by=by, now=now)
    latest = clocks.information_by(
        urgency=referral.urgency,
        received_at=referral.received_at,
        now=now,
        calendar=calendar_of(by.agency),
    )
    is_safety = clocks.DECIDE[referral.urgency].is_safety
    due = latest if due_at is None else (min(due_at, latest) if is_safety else due_at)
    return move(
        referral,
        to=ReferralState.INFO_REQUESTED,
        by=by,
        now=now,
        words=words,
        happened_at=happened_at,
        event="referral.information_requested",
        next_step=says.ask_again(),
        due_at=due,
    )


@trail.recorded
def information_came(
    *, by: Actor, referral: Referral, words: str, now: datetime, happened_at: datetime | None = None
) -> Referral:
    """What was missing is there, or will not come: somebody decides."""
    refuse_if(rules.why_not_words(words, most=1000), field="words")
    referral = held(referral, by=by, now=now)
    return move(
        referral,
        to=ReferralState.TRIAGE,
        by=by,
        now=now,
        words=words,
        happened_at=happened_at,
        event="referral.information_came",
        next_step=says.decide(),
        due_at=_decide_by(referral, by),
    )


@trail.recorded
def put_on_waiting_list(
    *,
    by: Actor,
    referral: Referral,
    now: datetime,
    check_in_every_days: int = clocks.CHECK_IN.amount,
    words: str = "",
    happened_at: datetime | None = None,
) -> Referral:
    """There is no place yet. Somebody asks at an interval how the person is."""
    refuse_if(
        rules.why_not_wait(check_in_every_days=check_in_every_days), field="check_in_every_days"
    )
    referral = held(referral, by=by, now=now)
    since = happened_at or now
    return move(
        referral,
        to=ReferralState.WAITING,
        by=by,
        now=now,
        words=words,
        happened_at=happened_at,
        event="referral.put_on_waiting_list",
        detail={"check_in_every_days": check_in_every_days},
        waiting_since_at=referral.waiting_since_at or since,
        check_in_every_days=check_in_every_days,
        next_step=says.check_in(),
        due_at=clocks.check_in_by(
            every_days=check_in_every_days, since=since, calendar=calendar_of(by.agency)
        ),
    )


@trail.recorded
def escalate(
    *,
    by: Actor,
    referral: Referral,
    urgency: str,
    words: str,
    now: datetime,
    happened_at: datetime | None = None,
) -> Referral:
    """Somebody who waits is worse, or a place came: it is looked at again, and soon."""
    refuse_if(rules.why_not_words(words, most=1000), field="words")
    refuse_if(rules.why_not_escalate(urgency=urgency), field="urgency")
    referral = held(referral, by=by, now=now)
    return move(
        referral,
        to=ReferralState.ESCALATED,
        by=by,
        now=now,
        words=words,
        happened_at=happened_at,
        event="referral.escalated",
        detail={"urgency": urgency},
        urgency=urgency,
        next_step=says.look_again(),
        due_at=clocks.decide_by(
            urgency=urgency, since=happened_at or now, calendar=calendar_of(by.agency)
        ),
    )


@trail.recorded
def change_owner(
    *, by: Actor, referral: Referral, owner: Worker, why: str, now: datetime
) -> Referral:
    """Somebody else owns the next step. Its time stays."""
    referral = held(referral, by=by, now=now)
    refuse_if(
        rules.why_not_change_owner(
            state=referral.state, is_same=referral.owner_id == owner.pk, why=why
        ),
        field="why",
    )
    refuse_if(
        rules.why_not_owner(name=owner.name, may_decide=_is_decider(owner.pk, referral, by, now)),
        field="owner",
    )
    add_step(
        referral, by=by, now=now, words=why, happened_at=now, state=referral.state, owner=owner
    )
    trail.write(
        "referral.owner_changed",
        by=by,
        about=referral,
        person_id=referral.person_id,
        detail={"from": referral.owner_id, "to": owner.pk},
    )
    referral.save_over(referral.version, owner=owner)
    return referral


@trail.recorded
def note_letter(*, by: Actor, referral: Referral, now: datetime) -> Referral:
    """The letter was sent or handed over."""
    referral = held(referral, by=by, now=now)
    refuse_if(rules.why_not_letter(state=referral.state))
    trail.write(
        "referral.letter_noted",
        by=by,
        about=referral,
        person_id=referral.person_id,
        detail={"state": referral.state},
    )
    referral.save_over(referral.version, letter_made_at=now, letter_made_by=by.id)
    return referral
