"""Today's visits of teams: who is out, until when, and who should be back by now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from casework.base.accounts.actors import Actor
from casework.base.core.words import clock_time, span
from casework.registry.door import gate

from . import agenda, rules
from .models import Appointment, AppointmentState, AppointmentWorker
from .opening import with_everything, workers_of
from .shown import Shown, is_overdue, show

# A visit that nobody asked about for longer than this is a question of tidiness, not of safety.
STILL_ALARMS = timedelta(hours=36)


@dataclass(frozen=True)
class Visit:
    """One visit: who is out, and when they are expected."""

    appointment: Appointment
    shown: Shown
    workers: list[Any]
    expected: str
    is_overdue: bool
    is_over: bool
    next_step: str
    late: str


def overdue(now: datetime, long_ago: datetime | None = None) -> Q:
    """The condition: a visit that should be over, and nobody said that all are back.

    One that ended before `long_ago` (`STILL_ALARMS` before now) alarms nobody any more.
    """
    return Q(
        is_visit=True,
        state=AppointmentState.BOOKED,
        checked_out_at__isnull=True,
        ends_at__lt=now,
        ends_at__gt=long_ago or now - STILL_ALARMS,
    )


def alarms(one: Appointment, now: datetime) -> bool:
    """The same of one that was read already."""
    return is_overdue(one, now) and one.ends_at > now - STILL_ALARMS


def goes_from(team_ids: Iterable[UUID], *, day: date) -> Exists:
    """The condition: somebody of these teams goes."""
    theirs = workers_of(team_ids, day=day).values("pk")
    return Exists(
        AppointmentWorker.objects.filter(appointment_id=OuterRef("pk"), worker_id__in=theirs)
    )


def goes(worker_id: UUID) -> Exists:
    """The condition: this worker goes."""
    return Exists(
        AppointmentWorker.objects.filter(appointment_id=OuterRef("pk"), worker_id=worker_id)
    )


def of_teams(
    actor: Actor, team_ids: Iterable[UUID], *, day: date, zone: tzinfo, now: datetime
) -> list[Visit]:
    """Today's visits and those overdue from before; overdue first, then by time. Two queries."""
    since, until = agenda.bounds(day, zone)
    rows = with_everything(
        Appointment.objects.filter(
            gate.open_to(actor, "person_id"),
            Q(ends_at__gt=since, starts_at__lt=until, is_visit=True) | overdue(now),
            goes_from(team_ids, day=day),
        ).exclude(
            state__in=[AppointmentState.CANCELLED_BY_PERSON, AppointmentState.CANCELLED_BY_US]
        )
    )
    found = [_visit(one, actor, now) for one in rows]
    return sorted(
        found,
        key=lambda one: (
            not one.is_overdue,
            one.is_over,
            one.appointment.ends_at if one.is_overdue else one.appointment.starts_at,
        ),
    )


def _visit(one: Appointment, actor: Actor, now: datetime) -> Visit:
    late = is_overdue(one, now)
    return Visit(
        appointment=one,
        shown=show(one, actor=actor, now=now),
        workers=[x.worker for x in one.workers.all()],
        expected=clock_time(one.ends_at, actor),
        is_overdue=late,
        is_over=one.state != AppointmentState.BOOKED or one.checked_out_at is not None,
        next_step=rules.next_step(now - one.ends_at) if late else "",
        late=late_words(now - one.ends_at) if late else "",
    )


def late_words(late: timedelta) -> str:
    """25 minutes late"""
    return _("%(span)s late") % {"span": span(late)}
