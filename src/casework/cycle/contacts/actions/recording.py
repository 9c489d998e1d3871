from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.clocks.actions import Start, restart_clocks
from casework.base.clocks.starting import restarting
from casework.base.core.adding import add
from casework.base.core.questions import one_journey
from casework.base.core.refusals import Refused, refuse_if
from casework.base.core.words import local
from casework.cycle.intake.models import Referral
from casework.registry.diary import agenda
from casework.registry.diary.actions import book_appointment, settle_appointment
from casework.registry.diary.models import AppointmentState, Mode
from casework.registry.episodes.clocks import calendar_of, contact_or_attempt_rule
from casework.registry.episodes.models import Episode
from casework.registry.workforce.models import Worker

from .. import coming_back, rules, says, seen
from ..clocks import sign_note_rule
from ..locking import lock_subjects
from ..models import (
    Attendance,
    Contact,
    ContactNote,
    ContactPerson,
    ContactWorker,
    Initiator,
    NoteState,
    Occasion,
    Promise,
)
from ..parts import NextContact, Part, Subject, Subjects

_CANCELLED = {
    str(Attendance.CANCELLED_BY_PERSON): AppointmentState.CANCELLED_BY_PERSON,
    str(Attendance.CANCELLED_BY_US): AppointmentState.CANCELLED_BY_US,
}


@trail.recorded
def record_contact(
    *,
    by: Actor,
    parts: Sequence[Part],
    started_at: datetime,
    mode: str,
    now: datetime,
    workers: Sequence[UUID] = (),
    minutes: int | None = None,
    ended_at: datetime | None = None,
    is_about: bool = True,
    where: str = "",
    occasion: str = Occasion.PLANNED,
    initiator: str = Initiator.US,
    appointment: UUID | None = None,
    late_reason: str = "",
    sign: bool = False,
    next_contact: NextContact | None = None,
    team: UUID | None = None,
) -> Contact:
    """Write down what happened, with everything that follows from it, in one transaction.

    The episodes' silence, the appointment and its visit, the next contact, the clocks and the
    promises all move, or nothing does. The number of statements does not grow with the people or
    the workers. The first part is the one that the appointment and the next contact belong to.
    """
    who = list(dict.fromkeys(workers)) or [by.id]
    subjects = lock_subjects(parts)
    left = _left_to_record(parts, subjects, appointment, started_at, by=by, now=now)
    _refuse(
        by, parts, who, subjects, started_at, ended_at, minutes, mode, where, late_reason, left, now
    )
    if ended_at is not None:
        minutes, is_about = max(1, round((ended_at - started_at).total_seconds() / 60)), False
    contact = Contact(
        started_at=started_at,
        ended_at=ended_at,
        minutes=minutes,
        is_about=is_about,
        mode=mode,
        where=where if mode == Mode.IN_PERSON else "",
        occasion=occasion,
        initiator=initiator,
        team_id=team or subjects.of(parts[0]).team_id,
        appointment_id=appointment,
        late_reason=late_reason.strip(),
        recorded_at=now,
        recorded_by=by.id,
    )
    contact.entries = [_entry(contact, part, subjects.of(part)) for part in parts]
    notes = _notes(contact, parts, sign=sign, by=by, now=now)
    starts = _starts(contact, parts, notes, subjects, sign=sign, now=now)
    add(
        [contact],
        contact.entries,
        [ContactWorker(contact=contact, worker_id=one, started_at=started_at) for one in who],
        notes,
        _promises(contact, parts, by=by, now=now),
        asking=[*seen.ahead(subjects.episodes, agency=by.agency), *restarting(starts)],
    )
    seen.read_seen(subjects.episodes, agency=by.agency)
    _note_check_ins(contact, subjects)
    if appointment is not None:
        first = contact.entries[0]
        settle_appointment(
            by=by,
            appointment_id=appointment,
            person_id=first.person.canonical_id,
            is_kept=first.attendance in rules.MET,
            cancelled=_CANCELLED.get(first.attendance),
            contact_id=contact.pk,
            now=now,
        )
    if next_contact is not None:
        refuse_if(_why_not_meet_again(subjects.of(parts[0])), field="next_contact")
        _book_next(subjects.of(parts[0]), next_contact, who, by=by, now=now)
    with one_journey(), trail.together():
        seen.store_seen(subjects.episodes)
        if starts:
            restart_clocks(
                by=by, starts=starts, met_as=contact, calendar=calendar_of(by.agency), now=now
            )
        trail.write_many(
            "contact.recorded_and_signed" if sign and notes else "contact.recorded",
            by=by,
            about=[(entry, entry.person_id) for entry in contact.entries],
        )
    met = {one.episode_id for one in contact.entries if one.is_contact}
    for episode in subjects.episodes:
        if episode.pk in met:
            coming_back.come_back(
                episode, contact_id=contact.pk, at=contact.started_at, by=by, now=now
            )
    return contact


