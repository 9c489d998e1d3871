"""What is booked: one worker's day, the next time with each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from casework.base.core.questions import Asked, question

from .models import Appointment, AppointmentState


@dataclass(frozen=True)
class Next:
    """The next booked time with one person."""

    starts_at: datetime
    is_day_only: bool


# Nothing lasts longer: what began before that is not looked through.
LONGEST = timedelta(days=7)


@question
def _booked_by(
    worker: UUID, since: datetime, until: datetime, began: datetime
) -> QuerySet[Appointment]:
    # By the worker's own times, which are the appointment's: there is an index that knows both.
    return (
        Appointment.objects.filter(
            workers__worker_id=worker,
            workers__starts_at__gte=began,
            workers__starts_at__lt=until,
            workers__ends_at__gt=since,
        )
        .exclude(state__in=[AppointmentState.CANCELLED_BY_PERSON, AppointmentState.CANCELLED_BY_US])
        .select_related("person__merged_into", "address")
        .order_by("starts_at", "pk")
    )


def bounds(day: date, zone: tzinfo, days: int = 1) -> tuple[datetime, datetime]:
    """From midnight to midnight on the agency's clock, also on the nights the clock changes."""
    begin = datetime.combine(day, time.min, tzinfo=zone)
    return begin, datetime.combine(day + timedelta(days=days), time.min, tzinfo=zone)


def ask_of_worker(worker_id: UUID, *, since: datetime, until: datetime) -> Asked:
    """What `of_worker` asks, to ask it ahead."""
    return _booked_by.ahead(worker=worker_id, since=since, until=until, began=since - LONGEST)


def of_worker(worker_id: UUID, *, since: datetime, until: datetime) -> list[Appointment]:
    """What this worker has booked in that time, in order, with the people. One query.

    What runs over midnight belongs to both days.
    """
    return ask_of_worker(worker_id, since=since, until=until).now()


_NEXT = """
select asked.id, a.starts_at, a.is_day_only
from unnest(%s::uuid[]) asked(id)
cross join lateral (
  select b.starts_at, b.is_day_only
    from (select asked.id union all
          select p.id from people_person p where p.merged_into_id = asked.id) record(id)
    join diary_appointment b on b.person_id = record.id
   where b.state = 'booked' and b.starts_at >= %s
   order by b.starts_at, b.id limit 1) a
"""


def next_with(person_ids: Sequence[UUID], *, now: datetime) -> dict[UUID, Next]:
    """The next booked time with each of these people, in whichever of their records. One query.

    Asked and answered by the ids of the records that are read.
    """
    if not person_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [list(set(person_ids)), now])
        return {person_id: Next(*rest) for person_id, *rest in cursor.fetchall()}


def booked_at(person_id: UUID, moment: datetime) -> Appointment | None:
    """The time with this person that was booked at that very moment and still stands: one act."""
    return Appointment.objects.filter(
        person_id=person_id, booked_at=moment, state=AppointmentState.BOOKED
    ).first()


def left_to_record(appointment_id: UUID, *, now: datetime) -> Appointment | None:
    """The appointment, where it had begun when the work ended and may still be written down."""
    return Appointment.objects.filter(
        pk=appointment_id, state=AppointmentState.BOOKED, to_record_until__gt=now
    ).first()
