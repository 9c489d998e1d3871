"""Fields with plain error words. Rooms use these instead of Django's own date and choice fields."""

import calendar
import copy
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

from casework.base.core.words import short_day
from casework.base.ui.widgets import (
    Chips,
    ChipsMany,
    DayInput,
    DayTimeInput,
    PartialDateInput,
    PickMany,
    PlainTextArea,
    TimeInput,
)

__all__ = [
    "ChipsField",
    "ChipsMultiple",
    "DayField",
    "DayTimeField",
    "LookForm",
    "PartialDateField",
    "PickField",
    "PlainTextArea",
    "PlainTextField",
    "TimeField",
    "shares_fields",
]

# The year, then the month and the day as far as they are known.
PartialDay = tuple[int, int | None, int | None]

Form = TypeVar("Form", bound=forms.Form)


class PlainTextField(forms.CharField):
    """Several lines of plain text, with one kind of line break whatever the device sent."""

    widget = PlainTextArea

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class ChipsField(forms.ChoiceField):
    """One choice of a few, pressed rather than unfolded."""

    widget = Chips
    default_error_messages = {"required": _("Choose one.")}


class ChipsMultiple(forms.MultipleChoiceField):
    """Any number of a few."""

    widget = ChipsMany
    default_error_messages = {"required": _("Choose at least one.")}


class PickField(forms.MultipleChoiceField):
    """Any number of a long list; see the widget. `usual` are the values in sight."""

    widget = PickMany
    default_error_messages = {"required": _("Choose at least one.")}

    def offer(self, choices: Sequence[tuple[str, Any]], usual: Collection[str]) -> None:
        """Set the list and what of it is usual, which a form knows when it is made."""
        self.choices = choices
        self.widget.usual = usual


class DayField(forms.DateField):
    """A whole day."""

    widget = DayInput
    input_formats = ["%Y-%m-%d"]
    default_error_messages = {
        "required": _("Give the day."),
        "invalid": _("This is not a day we can read. Write it as year-month-day: 2026-11-24."),
        "year": _("Check the year."),
    }

    def to_python(self, value: Any) -> date | None:
        """The day. A year that nobody means is a slip; past the end of time nothing is counted."""
        day: date | None = super().to_python(value)
        if day is not None and not 1800 <= day.year < 2200:
            raise ValidationError(self.error_messages["year"], code="year")
        return day


class TimeField(forms.TimeField):
    """A time of day, to the minute."""

    widget = TimeInput
    input_formats = ["%H:%M", "%H:%M:%S", "%H.%M", "%H%M"]
    default_error_messages = {
        "required": _("Give the time."),
        "invalid": _("This is not a time we can read. Write it as hours and minutes: 14:05."),
    }


def aware(day: date, at: time) -> datetime:
    """A local day and time as an instant; in the hour that comes twice, the first one is meant."""
    zone = timezone.get_current_timezone()
    # In UTC: a moment in the hour that comes twice equals nothing while it is kept in its zone.
    instant = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != datetime.combine(day, at):
        raise ValidationError(
            _("The clocks went forward that night: this time did not happen."), code="skipped"
        )
    return instant


class DayTimeField(forms.MultiValueField):
    """A day and a time of day together: an instant in the agency's time zone."""

    widget = DayTimeInput
    default_error_messages = {
        "required": _("Give the day and the time."),
        "incomplete": _("Give both the day and the time."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__((DayField(), TimeField()), require_all_fields=False, **kwargs)
        for part in self.fields:
            part.error_messages["incomplete"] = self.error_messages["incomplete"]

    def compress(self, data_list: list[Any]) -> datetime | None:
        return aware(*data_list) if data_list else None


class PartialDateField(forms.MultiValueField):
    """A day known in full, or only its month and year, or only its year.

    Gives (year, month or None, day or None).
    """

    widget = PartialDateInput
    default_error_messages = {
        "required": _("Give at least the year."),
        "year_missing": _("Give the year too. If it is not known, give the nearest guess."),
        "month_missing": _("Give the month too, or leave the day empty."),
        "figures": _("Use figures only: 3 11 1987."),
        "year": _("Give the year with four figures: 1987."),
        "month": _("The month must be between 1 and 12."),
        "day": _("There is no such day in that month."),
        "future": _("This day has not come yet."),
    }

    def __init__(self, *, may_be_future: bool = False, **kwargs: Any) -> None:
        parts = tuple(forms.CharField(required=False) for _part in range(3))
        super().__init__(parts, require_all_fields=False, **kwargs)
        self.may_be_future = may_be_future
        self.today: Callable[[], date] = timezone.localdate

    def _refuse(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)

    def compress(self, data_list: list[Any]) -> PartialDay | None:
        words = [str(part or "").strip() for part in data_list]
        if not any(words):
            return None
        day_word, month_word, year_word = words
        if not year_word:
            raise self._refuse("year_missing")
        if day_word and not month_word:
            raise self._refuse("month_missing")
        if not all(word.isascii() and word.isdigit() for word in words if word):
            raise self._refuse("figures")
        if any(len(word) > len("1987") for word in words):
            raise self._refuse("year")
        year = int(year_word)
        month = int(month_word) if month_word else None
        day = int(day_word) if day_word else None
        self._refuse_impossible(year, month, day)
        return year, month, day

    def _refuse_impossible(self, year: int, month: int | None, day: int | None) -> None:
        if not 1000 <= year <= 9999:
            raise self._refuse("year")
        if month is not None and not 1 <= month <= 12:
            raise self._refuse("month")
        if day is not None and not 1 <= day <= calendar.monthrange(year, month or 1)[1]:
            raise self._refuse("day")
        earliest = date(year, month or 1, day or 1)
        if not self.may_be_future and earliest > self.today():
            raise self._refuse("future")


class _Shared(dict[str, forms.Field]):
    """Fields of which a new form is given copies of a few alone."""

    own: tuple[str, ...] = ()

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return {
            name: copy.deepcopy(field, memo) if name in self.own else field
            for name, field in self.items()
        }


def shares_fields(*, but: tuple[str, ...]) -> Callable[[type[Form]], type[Form]]:
    """A form of many fields that are the same for everybody, except those named in `but`.

    Django copies every field with its choices and words for each request. Here a form is given
    copies only of the fields that it changes: it must change no other, nor their widgets.
    """

    def decorate(form: type[Form]) -> type[Form]:
        form.base_fields = _Shared(form.base_fields)
        form.base_fields.own = but
        return form

    return decorate


def in_words(field: forms.Field, value: Any) -> str:
    """A value as the field's choices call it; several, one after the other; none as nothing."""
    choices: dict[Any, Any] = dict(flatten_choices(getattr(field, "choices", ()) or ()))

    def said(one: Any) -> str:
        is_day = isinstance(one, date) and not isinstance(one, datetime)
        return short_day(one) if is_day else str(choices.get(one, one))

    many = value if isinstance(value, list | tuple) else [value]
    return ", ".join(said(one) for one in many if one is not None)


class LookForm(forms.Form):
    """Three choices for one browser."""

    theme = ChipsField(
        label=_("Light or dark"),
        choices=[("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    face = ChipsField(
        label=_("Letters"),
        help_text=_("The second kind keeps letters apart that are easily mixed up: I, l and 1."),
        choices=[("standard", _("Standard")), ("hyperlegible", _("Easier to tell apart"))],
    )
    keys = ChipsField(
        label=_("Shortcut keys"),
        help_text=_("Single letters such as / and n. Switch them off if you speak to your device."),
        choices=[("on", _("On")), ("off", _("Off"))],
    )
