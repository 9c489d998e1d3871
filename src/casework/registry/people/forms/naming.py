"""Names and numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import ChipsField, DayField

from ..models import NameKind
from ..rules.identifiers import kinds_for
from .base import PersonForm, line


class NameForm(PersonForm):
    """One name, and when it stopped being used."""

    kind = ChipsField(label=_("What is this name?"), choices=NameKind.choices)
    given = line(_("Given name"))
    family = line(_("Family name"))
    since_on = DayField(label=_("Used since"), required=False)
    until_on = DayField(
        label=_("No longer used since"), required=False, help_text=_("It still finds the person.")
    )
    is_hidden = forms.BooleanField(
        label=_("Keep this name out of sight"),
        required=False,
        help_text=_("It finds the person and is shown only when somebody asks for all names."),
    )


class IdentifierForm(PersonForm):
    """One number that somebody else gave."""

    kind = forms.ChoiceField(label=_("What kind of number?"))
    value = line(
        _("Number"), most=60, required=True, error_messages={"required": _("Write the number.")}
    )
    issuer = line(_("Who gave it"), help_text=_("Only where the kind does not say it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.code, _(kind.label)) for kind in kinds_for(self.agency_place)
        ]
