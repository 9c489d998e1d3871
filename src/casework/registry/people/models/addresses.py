from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Versioned, one_of, pair

from .person import OF_A_PERSON, Person, YesNo


class AddressKind(models.TextChoices):
    """What an address is for. No fixed address is one too: it says where to find somebody."""

    HOME = "home", _("Home")
    TEMPORARY = "temporary", _("Staying for now")
    NO_FIXED = "no_fixed", _("No fixed address")
    LETTERS = "letters", _("Letters only")
    HOSPITAL = "hospital", _("Hospital")
    CUSTODY = "custody", _("Prison or jail")


class Address(Versioned):
    """Where somebody lives or gets letters, from when to when."""

    row_security = OF_A_PERSON

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="addresses", db_index=False
    )
    kind = models.CharField(max_length=12, choices=AddressKind)
    lines = models.CharField(max_length=300, blank=True, default="")
    city = models.CharField(max_length=100, blank=True, default="")
    region = models.CharField(max_length=100, blank=True, default="")
    postcode = models.CharField(max_length=20, blank=True, default="")
    how_to_get_in = models.TextField(blank=True, default="")
    safe_to_write = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_ASKED)
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", AddressKind),
            models.CheckConstraint(
                name="address_ends_after_it_starts",
                condition=Q(since_on__isnull=True)
                | Q(until_on__isnull=True)
                | Q(until_on__gte=F("since_on")),
            ),
        ]
        indexes = [models.Index(fields=["person", "until_on"], name="address_person")]

    def __str__(self) -> str:
        parts = (self.lines, self.city, self.region, self.postcode)
        return ", ".join(part for part in parts if part)


class AddressWarning(Versioned):
    """A fact that whoever goes to this door must know: dated, with a day to look at it again."""

    row_security = OF_A_PERSON

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="warnings")
    words = models.CharField(max_length=300)
    needs_two = models.BooleanField(default=False)
    known_since_on = models.DateField()
    look_again_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            pair("ended"),
            models.CheckConstraint(
                name="addresswarning_looked_at_again",
                condition=Q(look_again_on__gte=F("known_since_on")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"],
                name="addresswarning_stands",
                condition=Q(ended_at__isnull=True),
            )
        ]
