"""The smallest contact that is valid, and a worker's browser."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from casework.base.core.acting import acting
from casework.cycle.contacts import actions
from casework.cycle.contacts.actions import Part
from casework.cycle.contacts.models import Contact
from casework.registry.episodes.models import Episode
from casework.registry.episodes.tests.factories import World, now


def record(
    world: World,
    *episodes: Episode,
    by: str = "dana",
    at: datetime | None = None,
    days_ago: float = 0,
    attendance: str = "seen",
    note: str = "Went for a walk together.",
    promises: tuple[str, ...] = (),
    **more: Any,
) -> Contact:
    """A contact in person, out and about; with several episodes, each gets the same note."""
    actor = world.actor(by)
    moment = at or now() - timedelta(days=days_ago)
    given = {"mode": "in_person", "where": "community", "late_reason": "Was off sick", **more}
    with acting(actor):
        return actions.record_contact(
            by=actor,
            parts=[
                Part(
                    one.person_id,
                    attendance,
                    episode_id=one.pk,
                    note=note,
                    promises=promises,
                )
                for one in episodes
            ],
            started_at=moment,
            now=now(),
            **given,
        )


def as_stored(world: World, thing: Any, by: str = "dana") -> Any:
    """The row as the database has it now."""
    with acting(world.actor(by)):
        return type(thing).objects.get(pk=thing.pk)


def browser_of(world: World, name: str) -> Client:
    """Signed in as this worker."""
    client = Client()
    client.force_login(
        world.workers[name].account, backend="casework.base.accounts.backends.NameOrMailBackend"
    )
    return client
