"""An import is taken back: what nobody touched since goes, what somebody worked with stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.jobs.actions import start_progress
from casework.base.jobs.models import Progress

from .. import rules
from ..bringing import Step, bring_up_to_date, no_step
from ..models import Import, ImportState, Kind
from ..taking_back import rows_to_take_back


@trail.recorded
def begin_taking_back(*, by: Actor, made: Import, now: datetime) -> Progress:
    """Put the job that takes the import back, for whoever leads its team."""
    refuse_if(rules.why_not_bring(leads=made.team_id in by.led_team_ids))
    made = Import.objects.select_for_update().get(pk=made.pk)
    refuse_if(rules.why_not_take_back(is_undone=made.state == ImportState.UNDONE))
    trail.write("import.undo_begun", by=by, about=made)
    before = Progress.objects.filter(finished_at=None)
    if made.undo_id is not None and (standing := before.filter(pk=made.undo_id).first()):
        return standing
    progress = start_progress(
        by=by, job="exchange.take_back", title="taking_back", now=now, import_id=made.pk
    )
    made.undo_id = progress.pk
    made.save(update_fields=["undo_id"])
    return progress


@trail.recorded
def take_back(*, by: Actor, made: Import, now: datetime, step: Step = no_step) -> Import:
    """Remove what the import made and nobody touched since; keep and list the rest."""
    made = Import.objects.select_for_update().get(pk=made.pk)
    refuse_if(rules.why_not_take_back(is_undone=made.state == ImportState.UNDONE))
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
