"""One table for everything that is due, whoever it is due for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import RowSecurity, Versioned, one_of

from . import rules

OPEN = Q(met_at__isnull=True, ended_at__isnull=True)


class UnitCode(models.TextChoices):
    ELAPSED_HOURS = rules.Unit.ELAPSED_HOURS.value, _("elapsed hours")
    CALENDAR_DAYS = rules.Unit.CALENDAR_DAYS.value, _("calendar days")
    WORKING_DAYS = rules.Unit.WORKING_DAYS.value, _("working days")


class EndReason(models.TextChoices):
    """Why a clock ended without being met. `NONE` stands while it has not."""

    NONE = "", _("not ended")
    REPLACED = "replaced", _("replaced by another")
    CANCELLED = "cancelled", _("cancelled")
    NO_LONGER_APPLIES = "no_longer_applies", _("no longer applies")
    STOPPED = "stopped", _("stopped for good")


def _all_or_none(stem: str, *others: str) -> models.CheckConstraint:
    """Who did it and when are known together or not at all, and so is what else `others` name."""
    known = Q(**{f"{stem}_at__isnull": False, f"{stem}_by_id__isnull": False})
    unknown = Q(**{f"{stem}_at__isnull": True, f"{stem}_by_id__isnull": True})
    for name in (f"{stem}_by_kind", *others):
        known &= ~Q(**{name: ""})
        unknown &= Q(**{name: ""})
    return models.CheckConstraint(name=f"clock_{stem}_pair", condition=known | unknown)


class ClockQuerySet(models.QuerySet["Clock"]):
    def open(self) -> Self:
        """Neither met nor ended, also while paused."""
        return self.filter(OPEN)

    def running(self) -> Self:
        """Open and not paused: it can become late."""
        return self.open().filter(paused_at__isnull=True)

    def late(self, now: datetime) -> Self:
        """Running, and its time is over."""
        return self.running().filter(due_at__lt=now)

    def of(self, kind: str, ids: Iterable[UUID]) -> Self:
        """The clocks of these subjects of one kind."""
        return self.filter(subject_kind=kind, subject_id__in=list(ids))

    def stopped_last(self, about_ids: Iterable[UUID]) -> Self:
        """The newest of each rule and subject that was stopped for good in these records."""
        return (
            self.filter(about_id__in=list(about_ids), end_reason=EndReason.STOPPED)
            .order_by("rule", "subject_kind", "subject_id", "-started_at", "-pk")
            .distinct("rule", "subject_kind", "subject_id")
        )

    def unanswered_alerts(self) -> Self:
        """Alerts that nobody has acknowledged."""
        return self.open().filter(is_alert=True)


class Clock(Versioned):
    """Something due for one subject: since when, until when, and what became of it.

    The rule's unit and warning are copied, so that a changed rule leaves running clocks alone.
    `about_id` is whose record it belongs to; a clock of the service itself has none.
    """

    row_security = RowSecurity(subject="about_id", nullable=True)

    rule = models.CharField(max_length=60)
    unit = models.CharField(max_length=16, choices=UnitCode)
    warn_before = models.PositiveSmallIntegerField(default=0)
    is_safety = models.BooleanField(default=False)
    is_alert = models.BooleanField(default=False)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    about_id = models.UUIDField(null=True)

    started_at = models.DateTimeField()
    started_by_kind = models.CharField(max_length=16)
    started_by_id = models.UUIDField()
    # Reckoned from the rule by nobody in particular, so these two have no `_by`.
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()

    paused_at = models.DateTimeField(null=True)
    paused_by_kind = models.CharField(max_length=16, blank=True, default="")
    paused_by_id = models.UUIDField(null=True)
    pause_reason = models.CharField(max_length=40, blank=True, default="")
    paused_seconds = models.PositiveBigIntegerField(default=0)

    met_at = models.DateTimeField(null=True)
    met_by_kind = models.CharField(max_length=16, blank=True, default="")
    met_by_id = models.UUIDField(null=True)
    met_as_kind = models.CharField(max_length=60, blank=True, default="")
    met_as_id = models.UUIDField(null=True)

    ended_at = models.DateTimeField(null=True)
    ended_by_kind = models.CharField(max_length=16, blank=True, default="")
    ended_by_id = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True, default="")

    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by_kind = models.CharField(max_length=16, blank=True, default="")
    acknowledged_by_id = models.UUIDField(null=True)
    acknowledged_code = models.CharField(max_length=40, blank=True, default="")
    acknowledged_words = models.TextField(blank=True, default="")

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                # Equal where something is due at once.
                name="clock_not_due_before_start",
                condition=Q(due_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="clock_warns_between",
                condition=Q(warn_at__gte=F("started_at"), warn_at__lte=F("due_at")),
            ),
            models.CheckConstraint(
                name="clock_safety_never_in_working_days",
                condition=~Q(is_safety=True, unit=UnitCode.WORKING_DAYS.value),
            ),
            one_of("unit", UnitCode),
            one_of("end_reason", EndReason),
            _all_or_none("paused", "pause_reason"),
            _all_or_none("met"),
            _all_or_none("ended", "end_reason"),
            _all_or_none("acknowledged", "acknowledged_code", "acknowledged_words"),
            models.CheckConstraint(
                name="clock_met_as_pair",
                condition=Q(met_as_kind="", met_as_id__isnull=True)
                | (~Q(met_as_kind="") & Q(met_as_id__isnull=False, met_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="clock_met_or_ended_not_both",
                condition=Q(met_at__isnull=True) | Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="clock_only_alerts_acknowledged",
                condition=Q(acknowledged_at__isnull=True) | Q(is_alert=True),
            ),
            models.UniqueConstraint(
                fields=["rule", "subject_kind", "subject_id"],
                name="clock_one_open",
                condition=OPEN,
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], name="clock_open_due", condition=OPEN),
            models.Index(
                fields=["about_id", "due_at"], name="clock_open_about_due", condition=OPEN
            ),
            models.Index(fields=["subject_id", "subject_kind"], name="clock_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_kind} {self.subject_id}"
