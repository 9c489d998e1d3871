"""Which appointments a worker may open, and which of them she may change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from casework.base.accounts.actors import Actor
from casework.registry.door import gate
from casework.registry.door.models import Opens
from casework.registry.workforce.models import Position, Worker
from casework.registry.workforce.permissions import MAY_BE_ON_DUTY

from .models import Appointment, AppointmentWorker


def teams_of(actor: Actor) -> set[UUID]:
    """Her own teams, those she leads, and those she is on duty for."""
    return {*actor.team_ids, *actor.led_team_ids, *actor.duty_team_ids}


def _goes() -> QuerySet[AppointmentWorker]:
    return AppointmentWorker.objects.select_related("worker").order_by("worker__sort_key", "pk")


def with_workers(rows: list[Appointment]) -> list[Appointment]:
    """Who goes, added to appointments that were read already: one query, none for none."""
    if rows:
        prefetch_related_objects(rows, Prefetch("workers", queryset=_goes()))
    return rows


def with_everything(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """With the person, the address and who goes: one query, and one for all the workers."""
    return rows.select_related("person__merged_into", "address").prefetch_related(
        Prefetch("workers", queryset=_goes())
    )


def open_appointment(
    pk: UUID, *, by: Actor, day: date, seen_as: str, may_be_nobodys: bool = True
) -> Appointment:
    """The appointment, if the record is open to `by`; without a person, if it is her team's.

    Raises `NotOpen` (404) alike for one that does not exist and one that is not open.
    """
    rows = with_everything(Appointment.objects.all())
    if may_be_nobodys:
        found = rows.filter(pk=pk, person__isnull=True).first()
        if found is not None and _is_theirs(found, by, day):
            return found
    return gate.open_or_404(rows, by=by, person="person_id", pk=pk, seen_as=seen_as)


def _is_theirs(found: Appointment, by: Actor, day: date) -> bool:
    goes = [one.worker_id for one in found.workers.all()]
    if by.id in (*goes, found.booked_by):
        return True
    held = Position.objects.held_on(day).filter(worker_id__in=goes, team_id__in=teams_of(by))
    return held.exists()


def may_change(actor: Actor, appointment: Appointment) -> bool:
    """Whether the door lets her write, not only read. What is nobody's record is open to write."""
    if appointment.person_id is None:
        return True
    rows = gate.reasons(by=actor, person_ids=[appointment.person_id])
    return any(row.opens != Opens.READ for row in rows)


def workers_of(team_ids: Iterable[UUID], *, day: date) -> QuerySet[Worker]:
    """Everybody who works in these teams that day and may open a record, by name."""
    held = Position.objects.held_on(day).filter(
        team_id__among=list(team_ids), role__in=[role.value for role in MAY_BE_ON_DUTY]
    )
    return Worker.objects.filter(pk__in=held.values("worker_id"))


def who_may_go(
    team_ids: Iterable[UUID], *, also: Sequence[UUID], day: date
) -> list[tuple[str, Any]]:
    """Choices: the workers of these teams, whoever asks, and those who were to go already."""
    workers = Worker.objects.filter(
        Q(pk__in=workers_of(team_ids, day=day).values("pk")) | Q(pk__in=list(also))
    )
    return [(str(one.pk), one.name) for one in workers]
