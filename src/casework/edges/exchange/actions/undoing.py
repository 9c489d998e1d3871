"""An import is taken back: what nobody touched since goes, what somebody worked with stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.core.says import _

from ..bringing import Step, bring_up_to_date, no_step
from ..models import Import, ImportState, Kind


@dataclass(frozen=True)
class ToTakeBack:
    """A row of an import, and whether somebody worked with it since."""

    row_id: UUID
    sheet: str
    row: int
    person_id: UUID | None
    episode_id: UUID | None
    contact_person_id: UUID | None
    is_touched: bool


def rows_to_take_back(made: Import) -> list[ToTakeBack]:
    """What would go and what would stay; empty for whoever does not lead the team."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select row_id, sheet, line, person_id, episode_id, contact_person_id, is_touched"
            " from exchange_rows_to_take_back(%s)",
            [made.pk],
        )
        return [ToTakeBack(*row) for row in cursor.fetchall()]


@trail.recorded
def take_back(*, by: Actor, made: Import, now: datetime, step: Step = no_step) -> Import:
    """Remove what the import made and nobody touched since; keep and list the rest."""
    made = Import.objects.select_for_update().get(pk=made.pk)
    refuse_if(
        _("This import was taken back already.") if made.state == ImportState.UNDONE else None
    )
    rows = rows_to_take_back(made)
    gone = []
    for row in rows:
        if _ask("exchange_take_back_row", row.row_id):
            gone.append(row)
        step()
    if made.kind == Kind.CONTACTS:
        contacts = [row for row in gone if row.contact_person_id]
        episodes = {row.episode_id for row in contacts if row.episode_id}
        bring_up_to_date(episodes, by=by, now=now)
        trail.write_many(
            "contact.taken_back",
            by=by,
            about=[
                (("contacts.contactperson", row.contact_person_id), row.person_id)
                for row in contacts
            ],
        )
    _ask("exchange_forget_unplaced", made.pk)
    counts = {"taken_back": len(gone), "kept": len(rows) - len(gone)}
    made.state, made.undone_at, made.undone_by = ImportState.UNDONE, now, by.id
    made.counts = {**made.counts, **counts}
    made.save(update_fields=["state", "undone_at", "undone_by", "counts"])
    trail.write("import.taken_back", by=by, about=made, detail=counts)
    return made


def _ask(function: str, subject: UUID) -> bool:
    """What the database answers; false where a row stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}(%s)", [subject])
        return bool(cursor.fetchone()[0])
