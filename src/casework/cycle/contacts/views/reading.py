from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.audit import trail
from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.base.ui.parts import Act
from casework.registry.door import gate
from casework.registry.people import finding
from casework.registry.people.models import Person
from casework.registry.people.tabs import record_url
from casework.registry.workforce.permissions import Permission

from .. import panels, rules
from ..locking import may_correct
from ..models import Addendum, ContactNote, ContactPerson, NoteState
from ..shown import EntryShown, entries_shown, note_of
from . import framing

FOUND_MOST = 50


def _others(entry: ContactPerson) -> list[str]:
    """Whose records, of those open to the reader, this contact stands in as well.

    A void part belongs to nobody: it does not say into whose record it was moved.
    """
    if entry.voided_at is not None:
        return []
    rows = (
        ContactPerson.objects.filter(contact=entry.contact_id, voided_at=None)
        .exclude(pk=entry.pk)
        .order_by("person__sort_key")
        .values_list("person__shown_name", flat=True)
    )
    return list(rows)


@screen(Permission.CONTACT_VIEW)
def contact_detail(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One entry with what was added to it, and what may be done with it now."""
    now, actor = timezone.now(), request.actor
    entry = framing.open_entry(request, entry_id, "contact_detail")
    note = note_of(entry)
    # A check-in is written by whoever decides on the referral: the database knows who that is.
    may_write = actor.may(Permission.CONTACT_RECORD) and (
        entry.referral_id is not None or finding.may_change(entry.person_id)
    )
    stands = entry.voided_at is None
    is_mine = note is not None and note.written_by == actor.id
    is_saved = note is not None and note.state == NoteState.SAVED
    page: dict[str, Any] = {
        "entry": entry,
        "shown": entries_shown([entry], actor=actor, now=now)[0],
        "note": note,
        "others": _others(entry),
        "promises": panels.open_promises(actor, finding.record_ids(entry.person), now=now),
        "may_write": may_write,
        "may_sign": may_write and stands and is_mine and is_saved,
        "adding": _adding(entry, note, actor) if may_write and stands and note else [],
        "may_correct": may_write and stands and may_correct(entry, by=actor),
        "may_move": may_write and stands and entry.episode_id and may_correct(entry, by=actor),
        "back_url": record_url(entry.person.canonical_id),
        **framing.header(request, entry.person, now=now),
    }
    return render(request, "contacts/contact_detail.html", page)


def _adding(entry: ContactPerson, note: ContactNote, actor: Any) -> list[Act]:
    """Adding to a note once it is signed; its author changes it until then."""
    is_author = note.written_by == actor.id
    if is_author and note.state == NoteState.SAVED:
        return []
    url = reverse("contacts:note_add", args=[entry.pk])
    return [Act(url, _("Add to it"), framing.why_not_add(note, actor, is_voided=False))]


def _paper(request: HttpRequest, entry_id: UUID, name: str) -> HttpResponse:
    now = timezone.now()
    entry = framing.open_entry(request, entry_id, name)
    shown = entries_shown([entry], actor=request.actor, now=now)[0]
    whole = entry.person.merged_into or entry.person
    day = words.local(entry.started_at, request.actor)
    page = {
        "entry": entry,
        "shown": shown,
        "person": whole,
        "when": f"{words.long_day(day.date())} {day.year}, {day:%H:%M}",
        "plain": _plain(shown, f"{words.long_day(day.date())} {day.year}, {day:%H:%M}"),
        "back_url": reverse("contacts:contact_detail", args=[entry.pk]),
        "printed": words.day_and_time(now, request.actor, now=now),
    }
    return render(request, f"contacts/{name}.html", page)


def _plain(shown: EntryShown, when: str) -> str:
    """The entry as text that any other program takes. Without the name: it is pasted elsewhere."""
    lines = [when, shown.title, shown.sub, *(one.words for one in shown.marks), "", shown.text]
    for one in shown.added:
        lines += ["", _("Added by %(who)s, %(when)s:") % {"who": one.who, "when": one.when}]
        lines.append(one.text)
    return "\n".join(lines).strip()


@screen(Permission.CONTACT_VIEW)
def contact_print(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One entry on paper."""
    return _paper(request, entry_id, "contact_print")


@screen(Permission.CONTACT_VIEW)
def contact_plain(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One entry as plain text, to be copied into another system instead of typed again."""
    return _paper(request, entry_id, "contact_plain")


@screen(Permission.CONTACT_VIEW, methods=("GET", "POST"))
def note_search(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The notes of one person that have these words.

    The words are written neither to the trail nor to an address, which browsers and proxies keep.
    """
    now, actor = timezone.now(), request.actor
    person = gate.open_or_404(
        Person.objects.select_related("merged_into"),
        by=actor,
        person="pk",
        pk=person_id,
        seen_as="note_search",
    )
    if person.merged_into_id is not None:
        return redirect("contacts:note_search", person_id=person.merged_into_id)
    asked = " ".join(request.POST.get("q", "").replace("\x00", "").split())[:100]
    person_ids = finding.record_ids(person)
    found = _find(person_ids, asked) if len(asked) > 1 else []
    shown = {one.id: one for one in entries_shown(found, actor=actor, now=now)}
    page = {
        "asked": asked,
        "found": [_hit(shown[one.pk], asked) for one in found],
        "is_more": len(found) == FOUND_MOST,
        "is_asked": len(asked) > 1,
        **framing.header(request, person, now=now),
    }
    if asked:
        trail.write("notes.searched", by=actor, person_id=person.pk, detail={"found": len(found)})
    return render(request, "contacts/note_search.html", page)


def _find(person_ids: list[UUID], asked: str) -> list[ContactPerson]:
    """In notes and in what was added to them. What was moved away is not looked at."""
    here = ContactNote.objects.filter(
        person_id__in=person_ids, contact_person__moved_to_id=None, text__icontains=asked
    )
    added = Addendum.objects.filter(
        person_id__in=person_ids, note__contact_person__moved_to_id=None, text__icontains=asked
    )
    ids = set(here.values_list("contact_person_id", flat=True)) | set(
        added.values_list("note__contact_person_id", flat=True)
    )
    if not ids:
        return []
    return list(
        ContactPerson.objects.filter(pk__in=ids, person_id__in=person_ids)
        .select_related("contact", "note")
        .order_by("-started_at", "-pk")[:FOUND_MOST]
    )


def _hit(shown: EntryShown, asked: str) -> dict[str, Any]:
    texts = [shown.text, *(one.text for one in shown.added)]
    pieces = next((cut for text in texts if (cut := rules.marked(text, asked))), [])
    return {"entry": shown, "pieces": pieces}
