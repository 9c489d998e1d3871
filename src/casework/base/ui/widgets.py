"""The few input shapes that browsers and Django do not draw the way a busy worker needs."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _


class Chips(forms.RadioSelect):
    """One choice of a few, as pressable words. Plain radio buttons underneath."""

    template_name = "ui/widgets/chips.html"


class ChipsMany(forms.CheckboxSelectMultiple):
    """Any number of a few, as pressable words. Plain tick boxes underneath."""

    template_name = "ui/widgets/chips.html"


class PickMany(ChipsMany):
    """Any number of a long list: what is chosen or usual in sight, the rest behind a press.

    With a script a few typed letters find the rest. `usual` holds the values that come first.
    """

    template_name = "ui/widgets/pick.html"

    class Media:
        js = (Script("ui/js/pick.js", type="module"),)

    def __init__(self, attrs: dict[str, Any] | None = None, *, rest_words: Any = "") -> None:
        super().__init__(attrs)
        self.usual: Collection[str] = ()
        self.rest_words = rest_words or _("All others")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [one for _group, some, _at in context["widget"]["optgroups"] for one in some]
        first = [one for one in options if one["selected"] or one["value"] in self.usual]
        context["widget"] |= {
            "first": sorted(first, key=lambda one: not one["selected"]),
            "rest": [one for one in options if one not in first],
            "rest_words": self.rest_words,
        }
        return context


class PlainTextArea(forms.Textarea):
    """Plain text that grows as it is written; line breaks are kept, nothing else is."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 4) -> None:
        super().__init__(attrs={"rows": rows, "class": "cw-grow", **(attrs or {})})


class DayInput(forms.DateInput):
    """The device's own day picker; the browser always sends year-month-day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "cw-day-input", **(attrs or {})}, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The device's own time picker, hours and minutes."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "cw-time-input", **(attrs or {})}, format="%H:%M")


class Parts(forms.MultiWidget):
    """Several small inputs that make one answer, each with its own visible word."""

    template_name = "ui/widgets/parts.html"
    use_fieldset = True
    words: tuple[Any, ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = context["widget"]["subwidgets"]
        for part, widget, word in zip(parts, self.widgets, self.words, strict=True):
            part["word"] = word
            # What is said about the whole would hide the class of the part.
            own, shared = widget.attrs.get("class"), part["attrs"].get("class")
            part["attrs"]["class"] = " ".join(dict.fromkeys(filter(None, (shared, own))))
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class DayTimeInput(Parts):
    """A day and a time of day, side by side."""

    words = (_("Day"), _("Time"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"day": DayInput(), "time": TimeInput()}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if not value:
            return [None, None]
        local = forms.utils.to_current_timezone(value)
        return [local.date(), local.time().replace(second=0, microsecond=0)]


def _figures(width: int) -> forms.TextInput:
    return forms.TextInput(
        attrs={"inputmode": "numeric", "maxlength": width, "class": f"cw-figures-{width}"}
    )


class PartialDateInput(Parts):
    """Day, month and year as three fields, for dates that people know only in part."""

    words = (_("Day"), _("Month"), _("Year"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"day": _figures(2), "month": _figures(2), "year": _figures(4)}, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # A tuple is our own (year, month, day); what came back from the browser is a list.
        if isinstance(value, tuple):
            value = self.decompress(value)
        return super().get_context(name, value, attrs)

    def decompress(self, value: Any) -> list[Any]:
        year, month, day = value or (None, None, None)
        return [day, month, year]
