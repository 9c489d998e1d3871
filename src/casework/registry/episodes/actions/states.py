from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.clocks.actions import end_clocks
from casework.base.clocks.models import Clock, EndReason
from casework.base.core.refusals import refuse_if
from casework.base.core.slots import filled
from casework.base.core.words import local
from casework.registry.people.actions import change_details
from casework.registry.people.models import Person
from casework.registry.people.rules.partial_dates import PartialDate

from .. import ledger, practice_models, rules
from ..models import (
    ChangeOutcome,
    ChangeRequest,
    CloseReason,
    Episode,
    Responsibility,
    State,
    StateChange,
)
from .taking_back import take_back_offers

# Of two at one instant, what was written down later stands.
_NEWEST = ("-happened_at", "-recorded_at", "-pk")


def _last_change_at(episode: Episode) -> datetime:
    newest = episode.state_changes.order_by(*_NEWEST).first()
    return newest.happened_at if newest else episode.accepted_at


def _note_change(
    episode: Episode,
    *,
    by: Actor,
    why: str,
    happened_at: datetime,
    now: datetime,
    contact_id: UUID | None = None,
) -> None:
    StateChange.objects.create(
        episode=episode,
        person_id=episode.person_id,
        state=episode.state,
        suspended_as=episode.suspended_as,
        why=why,
        contact_id=contact_id,
        happened_at=happened_at,
        recorded_at=now,
        recorded_by=by.id,
    )


def _due_by_now(episode: Episode, *, now: datetime) -> datetime:
    """When the person is to be seen, by what is agreed from now on.

    The lists of who was not seen are cut by it: it may not stay behind the agreement.
    """
    days = ledger.target_days(episode, ledger.model_of(episode))
    if episode.usual_days is not None:
        days = min(days, float(episode.usual_days))
    if episode.brought_over_on is not None and episode.last_contact_at is None:
        # The day that was set when it was brought over stands, unless the new one is sooner.
        soon = now + timedelta(days=days)
        return soon if episode.next_due_at is None else min(episode.next_due_at, soon)
    return (episode.last_contact_at or episode.accepted_at) + timedelta(days=days)


def _note_death(episode: Episode, *, by: Actor, closed_at: datetime, now: datetime) -> None:
    """The day goes into the details, where it can be put right: every list and team reads it.

    With it nothing is due about the person any more, in any team and in any record of theirs.
    """
    whole = Person.objects.get(pk=episode.person.canonical_id)
    if whole.died_on is None:
        change_details(
            by=by,
            person=whole,
            version=whole.version,
            born=PartialDate.parse_or_none(whole.born),
            died_on=local(closed_at, by).date(),
            now=now,
        )


def _stop_clocks_of(episode: Episode, *, by: Actor, now: datetime) -> None:
    """Nothing is due any more for this episode, nor for what was asked in it."""
    asked = ChangeRequest.objects.filter(episode=episode, outcome=ChangeOutcome.OPEN)
    subjects = [episode.pk, *asked.values_list("pk", flat=True)]
    due = Clock.objects.open().filter(subject_id__in=subjects)
    end_clocks(by=by, clocks=list(due), reason=EndReason.NO_LONGER_APPLIES, now=now)


@trail.recorded
def change_state(
    *,
    by: Actor,
    episode: Episode,
    to: str,
    suspended_as: str,
    why: str,
    happened_at: datetime,
    version: int,
    now: datetime,
    contact_id: UUID | None = None,
) -> Episode:
    """In hospital, away, out of touch, back again, moving on. The worker stays responsible.

    `contact_id` is the contact that brought it about, where one did.
    """
    as_what = suspended_as if to == State.SUSPENDED else ""
    refuse_if(
        rules.why_not_change_state(
            episode=episode,
            to=to,
            suspended_as=as_what,
            happened_at=happened_at,
            last_change_at=_last_change_at(episode),
            now=now,
        )
    )
    episode.save_over(
        version,
        state=to,
        suspended_as=as_what,
        suspended_since_on=local(happened_at, by).date() if as_what else None,
    )
    _note_change(episode, by=by, why=why, happened_at=happened_at, now=now, contact_id=contact_id)
    trail.write(
        "episode.state_changed",
        by=by,
        about=episode,
        person_id=episode.person_id,
        detail={"to": to, "as": as_what},
    )
    return episode


def _before(episode: Episode, contact_id: UUID) -> StateChange | None:
    """The state that this contact changed; None where it did not, or the state was changed since.

    A state that was taken back names the contact as well: what stood before that one is meant.
    """
    rows = iter(episode.state_changes.order_by(*_NEWEST))
    undone = next(rows, None)
    if undone is None or undone.contact_id != contact_id or undone.suspended_as:
        return None
    for row in rows:
        if undone is None and row.contact_id is not None and not row.suspended_as:
            # The change that was taken back: after it comes what stood before.
            undone = row
        elif row.contact_id is not None and row.suspended_as:
            undone = None
        elif undone is not None:
            return row
    return None


