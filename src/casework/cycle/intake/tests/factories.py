"""The smallest referral, received by somebody who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection

from casework.base.core.acting import acting
from casework.cycle.intake import actions
from casework.cycle.intake.models import Referral
from casework.registry.episodes.tests.factories import World, make_person, make_world, now

__all__ = ["World", "forget", "make_person", "make_referral", "make_world", "now"]


def make_referral(
    world: World,
    *,
    team: str = "north",
    by: str = "lee",
    owner: str | None = None,
    name: str = "Mei Tanaka",
    **more: Any,
) -> Referral:
    """Registered and referred by one worker; open to her as whoever registers, too."""
    actor = world.actor(by)
    with acting(actor):
        person = more.pop("person", None) or make_person(actor, name)
        return actions.receive_referral(
            by=actor,
            person=person,
            team=world.teams[team],
            owner=world.workers[owner] if owner else None,
            source="self",
            method="phone",
            reason="Low since the birth",
            now=now(),
            **{"received_at": now() - timedelta(minutes=5), **more},
        )


def forget(person_id: Any) -> None:
    """The two weeks of whoever registered the person are over. Call inside `as_owner()`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from door_access where person_id = %s and reason = 'created'", [person_id]
        )
