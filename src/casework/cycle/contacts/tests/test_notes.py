"""Notes: saved, signed, added to, voided, moved; and what the database itself refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from casework.base.clocks.models import Clock
from casework.base.core.acting import acting
from casework.base.core.refusals import Refused, Stale
from casework.cycle.contacts import actions
from casework.cycle.contacts.models import (
    Addendum,
    Contact,
    ContactNote,
    ContactPerson,
    ContactWorker,
    Promise,
)
from casework.registry.episodes.actions import change_state
from casework.registry.episodes.tests.factories import make_episode, now

from .factories import as_stored, record

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


def _note(world, contact, by="dana"):
    with acting(world.actor(by)):
        return ContactNote.objects.get(contact_person=contact.entries[0])


def _act(world, by, action, **given):
    actor = world.actor(by)
    with acting(actor):
        return action(by=actor, now=now(), **given)


def _running(world, rule, subject_id):
    with acting(world.actor("dana")):
        return Clock.objects.open().filter(rule=rule, subject_id=subject_id).first()


# --- signing -------------------------------------------------------------------------------


def test_the_author_signs_and_the_clock_is_met(world, grace, trail_of):
    note = _note(world, record(world, grace))
    assert _running(world, "sign_note", note.pk) is not None
    _act(world, "dana", actions.sign_note, note=note, version=note.version)
    assert _note_state(world, note) == "signed"
    assert _running(world, "sign_note", note.pk) is None
    assert "note.signed" in trail_of(grace.person_id)


def _note_state(world, note):
    return as_stored(world, note).state


@pytest.mark.parametrize("name", ["kwame", "lee"])
def test_nobody_else_signs(world, grace, name):
    note = _note(world, record(world, grace))
    with pytest.raises(Refused, match="wrote"):
        _act(world, name, actions.sign_note, note=note, version=note.version)
    assert _note_state(world, note) == "saved"


def test_what_she_signs_is_what_she_saw(world, grace):
    note = _note(world, record(world, grace))
    _act(world, "dana", actions.change_note, note=note, text="Other words", version=note.version)
    with pytest.raises(Stale):
        _act(world, "dana", actions.sign_note, note=note, version=1)
    assert _note_state(world, note) == "saved"


def test_many_are_signed_in_the_same_number_of_statements(world, grace, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    def sign(count):
        ids = [_note(world, record(world, grace)).pk for _one in range(count)]
        actor = world.actor("dana")
        with acting(actor), CaptureQueriesContext(connection) as caught:
            assert actions.sign_many(by=actor, note_ids=ids, now=now()) == count
        with acting(actor):
            assert actions.sign_many(by=actor, note_ids=ids, now=now()) == 0
        return len(caught)

    assert sign(1) == sign(7)


def test_sign_many_refuses_another_authors_note_and_signs_none(world, grace):
    mine, hers = _note(world, record(world, grace)), _note(world, record(world, grace, by="kwame"))
    with pytest.raises(Refused):
        _act(world, "dana", actions.sign_many, note_ids=[mine.pk, hers.pk])
    assert _note_state(world, mine) == "saved"


# --- changing and adding -------------------------------------------------------------------


def test_two_windows_both_texts_are_there(world, grace):
    note = _note(world, record(world, grace, note="First words"))
    _act(world, "dana", actions.change_note, note=note, text="Second words", version=1)
    with pytest.raises(Stale) as other:
        _act(world, "dana", actions.change_note, note=note, text="Third words", version=1)
    assert other.value.now_stands == {"text": "Second words"}
    assert other.value.version == 2
    assert as_stored(world, note).text == "Second words"


def test_change_and_sign_in_one_step(world, grace):
    note = _note(world, record(world, grace))
    _act(world, "dana", actions.change_note, note=note, text="New", version=1, sign=True)
    stored = as_stored(world, note)
    assert (stored.text, stored.state) == ("New", "signed")


@pytest.mark.parametrize(
    ("by", "signed", "text"), [("kwame", False, "x"), ("dana", True, "x"), ("dana", False, " ")]
)
def test_change_refused_leaves_the_text(world, grace, by, signed, text):
    note = _note(world, record(world, grace, note="As it was", sign=signed))
    with pytest.raises(Refused):
        _act(world, by, actions.change_note, note=note, text=text, version=1)
    assert as_stored(world, note).text == "As it was"


def test_anybody_who_may_write_adds_to_a_signed_note(world, grace, trail_of):
    note = _note(world, record(world, grace, sign=True))
    _act(world, "kwame", actions.add_to_note, note=note, text="Her sister rang.")
    with acting(world.actor("dana")):
        added = Addendum.objects.get(note=note)
    assert (added.text, added.written_by) == ("Her sister rang.", world.workers["kwame"].pk)
    assert "note.added_to" in trail_of(grace.person_id)


@pytest.mark.parametrize("by", ["dana", "kwame"])
def test_nothing_is_added_before_it_is_signed(world, grace, by):
    note = _note(world, record(world, grace))
    with pytest.raises(Refused, match="not signed yet"):
        _act(world, by, actions.add_to_note, note=note, text="More")


# --- voiding -------------------------------------------------------------------------------


def test_voiding_recounts_and_puts_the_clock_back(world, grace, trail_of):
    first, second = record(world, grace, days_ago=8), record(world, grace, days_ago=1)
    _act(world, "dana", actions.void_entry, entry=second.entries[0], reason="Wrong day")
    episode = as_stored(world, grace)
    assert episode.last_contact_at == first.started_at
    assert episode.next_due_at == first.started_at + timedelta(days=21)
    assert _running(world, "contact_or_attempt", grace.pk).started_at == first.started_at
    assert _running(world, "sign_note", _note(world, second).pk) is None
    entry = as_stored(world, second.entries[0])
    assert (entry.why_voided, entry.voided_by) == ("Wrong day", world.workers["dana"].pk)
    assert "contact.voided" in trail_of(grace.person_id)


def test_voiding_the_only_contact_goes_back_to_acceptance(world, grace):
    only = record(world, grace, promises=("Ring back",))
    _act(world, "dana", actions.void_entry, entry=only.entries[0], reason="Not her")
    episode = as_stored(world, grace)
    assert episode.last_contact_at is None
    assert episode.next_due_at == episode.accepted_at + timedelta(days=21)
    assert _running(world, "contact_or_attempt", grace.pk).started_at == episode.accepted_at
    with acting(world.actor("dana")):
        assert Promise.objects.get().dropped_why


@pytest.mark.parametrize(
    ("by", "reason", "allowed"),
    [
        ("dana", "Wrong", True),
        ("lee", "Wrong", True),
        ("kwame", "Wrong", False),
        ("dana", "", False),
    ],
)
def test_who_may_void(world, grace, by, reason, allowed):
    entry = record(world, grace).entries[0]
    if not allowed:
        with pytest.raises(Refused):
            _act(world, by, actions.void_entry, entry=entry, reason=reason)
        assert as_stored(world, entry).voided_at is None
        return
    _act(world, by, actions.void_entry, entry=entry, reason=reason)
    assert as_stored(world, entry).voided_at is not None


def test_a_void_contact_in_one_persons_record_stands_in_the_other(world, grace):
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    both = record(world, grace, leon)
    _act(world, "dana", actions.void_entry, entry=both.entries[0], reason="She had left")
    assert as_stored(world, grace).last_contact_at is None
    assert as_stored(world, leon).last_contact_at == both.started_at


# --- moving --------------------------------------------------------------------------------


@pytest.fixture
def leon(world):
    return make_episode(world, worker="dana", name="Leon Fraser")


@pytest.mark.parametrize("signed", [True, False])
def test_moved_to_the_right_person(world, grace, leon, trail_of, signed):
    contact = record(world, grace, sign=signed, promises=("Bring the form",))
    old = contact.entries[0]
    if signed:
        note = _note(world, contact)
        _act(world, "kwame", actions.add_to_note, note=note, text="Her sister rang.")
    new = _act(world, "dana", actions.move_entry, entry=old, to=leon, reason="Wrong window")
    here, there = as_stored(world, old), as_stored(world, new)
    assert (here.moved_to_id, there.moved_from_id) == (new.pk, old.pk)
    assert here.voided_at is not None
    assert (there.person_id, there.contact_id) == (leon.person_id, contact.pk)
    with acting(world.actor("dana")):
        copy = ContactNote.objects.get(contact_person=new)
        assert copy.text == "Went for a walk together."
        assert copy.state == ("signed" if signed else "saved")
        assert copy.written_by == world.workers["dana"].pk
        assert Addendum.objects.filter(note=copy).count() == int(signed)
        assert Promise.objects.get(person_id=leon.person_id).dropped_why == ""
    assert as_stored(world, grace).last_contact_at is None
    assert as_stored(world, leon).last_contact_at == contact.started_at
    assert _running(world, "contact_or_attempt", leon.pk).started_at == contact.started_at
    assert (_running(world, "sign_note", copy.pk) is None) is signed
    assert "contact.moved_away" in trail_of(grace.person_id)
    assert "contact.moved_here" in trail_of(leon.person_id)


def test_both_records_must_be_open_to_the_mover(world, grace):
    hana = make_episode(world, team="south", worker="moira", name="Hana Suleiman")
    entry = record(world, grace).entries[0]
    with pytest.raises(Refused):
        _act(world, "dana", actions.move_entry, entry=entry, to=hana, reason="Wrong window")
    with pytest.raises(Refused):
        _act(world, "moira", actions.move_entry, entry=entry, to=hana, reason="Mine")
    assert as_stored(world, entry).voided_at is None


def test_not_into_an_episode_that_began_later(world, grace):
    new = make_episode(world, worker="dana", name="Mei Tanaka", days_ago=1)
    entry = record(world, grace, days_ago=3).entries[0]
    with pytest.raises(Refused, match="before the day"):
        _act(world, "dana", actions.move_entry, entry=entry, to=new, reason="Wrong window")


# --- promises ------------------------------------------------------------------------------


def test_a_promise_is_kept_once(world, grace):
    record(world, grace, promises=("Ring the landlord",))
    with acting(world.actor("dana")):
        promise = Promise.objects.get()
    kept = _act(world, "dana", actions.keep_promise, promise=promise)
    assert kept.kept_by == world.workers["dana"].pk
    with pytest.raises(Refused):
        _act(world, "dana", actions.drop_promise, promise=kept, reason="No need")


def test_a_promise_is_dropped_with_a_reason(world, grace):
    record(world, grace, promises=("Ring the landlord",))
    with acting(world.actor("dana")):
        promise = Promise.objects.get()
    with pytest.raises(Refused):
        _act(world, "dana", actions.drop_promise, promise=promise, reason=" ")
    _act(world, "dana", actions.drop_promise, promise=promise, reason="She rang herself")
    assert as_stored(world, promise).dropped_why == "She rang herself"


# --- what the database refuses, whoever asks ------------------------------------------------


NEVER = [
    "update contacts_contactnote set text = 'other'",
    "update contacts_contactnote set state = 'saved', signed_at = null, signed_by = null",
    "delete from contacts_contactnote",
    "update contacts_addendum set text = 'other'",
    "delete from contacts_addendum",
    "update contacts_contactperson set attendance = 'not_there'",
    "update contacts_contactperson set is_contact = false",
    "delete from contacts_contactperson",
]


@pytest.mark.parametrize("statement", NEVER)
def test_a_signed_note_stands_even_for_the_owner(world, grace, as_owner, statement):
    note = _note(world, record(world, grace, sign=True))
    _act(world, "dana", actions.add_to_note, note=note, text="More")
    with pytest.raises(Error), as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert as_stored(world, note).text == "Went for a walk together."


def test_a_void_entry_is_not_brought_back(world, grace, as_owner):
    entry = record(world, grace).entries[0]
    _act(world, "dana", actions.void_entry, entry=entry, reason="Wrong day")
    sql = "update contacts_contactperson set voided_at = null, voided_by = null"
    with pytest.raises(Error), as_owner(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "statement",
    [
        "update contacts_contact set minutes = 500",
        "delete from contacts_contact",
        "update contacts_contactworker set worker_id = worker_id",
    ],
)
def test_the_application_changes_no_contact(world, grace, statement):
    record(world, grace)
    with (
        acting(world.actor("dana")),
        pytest.raises(Error, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


WRITTEN = ("contacts_contactnote", "contacts_addendum", "contacts_promise")


@pytest.mark.parametrize("name", ["bill", "adam", "moira", "ines"])
def test_whoever_may_not_reads_no_word_even_by_raw_sql(world, grace, name):
    note = _note(world, record(world, grace, sign=True, promises=("Ring back",)))
    _act(world, "dana", actions.add_to_note, note=note, text="More")
    with acting(world.actor(name)), connection.cursor() as cursor:
        for table in (*WRITTEN, "contacts_contactperson", "contacts_contact"):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,), table


def test_a_biller_who_could_open_the_record_still_reads_no_word(world, grace, as_owner, rows):
    """Access to the record alone is not enough: she is cleared for no label."""
    record(world, grace, sign=True, promises=("Ring back",))
    bill = world.actor("bill")
    rows(
        "select door_grant(%s, %s, 'worker', 'team', 'record', gen_random_uuid(),"
        " now() - interval '1 hour')",
        [grace.person_id, bill.id],
    )
    with acting(bill), connection.cursor() as cursor:
        cursor.execute("select count(*) from contacts_contactperson")
        assert cursor.fetchone() == (1,)
        for table in WRITTEN:
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,), table


def test_with_nobody_acting_there_is_nothing(world, grace):
    record(world, grace, sign=True)
    for model in (Contact, ContactPerson, ContactWorker, ContactNote):
        assert not model.objects.exists()


def test_hospital_is_not_out_of_touch(world, grace):
    """A contact on the ward does not end being in hospital."""
    actor = world.actor("dana")
    with acting(actor):
        episode = type(grace).objects.get(pk=grace.pk)
        change_state(
            by=actor,
            episode=episode,
            to="suspended",
            suspended_as="in_hospital",
            why="",
            happened_at=now() - timedelta(days=2),
            version=episode.version,
            now=now(),
        )
    record(world, grace, where="ward")
    assert as_stored(world, grace).suspended_as == "in_hospital"
