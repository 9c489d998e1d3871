"""What the forms of this room share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import PartialDateField

from ..models import YesNo
from ..rules.addresses import postcode_word, region_word
from ..rules.partial_dates import PartialDate

LONGEST_LINE = 120
NOT_KNOWN = [("", _("Not known"))]


class PersonForm(forms.Form):
    """A form about one person. `place` is where the agency is; `version` is what was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, place: str = "us", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency_place = place
        for name, word in (("postcode", postcode_word), ("region", region_word)):
            if name in self.fields:
                self.fields[name].label = word(place)

    def clean_version(self) -> int:
        """A form without its version is an old one: it never wins over what stands."""
        return self.cleaned_data.get("version") or 0


def line(label: Any, *, most: int = LONGEST_LINE, required: bool = False, **more: Any) -> Any:
    """One line of text."""
    return forms.CharField(label=label, max_length=most, required=required, **more)


def asked(label: Any, **more: Any) -> Any:
    """A question that may not have been asked yet."""
    from casework.base.ui.forms import ChipsField

    return ChipsField(
        label=label, choices=YesNo.choices, initial=YesNo.NOT_ASKED, required=False, **more
    )


def answered(value: str) -> str:
    """An answer left out is a question not asked."""
    return value or YesNo.NOT_ASKED


def partial(value: tuple[int, int | None, int | None] | None) -> PartialDate | None:
    """What a field of day, month and year gives, as the rules read it."""
    return PartialDate(*value) if value else None


def as_tuple(born: str) -> tuple[int, int | None, int | None] | None:
    """What is stored, as a field of day, month and year shows it."""
    known = PartialDate.parse_or_none(born)
    return (known.year, known.month, known.day) if known else None


def fitted(
    form: forms.Form, saved: Mapping[str, list[str]], initial: dict[str, Any]
) -> dict[str, Any]:
    """The initial values with a kept draft put back in the shape that each field reads."""
    if not saved:
        return initial
    for name, field in form.fields.items():
        if isinstance(field, PartialDateField):
            parts = [f"{name}_{part}" for part in ("day", "month", "year")]
            if any(part in saved for part in parts):
                initial[name] = [(saved.get(part) or [""])[0] for part in parts]
        elif isinstance(field, forms.BooleanField):
            initial[name] = name in saved
        elif isinstance(field, forms.MultipleChoiceField):
            initial[name] = list(saved.get(name, []))
    return initial
