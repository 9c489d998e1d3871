"""What every screen about a person shares: the open door, the header, the one way of saving."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from casework.base.accounts.actors import Actor
from casework.base.core.questions import Asked, ask_ahead, asked_by
from casework.base.core.refusals import Refused, Stale
from casework.base.core.screens import screen_of
from casework.base.core.slots import filled
from casework.base.core.words import today
from casework.base.drafts import sheets
from casework.base.drafts.sheets import Sheet
from casework.base.ui.forms import in_words
from casework.registry.door import gate

from .. import finding
from ..forms import PersonForm, fitted
from ..header import asked_for_header, header_of
from ..models import Person

View = Callable[..., HttpResponse]

open_person = gate.opener(finding.with_joined, person="pk")


class Request(HttpRequest):
    """A request behind `@screen`: somebody acts."""

    actor: Actor


def of_person(page: str) -> Callable[[View], View]:
    """The person of the address, opened; a record that was joined sends on to the one to read."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: Request, person_id: UUID, **more: Any) -> HttpResponse:
            person = open_person(person_id, by=request.actor, seen_as=page)
            if person.merged_into_id is not None:
                messages.info(
                    request, _("This record is read together with another one: this one.")
                )
                assert request.resolver_match is not None
                name = request.resolver_match.view_name
                return redirect(name, person_id=person.merged_into_id, **more)
            return view(request, person, **more)

        return opened

    return decorate


def of_row(model: type[models.Model], page: str) -> Callable[[View], View]:
    """One row of a person's record, opened, and the person whose record it is read in."""

    open_row = gate.opener(
        lambda: model._default_manager.select_related("person__merged_into"), person="person_id"
    )

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: Request, row_id: UUID) -> HttpResponse:
            row: Any = open_row(row_id, by=request.actor, seen_as=page)
            whole = row.person.merged_into or row.person
            return view(request, row, whole)

        return opened

    return decorate


def frame(
    request: Request, person: Person, *cards: str, also: Iterable[Asked] = ()
) -> dict[str, Any]:
    """What the page of one person needs around its content. A fixed number of queries.

    `cards` are slots that the page will draw, `also` what else it will ask: it goes to the database
    in one journey with what the header asks.
    """
    now = timezone.now()
    person_ids = finding.record_ids(person)
    fills = [fill for slot in cards for fill in filled(slot)]
    ask_ahead(
        [
            *asked_for_header(request.actor, person_ids, now),
            *asked_by(fills, request.actor, person_ids, now),
            *also,
        ]
    )
    return {
        "now": now,
        "person": person,
        "person_ids": person_ids,
        "person_header": header_of(
            person, actor=request.actor, now=now, person_ids=person_ids, current=screen_of(request)
        ),
        # Asked only where a page or a form wants to know.
        "may_change": SimpleLazyObject(lambda: finding.may_change(person.pk)),
        "today": today(request.actor, now),
    }


def form_screen(
    request: Request,
    person: Person,
    form_class: type[forms.Form],
    *,
    screen: str,
    about: UUID,
    act: Callable[[dict[str, Any]], models.Model],
    done: str,
    saved: str,
    prefill: dict[str, Any] | None = None,
    version: int | None = None,
    context: dict[str, Any] | None = None,
    given: dict[str, Any] | None = None,
) -> HttpResponse:
    """One form about one person: shown with its draft, stored once, or answered with what to mend.

    `act` gets the cleaned fields. `version` is that of the row which is edited.
    """
    sheet = sheets.open_sheet(request, form=f"people:{screen}", about=about)
    page = frame(request, person)
    form = bound(request, sheet, form_class, prefill=prefill, version=version, given=given)
    if request.method == "POST" and not page["may_change"]:
        form.add_error(None, finding.reading_only())
    if request.method == "POST" and form.is_valid():
        outcome = stored(sheet, form, act)
        if not form.errors:
            messages.success(request, saved)
            return redirect(done)
        page["stale"] = outcome.stale
    page |= {"form": form, "draft": sheet, "cancel_url": done, **(context or {})}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"people/{screen}.html", page, status=status)


def bound(
    request: Request,
    sheet: Sheet,
    form_class: type[forms.Form],
    *,
    prefill: dict[str, Any] | None = None,
    version: int | None = None,
    given: dict[str, Any] | None = None,
) -> forms.Form:
    """The form as it was sent, or fresh with the draft over what is stored."""
    given = dict(given or {})
    if issubclass(form_class, PersonForm):
        given.setdefault("place", finding.place_of(request.actor))
    if request.method == "POST":
        return form_class(request.POST.copy(), **given)
    start = {**(prefill or {}), "version": version}
    fresh = form_class(**given)
    fresh.initial = fitted(fresh, sheet.saved, sheets.initial(sheet, **start))
    return fresh


def refuse_reopening(before: Any, ends_on: Any, *, field: str) -> None:
    """An end that was emptied is not passed over: nothing here stands again by itself."""
    if before is not None and ends_on is None:
        raise Refused(_("This has ended. Add it anew where it is so again."), field=field)


@dataclass(frozen=True)
class Outcome:
    """What became of a form: the row that it made, or the texts that differ from what stands."""

    row_id: UUID | None = None
    stale: dict[str, str] = field(default_factory=dict)


def stored(
    sheet: Sheet, form: forms.Form, act: Callable[[dict[str, Any]], models.Model]
) -> Outcome:
    """Store the form once; a refusal becomes an error of its field."""
    try:
        _kind, row_id, _is_new = sheet.once(lambda: act(form.cleaned_data))
    except Stale as refusal:
        # The words that were typed are compared first: add_error takes the field's away.
        stale = _other_words(form, refusal)
        form.add_error(None, str(refusal))
        form.data["version"] = str(refusal.version)  # type: ignore[index]
        return Outcome(stale=stale)
    except Refused as refusal:
        name = refusal.field if refusal.field in form.fields else None
        form.add_error(name, str(refusal))
        return Outcome()
    return Outcome(row_id=row_id)


def _other_words(form: forms.Form, refusal: Stale) -> dict[str, str]:
    """What stands now, field by field, where it is not what was typed."""
    other = {}
    for name, value in refusal.now_stands.items():
        asked = form.fields.get(name)
        if asked is None or form.cleaned_data.get(name) == value:
            continue
        other[str(asked.label or name)] = in_words(asked, value)
    return other
