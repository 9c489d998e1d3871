"""What the screens of this room share: the header, the open entry, the answer to a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.base.core.questions import Asked
from casework.base.core.refusals import Refused, Stale
from casework.base.core.screens import screen_of
from casework.base.drafts.sheets import Becomes, Sheet
from casework.base.ui.forms import in_words
from casework.registry.door import gate
from casework.registry.people import finding
from casework.registry.people.header import header_of
from casework.registry.people.models import Person

from .. import rules
from ..models import ContactNote, ContactPerson


def header(request: HttpRequest, person: Person, *, now: datetime) -> dict[str, Any]:
    """The person's header, over all the records that were joined to theirs."""
    whole = person.merged_into or person
    return {
        "person": whole,
        "person_header": header_of(
            whole,
            actor=request.actor,
            now=now,
            person_ids=finding.record_ids(whole),
            current=screen_of(request),
        ),
    }


_open_entry = gate.opener(
    lambda: ContactPerson.objects.select_related("contact", "note", "person__merged_into"),
    person="person_id",
)


def open_entry(request: HttpRequest, entry_id: UUID, page: str) -> ContactPerson:
    """One person's part in a contact, with its contact, note and person; a 404 if not open."""
    return _open_entry(entry_id, by=request.actor, seen_as=page)


def why_not_add(note: ContactNote, actor: Any, *, is_voided: bool) -> str:
    """What keeps this worker from adding to the note now, before she types anything."""
    return (
        rules.why_not_add(
            state=note.state,
            is_author=note.written_by == actor.id,
            is_voided=is_voided,
            text="shown before anything is typed",
        )
        or ""
    )


def stored(
    sheet: Sheet,
    form: forms.Form,
    act: Callable[[dict[str, Any]], models.Model],
    *,
    named: Mapping[str, str] | None = None,
    ahead: Iterable[Asked] = (),
    becomes: Becomes | None = None,
) -> tuple[UUID | None, dict[str, str]]:
    """Run `act` once: the id of what was stored, or None and the texts that differ.

    A refusal stands at its field; `named` says which field of this form an action's word means.
    `ahead` and `becomes` are for `Sheet.once`.
    """
    try:
        _kind, made_id, _is_new = sheet.once(
            lambda: act(dict(form.cleaned_data)), ahead=ahead, becomes=becomes
        )
        return made_id, {}
    except Stale as other:
        form.add_error(None, str(other))
        # The next press is over what is shown now.
        form.data = {**form.data.dict(), "version": str(other.version)}
        return None, {
            str(form.fields[name].label): in_words(form.fields[name], stands)
            for name, stands in other.now_stands.items()
            if name in form.fields and stands != form.cleaned_data.get(name)
        }
    except Refused as refusal:
        field = (named or {}).get(refusal.field or "", refusal.field)
        form.add_error(field if field in form.fields else None, str(refusal))
        return None, {}


def shown(
    request: HttpRequest,
    template: str,
    *,
    form: forms.Form,
    sheet: Sheet,
    cancel_url: str,
    **page: Any,
) -> HttpResponse:
    """The form's page; 422 where something must be put right."""
    page |= {"form": form, "draft": sheet, "cancel_url": cancel_url}
    return render(request, template, page, status=422 if form.is_bound and form.errors else 200)
