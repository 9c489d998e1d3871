from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.clocks.actions import IfOpen, Start, end_clocks, restart_clocks, start_clock
from casework.base.clocks.models import OPEN, Clock, EndReason
from casework.base.core.ids import new_id
from casework.base.core.refusals import Refused, refuse_if
from casework.base.core.says import _
from casework.cycle.intake.clocks import check_in_by
from casework.cycle.intake.models import ENDED, Referral, ReferralState
from casework.registry.diary.actions import unsettle_appointment
from casework.registry.episodes.clocks import calendar_of, contact_or_attempt_rule
from casework.registry.episodes.ledger import model_of
from casework.registry.episodes.models import Episode
from casework.registry.people import finding

from .. import coming_back, rules, says, seen
from ..clocks import sign_note_rule
from ..locking import clocks_of_notes, lock_episodes, may_correct
from ..models import Addendum, ContactNote, ContactPerson, NoteState, Promise
from ..parts import subject_of_episode


def _lock(entry: ContactPerson) -> ContactPerson:
    """The entry with its contact and note, locked; refused where it may only be read."""
    found = (
        ContactPerson.objects.select_related("contact", "person", "note")
        .filter(pk=entry.pk)
        .select_for_update(of=("self",), no_key=True)
        .first()
    )
    if found is None:
        raise Refused(says.reading_only())
    return found


def _strike(
    entry: ContactPerson, *, by: Actor, reason: str, now: datetime, moved_to: UUID | None
) -> None:
    """The entry no longer counts; what hangs on it, its clock and its promises, ends with it."""
    entry.voided_at, entry.voided_by = now, by.id
    entry.why_voided, entry.moved_to_id = reason.strip()[:300], moved_to
    entry.save(update_fields=["voided_at", "voided_by", "why_voided", "moved_to_id"])
    note: ContactNote | None = getattr(entry, "note", None)
    if note is not None and note.state == NoteState.SAVED:
        end_clocks(
            by=by,
            clocks=clocks_of_notes([note.pk]),
            reason=EndReason.NO_LONGER_APPLIES,
            now=now,
        )
    Promise.objects.filter(contact_person=entry, kept_at=None, dropped_why="").update(
        dropped_why=_("The entry it stood in is void.")
    )
    unsettle_appointment(
        by=by,
        contact_id=entry.contact_id,
        person_id=entry.person.canonical_id,
        recorded_by=entry.contact.recorded_by,
        recorded_at=entry.contact.recorded_at,
        now=now,
    )
    if entry.referral_id is not None and entry.is_contact:
        _put_check_in_back(entry.referral_id, by=by)


def _put_check_in_back(referral_id: UUID, *, by: Actor) -> None:
    """Nobody asked after all: whoever waits is asked as if the check-in had not been."""
    rows = Referral.objects.filter(pk=referral_id)
    referral = rows.first()
    if referral is None or referral.state in ENDED:
        return
    left = ContactPerson.objects.filter(
        referral_id=referral_id, is_contact=True, voided_at=None
    ).aggregate(last=Max("started_at"), count=Count("pk"))
    # The database counts one more, and says when the next is due, whenever the last one moves.
    rows.update(last_check_in_at=left["last"])
    back = {"check_ins": left["count"]}
    every_days, since = referral.check_in_every_days, referral.waiting_since_at
    if referral.state == ReferralState.WAITING and left["last"] is None and every_days and since:
        back["due_at"] = check_in_by(
            every_days=every_days, since=since, calendar=calendar_of(by.agency)
        )
    rows.update(**back)


def _put_clock_back(episode: Episode, *, by: Actor, now: datetime) -> None:
    """The clock that the struck entry met runs again from what is left: it may be late at once."""
    running = Clock.objects.filter(
        OPEN, rule="contact_or_attempt", subject_id=episode.pk, paused_at=None
    ).first()
    left = [one for one in (episode.last_contact_at, episode.last_attempt_at) if one is not None]
    since = max(left, default=episode.accepted_at)
    if running is None or running.started_at <= since or not episode.is_open:
        return
    start_clock(
        by=by,
        rule=contact_or_attempt_rule(model_of(episode), episode.mode),
        subject=episode,
        about_id=episode.person_id,
        started_at=since,
        calendar=calendar_of(by.agency),
        now=now,
        if_open=IfOpen.REPLACE,
    )


def _stay_away(episode: Episode, entry: ContactPerson, *, by: Actor, now: datetime) -> None:
    coming_back.stay_away(episode, contact_id=entry.contact_id, at=entry.started_at, by=by, now=now)


