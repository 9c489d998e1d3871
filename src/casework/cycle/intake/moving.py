"""What every move of a referral shares: one at a time, a step for each, an owner who is there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import Refused, refuse_if
from casework.base.core.words import today
from casework.registry.workforce import tree
from casework.registry.workforce.models import Team, Worker

from . import facts, rules, says
from .models import ENDED, Referral, ReferralState, ReferralStep


def held(referral: Referral, *, by: Actor, now: datetime) -> Referral:
    """The referral as it stands now; nobody else moves it until the transaction ends."""
    found = Referral.objects.select_for_update(no_key=True).filter(pk=referral.pk).first()
    if found is None:
        raise Refused(says.not_yours_now())
    is_theirs = facts.is_theirs(found, by=by, on=today(by, now))
    refuse_if(rules.why_not_theirs(is_theirs=is_theirs))
    return found


def move(
    referral: Referral,
    *,
    to: str,
    by: Actor,
    now: datetime,
    words: str = "",
    happened_at: datetime | None = None,
    detail: dict[str, Any] | None = None,
    event: str,
    **changes: Any,
) -> Referral:
    """Bring the referral, as `held` gave it, to its next state, and write the step.

    The step is written first: with the move the door may shut behind the one who acts.
    """
    at = happened_at or now
    refuse_if(rules.why_not_move(state=referral.state, to=to, happened_at=at, now=now))
    if ReferralState(to) in ENDED:
        changes = {
            "due_at": None,
            "next_step": "",
            "decided_at": now,
            "decided_by": by.id,
            **changes,
        }
    add_step(referral, by=by, now=now, words=words, happened_at=at, state=to, **changes)
    trail.write(
        event,
        by=by,
        about=referral,
        person_id=referral.person_id,
        detail={"from": referral.state, "to": str(to), **(detail or {})},
    )
    referral.save_over(referral.version, state=to, **changes)
    return referral


def add_step(
    referral: Referral,
    *,
    by: Actor,
    now: datetime,
    words: str,
    happened_at: datetime,
    state: str,
    **changes: Any,
) -> ReferralStep:
    """One line of the referral's story, with when it happened and when it was written."""
    refuse_if(rules.why_not_words(words, most=1000) if words.strip() else None, field="words")
    owner = changes.get("owner", referral.owner_id)
    return ReferralStep.objects.create(
        referral=referral,
        person_id=referral.person_id,
        state=state,
        owner_id=owner.pk if isinstance(owner, Worker) else owner,
        next_step=changes.get("next_step", referral.next_step),
        due_at=changes.get("due_at", referral.due_at),
        words=words.strip(),
        happened_at=happened_at,
        recorded_at=now,
        recorded_by=by.id,
    )


def owner_for(
    team: Team, *, by: Actor, now: datetime, chosen: Worker | None, prefer_self: bool
) -> Worker:
    """Who is to own a referral of this team: the chosen one, whoever takes it in, or the leader."""
    day = today(by, now)
    able = {one.pk: one for one in facts.deciders(team.pk, on=day)}
    owner: Worker | None = chosen
    if owner is None and prefer_self:
        owner = able.get(by.id)
    if owner is None:
        owner = tree.leader_of(team.pk, on=day) or next(iter(able.values()), None)
    refuse_if(
        rules.why_not_owner(
            name=owner.name if owner else None, may_decide=owner is not None and owner.pk in able
        ),
        field="owner",
    )
    assert owner is not None
    return owner
