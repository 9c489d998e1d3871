"""Phones, mail addresses, where somebody is, and what stands about the door."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.base.core.words import short_day, today
from casework.registry.workforce.permissions import Permission

from .. import actions, finding, wording
from ..forms import AddressForm, ContactPointForm, WarningCheckForm, WarningForm
from ..models import Address, AddressKind, AddressWarning, ContactPoint, Person
from ..rules.addresses import latest_review
from .framing import Request, form_screen, frame, of_person, of_row, refuse_reopening


@screen(Permission.PERSON_VIEW)
@of_person("phones")
def contact_points(request: Request, person: Person) -> HttpResponse:
    """Every number and mail address, each with whether it is safe."""
    page = frame(request, person)
    rows = list(
        ContactPoint.objects.filter(person_id__in=page["person_ids"]).order_by("place", "pk")
    )
    used: list[Any] = []
    left: list[Any] = []

    def is_over(point: ContactPoint) -> bool:
        return point.ended_on is not None and point.ended_on <= page["today"]

    wording.careful(point for point in rows if not is_over(point))
    for point in rows:
        is_left = is_over(point)
        ended = short_day(point.ended_on) if point.ended_on else ""
        row = (point, wording.phone_part(point, request.actor), ended)
        (left if is_left else used).append(row)
    page |= {
        "used": used,
        "left": left,
        "best_way": person.best_way,
        "what_to_avoid": person.what_to_avoid,
        "may_edit": page["may_change"] and request.actor.may(Permission.PERSON_EDIT),
    }
    return render(request, "people/contact_points.html", page)


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_person("phones")
def contact_point_new(request: Request, person: Person) -> HttpResponse:
    """Add a number or mail address."""

    def act(typed: dict[str, Any]) -> ContactPoint:
        return actions.add_contact_point(
            by=request.actor, person=person, new=_point(typed), now=timezone.now()
        )

    return form_screen(
        request,
        person,
        ContactPointForm,
        screen="contact_point_new",
        about=person.pk,
        act=act,
        done=reverse("people:contact_points", args=[person.pk]),
        saved=_("The number is added."),
    )


def _point(typed: dict[str, Any]) -> Any:
    form = ContactPointForm()
    form.cleaned_data = typed
    return form.point()


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_row(ContactPoint, "phones")
def contact_point_edit(request: Request, point: ContactPoint, person: Person) -> HttpResponse:
    """Change a number or what was said about it, or end it."""

    def act(typed: dict[str, Any]) -> ContactPoint:
        before = point.ended_on
        refuse_reopening(before, typed["ended_on"], field="ended_on")
        changed = actions.change_contact_point(
            by=request.actor,
            point=point,
            version=typed["version"],
            new=_point(typed),
            place=typed["place"] or point.place,
            now=timezone.now(),
        )
        if typed["ended_on"] and typed["ended_on"] != before:
            actions.end_contact_point(
                by=request.actor,
                point=changed,
                version=changed.version,
                ended_on=typed["ended_on"],
                now=timezone.now(),
            )
        return changed

    return form_screen(
        request,
        person,
        ContactPointForm,
        screen="contact_point_edit",
        about=point.pk,
        act=act,
        done=reverse("people:contact_points", args=[person.pk]),
        saved=_("The number is saved."),
        prefill={f: getattr(point, f) for f in ContactPointForm.base_fields if f != "version"},
        version=point.version,
    )


@screen(Permission.PERSON_VIEW)
@of_person("addresses")
def addresses(request: Request, person: Person) -> HttpResponse:
    """Where the person is and was, with the warnings of each door first."""
    page = frame(request, person)
    day: date = page["today"]
    standing = AddressWarning.objects.filter(ended_at__isnull=True).order_by("-needs_two", "pk")
    rows = list(
        Address.objects.filter(person_id__in=page["person_ids"])
        .prefetch_related(Prefetch("warnings", queryset=standing, to_attr="standing"))
        .order_by("-since_on", "pk")
    )
    who = finding.worker_names(warning.noted_by for one in rows for warning in one.standing)
    now_there: list[dict[str, Any]] = []
    before: list[dict[str, Any]] = []
    for one in rows:
        is_left = one.until_on is not None and one.until_on <= day
        row = {
            "address": one,
            "kind": AddressKind(one.kind).label,
            "words": wording.address_words(one),
            "span": wording.span_words(one.since_on, one.until_on, today=day),
            "letters": one.get_safe_to_write_display(),
            "warnings": [
                {
                    "warning": warning,
                    "marks": wording.warning_marks(warning, today=day),
                    "known": short_day(warning.known_since_on, this_year=day.year),
                    "again": short_day(warning.look_again_on, this_year=day.year),
                    "who": who.get(warning.noted_by, ""),
                }
                for warning in one.standing
            ],
        }
        (before if is_left else now_there).append(row)
    page |= {
        "now_there": now_there,
        "before": before,
        "where_to_find": person.where_to_find,
        "may_edit": page["may_change"] and request.actor.may(Permission.PERSON_EDIT),
    }
    return render(request, "people/addresses.html", page)


def _address(typed: dict[str, Any]) -> Any:
    form = AddressForm()
    form.cleaned_data = typed
    return form.address()


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_person("addresses")
def address_new(request: Request, person: Person) -> HttpResponse:
    """Add an address; a new home ends the one before."""

    def act(typed: dict[str, Any]) -> Address:
        address = actions.add_address(
            by=request.actor, person=person, new=_address(typed), now=timezone.now()
        )
        if typed["until_on"]:
            actions.end_address(
                by=request.actor,
                address=address,
                version=address.version,
                until_on=typed["until_on"],
                now=timezone.now(),
            )
        return address

    return form_screen(
        request,
        person,
        AddressForm,
        screen="address_new",
        about=person.pk,
        act=act,
        done=reverse("people:addresses", args=[person.pk]),
        saved=_("The address is added."),
    )


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_row(Address, "addresses")
def address_edit(request: Request, address: Address, person: Person) -> HttpResponse:
    """Correct an address, or end it."""

    def act(typed: dict[str, Any]) -> Address:
        before = address.until_on
        refuse_reopening(before, typed["until_on"], field="until_on")
        changed = actions.change_address(
            by=request.actor,
            address=address,
            version=typed["version"],
            new=_address(typed),
            now=timezone.now(),
        )
        if typed["until_on"] and typed["until_on"] != before:
            actions.end_address(
                by=request.actor,
                address=changed,
                version=changed.version,
                until_on=typed["until_on"],
                now=timezone.now(),
            )
        return changed

    return form_screen(
        request,
        person,
        AddressForm,
        screen="address_edit",
        about=address.pk,
        act=act,
        done=reverse("people:addresses", args=[person.pk]),
        saved=_("The address is saved."),
        prefill={f: getattr(address, f) for f in AddressForm.base_fields if f != "version"},
        version=address.version,
    )


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_row(Address, "addresses")
def warning_new(request: Request, address: Address, person: Person) -> HttpResponse:
    """Write down a fact about this door."""
    day = today(request.actor, timezone.now())

    def act(typed: dict[str, Any]) -> AddressWarning:
        typed.pop("version")
        return actions.add_warning(by=request.actor, address=address, now=timezone.now(), **typed)

    return form_screen(
        request,
        person,
        WarningForm,
        screen="warning_new",
        about=address.pk,
        act=act,
        done=reverse("people:addresses", args=[person.pk]),
        saved=_("The warning is added. It stands first on every page about this person."),
        prefill={"known_since_on": day, "look_again_on": latest_review(day)},
        context={"shown": wording.address_words(address)},
    )


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_row(AddressWarning, "addresses")
def warning_check(request: Request, warning: AddressWarning, person: Person) -> HttpResponse:
    """Is it still so? A new day to ask, or the end."""
    day = today(request.actor, timezone.now())

    def act(typed: dict[str, Any]) -> AddressWarning:
        said: dict[str, Any] = {
            "by": request.actor,
            "warning": warning,
            "version": typed["version"],
            "now": timezone.now(),
        }
        if typed["answer"] == "no":
            return actions.end_warning(**said)
        return actions.look_again(
            **said,
            words=typed["words"] or warning.words,
            needs_two=typed["needs_two"],
            look_again_on=typed["look_again_on"],
        )

    return form_screen(
        request,
        person,
        WarningCheckForm,
        screen="warning_check",
        about=warning.pk,
        act=act,
        done=reverse("people:addresses", args=[person.pk]),
        saved=_("The warning is up to date."),
        prefill={
            "words": warning.words,
            "needs_two": warning.needs_two,
            "look_again_on": latest_review(day),
        },
        version=warning.version,
        context={"shown": warning.words},
    )
