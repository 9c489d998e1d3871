"""Putting a time into diaries: one worker is in one place at a time, and a refusal says when.

Checking and then inserting books twice when two people press at once, and the constraint alone
ends in deadlocks: first the diaries are held, then they are read, then the constraint stands
behind both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from casework.base.accounts.actors import Actor
from casework.base.core.refusals import Refused
from casework.base.core.words import clock_time
from casework.registry.door import gate
from casework.registry.workforce.models import Worker

from .models import Appointment, AppointmentWorker

FIELD = "starts_at"


def hold(workers: Iterable[UUID]) -> None:
    """Until the transaction ends nobody else books these workers. Held in the order of their ids.

    In one order for everybody, so that two bookings of the same two workers cannot wait for each
    other.
    """
    ordered = sorted({str(one) for one in workers})
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended('diary:' || one, 0))"
            " from unnest(%s::text[]) with ordinality as asked (one, place)",
            [ordered],
        )


def refuse_taken(
    workers: Sequence[UUID],
    *,
    since: datetime,
    until: datetime,
    by: Actor,
    but: UUID | None = None,
) -> None:
    """Raise `Refused` where one of the workers is booked; with whom only if that is open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select worker_id, appointment_id, starts_at, ends_at from diary_taken(%s, %s, %s, %s)",
            [list(workers), since, until, but],
        )
        taken = cursor.fetchone()
    if taken is None:
        return
    worker_id, appointment_id, starts_at, ends_at = taken
    other = (
        Appointment.objects.filter(gate.open_to(by, "person_id"), pk=appointment_id)
        .select_related("person__merged_into")
        .first()
    )
    told = {
        "worker": Worker.objects.get(pk=worker_id).name,
        "from": clock_time(starts_at, by),
        "to": clock_time(ends_at, by),
        "person": other.person.whole.shown_name if other and other.person else "",
    }
    words = (
        _("%(worker)s is booked from %(from)s to %(to)s, with %(person)s. Choose another time.")
        if told["person"]
        else _("%(worker)s is booked from %(from)s to %(to)s. Choose another time.")
    )
    raise Refused(words % told, field=FIELD)


def set_workers(appointment: Appointment, workers: Sequence[UUID], *, is_new: bool = False) -> None:
    """Exactly these workers go, at the appointment's times. Of a new one nobody went before."""
    asked = list(dict.fromkeys(workers))
    times = {
        "starts_at": appointment.starts_at,
        "ends_at": appointment.ends_at,
        "is_on": not appointment.is_day_only,
    }
    standing = AppointmentWorker.objects.filter(appointment=appointment)
    there = set() if is_new else set(standing.values_list("worker_id", flat=True))
    try:
        with transaction.atomic():
            if not is_new:
                standing.exclude(worker_id__in=asked).delete()
                standing.filter(worker_id__in=asked).update(**times)
            AppointmentWorker.objects.bulk_create(
                AppointmentWorker(appointment=appointment, worker_id=one, **times)
                for one in asked
                if one not in there
            )
    except IntegrityError as problem:
        if "one_place_at_a_time" not in str(problem):
            raise
        raise Refused(
            _("One of the workers is booked elsewhere at that time. Choose another time."),
            field=FIELD,
        ) from None


def give_time_back(appointment_id: UUID) -> None:
    """The workers may be booked at that time again."""
    AppointmentWorker.objects.filter(appointment_id=appointment_id).update(is_on=False)
