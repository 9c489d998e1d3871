"""Circumstances and the network."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import ChipsField, DayField

from ..actions.network import NewMember
from ..drawing import HELPS
from ..models import NetworkKind
from ..rules.circumstances import codes_for
from ..rules.ecomap import CLOSENESS
from ..rules.tables import relations
from .base import PersonForm, answered, asked, line


def _scale(words: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [("", _("Not asked yet")), *((str(n), _(word)) for n, word in enumerate(words))]


class CircumstanceForm(PersonForm):
    """How one part of a life stands since a day, or stood between two."""

    code = forms.ChoiceField(label=_("How is it now?"))
    words = line(_("In their own words"), most=300)
    since_on = DayField(label=_("Since"))
    is_since_about = forms.BooleanField(label=_("The day is a guess"), required=False)
    until_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("Only for how it was before. Leave empty for how it is now."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((one.code, _(one.label)) for one in codes_for(kind, self.agency_place)),
        ]


class CircumstanceVoidForm(PersonForm):
    """This was written down wrongly."""

    reopen = forms.BooleanField(
        label=_("What stood before stands again"), required=False, initial=True
    )


def _relation_choices() -> list[tuple[Any, Any]]:
    kinds = dict(NetworkKind.choices)
    groups: list[tuple[Any, Any]] = [("", _("Not said"))]
    for kind, found in groupby(relations().values(), key=lambda one: one.kind):
        groups.append((kinds.get(kind, kind), [(one.code, _(one.label)) for one in found]))
    return groups


class MemberForm(PersonForm):
    """Somebody, or some place, in the person's life."""

    kind = ChipsField(label=_("Who or what?"), choices=NetworkKind.choices)
    name = line(
        _("Name"),
        required=True,
        help_text=_("Or a word for who it is: “neighbour with the dog”."),
        error_messages={"required": _("Write a name, or a word that tells who this is.")},
    )
    relation = forms.ChoiceField(label=_("What are they to the person?"), required=False)
    organisation = line(_("Organisation"))
    phone = line(_("Phone"), most=40)
    may_be_contacted = asked(_("May we contact them?"))
    closeness = ChipsField(
        label=_("How close?"),
        required=False,
        choices=_scale(CLOSENESS),
    )
    helps = ChipsField(label=_("How much do they help?"), required=False, choices=_scale(HELPS))
    what_they_do = line(_("What they do"), most=300)
    is_carer = forms.BooleanField(label=_("Cares for the person"), required=False)
    is_strained = forms.BooleanField(label=_("It is strained between them"), required=False)
    can_be_called_at_night = forms.BooleanField(label=_("Can be called at night"), required=False)
    note = line(_("Good to know"), most=300)
    ended_on = DayField(label=_("No longer part of their life since"), required=False)

    def __init__(self, *args: Any, relation: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _relation_choices()
        if relation and relation not in relations():
            choices.append((relation, relation))
        self.fields["relation"].choices = choices  # type: ignore[attr-defined]

    def member(self) -> NewMember:
        """What the actions take."""
        c = dict(self.cleaned_data)
        for name in ("version", "ended_on"):
            c.pop(name)
        for name in ("closeness", "helps"):
            c[name] = int(c[name]) if c[name] else None
        c["may_be_contacted"] = answered(c["may_be_contacted"])
        return NewMember(**c)
