"""Recording: everything that follows moves in one transaction, or nothing does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.base.clocks.models import Clock
from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.cycle.contacts import actions
from casework.cycle.contacts.actions import NextContact, Part
from casework.cycle.contacts.models import (
    Contact,
    ContactNote,
    ContactPerson,
    ContactWorker,
    Promise,
)
from casework.registry.diary.actions import book_appointment
from casework.registry.diary.models import Appointment, AppointmentWorker
from casework.registry.episodes.actions import change_state, close_episode
from casework.registry.episodes.tests.factories import make_episode, now

from .factories import as_stored, record

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


def _clock(world, rule, subject, by="dana"):
    with acting(world.actor(by)):
        return list(Clock.objects.filter(rule=rule, subject_id=subject.pk).order_by("started_at"))


def test_a_contact_is_one_of_each(world, grace, trail_of):
    contact = record(world, grace, promises=("Bring the rent form",))
    with acting(world.actor("dana")):
        entry = ContactPerson.objects.get(contact=contact)
        assert entry.is_contact
        assert (entry.episode_id, entry.person_id) == (grace.pk, grace.person_id)
        assert ContactNote.objects.get(contact_person=entry).state == "saved"
        assert [one.worker_id for one in ContactWorker.objects.filter(contact=contact)] == [
            world.workers["dana"].pk
        ]
        assert Promise.objects.get(person_id=grace.person_id).words == "Bring the rent form"
    assert trail_of(grace.person_id).count("contact.recorded") == 1
    assert contact.entries[0].pk == entry.pk


def test_the_episode_says_when_they_were_seen(world, grace):
    moments = [record(world, grace, days_ago=days).started_at for days in (13, 7, 1)]
    episode = as_stored(world, grace)
    assert episode.last_contact_at == moments[-1]
    assert float(episode.usual_days) == 6.0
    assert episode.next_due_at == moments[-1] + timedelta(days=6)


def test_an_older_contact_does_not_move_the_last_one(world, grace):
    newest = record(world, grace, days_ago=1)
    record(world, grace, days_ago=9)
    assert as_stored(world, grace).last_contact_at == newest.started_at


@pytest.mark.parametrize("attendance", ["no_answer", "not_there", "said_no"])
def test_an_attempt_never_counts_as_a_contact(world, grace, attendance):
    before = as_stored(world, grace)
    contact = record(world, grace, attendance=attendance, note="")
    episode = as_stored(world, grace)
    assert episode.last_contact_at is None
    assert episode.last_attempt_at == contact.started_at
    assert episode.next_due_at == before.accepted_at + timedelta(days=21)
    assert not contact.entries[0].is_contact


@pytest.mark.parametrize("attendance", ["one_way", "without_person", "cancelled_by_us"])
def test_neither_contact_nor_attempt(world, grace, attendance):
    record(world, grace, attendance=attendance, note="Spoke with her sister.")
    episode = as_stored(world, grace)
    assert (episode.last_contact_at, episode.last_attempt_at) == (None, None)
    assert [one.met_at for one in _clock(world, "contact_or_attempt", grace)] == [None]


@pytest.mark.parametrize(("attendance", "note"), [("seen", "Well."), ("no_answer", "")])
def test_the_clock_is_met_and_runs_again(world, grace, attendance, note):
    contact = record(world, grace, days_ago=1, attendance=attendance, note=note)
    before, running = _clock(world, "contact_or_attempt", grace)
    assert (before.met_at, before.met_as_id) == (contact.started_at, contact.pk)
    assert running.started_at == contact.started_at
    assert running.met_at is None
    assert running.due_at.date() == (contact.started_at + timedelta(days=28)).date()


def test_a_contact_from_before_leaves_the_clock_alone(world, grace):
    record(world, grace, days_ago=1)
    record(world, grace, days_ago=5)
    assert len(_clock(world, "contact_or_attempt", grace)) == 2


def test_signing_at_once(world, grace, trail_of):
    contact = record(world, grace, sign=True)
    with acting(world.actor("dana")):
        note = ContactNote.objects.get(contact_person=contact.entries[0])
    assert note.state == "signed"
    assert note.signed_by == world.workers["dana"].pk
    assert not _clock(world, "sign_note", note)
    assert "contact.recorded_and_signed" in trail_of(grace.person_id)


def test_signing_later_starts_a_clock(world, grace):
    contact = record(world, grace)
    with acting(world.actor("dana")):
        note = ContactNote.objects.get(contact_person=contact.entries[0])
    (clock,) = _clock(world, "sign_note", note)
    assert clock.due_at - clock.started_at == timedelta(hours=72)
    assert clock.due_at - clock.warn_at == timedelta(hours=48)


def test_several_people_and_several_workers(world, grace, trail_of):
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    who = [world.workers[name].pk for name in ("dana", "kwame")]
    contact = record(world, grace, leon, workers=who)
    with acting(world.actor("dana")):
        people = ContactPerson.objects.filter(contact=contact)
        assert {one.person_id for one in people} == {grace.person_id, leon.person_id}
        assert ContactWorker.objects.filter(contact=contact).count() == 2
        assert Contact.objects.count() == 1
    for episode in (grace, leon):
        assert as_stored(world, episode).last_contact_at == contact.started_at
        assert trail_of(episode.person_id).count("contact.recorded") == 1


def test_somebody_with_one_of_the_people_sees_only_her_part(world, grace):
    hana = make_episode(world, team="south", worker="moira", name="Hana Suleiman")
    contact = record(world, grace, sign=True)
    with acting(world.actor("moira")):
        assert not ContactPerson.objects.filter(contact=contact).exists()
        assert not Contact.objects.filter(pk=contact.pk).exists()
    mine = record(world, hana, by="moira")
    with acting(world.actor("moira")):
        assert Contact.objects.get().pk == mine.pk


def _count(act):
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)


def test_statements_do_not_grow_with_people_or_workers(world, grace):
    episodes = [make_episode(world, worker="dana", name=f"Person {n}") for n in range(9)]
    record(world, grace)
    one = _count(lambda: record(world, grace, workers=[world.workers["dana"].pk]))
    two = _count(
        lambda: record(world, grace, workers=[world.workers[n].pk for n in ("dana", "kwame")])
    )
    many = _count(
        lambda: record(
            world,
            grace,
            *episodes,
            workers=[world.workers[n].pk for n in ("dana", "kwame", "lee")],
        )
    )
    # Another worker is looked up; how many does not matter.
    assert two == one + 1
    assert many == two


def test_the_appointment_is_kept_and_the_visit_over(world, grace):
    actor = world.actor("dana")
    with acting(actor):
        visit = book_appointment(
            by=actor,
            person=grace.person,
            episode_id=grace.pk,
            workers=[actor.id],
            starts_at=now() - timedelta(minutes=50),
            ends_at=now() + timedelta(minutes=10),
            mode="in_person",
            where="home",
            is_visit=True,
            now=now(),
        )
    contact = record(world, grace, appointment=visit.pk)
    stored = as_stored(world, visit)
    assert (stored.state, stored.contact_id) == ("kept", contact.pk)
    assert stored.checked_out_by == actor.id
    with pytest.raises(Refused, match="changed meanwhile"):
        record(world, grace, appointment=visit.pk)


def test_not_there_settles_the_appointment_too(world, grace):
    actor = world.actor("dana")
    with acting(actor):
        booked = book_appointment(
            by=actor,
            person=grace.person,
            episode_id=grace.pk,
            workers=[actor.id],
            starts_at=now(),
            ends_at=now() + timedelta(hours=1),
            mode="phone",
            now=now(),
        )
    record(world, grace, appointment=booked.pk, attendance="not_there", note="")
    assert as_stored(world, booked).state == "not_there"


def test_somebody_elses_appointment_is_refused(world, grace):
    actor = world.actor("dana")
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    with acting(actor):
        his = book_appointment(
            by=actor,
            person=leon.person,
            episode_id=leon.pk,
            workers=[actor.id],
            starts_at=now(),
            ends_at=now() + timedelta(hours=1),
            mode="phone",
            now=now(),
        )
    with pytest.raises(Refused):
        record(world, grace, appointment=his.pk)
    assert as_stored(world, his).state == "booked"


def test_the_next_contact_stands_in_the_diary(world, grace):
    start = now() + timedelta(days=6)
    wanted = NextContact(start, start + timedelta(hours=1), "phone", is_day_only=True)
    record(world, grace, next_contact=wanted)
    with acting(world.actor("dana")):
        booked = Appointment.objects.get(person_id=grace.person_id)
        goes = AppointmentWorker.objects.get(appointment=booked)
    assert (booked.state, booked.is_day_only, booked.episode_id) == ("booked", True, grace.pk)
    assert goes.worker_id == world.workers["dana"].pk
    assert not goes.is_on, "a day without a time blocks nobody"


def test_a_time_at_which_she_is_elsewhere_is_refused_and_nothing_stays(world, grace, rows):
    start = now() + timedelta(days=6)
    wanted = NextContact(start, start + timedelta(hours=1), "phone")
    record(world, grace, next_contact=wanted)
    with pytest.raises(Refused, match="booked") as refusal:
        record(world, grace, next_contact=wanted)
    assert refusal.value.field == "next_contact"
    assert rows("select count(*) from contacts_contact") == [(1,)]
    assert rows("select count(*) from contacts_contactnote") == [(1,)]


def _out_of_touch(world, episode, *, days_ago):
    actor = world.actor("dana")
    with acting(actor):
        episode = type(episode).objects.get(pk=episode.pk)
        change_state(
            by=actor,
            episode=episode,
            to="suspended",
            suspended_as="out_of_touch",
            why="",
            happened_at=now() - timedelta(days=days_ago),
            version=episode.version,
            now=now(),
        )


def test_a_real_contact_ends_being_out_of_touch(world, grace):
    _out_of_touch(world, grace, days_ago=5)
    record(world, grace, attendance="no_answer", note="")
    assert as_stored(world, grace).suspended_as == "out_of_touch"
    record(world, grace, days_ago=7)
    assert as_stored(world, grace).suspended_as == "out_of_touch"
    record(world, grace)
    episode = as_stored(world, grace)
    assert (episode.state, episode.suspended_as) == ("active", "")


REFUSED = [
    ({"at_days": 1}, "future", "started_at"),
    ({"days_ago": 40}, "before the day", "started_at"),
    ({"days_ago": 4, "late_reason": ""}, "hours ago", "late_reason"),
    ({"note": ""}, "Write a note", "note"),
    ({"where": ""}, "where", "where"),
    ({"minutes": 5000}, "minutes", "minutes"),
    ({"promises": ("x" * 201,)}, "one line", "promise"),
]


@pytest.mark.parametrize(("wrong", "reason", "field"), REFUSED)
def test_refused_leaves_nothing(world, grace, rows, wrong, reason, field):
    before = as_stored(world, grace)
    events = rows("select count(*) from audit_event")
    if "at_days" in wrong:
        wrong = {"at": now() + timedelta(days=wrong["at_days"])}
    with pytest.raises(Refused, match=reason) as refusal:
        record(world, grace, **wrong)
    assert refusal.value.field == field
    for table in ("contact", "contactperson", "contactworker", "contactnote", "promise"):
        assert rows(f"select count(*) from contacts_{table}") == [(0,)]
    assert rows("select count(*) from audit_event") == events
    assert as_stored(world, grace).next_due_at == before.next_due_at


def test_a_closed_episode_takes_nothing(world, grace):
    lee = world.actor("lee")
    with acting(lee):
        close_episode(
            by=lee,
            episode=grace,
            reason="completed",
            why="",
            closed_at=now(),
            receiver_accepted=False,
            version=as_stored(world, grace, "lee").version,
            now=now(),
        )
    with pytest.raises(Refused):
        record(world, grace)


def test_another_teams_worker_records_nothing(world, grace):
    with pytest.raises(Refused):
        record(world, grace, by="moira")


def test_the_person_of_the_part_is_the_person_of_the_episode(world, grace):
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    actor = world.actor("dana")
    with acting(actor), pytest.raises(Refused):
        actions.record_contact(
            by=actor,
            parts=[Part(leon.person_id, "seen", episode_id=grace.pk, note="Mixed up")],
            started_at=now(),
            mode="phone",
            now=now(),
        )


def test_exact_times_give_the_minutes(world, grace):
    at = now() - timedelta(hours=2)
    contact = record(world, grace, at=at, ended_at=at + timedelta(minutes=47), minutes=15)
    assert (contact.minutes, contact.is_about) == (47, False)


def test_tried_no_answer(world, grace, trail_of):
    actor = world.actor("dana")
    with acting(actor):
        contact = actions.tried_no_answer(by=actor, episode=grace, mode="phone", now=now())
    assert contact.entries[0].attendance == "no_answer"
    assert as_stored(world, grace).last_attempt_at == contact.started_at
    assert as_stored(world, grace).last_contact_at is None
    assert "contact.recorded" in trail_of(grace.person_id)


@pytest.mark.parametrize(("days", "is_known"), [(7, True), (0, True), (-1, False)])
def test_a_colleague_was_there_until_her_last_day(world, grace, as_owner, days, is_known):
    kwame = world.workers["kwame"]
    with as_owner():
        type(kwame).objects.filter(pk=kwame.pk).update(left_on=now().date() + timedelta(days=days))
    who = {"workers": [world.workers["dana"].pk, kwame.pk]}
    if is_known:
        assert record(world, grace, **who).pk
    else:
        with pytest.raises(Refused, match="does not work here"):
            record(world, grace, **who)


def test_with_a_void_entry_the_appointment_asks_again_what_became_of_it(world, grace):
    dana = world.actor("dana")
    with acting(dana):
        booked = book_appointment(
            by=dana,
            person=grace.person,
            episode_id=grace.pk,
            workers=[dana.id],
            starts_at=now() - timedelta(hours=2),
            ends_at=now() - timedelta(hours=1),
            mode="in_person",
            where="home",
            now=now() - timedelta(hours=3),
        )
    entry = record(world, grace, appointment=booked.pk).entries[0]
    kept = as_stored(world, booked)
    assert (kept.state, kept.contact_id) == ("kept", entry.contact_id)
    with acting(dana):
        actions.void_entry(by=dana, entry=entry, reason="It was Amina", now=now())
    again = as_stored(world, booked)
    assert (again.state, again.contact_id) == ("booked", None)
    assert again.checked_out_at == kept.checked_out_at
    assert record(world, grace, appointment=booked.pk).pk
