from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Record, RowSecurity, one_of, pair

from .person import Person


class CircumstanceKind(models.TextChoices):
    """The parts of a life whose change over time is an outcome."""

    HOUSING = "housing", _("Housing")
    WORK = "work", _("Work and study")
    INCOME = "income", _("Income")
    LIVES_WITH = "lives_with", _("Lives with")
    CARING = "caring", _("Caring for others")


class Circumstance(Record):
    """How things stood from a day on. A change ends the old status and adds a new one."""

    row_security = RowSecurity(subject="person_id")

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="circumstances", db_index=False
    )
    kind = models.CharField(max_length=12, choices=CircumstanceKind)
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=300, blank=True, default="")
    since_on = models.DateField()
    is_since_about = models.BooleanField(default=False)
    until_on = models.DateField(null=True)
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField()
    voided_at = models.DateTimeField(null=True)
    voided_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            one_of("kind", CircumstanceKind),
            pair("voided"),
            models.CheckConstraint(
                name="circumstance_ends_after_it_starts",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
            ),
            models.UniqueConstraint(
                "person",
                "kind",
                name="circumstance_one_current",
                condition=Q(until_on__isnull=True, voided_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["person", "kind", "-since_on"], name="circumstance_person")]
