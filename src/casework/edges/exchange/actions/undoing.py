"""An import is taken back: what nobody touched since goes, what somebody worked with stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.audit.models import Event
from casework.base.core.refusals import refuse_if
from casework.base.core.says import _
from casework.cycle.contacts.models import Addendum, ContactPerson, Promise

from ..bringing import bring_up_to_date
from ..models import Import, ImportedRow, ImportState, Kind, QuotedText, RowState, UnplacedText

# Reading is no touching. Contacts that another import brought refer to their person themselves.
_NO_TOUCH = frozenset(
    {"record.opened", "record.not_open", "people.located", "notes.searched", "note.listed"}
    | {"contact.brought_over", "contact.taken_back"}
)


@trail.recorded
def take_back(*, by: Actor, made: Import, now: datetime) -> Import:
    """Remove what the import made and nobody touched since; keep and list the rest."""
    made = Import.objects.select_for_update().get(pk=made.pk)
    refuse_if(
        _("This import was taken back already.") if made.state == ImportState.UNDONE else None
    )
    rows = list(made.rows.filter(state__in=[RowState.CREATED, RowState.TEXT_ONLY]))
    if made.kind == Kind.CONTACTS:
        gone = _contacts(rows, by=by, now=now)
    elif made.kind == Kind.PEOPLE:
        gone = _people(rows, since=made.last_id)
    else:
        gone = {row.pk for row in rows}
    _settle(rows, gone)
    rest = made.rows.exclude(pk__in=[row.pk for row in rows])
    UnplacedText.objects.filter(row__in=rest).delete()
    made.state, made.undone_at, made.undone_by = ImportState.UNDONE, now, by.id
    made.counts = {**made.counts, "taken_back": len(gone), "kept": len(rows) - len(gone)}
    made.save(update_fields=["state", "undone_at", "undone_by", "counts"])
    trail.write(
        "import.taken_back",
        by=by,
        about=made,
        detail={"taken_back": len(gone), "kept": len(rows) - len(gone)},
    )
    return made


def _settle(rows: list[ImportedRow], gone: set[UUID]) -> None:
    """Rows that went keep only where they stood; those that stay say so."""
    QuotedText.objects.filter(row__in=gone).delete()
    UnplacedText.objects.filter(row__in=gone).delete()
    for row in rows:
        row.state = RowState.UNDONE if row.pk in gone else RowState.KEPT
        if row.pk in gone:
            row.person_id = row.episode_id = row.referral_id = row.contact_person_id = None
    ImportedRow.objects.bulk_update(
        rows,
        ["state", "person_id", "episode_id", "referral_id", "contact_person_id"],
        batch_size=1_000,
    )


def _people(rows: list[ImportedRow], *, since: UUID | None) -> set[UUID]:
    """Whoever was the object of an act since the import stays, whole."""
    ids = [row.person_id for row in rows]
    touched = set(
        Event.objects.filter(person_id__in=ids, id__gt=since)
        .exclude(action__in=_NO_TOUCH)
        .values_list("person_id", flat=True)
    )
    return {
        row.pk
        for row in rows
        if row.person_id not in touched and _asked("exchange_take_back_person", row.person_id)
    }


def _contacts(rows: list[ImportedRow], *, by: Actor, now: datetime) -> set[UUID]:
    """Contacts that were not voided, moved or added to; quoted text goes with them."""
    entries = {row.contact_person_id: row for row in rows if row.contact_person_id}
    touched = set(
        ContactPerson.objects.filter(pk__in=entries)
        .filter(Q(voided_at__isnull=False) | Q(moved_to_id__isnull=False))
        .values_list("pk", flat=True)
    )
    touched |= set(
        Addendum.objects.filter(note__contact_person__in=entries).values_list(
            "note__contact_person_id", flat=True
        )
    )
    touched |= set(
        Promise.objects.filter(contact_person__in=entries).values_list(
            "contact_person_id", flat=True
        )
    )
    gone = {row.pk for row in rows if row.contact_person_id is None}
    people, episodes = [], set()
    for entry_id, row in entries.items():
        if entry_id in touched:
            continue
        if _asked("exchange_take_back_contact", entry_id):
            gone.add(row.pk)
            people.append((("contacts.contactperson", entry_id), row.person_id))
            episodes.add(row.episode_id)
    bring_up_to_date({one for one in episodes if one is not None}, by=by, now=now)
    trail.write_many("contact.taken_back", by=by, about=people)
    return gone


def _asked(function: str, subject: UUID | None) -> bool:
    """Whether the database could take it back; false where something still refers to it."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}(%s)", [subject])
        return bool(cursor.fetchone()[0])
