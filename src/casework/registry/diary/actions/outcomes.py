"""What became of a booked time: it took place, it was cancelled, nobody was there, all are back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import Refused, refuse_if
from casework.base.core.says import _
from casework.registry.people import finding

from .. import placing, rules
from ..models import Appointment, AppointmentState


@trail.recorded
def settle_appointment(
    *,
    by: Actor,
    appointment_id: UUID,
    person_id: UUID,
    is_kept: bool,
    contact_id: UUID,
    now: datetime,
    cancelled: AppointmentState | None = None,
) -> None:
    """A contact says what became of the appointment; with that, whoever visited is checked out.

    `person_id` is that of the record which is read: it was booked in any of those joined to it.
    What was called off, and by whom, is not said to be anybody's absence.
    """
    stored = Appointment.objects.filter(
        pk=appointment_id,
        person_id__in=finding.records_of(person_id),
        state=AppointmentState.BOOKED,
    ).update(
        state=cancelled or (AppointmentState.KEPT if is_kept else AppointmentState.NOT_THERE),
        contact_id=contact_id,
        checked_out_at=Coalesce(F("checked_out_at"), Value(now)),
        checked_out_by=Coalesce(F("checked_out_by"), Value(by.id)),
        version=F("version") + 1,
    )
    if not stored:
        raise Refused(
            _(
                "This appointment was changed meanwhile, or is somebody else's. "
                "Choose another one, or none."
            ),
            field="appointment",
        )
    if not is_kept:
        placing.give_time_back(appointment_id)
    trail.write(
        "appointment.settled",
        by=by,
        about=("diary.appointment", appointment_id),
        person_id=person_id,
        detail={"kept": is_kept, "contact": contact_id},
    )


@trail.recorded
def unsettle_appointment(
    *,
    by: Actor,
    contact_id: UUID,
    person_id: UUID,
    recorded_by: UUID,
    recorded_at: datetime,
    now: datetime,
) -> None:
    """The contact that said what became of it is void: that is asked again.

    `person_id` as when it was settled.
    Whoever goes and wrote it after the visit is back all the same. Before its end, or where a
    colleague wrote it, nobody said so: they are expected back as before. Nobody's time is taken
    again: somebody else may have it by now.
    """
    settled = Appointment.objects.filter(
        contact_id=contact_id, person_id__in=finding.records_of(person_id)
    ).first()
    if settled is None:
        trail.quiet("this contact said of no appointment what became of it")
        return
    changes: dict[str, Any] = {"state": AppointmentState.BOOKED, "contact_id": None}
    is_expected = rules.is_expected_again(
        checked_out_at=settled.checked_out_at,
        recorded_at=recorded_at,
        wrote_who_goes=settled.workers.filter(worker_id=recorded_by).exists(),
        ends_at=settled.ends_at,
        now=now,
    )
    if is_expected:
        changes |= {"checked_out_at": None, "checked_out_by": None}
    settled.save_over(settled.version, **changes)
    trail.write(
        "appointment.unsettled",
        by=by,
        about=settled,
        person_id=person_id,
        detail={"contact": contact_id, "expected_back": is_expected},
    )


@trail.recorded
def cancel_appointment(
    *, by: Actor, appointment: Appointment, version: int, by_us: bool, why: str, now: datetime
) -> Appointment:
    """Call it off, by them or by us; the workers' time is free again."""
    refuse_if(
        rules.why_not_cancel(
            is_booked=appointment.state == AppointmentState.BOOKED, by_us=by_us, why=why
        ),
        field="why",
    )
    state = AppointmentState.CANCELLED_BY_US if by_us else AppointmentState.CANCELLED_BY_PERSON
    appointment.save_over(version, state=state, state_why=why.strip())
    placing.give_time_back(appointment.pk)
    trail.write(
        "appointment.cancelled",
        by=by,
        about=appointment,
        person_id=appointment.person_id,
        detail={"by_us": by_us},
    )
    return appointment


@trail.recorded
def note_not_there(*, by: Actor, appointment: Appointment, now: datetime) -> Appointment:
    """Nobody was there, and there is nothing to write about it: no contact is made of it."""
    refuse_if(
        rules.why_not_not_there(
            is_booked=appointment.state == AppointmentState.BOOKED,
            starts_at=appointment.starts_at,
            now=now,
        )
    )
    changes: dict[str, Any] = {"state": AppointmentState.NOT_THERE}
    if appointment.is_visit and appointment.checked_out_at is None:
        # Whoever can say so is back from the door.
        changes |= {"checked_out_at": now, "checked_out_by": by.id}
    appointment.save_over(appointment.version, **changes)
    placing.give_time_back(appointment.pk)
    trail.write("appointment.not_there", by=by, about=appointment, person_id=appointment.person_id)
    return appointment


@trail.recorded
def check_out(*, by: Actor, appointment: Appointment, now: datetime) -> Appointment:
    """Whoever went is safely back; what was said is written down later."""
    refuse_if(
        rules.why_not_check_out(
            is_visit=appointment.is_visit,
            is_booked=appointment.state == AppointmentState.BOOKED,
            is_checked_out=appointment.checked_out_at is not None,
            starts_at=appointment.starts_at,
            now=now,
        )
    )
    appointment.save_over(appointment.version, checked_out_at=now, checked_out_by=by.id)
    late = int((now - appointment.ends_at).total_seconds() // 60)
    trail.write(
        "visit.checked_out",
        by=by,
        about=appointment,
        person_id=appointment.person_id,
        detail={"minutes_late": max(late, 0)},
    )
    return appointment
