from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import RowSecurity, Versioned, one_of

from .person import Person, YesNo


class NetworkKind(models.TextChoices):
    """Whom the eco-map draws."""

    SUPPORTER = "supporter", _("Family and friends")
    PROFESSIONAL = "professional", _("Professional")
    PLACE = "place", _("Group or place")


class NetworkMember(Versioned):
    """Somebody, or some place, in a person's life: what they do, and how close they are."""

    row_security = RowSecurity(subject="person_id")

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="network", db_index=False
    )
    kind = models.CharField(max_length=14, choices=NetworkKind)
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=60, blank=True, default="")
    organisation = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    # 0 distant to 4 very close, and 0 no help to 4 helps most. Said by the person, not by us.
    closeness = models.PositiveSmallIntegerField(null=True)
    helps = models.PositiveSmallIntegerField(null=True)
    what_they_do = models.CharField(max_length=300, blank=True, default="")
    may_be_contacted = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_ASKED)
    is_carer = models.BooleanField(default=False)
    is_strained = models.BooleanField(default=False)
    can_be_called_at_night = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True, default="")
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", NetworkKind),
            one_of("may_be_contacted", YesNo),
            models.CheckConstraint(
                name="networkmember_scales",
                condition=(Q(closeness__isnull=True) | Q(closeness__lte=4))
                & (Q(helps__isnull=True) | Q(helps__lte=4)),
            ),
        ]
        indexes = [models.Index(fields=["person", "ended_on"], name="networkmember_person")]
