"""Phones, addresses, warnings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import ChipsField, DayField, PlainTextField

from ..keeping import NewAddress, NewContactPoint
from ..models import AddressKind, Channel
from ..rules.addresses import LONGEST_WARNING
from ..rules.registering import LONGEST_TEXT
from .base import PersonForm, answered, asked, line


class ContactPointForm(PersonForm):
    """A number or mail address, and what the person said about using it."""

    channel = ChipsField(label=_("What is it?"), choices=Channel.choices, initial=Channel.PHONE)
    value = line(
        _("Number or address"),
        required=True,
        error_messages={"required": _("Type the number or the address.")},
    )
    label = line(_("What they call it"), most=40, help_text=_("For example: work, old phone."))
    safe_to_call = asked(_("Safe to call?"))
    safe_to_leave_message = asked(_("Safe to leave a message?"))
    safe_to_text = asked(_("Safe to text?"))
    who_answers = line(_("Who else may answer?"))
    note = line(_("Good to know"), most=200, help_text=_("Times to ring, what to say first."))
    place = forms.IntegerField(
        label=_("Place in the list"), min_value=1, max_value=99, required=False
    )
    ended_on = DayField(label=_("No longer used since"), required=False)

    def point(self) -> NewContactPoint:
        """What the actions take."""
        c = self.cleaned_data
        return NewContactPoint(
            value=c["value"],
            channel=c["channel"],
            label=c["label"],
            who_answers=c["who_answers"],
            safe_to_call=answered(c["safe_to_call"]),
            safe_to_leave_message=answered(c["safe_to_leave_message"]),
            safe_to_text=answered(c["safe_to_text"]),
            note=c["note"],
        )


class AddressForm(PersonForm):
    """Where somebody lives or gets letters."""

    kind = ChipsField(label=_("What is this address?"), choices=AddressKind.choices)
    lines = PlainTextField(label=_("Street and house"), required=False, max_length=300)
    city = line(_("Town"), most=100)
    # Called as people call them where the agency is; see PersonForm.
    region = line("", most=100)
    postcode = line("", most=20)
    how_to_get_in = PlainTextField(
        label=_("How to get in"), required=False, max_length=LONGEST_TEXT
    )
    safe_to_write = asked(_("Safe to send letters?"))
    since_on = DayField(label=_("Since"), required=False)
    until_on = DayField(label=_("Until"), required=False)

    def address(self) -> NewAddress:
        """What the actions take."""
        c = self.cleaned_data
        return NewAddress(
            kind=c["kind"],
            lines=c["lines"],
            city=c["city"],
            region=c["region"],
            postcode=c["postcode"],
            how_to_get_in=c["how_to_get_in"],
            safe_to_write=answered(c["safe_to_write"]),
            since_on=c["since_on"],
        )


class WarningForm(PersonForm):
    """A dated fact about a door."""

    words = PlainTextField(
        label=_("What happened, or what is there?"),
        max_length=LONGEST_WARNING,
        help_text=_("A fact, not a judgement: “large dog loose in the yard”."),
        error_messages={"required": _("Write what happened or what is there.")},
    )
    needs_two = forms.BooleanField(label=_("Two workers go together"), required=False)
    known_since_on = DayField(label=_("When was that?"))
    look_again_on = DayField(label=_("When do we ask again?"), help_text=_("Within six months."))


class WarningCheckForm(PersonForm):
    """Is it still so? Either a new day to ask, or the end."""

    answer = ChipsField(
        label=_("Is it still so?"),
        choices=[("yes", _("Yes, still so")), ("no", _("No, not any more"))],
    )
    words = PlainTextField(label=_("What is there"), max_length=LONGEST_WARNING, required=False)
    needs_two = forms.BooleanField(label=_("Two workers go together"), required=False)
    look_again_on = DayField(
        label=_("When do we ask again?"), required=False, help_text=_("Within six months.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "yes" and not cleaned.get("look_again_on"):
            self.add_error("look_again_on", _("Give the day on which somebody asks again."))
        return cleaned
