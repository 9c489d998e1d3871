from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.clocks.actions import meet_clocks
from casework.base.core.refusals import Refused, refuse_if

from .. import rules, says
from ..locking import clocks_of_notes, lock_notes
from ..models import Addendum, ContactNote, NoteState


def _lock(note: ContactNote) -> ContactNote:
    found = lock_notes([note.pk])
    if not found:
        raise Refused(says.reading_only())
    return found[0]


def _why_not_sign(note: ContactNote, *, by: Actor, text: str) -> str | None:
    return rules.why_not_sign(
        state=note.state,
        is_author=note.written_by == by.id,
        is_voided=note.contact_person.voided_at is not None,
        text=text,
    )


@trail.recorded
def sign_note(*, by: Actor, note: ContactNote, version: int, now: datetime) -> ContactNote:
    """The author signs what stands at `version`; from then on nobody changes it."""
    note = _lock(note)
    refuse_if(_why_not_sign(note, by=by, text=note.text))
    note.save_over(version, state=NoteState.SIGNED, signed_at=now, signed_by=by.id)
    meet_clocks(by=by, clocks=clocks_of_notes([note.pk]), met_as=note, met_at=now, now=now)
    trail.write("note.signed", by=by, about=note, person_id=note.person_id)
    return note


@trail.recorded
def sign_many(*, by: Actor, note_ids: Sequence[UUID], now: datetime) -> int:
    """The author signs several at once, in a number of statements that does not grow.

    What was signed meanwhile is left as it is, so that pressing twice signs once. Answers how
    many were signed now.
    """
    notes = [one for one in lock_notes(note_ids) if one.state == NoteState.SAVED]
    for note in notes:
        refuse_if(_why_not_sign(note, by=by, text=note.text))
    ids = [one.pk for one in notes]
    ContactNote.objects.filter(pk__in=ids).update(
        state=NoteState.SIGNED, signed_at=now, signed_by=by.id
    )
    if not ids:
        trail.quiet("every one of them was signed already")
        return 0
    meet_clocks(by=by, clocks=clocks_of_notes(ids), met_as=None, met_at=now, now=now)
    trail.write_many("note.signed", by=by, about=[(one, one.person_id) for one in notes])
    return len(notes)


@trail.recorded
def change_note(
    *, by: Actor, note: ContactNote, text: str, version: int, now: datetime, sign: bool = False
) -> ContactNote:
    """The author writes over what stands at `version`, and may sign it in the same step."""
    note = _lock(note)
    refuse_if(
        rules.why_not_change(
            state=note.state,
            is_author=note.written_by == by.id,
            is_voided=note.contact_person.voided_at is not None,
            text=text,
        ),
        field="text",
    )
    note.save_over(version, text=text.strip())
    trail.write("note.changed", by=by, about=note, person_id=note.person_id)
    if sign:
        sign_note(by=by, note=note, version=note.version, now=now)
    return note


@trail.recorded
def add_to_note(*, by: Actor, note: ContactNote, text: str, now: datetime) -> Addendum:
    """Something is added to a signed note, under the name of whoever adds it."""
    note = _lock(note)
    refuse_if(
        rules.why_not_add(
            state=note.state,
            is_author=note.written_by == by.id,
            is_voided=note.contact_person.voided_at is not None,
            text=text,
        ),
        field="text",
    )
    addendum = Addendum.objects.create(
        note=note,
        person_id=note.person_id,
        referral_id=note.referral_id,
        label=note.label,
        text=text.strip(),
        written_at=now,
        written_by=by.id,
    )
    trail.write("note.added_to", by=by, about=note, person_id=note.person_id)
    return addendum