def _left_to_record(
    parts: Sequence[Part],
    subjects: Subjects,
    appointment: UUID | None,
    started_at: datetime,
    *,
    by: Actor,
    now: datetime,
) -> UUID | None:
    """The ended episode of which this appointment had begun, and is to be written down still."""
    if appointment is None or all(subjects.of(part).is_open for part in parts):
        return None
    left = agenda.left_to_record(appointment, now=now)
    if left is None:
        return None
    days = local(left.starts_at, by).date(), local(left.ends_at, by).date()
    return left.episode_id if days[0] <= local(started_at, by).date() <= days[1] else None


def _why_not_meet_again(subject: Subject) -> str | None:
    return None if subject.is_open else says.nothing_more()


def _refuse(
    by: Actor,
    parts: Sequence[Part],
    workers: Sequence[UUID],
    subjects: Subjects,
    started_at: datetime,
    ended_at: datetime | None,
    minutes: int | None,
    mode: str,
    where: str,
    late_reason: str,
    left_to_record: UUID | None,
    now: datetime,
) -> None:
    """Every reason against recording this, said at the field where it can be mended."""
    # Two records of one person are one person who was there.
    people = [subjects.of(one).person.canonical_id for one in parts]
    refuse_if(
        rules.why_not_people(count=len(people), distinct=len(set(people)), workers=len(workers))
    )
    others = set(workers) - {by.id}
    # Who has left may have been there, and who is going to leave is there still.
    worked_here = Q(left_on=None) | Q(left_on__gte=local(started_at, by).date())
    if others and Worker.objects.filter(worked_here, pk__in=others).count() != len(others):
        raise Refused(says.unknown_worker(), field="workers")
    refuse_if(
        rules.why_not_length(minutes=minutes, started_at=started_at, ended_at=ended_at, now=now),
        field="minutes" if ended_at is None else "ended_at",
    )
    for part in parts:
        subject = subjects.of(part)
        refuse_if(
            rules.why_not_begin(
                subject=subject,
                started_at=started_at,
                now=now,
                is_left_to_record=part.episode_id is not None and part.episode_id == left_to_record,
            ),
            field="started_at",
        )
        refuse_if(
            rules.why_not_late(
                subject=subject, started_at=started_at, late_reason=late_reason, now=now
            ),
            field="late_reason",
        )
        if part.attendance in rules.MET:
            refuse_if(rules.why_not_where(mode=mode, where=where), field="where")
        refuse_if(rules.why_not_note(attendance=part.attendance, note=part.note), field="note")
        for words in part.promises:
            refuse_if(rules.why_not_promise(words=words), field="promise")


def _entry(contact: Contact, part: Part, subject: Subject) -> ContactPerson:
    with_person = part.attendance != Attendance.WITHOUT_PERSON
    return ContactPerson(
        id=part.id,
        contact=contact,
        person=subject.person,
        episode_id=part.episode_id,
        referral_id=part.referral_id,
        started_at=contact.started_at,
        attendance=part.attendance,
        is_contact=rules.is_contact(part.attendance, contact.mode, with_person),
        with_whom=list(part.with_whom),
        functions=list(part.functions),
        minutes=part.minutes if part.minutes is not None else contact.minutes,
    )


