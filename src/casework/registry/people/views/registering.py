"""A new person, after a look at those who may be the same."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.screens import screen
from casework.base.drafts import sheets
from casework.registry.workforce.permissions import Permission

from .. import actions, finding
from ..finding import Alike, region_of
from ..forms import PersonNewForm
from ..models import Person
from ..rules import phones
from ..rules.identifiers import normalise
from ..rules.matching import Known, Name
from ..tabs import record_url
from .framing import Request, bound, stored
from .searching import rows


def _known(form: PersonNewForm, region: str) -> Known:
    """What was typed, as it is compared."""
    new = form.person()
    names = [Name(new["given"] or new["called"], new["family"])]
    if new["called"] and new["given"]:
        names.append(Name(new["called"], new["family"]))
    if new["former"]:
        first, _space, last = new["former"].rpartition(" ")
        names.append(Name(first or new["given"], last))
    numbers = tuple((one.kind, normalise(one.value)) for one in new["identifiers"])
    dialled = (phones.normalise(one.value, region) for one in new["contact_points"])
    return Known(
        names=tuple(names),
        born=new["born"],
        phones=frozenset(one for one in dialled if one),
        numbers=numbers,
    )


def _mark(person_id: UUID) -> str:
    """Stands for somebody who was shown, without saying the id of a record that is not open."""
    return hashlib.sha256(person_id.bytes).hexdigest()[:12]


def _unseen(form: PersonNewForm, found: list[Alike]) -> bool:
    seen = set(form.cleaned_data["seen"].split())
    return any(_mark(one.card.person_id) not in seen for one in found)


@screen(Permission.PERSON_CREATE, methods=("GET", "POST"))
def person_new(request: Request) -> HttpResponse:
    """Register a person. Those who look the same are shown first, with the reasons."""
    actor = request.actor
    sheet = sheets.open_sheet(request, form="people:person_new", about=actor.id)
    start = {name: request.GET.get(name, "")[:120] for name in ("given", "family")}
    form: Any = bound(request, sheet, PersonNewForm, prefill=start)
    form.initial["seen"] = ""
    page: dict[str, Any] = {"form": form, "draft": sheet}
    if form.is_bound and form.is_valid():
        found: list[Alike] = []
        if not finding.was_stored(sheet.key):
            found = actions.look_for_same(by=actor, known=_known(form, region_of(actor)))
        if _unseen(form, found):
            cards = rows(actor, [one.card for one in found])
            page["same"] = list(zip(cards, found, strict=True))
            form.data["seen"] = " ".join(_mark(one.card.person_id) for one in found)
            return render(request, "people/person_new.html", page, status=422)

        def register(_fields: dict[str, Any]) -> Person:
            return actions.register_person(by=actor, now=timezone.now(), **form.person())

        outcome = stored(sheet, form, register)
        if outcome.row_id is not None:
            messages.success(request, _("Registered. The record is open to you for two weeks."))
            return redirect(record_url(outcome.row_id))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/person_new.html", page, status=status)
