from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.audit import trail
from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.questions import question
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.base.drafts import sheets
from casework.registry.people.tabs import record_url
from casework.registry.workforce.permissions import Permission

from .. import actions
from ..forms import AddForm, NoteForm
from ..models import ContactNote, ContactPerson, NoteState
from ..shown import entries_shown, note_of
from . import framing

LISTED_MOST = 100


def _open(request: HttpRequest, entry_id: UUID, page: str) -> tuple[ContactPerson, ContactNote]:
    entry = framing.open_entry(request, entry_id, page)
    note = note_of(entry)
    # What was moved to the right record is somebody else's: its words are not read here.
    if note is None or entry.moved_to_id is not None:
        raise Http404
    return entry, note


@screen(Permission.CONTACT_RECORD, methods=("GET", "POST"))
def note_edit(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The author changes a note that is not signed yet, and may sign it."""
    now = timezone.now()
    entry, note = _open(request, entry_id, "note_edit")
    sheet = sheets.open_sheet(request, form="contacts:note_edit", about=entry.pk)
    back = reverse("contacts:contact_detail", args=[entry.pk])
    texts: dict[str, str] = {}
    if request.method == "POST":
        form = NoteForm(request.POST)
    else:
        start = sheets.initial(sheet, text=note.text)
        form = NoteForm(initial=start | {"version": start.get("version", note.version)})

    def act(given: dict[str, Any]) -> models.Model:
        return actions.change_note(
            by=request.actor,
            note=note,
            text=given["text"],
            version=given["version"],
            sign=request.POST.get("sign") == "yes",
            now=now,
        )

    if request.method == "POST" and form.is_valid():
        made_id, texts = framing.stored(sheet, form, act)
        if made_id is not None:
            messages.success(request, _("The note is saved."))
            return redirect(back)
    return framing.shown(
        request,
        "contacts/note_edit.html",
        form=form,
        sheet=sheet,
        cancel_url=back,
        stale=texts,
        **framing.header(request, entry.person, now=now),
    )


@screen(Permission.CONTACT_RECORD, methods=("GET", "POST"))
def note_add(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Something is added to a signed note."""
    now = timezone.now()
    entry, note = _open(request, entry_id, "note_add")
    sheet = sheets.open_sheet(request, form="contacts:note_add", about=entry.pk)
    back = reverse("contacts:contact_detail", args=[entry.pk])
    if request.method == "POST":
        form = AddForm(request.POST)
    elif why_not := framing.why_not_add(note, request.actor, is_voided=entry.voided_at is not None):
        messages.warning(request, why_not)
        return redirect(back)
    else:
        form = AddForm(initial=sheets.initial(sheet))

    def act(given: dict[str, Any]) -> models.Model:
        return actions.add_to_note(by=request.actor, note=note, text=given["text"], now=now)

    if request.method == "POST" and form.is_valid():
        made_id, _texts = framing.stored(sheet, form, act)
        if made_id is not None:
            messages.success(request, _("It stands below the note now."))
            return redirect(back)
    return framing.shown(
        request,
        "contacts/note_add.html",
        form=form,
        sheet=sheet,
        cancel_url=back,
        shown=entries_shown([entry], actor=request.actor, now=now)[0],
        **framing.header(request, entry.person, now=now),
    )


@question
def _unsigned(worker: UUID, most: int) -> QuerySet[ContactPerson]:
    return (
        ContactPerson.objects.filter(
            note__written_by=worker, note__state=NoteState.SAVED, voided_at=None
        )
        .select_related("contact", "note", "person")
        .order_by("note__written_at", "pk")[:most]
    )


@screen(Permission.CONTACT_RECORD, methods=("GET", "POST"))
def notes_to_sign(request: HttpRequest) -> HttpResponse:
    """What I wrote and have not signed: one press signs one, or all that are ticked."""
    now, actor = timezone.now(), request.actor
    problem = ""
    if request.method == "POST":
        try:
            signed = actions.sign_many(by=actor, note_ids=_asked(request), now=now)
        except Refused as refusal:
            problem = str(refusal)
        else:
            said = ngettext("%(n)d note signed.", "%(n)d notes signed.", signed) % {"n": signed}
            messages.success(request, said if signed else _("Nothing was left to sign."))
            return redirect("contacts:notes_to_sign")
    mine = _unsigned(worker=actor.id, most=LISTED_MOST + 1)
    shown = entries_shown(mine[:LISTED_MOST], actor=actor, now=now)
    trail.write_many(
        "note.listed", by=actor, about=[(one, one.person_id) for one in mine[:LISTED_MOST]]
    )
    page = {
        "rows": [
            {
                "note_id": entry.note.pk,
                "name": entry.person.shown_name,
                "record_url": record_url(entry.person.canonical_id),
                "entry": one,
                "written": words.day_and_time(entry.note.written_at, actor, now=now),
            }
            for entry, one in zip(mine, shown, strict=False)
        ],
        "is_more": len(mine) > LISTED_MOST,
        "problem": problem,
    }
    return render(request, "contacts/notes_to_sign.html", page, status=422 if problem else 200)


def _asked(request: HttpRequest) -> list[UUID]:
    """One, where its own button was pressed; else all that are ticked."""
    asked = request.POST.getlist("one") or request.POST.getlist("note")
    found = []
    for text in asked[:LISTED_MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@screen(Permission.CONTACT_RECORD, methods=("POST",))
def note_sign(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Sign the note as it was shown. Pressing twice signs once."""
    entry, note = _open(request, entry_id, "note_sign")
    back = redirect("contacts:contact_detail", entry_id=entry.pk)
    # A longer number is nobody's, and one of thousands of digits is an error to read.
    shown_version = request.POST.get("version", "")[:9]
    if note.state == NoteState.SIGNED and note.signed_by == request.actor.id:
        return back
    try:
        actions.sign_note(
            by=request.actor,
            note=note,
            version=int(shown_version) if shown_version.isdecimal() else note.version,
            now=timezone.now(),
        )
        messages.success(request, _("Signed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return back
