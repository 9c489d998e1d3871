"""The smallest appointments that tests need."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from casework.base.accounts.actors import Actor
from casework.base.core.acting import acting
from casework.registry.diary import actions
from casework.registry.diary.models import Appointment, AppointmentWorker
from casework.registry.episodes.models import Episode
from casework.registry.episodes.tests.factories import World

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def now() -> datetime:
    return datetime.now(UTC)


def tomorrow(hour: int = 10) -> datetime:
    return (now() + DAY).replace(hour=hour, minute=0, second=0, microsecond=0)


def book(
    world: World,
    episode: Episode | None = None,
    *,
    by: str = "dana",
    workers: tuple[str, ...] = ("dana",),
    at: datetime | None = None,
    length: timedelta = HOUR,
    **more: Any,
) -> Appointment:
    """A time that is booked: tomorrow at ten at their home, if not said otherwise."""
    actor = world.actor(by)
    at = at or tomorrow()
    given = {"mode": "in_person", "where": "home" if episode else "office"} | more
    if episode is None:
        given.setdefault("title", "Team meeting")
    with acting(actor):
        return actions.book_appointment(
            by=actor,
            person=episode.person if episode else None,
            episode_id=episode.pk if episode else None,
            workers=[world.workers[name].pk for name in workers],
            starts_at=at,
            ends_at=at + length,
            now=given.pop("now", now()),
            **given,
        )


def set_times(appointment: Appointment, starts_at: datetime, ends_at: datetime) -> Appointment:
    """As if it had been booked for then. Call inside `as_owner()`."""
    times = {"starts_at": starts_at, "ends_at": ends_at}
    AppointmentWorker.objects.filter(appointment=appointment).update(**times)
    Appointment.objects.filter(pk=appointment.pk).update(**times)
    appointment.refresh_from_db()
    return appointment


def over(
    world: World, as_owner: Any, episode: Episode, *, ago: timedelta, **more: Any
) -> Appointment:
    """An appointment that ended `ago`."""
    made = book(world, episode, **more)
    with as_owner():
        return set_times(made, now() - ago - HOUR, now() - ago)


def rows(actor: Actor, **lookup: Any) -> list[Appointment]:
    with acting(actor):
        return list(Appointment.objects.filter(**lookup).order_by("pk"))


def typed(**more: Any) -> dict[str, Any]:
    """What a browser sends for one hour tomorrow at ten."""
    given = {
        "day": tomorrow().date().isoformat(),
        "starts_at": "10:00",
        "minutes": "60",
        "mode": "in_person",
        "where": "home",
    } | more
    return {name: value for name, value in given.items() if value is not None}
