"""What the database refuses the application: who may only read a record changes no one's times."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from casework.base.core.acting import acting
from casework.registry.diary.models import Appointment, AppointmentWorker
from casework.registry.door.models import Access

from .factories import HOUR, book

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


def test_who_may_only_read_a_record_changes_nobody_in_its_appointments(world, grace, as_owner):
    made = book(world, grace)
    dana = world.actor("dana")
    with as_owner():
        Access.objects.filter(person_id=grace.person_id).update(opens="read")
    with acting(dana):
        goes = AppointmentWorker.objects.filter(appointment=made)
        (stands,) = goes.values_list("worker_id", "starts_at", "is_on")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AppointmentWorker.objects.create(
                appointment=made,
                worker=world.workers["kwame"],
                starts_at=made.starts_at,
                ends_at=made.ends_at,
            )
        assert goes.update(starts_at=made.starts_at + HOUR / 2) == 0
        assert goes._raw_delete(goes.db) == 0
        assert list(goes.values_list("worker_id", "starts_at", "is_on")) == [stands]


def test_what_belongs_to_nobodys_record_is_changed_as_before(world):
    made = book(world, workers=("dana",))
    with acting(world.actor("dana")):
        AppointmentWorker.objects.create(
            appointment=made,
            worker=world.workers["kwame"],
            starts_at=made.starts_at,
            ends_at=made.ends_at,
        )
        assert made.workers.count() == 2


@pytest.mark.parametrize("of", ["appointment", "worker"])
def test_whoever_goes_is_there_when_the_appointment_is(world, grace, of):
    made = book(world, grace)
    rows = {
        "appointment": Appointment.objects.filter(pk=made.pk),
        "worker": AppointmentWorker.objects.filter(appointment=made),
    }
    later = {"starts_at": made.starts_at + HOUR, "ends_at": made.ends_at + HOUR}
    with acting(world.actor("dana")), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with pytest.raises(DatabaseError, match="other times"), transaction.atomic():
            rows[of].update(**later)
        # Both within one act is what moving an appointment does.
        cursor.execute("set constraints all deferred")
        for every in rows.values():
            every.update(**later)
        cursor.execute("set constraints all immediate")
