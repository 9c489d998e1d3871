"""Rows locked for the time of one action, in one order, so that nobody waits in a ring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from casework.base.accounts.actors import Actor
from casework.base.clocks.models import OPEN, Clock
from casework.base.core.questions import Asked, question
from casework.cycle.intake.models import Referral
from casework.registry.episodes.models import Episode

from .clocks import SIGN_NOTE
from .models import ContactNote, ContactPerson
from .parts import Part, Subjects, subject_of_episode, subject_of_referral


@question
def _locked(episodes: Sequence[UUID]) -> QuerySet[Episode]:
    return (
        Episode.objects.select_related("person", "team")
        .filter(pk__among=episodes)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )


def lock_episodes(ids: Iterable[UUID]) -> list[Episode]:
    """The episodes, locked in one order so that two contacts never wait for each other.

    Row security lets only those through that the acting one may write.
    """
    return _locked(episodes=sorted(set(ids)))


def locking(ids: Iterable[UUID]) -> list[Asked]:
    """What `lock_episodes` will ask."""
    return [_locked.ahead(episodes=sorted(set(ids)))]


def lock_subjects(parts: Sequence[Part]) -> Subjects:
    """One query for the episodes, one for the referrals, each only where there are any."""
    episode_ids = {one.episode_id for one in parts if one.episode_id is not None}
    referral_ids = {one.referral_id for one in parts if one.referral_id is not None}
    subjects = Subjects()
    if episode_ids:
        subjects.of_episodes = {
            one.pk: subject_of_episode(one) for one in lock_episodes(episode_ids)
        }
    if referral_ids:
        found = (
            Referral.objects.select_related("person", "team")
            .filter(pk__in=referral_ids)
            .order_by("pk")
            .select_for_update(of=("self",), no_key=True)
        )
        subjects.of_referrals = {one.pk: subject_of_referral(one) for one in found}
    return subjects


def clocks_of_notes(note_ids: Sequence[UUID]) -> list[Clock]:
    """The clocks that ask for these notes to be signed."""
    return list(Clock.objects.filter(OPEN, rule=SIGN_NOTE.code, subject_id__in=list(note_ids)))


def lock_notes(ids: Sequence[UUID]) -> list[ContactNote]:
    """The notes with their entries, locked: of two presses one signs. One query."""
    return list(
        ContactNote.objects.select_related("contact_person")
        .filter(pk__in=list(ids))
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )


def may_correct(entry: ContactPerson, *, by: Actor) -> bool:
    """Whoever recorded it, or leads the team in which it was recorded."""
    return by.id == entry.contact.recorded_by or entry.contact.team_id in by.led_team_ids
