"""What becomes of the booked times when the work ends, or the person has died.

Whoever ends the work reads it before (`closing_panel`), it happens in the same act, and the record
says it afterwards. What had begun that day stays: somebody was there, and writes down what became
of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.base.accounts.actors import Actor
from casework.base.core import words
from casework.base.ui.parts import Panel
from casework.registry.episodes.models import Episode, State
from casework.registry.people import finding

from . import agenda
from .models import Appointment, AppointmentState
from .opening import with_everything
from .shown import show

# How many times are named one by one where a line must do.
NAMED = 3
# Whoever was there that day writes it down within three days, as everywhere.
DAYS_TO_RECORD = 3


@dataclass
class Ending:
    """The booked times of an episode that ends: called off, left to be recorded, another's."""

    called_off: list[Appointment] = field(default_factory=list)
    to_record: list[Appointment] = field(default_factory=list)
    stays: list[tuple[Appointment, Episode]] = field(default_factory=list)


def _booked() -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(state=AppointmentState.BOOKED)
    return with_everything(rows).order_by("starts_at", "pk")


def has_begun_today(one: Appointment, actor: Actor, now: datetime) -> bool:
    """A set time today that is running or over: whether they met is not known yet."""
    midnight, _until = agenda.bounds(words.today(actor, now), words.zone(actor))
    return not one.is_day_only and one.starts_at <= now and one.ends_at > midnight


def _other_episodes(episode: Episode) -> list[Episode]:
    """Of the same person, in whichever of the joined records, where work goes on."""
    return list(
        Episode.objects.filter(person_id__in=finding.record_ids(episode.person))
        .exclude(pk=episode.pk)
        .exclude(state=State.CLOSED)
        .order_by("accepted_at", "pk")
    )


def of_episode(episode: Episode, *, closed_at: datetime, by: Actor, now: datetime) -> Ending:
    """What is booked in this episode from its end on, and what becomes of it."""
    found = Ending()
    others: list[Episode] | None = None
    for one in _booked().filter(episode_id=episode.pk, ends_at__gt=min(closed_at, now)):
        if has_begun_today(one, by, now):
            found.to_record.append(one)
            continue
        if not one.is_day_only and one.starts_at < closed_at:
            continue
        others = _other_episodes(episode) if others is None else others
        goes = {x.worker_id for x in one.workers.all()}
        theirs = next((other for other in others if other.responsible_id in goes), None)
        if theirs is not None:
            found.stays.append((one, theirs))
        else:
            found.called_off.append(one)
    return found


def of_people(person_ids: Sequence[UUID], *, by: Actor, now: datetime) -> list[Appointment]:
    """What is booked with somebody who has died, whichever team booked it; what began stays."""
    rows = _booked().filter(person_id__in=list(person_ids), ends_at__gt=now)
    return [one for one in rows if not has_begun_today(one, by, now)]


def until_recorded(actor: Actor, now: datetime) -> datetime:
    """Until when what was left may be written down."""
    _since, until = agenda.bounds(words.today(actor, now), words.zone(actor))
    return until + timedelta(days=DAYS_TO_RECORD - 1)


def when_of(one: Appointment, actor: Any, now: datetime) -> str:
    """Tue 1 Dec, 10:00; only the day where no time was named."""
    if one.is_day_only:
        return words.weekday_day(words.local(one.starts_at, actor).date())
    return words.day_and_time(one.starts_at, actor, now=now)


def named(rows: Sequence[Appointment], actor: Any, now: datetime) -> str:
    """The first few times, and how many more."""
    said = "; ".join(when_of(one, actor, now) for one in rows[:NAMED])
    more = len(rows) - NAMED
    return said if more <= 0 else _("%(times)s and %(n)d more") % {"times": said, "n": more}


def closing_panel(actor: Any, episode: Episode, now: datetime) -> Panel | None:
    """Fills the slot `episode_closing`: what is booked, before the work ends."""
    booked = of_episode(episode, closed_at=now, by=actor, now=now)
    groups = [
        (title, [show(one, actor=actor, now=now) for one in rows])
        for title, rows in (
            (_("Cancelled with the end"), booked.called_off),
            (_("Has begun today: stays, to be recorded"), booked.to_record),
            (_("Stays: another worker of theirs goes"), [one for one, _other in booked.stays]),
        )
        if rows
    ]
    if not groups:
        return None
    return Panel(
        title=_("Still booked"),
        template="diary/_panel_closing.html",
        context={"groups": groups},
    )