def _notes(
    contact: Contact, parts: Sequence[Part], *, sign: bool, by: Actor, now: datetime
) -> list[ContactNote]:
    return [
        ContactNote(
            contact_person=entry,
            person_id=entry.person_id,
            referral_id=entry.referral_id,
            label=part.label,
            text=part.note.strip(),
            state=NoteState.SIGNED if sign else NoteState.SAVED,
            written_by=by.id,
            written_at=now,
            signed_at=now if sign else None,
            signed_by=by.id if sign else None,
        )
        for entry, part in zip(contact.entries, parts, strict=True)
        if part.note.strip()
    ]


def _promises(
    contact: Contact, parts: Sequence[Part], *, by: Actor, now: datetime
) -> list[Promise]:
    return [
        Promise(
            contact_person=entry,
            person_id=entry.person_id,
            episode_id=entry.episode_id,
            label=part.label,
            words=words.strip(),
            promised_at=now,
            promised_by=by.id,
        )
        for entry, part in zip(contact.entries, parts, strict=True)
        for words in part.promises
        if words.strip()
    ]


def _note_check_ins(contact: Contact, subjects: Subjects) -> None:
    """Somebody who waits was really spoken to: the referral says when."""
    met = [one.referral_id for one in contact.entries if one.is_contact and one.referral_id]
    asked = [
        one.referral
        for one in subjects.of_referrals.values()
        if one.referral is not None and one.referral.pk in met
    ]
    later = [
        one.pk
        for one in asked
        if one.last_check_in_at is None or one.last_check_in_at < contact.started_at
    ]
    if later:
        Referral.objects.filter(pk__in=later).update(last_check_in_at=contact.started_at)


def _book_next(
    subject: Subject,
    wanted: NextContact,
    workers: Sequence[UUID],
    *,
    by: Actor,
    now: datetime,
) -> None:
    try:
        book_appointment(
            by=by,
            person=subject.person,
            episode_id=subject.episode.pk if subject.episode else None,
            referral_id=subject.referral.pk if subject.referral else None,
            workers=list(wanted.workers) or [by.id if by.id in workers else workers[0]],
            starts_at=wanted.starts_at,
            ends_at=wanted.ends_at,
            mode=wanted.mode,
            where=wanted.where if wanted.mode == Mode.IN_PERSON else "",
            is_day_only=wanted.is_day_only,
            now=now,
        )
    except Refused as refusal:
        raise Refused(refusal.reason, field="next_contact") from None


def _starts(
    contact: Contact,
    parts: Sequence[Part],
    notes: Sequence[ContactNote],
    subjects: Subjects,
    *,
    sign: bool,
    now: datetime,
) -> list[Start]:
    """Somebody saw them, or tried: that clock begins again. A note not signed begins one."""
    starts = []
    for entry, part in zip(contact.entries, parts, strict=True):
        subject = subjects.of(part)
        tried = entry.is_contact or rules.is_attempt(entry.attendance)
        if tried and subject.episode is not None and subject.is_open:
            rule = contact_or_attempt_rule(subject.model, subject.episode.mode)
            starts.append(Start(rule, subject.episode, entry.person_id, contact.started_at))
    if sign:
        return starts
    by_entry = {
        entry.pk: subjects.of(part) for entry, part in zip(contact.entries, parts, strict=True)
    }
    return starts + [
        Start(
            sign_note_rule(by_entry[note.contact_person_id].model),
            note,
            # Whoever decides on a referral opens no clock of the person's record.
            note.person_id if note.referral_id is None else None,
            now,
        )
        for note in notes
    ]


@trail.recorded
def tried_no_answer(
    *, by: Actor, episode: Episode, mode: str, now: datetime, where: str = ""
) -> Contact:
    """An attempt, in one press: it counts as having tried and never as having seen them."""
    return record_contact(
        by=by,
        parts=[Part(episode.person_id, Attendance.NO_ANSWER, episode_id=episode.pk)],
        started_at=now,
        mode=mode,
        where=where,
        occasion=Occasion.UNPLANNED,
        now=now,
    )
