"""What is typed about a contact. The words of the questions; what may be stored says the action."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.base.ui.forms import (
    ChipsField,
    ChipsMultiple,
    DayField,
    PlainTextArea,
    PlainTextField,
    TimeField,
    shares_fields,
)
from casework.base.ui.widgets import Chips
from casework.registry.diary.models import Mode, Where

from . import rules
from .models import Attendance, Function, Initiator, Occasion, WithWhom
from .widgets import FewChips, FewChipsMany

Choices = Callable[[], Iterable[tuple[Any, Any]]]


def _none() -> list[tuple[str, str]]:
    return []


class IdChoice(forms.ChoiceField):
    """One id of a list that is only read when it is drawn; the action looks the id up itself."""

    def valid_value(self, value: Any) -> bool:
        return _is_id(value)

    def to_python(self, value: Any) -> Any:
        return UUID(value) if _is_id(value) else value or None


class IdsChoice(forms.MultipleChoiceField):
    """Ids of a list that is only read when it is drawn; the action looks them up itself."""

    def valid_value(self, value: Any) -> bool:
        return _is_id(value)

    def clean(self, value: Any) -> list[UUID]:
        return [UUID(one) for one in super().clean(value)]


def _is_id(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def minutes_choices() -> list[tuple[int, str]]:
    """5 min, 10 min … 2 h: as people say it."""
    said = []
    for minutes in rules.MINUTES:
        hours, rest = divmod(minutes, 60)
        if hours and not rest:
            said.append((minutes, ngettext("%(n)d h", "%(n)d h", hours) % {"n": hours}))
        else:
            said.append((minutes, ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}))
    return said


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """A day and a time where the agency is. Raises where the clocks went over that time."""
    moment = datetime.combine(day, at, tzinfo=zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise forms.ValidationError(
            _("The clocks went forward that night: this time did not happen."), code="skipped"
        )
    return moment


class MinutesField(forms.TypedChoiceField):
    """Length by chips."""

    widget = Chips

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=minutes_choices, coerce=int, empty_value=None, **kwargs)


@shares_fields(but=("appointment", "workers", "people"))
class ContactForm(forms.Form):
    """The whole sheet in the order in which it is written: what happened, then what follows."""

    # A note is needed where they met and not where nobody was there: "optional" would mislead.
    mark_optional = False

    note = PlainTextField(
        label=_("Note"),
        required=False,
        widget=PlainTextArea(rows=5),
        help_text=_("What matters for whoever goes next. One line is enough."),
    )
    attendance = ChipsField(
        label=_("Did you meet?"),
        choices=[
            (one.value, one.label)
            for one in (
                Attendance.SEEN,
                Attendance.NOT_THERE,
                Attendance.NO_ANSWER,
                Attendance.SAID_NO,
                Attendance.SEEN_LATE,
                Attendance.CANCELLED_BY_PERSON,
                Attendance.CANCELLED_BY_US,
                Attendance.WITHOUT_PERSON,
                Attendance.ONE_WAY,
            )
        ],
        widget=FewChips(4, _("Another answer")),
        error_messages={"required": _("Say whether you met.")},
    )
    mode = ChipsField(
        label=_("How?"),
        choices=Mode.choices,
        error_messages={"required": _("Say how: in person, by phone…")},
    )
    where = ChipsField(
        label=_("Where?"),
        choices=[
            (one.value, one.label)
            for one in (Where.HOME, Where.COMMUNITY, Where.OFFICE, Where.CLINIC)
        ]
        + [
            (one.value, one.label)
            for one in (Where.WORK, Where.OTHER_HOME, Where.SHELTER, Where.WARD, Where.CUSTODY)
        ],
        widget=FewChips(4, _("Another place")),
        required=False,
    )
    started_on = DayField(label=_("Day"))
    started_time = TimeField(label=_("Began at"))
    minutes = MinutesField(label=_("How long?"), required=False)
    is_about = forms.BooleanField(label=_("About that long"), required=False)
    appointment = IdChoice(label=_("Was this booked?"), choices=_none, widget=Chips, required=False)
    functions = ChipsMultiple(
        label=_("What was it for?"),
        choices=Function.choices,
        widget=FewChipsMany(5, _("More")),
        required=False,
    )
    promise = forms.CharField(
        label=_("What did you promise?"),
        required=False,
        max_length=200,
        help_text=_("One line. It is shown before the next visit."),
        error_messages={"max_length": _("Keep the promise to one line of at most 200 letters.")},
    )
    next_on = DayField(label=_("Next contact"), required=False)
    next_time = TimeField(label=_("At"), required=False)
    workers = IdsChoice(
        label=_("Who else of us was there?"),
        choices=_none,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    with_whom = ChipsMultiple(
        label=_("Who else was there?"), choices=WithWhom.choices, required=False
    )
    people = IdsChoice(
        label=_("Others of our people who took part"),
        choices=_none,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    others_note = PlainTextField(
        label=_("Note for their records"),
        required=False,
        widget=PlainTextArea(rows=3),
        help_text=_("The same words go into each of their records: name nobody."),
    )
    occasion = ChipsField(
        label=_("How did it come about?"), choices=Occasion.choices, required=False
    )
    initiator = ChipsField(label=_("Whose idea was it?"), choices=Initiator.choices, required=False)
    ended_time = TimeField(
        label=_("Ended at"),
        required=False,
        help_text=_("Only where the exact time is needed. It replaces the length above."),
    )
    late_reason = forms.CharField(
        label=_("Why is this written now?"), required=False, max_length=300
    )

    def __init__(self, *args: Any, zone: tzinfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def offer(self, *, appointments: Choices, workers: Choices, people: Choices) -> None:
        """Where the lists come from; each is read when it is drawn, so a saved form reads none."""
        self.fields["appointment"].choices = appointments  # type: ignore[attr-defined]
        self.fields["workers"].choices = workers  # type: ignore[attr-defined]
        self.fields["people"].choices = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["started_at"] = self._moment("started_on", "started_time")
        given["ended_at"] = None
        if given.get("ended_time"):
            given["ended_at"] = self._moment("started_on", "ended_time")
        given["next_at"] = None
        if given.get("next_time") and not given.get("next_on"):
            self.add_error("next_on", _("Give the day too."))
        elif given.get("next_time"):
            given["next_at"] = self._moment("next_on", "next_time")
        if given.get("people") and not given.get("others_note", "").strip():
            self.add_error("others_note", _("Write a line for the others' records too."))
        return given

    def _moment(self, day: str, at: str) -> datetime | None:
        given = self.cleaned_data
        if given.get(day) is None or given.get(at) is None:
            return None
        try:
            return instant(given[day], given[at], self.zone)
        except forms.ValidationError as problem:
            self.add_error(at, problem)
            return None


@shares_fields(but=("appointment", "workers"))
class CheckInForm(ContactForm):
    """A check-in while somebody waits: the same sheet without what only an episode has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("promise", "people", "others_note"):
            del self.fields[name]

    def offer(self, *, appointments: Choices, workers: Choices, people: Choices) -> None:
        self.fields["appointment"].choices = appointments  # type: ignore[attr-defined]
        self.fields["workers"].choices = workers  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """The text of a note that is not signed yet."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = PlainTextField(
        label=_("Note"),
        widget=PlainTextArea(rows=8),
        error_messages={"required": _("A note cannot become empty.")},
    )


class AddForm(forms.Form):
    """What is added to a signed note."""

    text = PlainTextField(
        label=_("What do you add?"),
        widget=PlainTextArea(rows=5),
        error_messages={"required": _("Write what you want to add.")},
        help_text=_("It stands below the note with your name and the time, and cannot be changed."),
    )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label=_("Why?"), max_length=200, error_messages={"required": _("Say why.")}
    )


class MoveForm(ReasonForm):
    """Into whose record an entry goes; the person was found and chosen before."""

    to = IdChoice(
        label=_("Whose record does it belong to?"),
        choices=_none,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose the right person.")},
    )
