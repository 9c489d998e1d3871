from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.base.drafts import sheets
from casework.registry.door import gate
from casework.registry.episodes.models import Episode, State
from casework.registry.workforce.permissions import Permission

from .. import actions
from ..forms import MoveForm, ReasonForm
from ..shown import entries_shown
from . import framing

MOST_PEOPLE = 100


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


@screen(Permission.CONTACT_RECORD, methods=("GET", "POST"))
def entry_move(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """An entry that stands in the wrong record goes into the right one."""
    now, actor = timezone.now(), request.actor
    entry = framing.open_entry(request, entry_id, "entry_move")
    sheet = sheets.open_sheet(request, form="contacts:entry_move", about=entry.pk)
    back = reverse("contacts:contact_detail", args=[entry.pk])

    @cache
    def people() -> list[tuple[str, str]]:
        """Those of my teams and mine, who had an episode open then."""
        rows = (
            Episode.objects.filter(
                models.Q(responsible_id=actor.id) | models.Q(team_id__in=actor.team_ids),
                accepted_at__lte=entry.started_at,
            )
            .exclude(state=State.CLOSED)
            .exclude(person_id=entry.person_id)
            .order_by("person__sort_key", "pk")
            .values_list("pk", "person__shown_name", "person__number")
        )
        return [(str(pk), f"{name} ({number})") for pk, name, number in rows[:MOST_PEOPLE]]

    if request.method == "POST":
        form = MoveForm(request.POST)
    else:
        form = MoveForm(initial=sheets.initial(sheet))
    form.fields["to"].choices = people

    def act(given: dict[str, Any]) -> models.Model:
        to = Episode.objects.filter(gate.open_to(actor, "person_id"), pk=given["to"]).first()
        if to is None:
            raise Refused(_("That record is not open to you."), field="to")
        return actions.move_entry(by=actor, entry=entry, to=to, reason=given["reason"], now=now)

    if request.method == "POST" and form.is_valid():
        made_id, _texts = framing.stored(sheet, form, act)
        if made_id is not None:
            messages.success(request, _("Moved. Both records say so."))
            return redirect("contacts:contact_detail", entry_id=made_id)
    return framing.shown(
        request,
        "contacts/entry_move.html",
        form=form,
        sheet=sheet,
        cancel_url=back,
        shown=entries_shown([entry], actor=actor, now=now)[0],
        **framing.header(request, entry.person, now=now),
    )
