from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.accounts import kept_words
from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.base.drafts import sheets
from casework.registry.diary import agenda
from casework.registry.door import gate
from casework.registry.episodes.models import Episode
from casework.registry.people.rules.search import LONGEST_TYPED
from casework.registry.workforce.permissions import Permission

from .. import actions
from ..forms import MoveForm, ReasonForm
from ..moving import MOST_FOUND, Moving, Target
from ..shown import entries_shown
from . import framing


@screen(Permission.CONTACT_RECORD, methods=("GET", "POST"))
def entry_void(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take an entry back, with a reason; it stays readable."""
    now = timezone.now()
    entry = framing.open_entry(request, entry_id, "entry_void")
    sheet = sheets.open_sheet(request, form="contacts:entry_void", about=entry.pk)
    back = reverse("contacts:contact_detail", args=[entry.pk])
    if request.method == "POST":
        form = ReasonForm(request.POST)
    else:
        form = ReasonForm(initial=sheets.initial(sheet))

    def act(given: dict[str, Any]) -> models.Model:
        return actions.void_entry(by=request.actor, entry=entry, reason=given["reason"], now=now)

    if request.method == "POST" and form.is_valid():
        made_id, _texts = framing.stored(sheet, form, act)
        if made_id is not None:
            messages.success(request, _("This entry is void now. It stays readable."))
            _say_what_stays_booked(request, entry, now)
            return redirect(back)
    return framing.shown(
        request,
        "contacts/entry_void.html",
        form=form,
        sheet=sheet,
        cancel_url=back,
        shown=entries_shown([entry], actor=request.actor, now=now)[0],
        **framing.header(request, entry.person, now=now),
    )


def _say_what_stays_booked(request: HttpRequest, entry: Any, now: datetime) -> None:
    """The next time was agreed with somebody: whoever corrects the entry knows with whom."""
    booked = agenda.booked_at(entry.person_id, entry.contact.recorded_at)
    if booked is not None:
        when = (
            words.weekday_day(words.local(booked.starts_at, request.actor).date())
            if booked.is_day_only
            else words.day_and_time(booked.starts_at, request.actor, now=now)
        )
        messages.warning(
            request,
            _(
                "The next time that was booked with it still stands in this record: %(when)s."
                " Cancel it if it was not for them."
            )
            % {"when": when},
        )


@screen(Permission.CONTACT_RECORD, methods=("GET", "POST"))
def entry_move(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """An entry that stands in the wrong record: find the right person, see both, confirm."""
    now, actor = timezone.now(), request.actor
    entry = framing.open_entry(request, entry_id, "entry_move")
    moving = Moving(entry, actor=actor, now=now)
    typed = kept_words.typed(request, longest=LONGEST_TYPED)
    if kept_words.is_search(request):
        if request.headers.get("HX-Request") != "true":
            return kept_words.to_results(request, longest=LONGEST_TYPED)
        return render(request, "contacts/_move_results.html", _results(moving, typed))
    sheet = sheets.open_sheet(request, form="contacts:entry_move", about=entry.pk)
    if request.method == "POST":
        form = MoveForm(request.POST)
    else:
        form = MoveForm(initial=sheets.initial(sheet) | _asked_for(request))

    def act(given: dict[str, Any]) -> models.Model:
        to = Episode.objects.filter(gate.open_to(actor, "person_id"), pk=given["to"]).first()
        if to is None:
            raise Refused(_("That record is not open to you."), field="to")
        return actions.move_entry(by=actor, entry=entry, to=to, reason=given["reason"], now=now)

    if request.method == "POST" and form.is_valid():
        made_id, _texts = framing.stored(sheet, form, act)
        if made_id is not None:
            messages.success(request, _("Moved. Both records say so."))
            _say_what_stays_booked(request, entry, now)
            return redirect("contacts:contact_detail", entry_id=made_id)
    is_looking = kept_words.NAME in request.GET
    target = None if is_looking else _target(moving, form["to"].value())
    page: dict[str, Any] = {"target": target, "here": moving.here()}
    if target is None:
        page |= _results(moving, typed)
        page["is_gone"] = bool(form["to"].value()) and not is_looking
    return framing.shown(
        request,
        "contacts/entry_move.html",
        form=form,
        sheet=sheet,
        cancel_url=reverse("contacts:contact_detail", args=[entry.pk]),
        shown=entries_shown([entry], actor=actor, now=now)[0],
        move_url=reverse("contacts:entry_move", args=[entry.pk]),
        **page,
        **framing.header(request, entry.person, now=now),
    )


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """Who was chosen from the list; it counts more than what a draft says."""
    return {"to": request.GET["to"]} if "to" in request.GET else {}


def _target(moving: Moving, chosen: Any) -> Target | None:
    """The record that was chosen, if it is one that could take the entry."""
    try:
        target = moving.target(UUID(str(chosen)))
    except ValueError:
        return None
    return target if target is None or not target.why_not else None


def _results(moving: Moving, typed: str) -> dict[str, Any]:
    found = moving.found(typed) if len(typed) > 1 else []
    return {
        "typed": typed,
        "is_asked": len(typed) > 1,
        "rows": found if typed else moving.meant(),
        "is_full": len(found) >= MOST_FOUND,
        "entry": moving.entry,
    }
