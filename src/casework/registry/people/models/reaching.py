from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Versioned, one_of

from .person import OF_A_PERSON, Person, YesNo


class Channel(models.TextChoices):
    """How a message travels."""

    PHONE = "phone", _("Phone")
    MAIL = "mail", _("E-mail")


class ContactPoint(Versioned):
    """A phone number or mail address, and whether it is safe. Shown wherever the number is."""

    row_security = OF_A_PERSON

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="contact_points", db_index=False
    )
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.PHONE)
    value = models.CharField(max_length=120)
    # E.164 for a number, lower case for an address: what is compared and dialled.
    normal = models.CharField(max_length=120)
    label = models.CharField(max_length=40, blank=True, default="")
    who_answers = models.CharField(max_length=120, blank=True, default="")
    safe_to_call = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_ASKED)
    safe_to_leave_message = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_ASKED)
    safe_to_text = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_ASKED)
    note = models.CharField(max_length=200, blank=True, default="")
    place = models.PositiveSmallIntegerField(default=1)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("channel", Channel),
            one_of("safe_to_call", YesNo),
            one_of("safe_to_leave_message", YesNo),
            one_of("safe_to_text", YesNo),
        ]
        indexes = [
            models.Index(fields=["person", "place"], name="contactpoint_person"),
            models.Index(fields=["normal"], name="contactpoint_normal"),
        ]
