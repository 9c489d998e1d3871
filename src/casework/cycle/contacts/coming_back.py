"""A real contact ends being out of touch; where it is void, that stands again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.core.says import _
from casework.registry.episodes.actions import change_state, take_back_state
from casework.registry.episodes.models import Episode, State, SuspendedAs

from .models import ContactPerson


def come_back(
    episode: Episode, *, contact_id: UUID, at: datetime, by: Actor, now: datetime
) -> None:
    """Somebody met them at that time: no longer out of touch, unless it was said for later."""
    if episode.suspended_as != SuspendedAs.OUT_OF_TOUCH:
        return
    newest = episode.state_changes.order_by("-happened_at").first()
    if newest is not None and newest.happened_at > at:
        return
    change_state(
        by=by,
        episode=episode,
        to=State.ACTIVE,
        suspended_as="",
        why="",
        happened_at=at,
        version=episode.version,
        now=now,
        contact_id=contact_id,
    )


def stay_away(
    episode: Episode, *, contact_id: UUID, at: datetime, by: Actor, now: datetime
) -> None:
    """Nobody met them in this contact after all: out of touch as before, or until the next one.

    Called when the entry is void already.
    """
    since = take_back_state(
        by=by,
        episode=episode,
        contact_id=contact_id,
        at=at,
        why=_("The entry that said so is void."),
        now=now,
    )
    if since is None:
        return
    met = ContactPerson.objects.filter(
        person_id=episode.person_id,
        episode_id=episode.pk,
        is_contact=True,
        voided_at=None,
        started_at__gte=since,
    )
    if entry := met.order_by("started_at").first():
        when = max(entry.started_at, at)
        come_back(episode, contact_id=entry.contact_id, at=when, by=by, now=now)
