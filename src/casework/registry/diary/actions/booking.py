"""Booking a time, moving it, and saying who goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.registry.people.models import Address, Person

from .. import placing, rules
from ..models import Appointment, AppointmentState, AppointmentWorker


def _is_visit(appointment: Appointment) -> bool:
    """Somebody goes out to a person at a set time: whoever goes is expected back."""
    return (
        appointment.person_id is not None
        and appointment.in_community
        and not appointment.is_day_only
    )


@trail.recorded
def book_appointment(
    *,
    by: Actor,
    person: Person | None,
    workers: Sequence[UUID],
    starts_at: datetime,
    ends_at: datetime,
    mode: str,
    now: datetime,
    episode_id: UUID | None = None,
    referral_id: UUID | None = None,
    title: str = "",
    where: str = "",
    address: Address | None = None,
    place: str = "",
    is_day_only: bool = False,
    is_visit: bool = False,
    needs_two: bool = False,
    interpreter: str = "",
    moved_from: Appointment | None = None,
) -> Appointment:
    """Book a time for these workers. One that names only the day blocks nobody's diary.

    Whoever goes out into the community is expected back, said or not.
    """
    refuse_if(
        rules.why_not_book(
            has_person_or_title=person is not None or bool(title),
            has_workers=bool(workers),
            starts_at=starts_at,
            ends_at=ends_at,
            now=now,
            has_died=person is not None and person.has_died,
        ),
        field=placing.FIELD,
    )
    if not is_day_only:
        placing.hold(workers)
        placing.refuse_taken(workers, since=starts_at, until=ends_at, by=by)
    appointment = Appointment(
        person=person,
        episode_id=episode_id,
        referral_id=referral_id,
        title=title,
        mode=mode,
        where=where,
        address=address,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        is_day_only=is_day_only,
        needs_two=needs_two,
        interpreter=interpreter,
        moved_from=moved_from,
        booked_at=now,
        booked_by=by.id,
    )
    appointment.is_visit = is_visit or _is_visit(appointment)
    appointment.save(force_insert=True)
    placing.set_workers(appointment, workers, is_new=True)
    trail.write(
        "appointment.booked",
        by=by,
        about=appointment,
        person_id=appointment.person_id,
        detail={"mode": mode, "workers": len(workers)},
    )
    return appointment


@trail.recorded
def change_appointment(
    *,
    by: Actor,
    appointment: Appointment,
    version: int,
    workers: Sequence[UUID],
    starts_at: datetime,
    ends_at: datetime,
    mode: str,
    now: datetime,
    title: str = "",
    where: str = "",
    address: Address | None = None,
    place: str = "",
    is_day_only: bool = False,
    needs_two: bool = False,
    interpreter: str = "",
) -> Appointment:
    """Change what is booked, or move it. Where it stood before stays in the trail."""
    refuse_if(rules.why_not_change(is_booked=appointment.state == AppointmentState.BOOKED))
    refuse_if(
        rules.why_not_book(
            has_person_or_title=appointment.person_id is not None or bool(title),
            has_workers=bool(workers),
            starts_at=starts_at,
            ends_at=ends_at,
            now=now,
            has_died=appointment.person is not None and appointment.person.has_died,
        ),
        field=placing.FIELD,
    )
    before = (appointment.starts_at, appointment.ends_at)
    _hold_with_those_who_go(appointment, workers)
    if not is_day_only:
        placing.refuse_taken(workers, since=starts_at, until=ends_at, by=by, but=appointment.pk)
    changes: dict[str, Any] = {
        "title": title,
        "mode": mode,
        "where": where,
        "address": address,
        "place": place,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "is_day_only": is_day_only,
        "needs_two": needs_two,
        "interpreter": interpreter,
        "is_visit": _is_visit(
            Appointment(
                person_id=appointment.person_id, mode=mode, where=where, is_day_only=is_day_only
            )
        ),
    }
    is_moved = before != (starts_at, ends_at)
    if is_moved:
        # Whoever came back from the time before is expected back from the new one.
        changes |= {"checked_out_at": None, "checked_out_by": None}
    appointment.save_over(version, **changes)
    placing.set_workers(appointment, workers)
    trail.write(
        "appointment.moved" if is_moved else "appointment.changed",
        by=by,
        about=appointment,
        person_id=appointment.person_id,
        detail={"mode": mode, "workers": len(workers)}
        | ({"was": before[0], "is": starts_at} if is_moved else {}),
    )
    return appointment


@trail.recorded
def assign_workers(
    *,
    by: Actor,
    appointment: Appointment,
    version: int,
    workers: Sequence[UUID],
    now: datetime,
) -> Appointment:
    """Others go, at the same time and place."""
    refuse_if(rules.why_not_change(is_booked=appointment.state == AppointmentState.BOOKED))
    refuse_if(
        rules.why_not_book(
            has_person_or_title=True,
            has_workers=bool(workers),
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
            now=now,
        ),
        field="workers",
    )
    before = _hold_with_those_who_go(appointment, workers)
    if not appointment.is_day_only:
        placing.refuse_taken(
            workers,
            since=appointment.starts_at,
            until=appointment.ends_at,
            by=by,
            but=appointment.pk,
        )
    appointment.save_over(version)
    placing.set_workers(appointment, workers)
    trail.write(
        "appointment.workers_changed",
        by=by,
        about=appointment,
        person_id=appointment.person_id,
        detail={
            "come": sorted(set(workers) - before),
            "go": sorted(before - set(workers)),
        },
    )
    return appointment


def _hold_with_those_who_go(appointment: Appointment, workers: Sequence[UUID]) -> set[UUID]:
    standing = AppointmentWorker.objects.filter(appointment=appointment)
    before = set(standing.values_list("worker_id", flat=True))
    placing.hold({*before, *workers})
    return before