@trail.recorded
def take_back_state(
    *, by: Actor, episode: Episode, contact_id: UUID, at: datetime, why: str, now: datetime
) -> datetime | None:
    """The contact that changed the state is void: the state before it stands, from when it began.

    Answers since when. Where somebody changed it since, that stands, and nothing is answered.
    """
    before = _before(episode, contact_id) if episode.is_open else None
    if before is None:
        trail.quiet("this contact did not bring about the state that stands now")
        return None
    since = local(before.happened_at, by).date() if before.suspended_as else None
    episode.save_over(
        episode.version,
        state=before.state,
        suspended_as=before.suspended_as,
        suspended_since_on=since,
    )
    _note_change(episode, by=by, why=why, happened_at=at, now=now, contact_id=contact_id)
    trail.write(
        "episode.state_taken_back",
        by=by,
        about=episode,
        person_id=episode.person_id,
        detail={"to": before.state, "as": before.suspended_as, "contact": contact_id},
    )
    return before.happened_at


@trail.recorded
def close_episode(
    *,
    by: Actor,
    episode: Episode,
    reason: str,
    why: str,
    closed_at: datetime,
    receiver_accepted: bool,
    version: int,
    now: datetime,
) -> Episode:
    """End the episode. Responsibility ends in the same instant; a transfer waits for acceptance.

    What is booked from then on is called off, and the record says so. With a death, everything
    that is due about the person stops in this transaction, and every team reads that they died.
    """
    ledger.lock([episode.pk])
    since = Responsibility.objects.filter(episode=episode, until_at__isnull=True).values_list(
        "from_at", flat=True
    )
    refuse_if(
        rules.why_not_close(
            episode=episode,
            reason=reason,
            known_reasons=frozenset(CloseReason.values),
            is_leader=episode.team_id in by.led_team_ids,
            receiver_accepted=receiver_accepted,
            closed_at=closed_at,
            last_change_at=_last_change_at(episode),
            responsible_since=since.first() or episode.accepted_at,
            now=now,
        ),
        field="reason",
    )
    ended = [
        end(by=by, episode=episode, reason=reason, closed_at=closed_at, now=now)
        for end in filled("episode_ending")
    ]
    StateChange.objects.create(
        episode=episode,
        person_id=episode.person_id,
        state=State.CLOSED,
        why="\n".join(filter(None, [why, *ended])),
        happened_at=closed_at,
        recorded_at=now,
        recorded_by=by.id,
    )
    take_back_offers(by=by, episode_ids=[episode.pk], now=now)
    # First, because the work on this episode is over also when the death was a mistake.
    _stop_clocks_of(episode, by=by, now=now)
    if reason == CloseReason.DIED:
        _note_death(episode, by=by, closed_at=closed_at, now=now)
    # Last, because with it the record is open for reading only.
    Responsibility.objects.filter(episode=episode, until_at__isnull=True).update(until_at=closed_at)
    episode.save_over(
        version,
        state=State.CLOSED,
        suspended_as="",
        suspended_since_on=None,
        closed_at=closed_at,
        closed_by=by.id,
        close_reason=reason,
    )
    trail.write(
        "episode.closed",
        by=by,
        about=episode,
        person_id=episode.person_id,
        detail={"reason": reason},
    )
    return episode


@trail.recorded
def choose_model(
    *, by: Actor, episode: Episode, code: str, mode: str, reason: str, version: int, now: datetime
) -> Episode:
    """Work with this person by another practice model, or in another mode, than the team."""
    refuse_if(rules.why_not_act(episode=episode))
    known = {one.code: one for one in practice_models.all_models()}
    model = known.get(code or episode.team.practice_model)
    refuse_if(
        rules.why_not_choose_model(
            code=code,
            known=frozenset(known),
            team_model=episode.team.practice_model,
            mode=mode,
            known_modes=frozenset(one.code for one in (model.intensities if model else ())),
            reason=reason,
        ),
        field="reason",
    )
    other = code if code != episode.team.practice_model else ""
    episode.practice_model, episode.mode = other, mode
    episode.save_over(
        version,
        practice_model=other,
        practice_model_reason=reason if other else "",
        mode=mode,
        next_due_at=_due_by_now(episode, now=now),
    )
    trail.write(
        "episode.model_chosen",
        by=by,
        about=episode,
        person_id=episode.person_id,
        detail={"model": other, "mode": mode},
    )
    return episode


@trail.recorded
def set_target(
    *, by: Actor, episode: Episode, days: float | None, reason: str, version: int, now: datetime
) -> Episode:
    """How often this person is to be seen, in days; none means as the model says."""
    refuse_if(rules.why_not_act(episode=episode))
    refuse_if(rules.why_not_target(days=days, reason=reason), field="target_reason")
    episode.target_days = None if days is None else Decimal(str(days))
    episode.save_over(
        version,
        target_days=days,
        target_reason=reason if days is not None else "",
        next_due_at=_due_by_now(episode, now=now),
    )
    trail.write("episode.target_set", by=by, about=episode, person_id=episode.person_id)
    return episode


@trail.recorded
def agree_way_of_working(
    *,
    by: Actor,
    episode: Episode,
    code: str,
    mode: str,
    reason: str,
    target_days: float | None,
    target_reason: str,
    version: int,
    now: datetime,
) -> Episode:
    """The model, the mode and the target of one person in one act."""
    choose_model(
        by=by, episode=episode, code=code, mode=mode, reason=reason, version=version, now=now
    )
    set_target(
        by=by,
        episode=episode,
        days=target_days,
        reason=target_reason,
        version=episode.version,
        now=now,
    )
    trail.quiet("both parts are in the trail")
    return episode