@trail.recorded
def void_entry(*, by: Actor, entry: ContactPerson, reason: str, now: datetime) -> ContactPerson:
    """The entry no longer counts; it stays readable, marked, with who said so and why."""
    entry = _lock(entry)
    refuse_if(
        rules.why_not_void(
            is_voided=entry.voided_at is not None, may=may_correct(entry, by=by), reason=reason
        ),
        field="reason",
    )
    episodes = lock_episodes([entry.episode_id] if entry.episode_id else [])
    _strike(entry, by=by, reason=reason, now=now, moved_to=None)
    seen.write_seen(episodes, agency=by.agency)
    for episode in episodes:
        _put_clock_back(episode, by=by, now=now)
        _stay_away(episode, entry, by=by, now=now)
    trail.write("contact.voided", by=by, about=entry, person_id=entry.person_id)
    return entry


@trail.recorded
def move_entry(
    *, by: Actor, entry: ContactPerson, to: Episode, reason: str, now: datetime
) -> ContactPerson:
    """An entry written in the wrong record: void there, copied into the right one, said in both.

    Both records must be open to `by` for writing. The note keeps its author and its signature.
    """
    entry = _lock(entry)
    ids = {to.pk} | ({entry.episode_id} if entry.episode_id else set())
    episodes = {one.pk: one for one in lock_episodes(ids)}
    if to.pk not in episodes:
        raise Refused(says.reading_only(), field="to")
    target = episodes[to.pk]
    refuse_if(
        rules.why_not_void(
            is_voided=entry.voided_at is not None, may=may_correct(entry, by=by), reason=reason
        ),
        field="reason",
    )
    refuse_if(
        rules.why_not_move(
            is_same_person=target.person.canonical_id == entry.person.canonical_id,
            is_there_already=ContactPerson.objects.filter(
                contact=entry.contact_id,
                person__in=finding.records_of(target.person.canonical_id),
            ).exists(),
            subject=subject_of_episode(target),
            started_at=entry.started_at,
            now=now,
        ),
        field="to",
    )
    there = ContactPerson(
        id=new_id(),
        contact=entry.contact,
        person=target.person,
        episode_id=target.pk,
        started_at=entry.started_at,
        attendance=entry.attendance,
        is_contact=entry.is_contact,
        with_whom=entry.with_whom,
        functions=entry.functions,
        minutes=entry.minutes,
        moved_from_id=entry.pk,
    )
    there.save(force_insert=True)
    note = _copy_words(entry, there)
    _strike(entry, by=by, reason=reason, now=now, moved_to=there.pk)
    seen.write_seen(list(episodes.values()), agency=by.agency)
    for episode in episodes.values():
        if episode.pk != target.pk:
            _put_clock_back(episode, by=by, now=now)
            _stay_away(episode, entry, by=by, now=now)
    if there.is_contact:
        coming_back.come_back(
            target, contact_id=there.contact_id, at=there.started_at, by=by, now=now
        )
    _start_clocks(there, note, target, by=by, now=now)
    trail.write(
        "contact.moved_away",
        by=by,
        about=entry,
        person_id=entry.person_id,
        detail={"to_entry": there.pk},
    )
    trail.write(
        "contact.moved_here",
        by=by,
        about=there,
        person_id=there.person_id,
        detail={"from_entry": entry.pk},
    )
    return there


def _copy_words(entry: ContactPerson, there: ContactPerson) -> ContactNote | None:
    """Note, additions and open promises as they stand, now about the right person."""
    Promise.objects.bulk_create(
        [
            Promise(
                contact_person=there,
                person_id=there.person_id,
                episode_id=there.episode_id,
                label=one.label,
                words=one.words,
                promised_at=one.promised_at,
                promised_by=one.promised_by,
                by_on=one.by_on,
            )
            for one in entry.promises.filter(kept_at=None, dropped_why="")
        ]
    )
    note: ContactNote | None = getattr(entry, "note", None)
    if note is None:
        return None
    copy = ContactNote.objects.create(
        contact_person=there,
        person_id=there.person_id,
        label=note.label,
        text=note.text,
        state=note.state,
        written_by=note.written_by,
        written_at=note.written_at,
        signed_at=note.signed_at,
        signed_by=note.signed_by,
    )
    Addendum.objects.bulk_create(
        [
            Addendum(
                note=copy,
                person_id=there.person_id,
                label=one.label,
                text=one.text,
                written_at=one.written_at,
                written_by=one.written_by,
            )
            for one in note.addenda.all()
        ]
    )
    return copy


def _start_clocks(
    there: ContactPerson, note: ContactNote | None, episode: Episode, *, by: Actor, now: datetime
) -> None:
    """In the right record the entry counts as if it had been written there."""
    model = model_of(episode)
    starts = []
    if there.is_contact or rules.is_attempt(there.attendance):
        rule = contact_or_attempt_rule(model, episode.mode)
        starts.append(Start(rule, episode, episode.person_id, there.started_at))
    if note is not None and note.state == NoteState.SAVED:
        starts.append(Start(sign_note_rule(model), note, note.person_id, note.written_at))
    if starts:
        restart_clocks(
            by=by,
            starts=starts,
            met_as=there.contact,
            calendar=calendar_of(by.agency),
            now=now,
        )
