"""The work ends, or somebody has died: what is booked is called off by us, and says with what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.registry.episodes.models import CloseReason, Episode

from .. import ending, placing
from ..models import Appointment, AppointmentState, AppointmentWorker


def _call_off(
    rows: Sequence[Appointment], *, why: str, with_id: dict[UUID, UUID], by: Actor, now: datetime
) -> None:
    for one in rows:
        one.save_over(
            one.version,
            state=AppointmentState.CANCELLED_BY_US,
            state_why=why[:300],
            ended_with_id=with_id[one.pk],
        )
        placing.give_time_back(one.pk)
    trail.write_many("appointment.ended", by=by, about=[(one, one.person_id) for one in rows])


@trail.recorded
def end_with_episode(
    *, by: Actor, episode: Episode, reason: str, closed_at: datetime, now: datetime
) -> str:
    """Fills the slot `episode_ending`: the times that are booked from the end on are called off.

    What began today stays to be recorded; where a worker of another open episode of the person
    goes, it stays for them. Answers what the record says of it, empty where nothing was booked.
    """
    found = ending.of_episode(episode, closed_at=closed_at, by=by, now=now)
    if not (found.called_off or found.to_record or found.stays):
        trail.quiet("nothing is booked from the end on")
        return ""
    why = _("The work has ended: %(reason)s") % {"reason": CloseReason(reason).label}
    with_id = {one.pk: episode.pk for one in found.called_off}
    _call_off(found.called_off, why=why, with_id=with_id, by=by, now=now)
    until = ending.until_recorded(by, now)
    for one in found.to_record:
        one.save_over(one.version, to_record_until=until)
        trail.write("appointment.left_to_record", by=by, about=one, person_id=one.person_id)
    for one, other in found.stays:
        one.save_over(one.version, episode_id=other.pk)
        trail.write(
            "appointment.stays",
            by=by,
            about=one,
            person_id=one.person_id,
            detail={"was": episode.pk, "is": other.pk},
        )
    said = [
        (_("Cancelled with it: %(times)s."), found.called_off),
        (_("Left to be recorded: %(times)s."), found.to_record),
        (_("Stays with another worker of theirs: %(times)s."), [one for one, _e in found.stays]),
    ]
    return " ".join(line % {"times": ending.named(rows, by, now)} for line, rows in said if rows)


@trail.recorded
def end_with_death(*, by: Actor, person_ids: Sequence[UUID], now: datetime) -> None:
    """Fills the slot `death_written`: nobody goes to see somebody who has died."""
    rows = ending.of_people(person_ids, by=by, now=now)
    if not rows:
        trail.quiet("nothing is booked with them")
        return
    with_id = {one.pk: one.person_id for one in rows if one.person_id is not None}
    _call_off(rows, why=_("They have died."), with_id=with_id, by=by, now=now)


@trail.recorded
def take_back_end(*, by: Actor, person_ids: Sequence[UUID], now: datetime) -> None:
    """Fills the slot `death_taken_back`: what is still to come stands again.

    Only where those who go are free at that time; the others stay called off, and say so.
    """
    rows = list(
        Appointment.objects.filter(
            person_id__in=list(person_ids),
            ended_with_id=F("person_id"),
            state=AppointmentState.CANCELLED_BY_US,
            starts_at__gt=now,
        ).order_by("starts_at", "pk")
    )
    workers = AppointmentWorker.objects.filter(appointment__in=rows)
    goes: dict[UUID, list[UUID]] = {one.pk: [] for one in rows}
    for appointment_id, worker_id in workers.values_list("appointment_id", "worker_id"):
        goes[appointment_id].append(worker_id)
    placing.hold(one for some in goes.values() for one in some)
    free = [one for one in rows if one.is_day_only or not _is_taken(one, goes[one.pk])]
    for one in free:
        one.save_over(one.version, state=AppointmentState.BOOKED, state_why="", ended_with_id=None)
        workers.filter(appointment=one).update(is_on=not one.is_day_only)
    if not free:
        trail.quiet("nothing that was called off is still to come")
    trail.write_many("appointment.stands_again", by=by, about=[(x, x.person_id) for x in free])


def _is_taken(one: Appointment, workers: Sequence[UUID]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from diary_taken(%s, %s, %s, %s))",
            [list(workers), one.starts_at, one.ends_at, one.pk],
        )
        return bool(cursor.fetchone()[0])
