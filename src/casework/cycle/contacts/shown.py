"""Entries as they are read: words ready, a fixed number of queries for any number of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.questions import question
from casework.base.ui.parts import Mark, Tone
from casework.registry.diary.models import Mode, Where
from casework.registry.people import finding

from .models import (
    Addendum,
    Attendance,
    ContactNote,
    ContactPerson,
    ContactWorker,
    Function,
    NoteState,
    WithWhom,
)


@question
def there_of(contacts: Sequence[UUID]) -> QuerySet[ContactWorker, tuple[UUID, UUID]]:
    return ContactWorker.objects.filter(contact_id__among=contacts).values_list(
        "contact_id", "worker_id"
    )


@question
def _additions(notes: Sequence[UUID]) -> QuerySet[Addendum]:
    return Addendum.objects.filter(note_id__among=notes).order_by("written_at", "pk")


@dataclass(frozen=True)
class Added:
    """One addition to a note."""

    who: str
    when: str
    text: str


@dataclass(frozen=True)
class EntryShown:
    """One person's part in one contact, as it is read anywhere."""

    id: UUID
    person_id: UUID
    at: datetime
    url: str
    title: str
    when: str
    iso: str
    sub: str
    text: str
    author: str
    marks: Sequence[Mark]
    is_void: bool
    void_words: str
    added: Sequence[Added] = ()
    functions: Sequence[str] = ()
    css: str = ""
    worker_names: Sequence[str] = field(default_factory=tuple)


def note_of(entry: ContactPerson) -> ContactNote | None:
    """The note of an entry that was read together with it, if there is one to be read."""
    note: ContactNote | None = getattr(entry, "note", None)
    return note


def length_words(minutes: int | None, is_about: bool) -> str:
    """about 45 min, or 45 min where it was timed."""
    if minutes is None:
        return ""
    said = ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}
    return _("about %(length)s") % {"length": said} if is_about else said


def how_words(mode: str, where: str) -> str:
    """In person, their home; or Phone."""
    said = str(Mode(mode).label)
    if where:
        said = f"{said}, {str(Where(where).label).lower()}"
    return said


def title_of(entry: ContactPerson) -> str:
    """What it was: the way they met, or that they did not."""
    how = how_words(entry.contact.mode, entry.contact.where)
    if entry.attendance == Attendance.SEEN:
        return how
    return f"{Attendance(entry.attendance).label}: {how}"


def state_marks(entry: ContactPerson, note: ContactNote | None) -> list[Mark]:
    """What a reader must know before she relies on it."""
    said = []
    if entry.moved_to_id is not None:
        said.append(Mark(_("Moved to the right record"), Tone.ALERT))
    elif entry.voided_at is not None:
        said.append(Mark(_("Void"), Tone.ALERT))
    if note is not None and note.state == NoteState.SAVED and entry.voided_at is None:
        said.append(Mark(_("Saved, not signed yet"), Tone.WARN))
    if note is not None and note.state == NoteState.BROUGHT_OVER:
        said.append(Mark(_("Brought over")))
    if entry.moved_from_id is not None:
        said.append(Mark(_("Moved here from another record")))
    if entry.contact.late_reason:
        said.append(Mark(_("Written late: %(why)s") % {"why": entry.contact.late_reason}))
    return said


def _void_words(entry: ContactPerson, names: Any, actor: Any, now: datetime) -> str:
    if entry.voided_at is None:
        return ""
    return _("%(who)s, %(when)s: %(why)s") % {
        "who": names.get(entry.voided_by, _("Somebody")),
        "when": words.day_and_time(entry.voided_at, actor, now=now),
        "why": entry.why_voided,
    }


def _sub(entry: ContactPerson, who: Sequence[str]) -> str:
    others = [str(WithWhom(one).label).lower() for one in entry.with_whom]
    parts = [", ".join(who), length_words(entry.minutes, entry.contact.is_about)]
    if others:
        parts.append(_("with %(others)s") % {"others": ", ".join(others)})
    return " · ".join(part for part in parts if part)


def entries_shown(
    entries: Iterable[ContactPerson], *, actor: Any, now: datetime
) -> list[EntryShown]:
    """Three queries: who was there, what was added, and everybody's name.

    Who was there is not asked where `worker_ids` was read with the entries, as the contact and the
    note were. The words of an entry that was moved to the right record are somebody else's: they
    are not shown here.
    """
    rows = list(entries)
    if not rows:
        return []
    there = {one.contact_id: list(getattr(one, "worker_ids", [])) for one in rows}
    if unknown := [one.contact_id for one in rows if not hasattr(one, "worker_ids")]:
        for contact_id, worker_id in there_of(contacts=unknown):
            there[contact_id].append(worker_id)
    notes = {one.pk: note_of(one) for one in rows}
    additions: dict[UUID, list[Addendum]] = {}
    with_words = [
        note.pk
        for entry in rows
        if (note := notes[entry.pk]) is not None and getattr(entry, "has_additions", True)
    ]
    for one in _additions(notes=with_words) if with_words else []:
        additions.setdefault(one.note_id, []).append(one)
    names = finding.worker_names(
        {worker for some in there.values() for worker in some}
        | {note.written_by for note in notes.values() if note is not None}
        | {one.written_by for some in additions.values() for one in some}
        | {one.voided_by for one in rows}
    )
    shown = []
    for entry in rows:
        note = notes[entry.pk]
        readable = note if entry.moved_to_id is None else None
        who = [names[one] for one in there.get(entry.contact_id, []) if one in names]
        shown.append(
            EntryShown(
                id=entry.pk,
                person_id=entry.person_id,
                at=entry.started_at,
                url=reverse("contacts:contact_detail", args=[entry.pk]),
                title=title_of(entry),
                when=words.day_and_time(entry.started_at, actor, now=now),
                iso=words.local(entry.started_at, actor).isoformat(timespec="minutes"),
                sub=_sub(entry, who),
                text=readable.text if readable else "",
                author=names.get(readable.written_by, "") if readable else "",
                marks=state_marks(entry, note),
                is_void=entry.voided_at is not None,
                void_words=_void_words(entry, names, actor, now),
                added=[
                    Added(
                        names.get(one.written_by, ""),
                        words.day_and_time(one.written_at, actor, now=now),
                        one.text,
                    )
                    for one in (additions.get(readable.pk, []) if readable else [])
                ],
                functions=[str(Function(one).label) for one in entry.functions],
                css="" if entry.is_contact else "system",
                worker_names=who,
            )
        )
    return shown
