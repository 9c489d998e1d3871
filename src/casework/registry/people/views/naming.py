"""The person's details, names and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.base.core.words import local, short_day
from casework.registry.workforce.permissions import Permission

from .. import actions, finding, wording
from ..forms import DetailsForm, IdentifierForm, NameForm
from ..forms.base import as_tuple
from ..forms.ending import EndForm
from ..keeping import NewIdentifier
from ..models import Identifier, Merge, NameKind, Person, PersonName
from ..naming import is_current
from ..rules.identifiers import KINDS, hide_all_but_last
from .framing import Request, form_screen, frame, of_person, of_row, refuse_reopening


@dataclass(frozen=True)
class NameRow:
    """One name in the list."""

    name: PersonName
    words: str
    kind: str
    span: str
    is_current: bool


def _day(request: Request, moment: datetime) -> str:
    """The agency's day on which something was done."""
    return short_day(local(moment, request.actor).date())


def _facts(page: dict[str, Any]) -> list[tuple[str, str]]:
    person, day = page["person"], page["today"]
    return [
        (_("Birth date"), wording.born_words(person.born, today=day)),
        (_("Died on"), short_day(person.died_on) if person.died_on else ""),
        (_("Pronouns"), person.pronouns),
        (_("Gender"), person.gender),
        (_("Language"), wording.language_words(person)),
        (_("Interpreter"), f"{person.get_needs_interpreter_display()} {person.interpreter_note}"),
        (_("Ethnicity"), person.ethnicity),
        (_("Best way to reach them"), person.best_way),
        (_("What to avoid"), person.what_to_avoid),
        (_("Where to find them"), person.where_to_find),
        (_("What matters to them"), person.what_matters),
    ]


@screen(Permission.PERSON_VIEW)
@of_person("details")
def names(request: Request, person: Person) -> HttpResponse:
    """Details, all names, numbers, and the records that are read as this one."""
    page = frame(request, person)
    day, ids = page["today"], page["person_ids"]
    every = list(PersonName.objects.filter(person_id__in=ids).order_by("pk"))
    shows_all = "all" in request.GET
    page["names"] = [
        NameRow(
            name,
            str(name),
            str(NameKind(name.kind).label),
            wording.span_words(name.since_on, name.until_on, today=day),
            is_current(name, day),
        )
        for name in every
        if shows_all or not name.is_hidden
    ]
    page["hidden_names"] = sum(name.is_hidden for name in every) if not shows_all else 0
    page["numbers"] = [
        (one, KINDS[one.kind].label if one.kind in KINDS else one.kind,
         hide_all_but_last(kind=one.kind, number=one.value))
        for one in Identifier.objects.filter(person_id__in=ids).order_by("ended_on", "pk")
    ]  # fmt: skip
    merges = list(
        Merge.objects.filter(into_id__in=ids, undone_at__isnull=True)
        .select_related("person")
        .order_by("merged_at")
    )
    workers = finding.worker_names([person.registered_by, *(one.merged_by for one in merges)])
    page["merges"] = [
        (one, workers.get(one.merged_by, ""), _day(request, one.merged_at)) for one in merges
    ]
    page["registered"] = _("%(day)s by %(who)s") % {
        "day": _day(request, person.registered_at),
        "who": workers.get(person.registered_by, _("somebody who is no longer here")),
    }
    page["facts"] = _facts(page)
    page["may_edit"] = page["may_change"] and request.actor.may(Permission.PERSON_EDIT)
    page["may_merge"] = page["may_change"] and request.actor.may(Permission.PERSON_MERGE)
    return render(request, "people/names.html", page)


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_person("details")
def person_edit(request: Request, person: Person) -> HttpResponse:
    """Change the person's details."""
    fields = [name for name in DetailsForm.base_fields if name not in ("version", "born")]

    def act(fields_typed: dict[str, Any]) -> Person:
        form = DetailsForm(place=finding.place_of(request.actor))
        form.cleaned_data = fields_typed
        return actions.change_details(
            by=request.actor, person=person, now=timezone.now(), **form.details()
        )

    return form_screen(
        request,
        person,
        DetailsForm,
        screen="person_edit",
        about=person.pk,
        act=act,
        done=reverse("people:names", args=[person.pk]),
        saved=_("The details are saved."),
        prefill={
            **{name: getattr(person, name) for name in fields},
            "born": as_tuple(person.born),
        },
        version=person.version,
    )


def _name_fields(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: typed[name] for name in ("kind", "given", "family", "since_on", "is_hidden")}


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_person("names")
def name_new(request: Request, person: Person) -> HttpResponse:
    """Add a name."""

    def act(typed: dict[str, Any]) -> PersonName:
        name = actions.add_name(
            by=request.actor, person=person, now=timezone.now(), **_name_fields(typed)
        )
        if typed["until_on"]:
            actions.end_name(
                by=request.actor,
                name=name,
                version=name.version,
                until_on=typed["until_on"],
                now=timezone.now(),
            )
        return name

    return form_screen(
        request,
        person,
        NameForm,
        screen="name_new",
        about=person.pk,
        act=act,
        done=reverse("people:names", args=[person.pk]),
        saved=_("The name is added."),
    )


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_row(PersonName, "names")
def name_edit(request: Request, name: PersonName, person: Person) -> HttpResponse:
    """Correct a name, or say that it is no longer used."""

    def act(typed: dict[str, Any]) -> PersonName:
        version, until_on, before = typed["version"], typed["until_on"], name.until_on
        refuse_reopening(before, until_on, field="until_on")
        changed = actions.change_name(
            by=request.actor,
            name=name,
            version=version,
            now=timezone.now(),
            **_name_fields(typed),
        )
        if until_on and until_on != before:
            actions.end_name(
                by=request.actor,
                name=changed,
                version=changed.version,
                until_on=until_on,
                now=timezone.now(),
            )
        return changed

    prefill = {f: getattr(name, f) for f in NameForm.base_fields if f != "version"}
    return form_screen(
        request,
        person,
        NameForm,
        screen="name_edit",
        about=name.pk,
        act=act,
        done=reverse("people:names", args=[person.pk]),
        saved=_("The name is saved."),
        prefill=prefill,
        version=name.version,
        context={"row": name},
    )


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_person("identifiers")
def identifier_new(request: Request, person: Person) -> HttpResponse:
    """Add a number that somebody else gave."""

    def act(typed: dict[str, Any]) -> Identifier:
        new = NewIdentifier(typed["kind"], typed["value"], typed["issuer"])
        return actions.add_identifier(by=request.actor, person=person, new=new, now=timezone.now())

    return form_screen(
        request,
        person,
        IdentifierForm,
        screen="identifier_new",
        about=person.pk,
        act=act,
        done=reverse("people:names", args=[person.pk]),
        saved=_("The number is added."),
    )


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_row(Identifier, "identifiers")
def identifier_end(request: Request, number: Identifier, person: Person) -> HttpResponse:
    """The number is no longer valid."""

    def act(typed: dict[str, Any]) -> Identifier:
        return actions.end_identifier(
            by=request.actor,
            identifier=number,
            version=typed["version"],
            ended_on=typed["ended_on"],
            now=timezone.now(),
        )

    return form_screen(
        request,
        person,
        EndForm,
        screen="identifier_end",
        about=number.pk,
        act=act,
        done=reverse("people:names", args=[person.pk]),
        saved=_("The number is ended."),
        version=number.version,
        context={"shown": hide_all_but_last(kind=number.kind, number=number.value)},
    )
