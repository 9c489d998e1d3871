"""Contacts come over from a file: stored as brought over, never as signed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.says import _
from casework.cycle.contacts import rules as contact_rules
from casework.cycle.contacts.models import (
    Contact,
    ContactNote,
    ContactPerson,
    ContactWorker,
    NoteState,
)
from casework.registry.episodes.models import Episode
from casework.registry.workforce.models import Team

from .. import matching, rules
from ..bringing import Bringing, Watch, begin, bring_up_to_date, standing
from ..models import Import, RowState
from ..reading import Reading
from ..reading.contacts import ContactRow

_MANY = 1_000
_STORED = ("kind", "on", "starts_at", "attendance", "minutes", "note")


@trail.recorded
def bring_contacts(
    *,
    by: Actor,
    team: Team,
    reading: Reading,
    now: datetime,
    by_name: bool = False,
    watch: Watch | None = None,
) -> Import:
    """Store the contacts of a file, in one transaction. The same file again changes nothing."""
    before = standing(sha256=reading.book.digest, kind=reading.kind, team=team)
    if before is not None:
        trail.quiet("the same file again changes nothing")
        return before
    bringing = begin(by=by, team=team, reading=reading, now=now, watch=watch)
    coming = _Coming(bringing, by_name)
    coming.all()
    made = bringing.store()
    trail.write_many(
        "contact.brought_over",
        by=by,
        about=[(entry, entry.person_id) for entry in coming.entries],
    )
    trail.write(
        "import.done",
        by=by,
        about=made,
        detail={name: n for name, n in made.counts.items() if isinstance(n, int)},
    )
    return made


class _Coming:
    """The contacts of one file."""

    def __init__(self, bringing: Bringing, by_name: bool) -> None:
        self.bringing = bringing
        self.rows = [row for row in bringing.reading.rows if isinstance(row, ContactRow)]
        people = matching.People(self.rows, team=bringing.team, by_name=by_name)
        self.whose = [people.of(row) for row in self.rows]
        self.episodes = matching.episodes_of(
            (one for one in self.whose if one is not None), bringing.team
        )
        self.writable = matching.writable(one for one in self.whose if one is not None)
        self.contacts: list[Contact] = []
        self.entries: list[ContactPerson] = []
        self.notes: list[ContactNote] = []
        self.workers: list[ContactWorker] = []

    def all(self) -> None:
        for row, person_id in zip(self.rows, self.whose, strict=True):
            self._row(row, row.to_json(), person_id)
        Contact.objects.bulk_create(self.contacts, batch_size=_MANY)
        ContactPerson.objects.bulk_create(self.entries, batch_size=_MANY)
        ContactNote.objects.bulk_create(self.notes, batch_size=_MANY)
        ContactWorker.objects.bulk_create(self.workers, batch_size=_MANY)
        touched = {entry.episode_id for entry in self.entries if entry.episode_id}
        bring_up_to_date(touched, by=self.bringing.by, now=self.bringing.now)

    def _row(self, row: ContactRow, told: dict[str, Any], person_id: UUID | None) -> None:
        bringing = self.bringing
        found = rules.fingerprint(told)
        if found in bringing.known:
            bringing.add(told, RowState.SAME)
            return
        if person_id is None:
            why = _("Nobody here is surely meant by this number, or name and birth date.")
            bringing.add(told, RowState.LEFT_OUT, why=why, text=told)
            return
        if person_id not in self.writable:
            bringing.add(told, RowState.LEFT_OUT, why=matching.read_only(), text=told)
            return
        episode = self.episodes.get(person_id)
        how = rules.how_met(row.kind, row.attendance, row.minutes, told["note"])
        why_text = _why_text(row, episode, how, bringing)
        if why_text or episode is None or how is None:
            bringing.add(
                told, RowState.TEXT_ONLY, why=why_text or "", text=told, person_id=person_id
            )
            return
        entry = self._store(row, told, episode, how)
        placed = [*_STORED, *(["worker"] if self._worker(row, entry) else [])]
        bringing.add(
            told,
            RowState.CREATED,
            text=rules.left_over(told, placed),
            person_id=person_id,
            episode_id=episode.pk,
            contact_person_id=entry.pk,
        )

    def _store(
        self, row: ContactRow, told: dict[str, Any], episode: Episode, how: rules.HowMet
    ) -> ContactPerson:
        bringing = self.bringing
        assert row.on is not None
        at = rules.clock_time(told["starts_at"])
        started = bringing.instant(row.on, time(*at) if at else time(12))
        ended = started + timedelta(minutes=row.minutes) if at and row.minutes else None
        contact = Contact(
            started_at=started,
            ended_at=ended,
            minutes=row.minutes,
            is_about=at is None,
            mode=how.mode,
            where=how.where,
            team=bringing.team,
            recorded_at=bringing.now,
            recorded_by=bringing.by.id,
            brought_over_by=bringing.made.pk,
            source_cell=f"{row.sheet}!{row.row}"[:120],
        )
        entry = ContactPerson(
            contact=contact,
            person_id=episode.person_id,
            episode_id=episode.pk,
            started_at=started,
            attendance=how.attendance,
            is_contact=contact_rules.is_contact(how.attendance, how.mode),
            minutes=row.minutes,
        )
        self.contacts.append(contact)
        self.entries.append(entry)
        if note := str(told["note"] or "").strip():
            self.notes.append(
                ContactNote(
                    contact_person=entry,
                    person_id=episode.person_id,
                    text=note,
                    state=NoteState.BROUGHT_OVER,
                    written_by=bringing.by.id,
                    written_at=bringing.now,
                )
            )
        return entry

    def _worker(self, row: ContactRow, entry: ContactPerson) -> bool:
        worker_id = self.bringing.worker_id(row.worker)
        if worker_id is not None:
            self.workers.append(
                ContactWorker(
                    contact=entry.contact, worker_id=worker_id, started_at=entry.started_at
                )
            )
        return worker_id is not None


def _why_text(
    row: ContactRow, episode: Episode | None, how: rules.HowMet | None, bringing: Bringing
) -> str | None:
    """Why a row stays quoted text with its person."""
    if row.on is None:
        return _("The day could not be read.")
    if row.on > bringing.today:
        return _("This day is still to come.")
    if episode is None:
        return _("There is no episode in this team to which it could belong.")
    if how is None:
        return _("The row leaves open how they met, or whether.")
    return None
