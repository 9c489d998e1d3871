"""Registering a person, and the details of the person's row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import ChipsField, DayField, PartialDateField, PickField, PlainTextField

from ..keeping import NewAddress, NewContactPoint, NewIdentifier
from ..models import AddressKind
from ..rules.identifiers import kinds_for
from ..rules.names import search_key
from ..rules.registering import LONGEST_TEXT
from ..rules.tables import Language, languages
from .base import NOT_KNOWN, PersonForm, answered, asked, line, partial

SEXES = [*NOT_KNOWN, ("female", _("Female")), ("male", _("Male")), ("other", _("Another"))]


def _usual(place: str) -> set[str]:
    """The languages that are offered first where the agency is."""
    return {one.code for one in languages().values() if place in one.usual_in}


def _first_language_choices(place: str) -> list[tuple[Any, Any]]:
    """The usual ones, then all others: one list, so that each stands in it once."""
    usual, named = _usual(place), _named()
    return [
        *NOT_KNOWN,
        (_("Usual here"), [one for one in named if one[0] in usual]),
        (_("All others"), [one for one in named if one[0] not in usual]),
    ]


def _named() -> list[tuple[str, str]]:
    """Every language by its code, in the order of its name on this page."""
    named = [(one.code, _own(one)) for one in languages().values()]
    return sorted(named, key=lambda one: search_key(one[1]))


def _own(language: Language) -> str:
    """In the language of the page, and as its speakers call it where that is another word."""
    name = str(_(language.name))
    return name if language.own in ("", language.name) else f"{name} ({language.own})"


def _text(label: Any, **more: Any) -> PlainTextField:
    return PlainTextField(label=label, max_length=LONGEST_TEXT, required=False, **more)


class PersonNewForm(PersonForm):
    """The least needed to know somebody again, with what an emergency needs first."""

    mark_optional = False

    given = line(_("Given name"))
    family = line(_("Family name"))
    called = line(_("What they like to be called"), help_text=_("If it is not the given name."))
    former = line(
        _("Former name"), help_text=_("A name on old papers. It finds the person and is not shown.")
    )
    born = PartialDateField(
        label=_("Birth date"), required=False, help_text=_("The year alone is enough.")
    )
    phone = line(_("Phone"), most=40)
    safe_to_call = asked(_("Safe to call?"))
    safe_to_leave_message = asked(_("Safe to leave a message?"))
    safe_to_text = asked(_("Safe to text?"))
    who_answers = line(_("Who else may answer?"))
    address = PlainTextField(label=_("Street and house"), required=False, max_length=300)
    city = line(_("Town"), most=100)
    # Called as people call them where the agency is; see PersonForm.
    region = line("", most=100)
    postcode = line("", most=20)
    where_to_find = _text(
        _("Where to find them"),
        help_text=_("Usual places and times, if there is no fixed address."),
    )
    first_language = forms.ChoiceField(label=_("First language"), required=False)
    needs_interpreter = asked(_("Interpreter needed?"))
    pronouns = line(_("Pronouns"), most=40)
    number_kind = forms.ChoiceField(label=_("Kind of number"), required=False)
    number = line(_("Number"), most=60)
    issuer = line(_("Who gave the number"))
    # Says which cards were shown before; see views/registering.py.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = _first_language_choices(self.agency_place)
        self.fields["first_language"].choices = first  # type: ignore[attr-defined]
        self.fields["number_kind"].choices = [  # type: ignore[attr-defined]
            ("", _("No number")),
            *((kind.code, _(kind.label)) for kind in kinds_for(self.agency_place)),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("number") and not cleaned.get("number_kind"):
            self.add_error("number_kind", _("Choose what kind of number this is."))
        if cleaned.get("number_kind") and not cleaned.get("number") and "number" in cleaned:
            self.add_error("number", _("Write the number, or choose No number."))
        return cleaned

    def person(self) -> dict[str, Any]:
        """What `register_person` takes."""
        c = self.cleaned_data
        return {
            "given": c["given"],
            "family": c["family"],
            "called": c["called"],
            "former": c["former"],
            "born": partial(c["born"]),
            "details": {
                "first_language": c["first_language"],
                "needs_interpreter": answered(c["needs_interpreter"]),
                "pronouns": c["pronouns"],
                "where_to_find": c["where_to_find"],
            },
            "identifiers": self._identifiers(),
            "contact_points": self._contact_points(),
            "address": self._address(),
        }

    def _identifiers(self) -> list[NewIdentifier]:
        c = self.cleaned_data
        return [NewIdentifier(c["number_kind"], c["number"], c["issuer"])] if c["number"] else []

    def _contact_points(self) -> list[NewContactPoint]:
        c = self.cleaned_data
        if not c["phone"]:
            return []
        return [
            NewContactPoint(
                value=c["phone"],
                who_answers=c["who_answers"],
                safe_to_call=answered(c["safe_to_call"]),
                safe_to_leave_message=answered(c["safe_to_leave_message"]),
                safe_to_text=answered(c["safe_to_text"]),
            )
        ]

    def _address(self) -> NewAddress | None:
        c = self.cleaned_data
        if not (c["address"] or c["city"] or c["postcode"]):
            return NewAddress(AddressKind.NO_FIXED) if c["where_to_find"] else None
        return NewAddress(
            AddressKind.HOME,
            lines=c["address"],
            city=c["city"],
            region=c["region"],
            postcode=c["postcode"],
        )


class DetailsForm(PersonForm):
    """The person's own row."""

    mark_optional = False

    born = PartialDateField(
        label=_("Birth date"), required=False, help_text=_("The year alone is enough.")
    )
    died_on = DayField(
        label=_("Died on"),
        help_text=_(
            "With a day here, everything that is due about them stops at once. "
            "Was it a mistake? Empty it again, and what was due runs on."
        ),
        required=False,
    )
    pronouns = line(_("Pronouns"), most=40)
    gender = line(_("Gender, in their own words"), most=60)
    sex_recorded = ChipsField(label=_("Sex on papers"), choices=SEXES, required=False)
    first_language = forms.ChoiceField(label=_("First language"), required=False)
    other_languages = PickField(label=_("Other languages"), required=False)
    needs_interpreter = asked(_("Interpreter needed?"))
    interpreter_note = line(
        _("About the interpreter"), most=200, help_text=_("Which language, for what, whom not.")
    )
    ethnicity = line(_("Ethnicity, in their own words"), most=80)
    best_way = line(_("Best way to reach them"), most=200)
    what_to_avoid = _text(_("What to avoid"))
    where_to_find = _text(_("Where to find them"), help_text=_("Usual places and times."))
    what_matters = _text(_("What matters to them"), help_text=_("In their own words."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = _first_language_choices(self.agency_place)
        self.fields["first_language"].choices = first  # type: ignore[attr-defined]
        usual = _usual(self.agency_place)
        self.fields["other_languages"].offer(_named(), usual)  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        """What `change_details` takes."""
        cleaned = dict(self.cleaned_data)
        cleaned["born"] = partial(cleaned["born"])
        cleaned["needs_interpreter"] = answered(cleaned["needs_interpreter"])
        return cleaned
