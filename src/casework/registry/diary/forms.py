"""What is typed about an appointment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.base.ui.forms import ChipsField, ChipsMultiple, DayField, TimeField

from . import agenda, rules
from .models import Mode, Where

Choices = Sequence[tuple[str, Any]]
_IN_CALENDAR_ORDER = (
    Where.HOME,
    Where.COMMUNITY,
    Where.OFFICE,
    Where.CLINIC,
    Where.WORK,
    Where.OTHER_HOME,
    Where.SHELTER,
    Where.WARD,
    Where.CUSTODY,
)


def length_words(minutes: int) -> str:
    """45 min, 1 h, 1 h 30 min"""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(n)d min", "%(n)d min", rest) % {"n": rest}
    if not rest:
        return ngettext("%(n)d h", "%(n)d h", hours) % {"n": hours}
    return str(_("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest})


# An address of the person's is offered before anybody has said where: here it would send somebody
# to the wrong door. Nowhere is where there is no going.
_NOT_AT_THEIRS = frozenset({"", Where.OFFICE, Where.CLINIC, Where.WORK})


class AppointmentForm(forms.Form):
    """When, how, where, who goes. `begins` and `ends` are what the action stores."""

    # Time, length and place depend on other answers: "optional" would be untrue beside them.
    mark_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    title = forms.CharField(
        label=_("What is it?"),
        max_length=120,
        error_messages={"required": _("Give it a title: team meeting, training, report.")},
    )
    day = DayField(label=_("Day"))
    is_day_only = forms.BooleanField(label=_("Some time that day, no fixed time"), required=False)
    starts_at = TimeField(label=_("Time"), required=False)
    minutes = ChipsField(label=_("About how long?"), required=False)
    mode = ChipsField(label=_("How?"), choices=Mode.choices)
    where = ChipsField(
        label=_("Where?"),
        choices=[(one.value, one.label) for one in _IN_CALENDAR_ORDER],
        required=False,
        help_text=_("Whoever goes anywhere but our office, a clinic or a ward checks out after."),
    )
    address = forms.ChoiceField(label=_("Address"), required=False)
    place = forms.CharField(
        label=_("Place in words"),
        max_length=200,
        required=False,
        help_text=_("A room, a corner of the library. It stands on the appointment card."),
    )
    workers = ChipsMultiple(label=_("Who goes?"), error_messages={"required": _("Say who goes.")})
    needs_two = forms.BooleanField(label=_("Two workers must go"), required=False)
    interpreter = forms.CharField(
        label=_("Interpreter who is booked"), max_length=120, required=False
    )

    def __init__(
        self,
        *args: Any,
        zone: tzinfo,
        workers: Choices,
        addresses: Choices = (),
        is_for_a_person: bool = True,
        minutes: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["workers"].choices = workers  # type: ignore[attr-defined]
        lengths = sorted({*rules.LENGTHS, minutes} - {0})
        self.fields["minutes"].choices = [(str(n), length_words(n)) for n in lengths]  # type: ignore[attr-defined]
        if is_for_a_person:
            del self.fields["title"]
        else:
            for name in ("needs_two", "interpreter", "address"):
                del self.fields[name]
        if "address" in self.fields:
            if addresses:
                self.fields["address"].choices = [("", _("None of these")), *addresses]  # type: ignore[attr-defined]
            else:
                del self.fields["address"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("day") is not None:
            self._set_times(given)
        if given.get("mode") == Mode.IN_PERSON and not given.get("where"):
            self.add_error("where", _("Say where."))
        if given.get("mode") != Mode.IN_PERSON:
            given["where"] = ""
        is_elsewhere = given.get("where") == Where.COMMUNITY and given.get("place")
        if is_elsewhere or given.get("where") in _NOT_AT_THEIRS:
            given["address"] = ""
        return given

    def _set_times(self, given: dict[str, Any]) -> None:
        if given.get("is_day_only"):
            given["begins"], given["ends"] = agenda.bounds(given["day"], self.zone)
            return
        if "starts_at" in self.errors or "minutes" in self.errors:
            return
        if given.get("starts_at") is None:
            self.add_error("starts_at", _("Give the time, or tick: some time that day."))
            return
        if not given.get("minutes"):
            self.add_error("minutes", _("Say about how long."))
            return
        begins = rules.instant(given["day"], given["starts_at"], self.zone)
        if begins is None:
            self.add_error(
                "starts_at",
                _("The clocks went forward that night: this time did not happen."),
            )
            return
        given["begins"], given["ends"] = begins, begins + timedelta(minutes=int(given["minutes"]))

    def stored_as(self) -> dict[str, Any]:
        """What the actions take, but for the person and the address."""
        given = self.cleaned_data
        begins: datetime = given["begins"]
        return {
            "title": given.get("title", ""),
            "starts_at": begins,
            "ends_at": given["ends"],
            "is_day_only": given["is_day_only"],
            "mode": given["mode"],
            "where": given["where"],
            "place": given["place"].strip(),
            "workers": [UUID(one) for one in given["workers"]],
            "needs_two": given.get("needs_two", False),
            "interpreter": given.get("interpreter", "").strip(),
        }


class CancelForm(forms.Form):
    """By them or by us, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    by = ChipsField(
        label=_("Who cancelled?"),
        choices=[("them", _("They did")), ("us", _("We did"))],
        error_messages={"required": _("Say who cancelled.")},
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=300,
        required=False,
        help_text=_("In a few words. Needed when we cancelled."),
    )
