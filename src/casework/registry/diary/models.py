"""Appointments: what is booked, when, where, for whom, with whom."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Record, RowSecurity, Versioned, one_of, pair
from casework.registry.people.models import Address, Person
from casework.registry.workforce.models import Worker


class Mode(models.TextChoices):
    """How people meet. Shared with contacts, so that a kept appointment becomes one."""

    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("Phone")
    VIDEO = "video", _("Video")
    TEXT = "text", _("Text message")
    MAIL = "mail", _("E-mail")
    LETTER = "letter", _("Letter")


class Where(models.TextChoices):
    """Where a meeting in person takes place. Everything but office and ward is the community."""

    HOME = "home", _("Their home")
    COMMUNITY = "community", _("Out and about")
    WORK = "work", _("Work or school")
    OTHER_HOME = "other_home", _("Somebody else's home")
    SHELTER = "shelter", _("Shelter or hostel")
    OFFICE = "office", _("Our office")
    CLINIC = "clinic", _("Clinic")
    WARD = "ward", _("Hospital ward")
    CUSTODY = "custody", _("Prison or jail")


class AppointmentState(models.TextChoices):
    """What became of it."""

    BOOKED = "booked", _("Booked")
    KEPT = "kept", _("Took place")
    NOT_THERE = "not_there", _("Not there")
    CANCELLED_BY_PERSON = "cancelled_by_person", _("Cancelled by them")
    CANCELLED_BY_US = "cancelled_by_us", _("Cancelled by us")


class Appointment(Versioned):
    """A booked time. A visit has an expected end: saving its contact is the check-out."""

    row_security = RowSecurity(subject="person_id", nullable=True, minimal=True)

    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    episode_id = models.UUIDField(null=True)
    referral_id = models.UUIDField(null=True)
    title = models.CharField(max_length=120, blank=True, default="")
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.IN_PERSON)
    where = models.CharField(max_length=12, choices=Where, blank=True, default="")
    address = models.ForeignKey(Address, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Some time that day: it stands in the diary from midnight to midnight and blocks nobody.
    is_day_only = models.BooleanField(default=False)
    is_visit = models.BooleanField(default=False)
    needs_two = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(
        max_length=20, choices=AppointmentState, default=AppointmentState.BOOKED
    )
    state_why = models.CharField(max_length=300, blank=True, default="")
    # The episode whose end called it off, or the record of a person who died.
    ended_with_id = models.UUIDField(null=True)
    # It had begun when the work ended: until then whoever goes may write down what became of it.
    to_record_until = models.DateTimeField(null=True)
    contact_id = models.UUIDField(null=True)
    checked_out_at = models.DateTimeField(null=True)
    checked_out_by = models.UUIDField(null=True)
    moved_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="moved_to"
    )
    booked_at = models.DateTimeField()
    booked_by = models.UUIDField()

    class Meta:
        constraints = [
            one_of("mode", Mode),
            one_of("state", AppointmentState),
            pair("checked_out"),
            models.CheckConstraint(
                name="appointment_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="appointment_has_a_person_or_a_title",
                condition=Q(person__isnull=False) | ~Q(title=""),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_at"], name="appointment_person"),
            models.Index(
                fields=["ends_at"],
                name="appointment_visit_open",
                condition=Q(is_visit=True, state="booked", checked_out_at__isnull=True),
            ),
        ]

    @property
    def in_community(self) -> bool:
        return self.mode == Mode.IN_PERSON and self.where not in {
            "",
            Where.OFFICE,
            Where.CLINIC,
            Where.WARD,
        }


class AppointmentWorker(Record):
    """Who goes. One worker is in one place at a time; the times are the appointment's."""

    row_security = RowSecurity(parent=("appointment_id", "diary_appointment"))
    app_may = "select insert update delete"

    appointment = models.ForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="workers", db_index=False
    )
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("appointment", "worker", name="appointmentworker_once"),
            ExclusionConstraint(
                name="appointmentworker_one_place_at_a_time",
                expressions=[
                    ("worker", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_at"),
                            F("ends_at"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_on=True),
            ),
        ]
        indexes = [models.Index(fields=["worker", "starts_at"], name="appointmentworker_diary")]


class CalendarFeed(Record):
    """A private address at which a worker's own calendar program reads her diary: initials only."""

    row_security = RowSecurity(own="worker_id")

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    # SHA-256 of the secret in the address; the address itself is shown once and not kept.
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
