"""What the database refuses the application: another record named by id, a signed note changed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import Error, connection, transaction

from casework.base.core.acting import acting
from casework.cycle.contacts.models import ContactNote, ContactWorker
from casework.cycle.intake.tests.factories import make_referral
from casework.registry.diary.tests.factories import book
from casework.registry.door.models import Access
from casework.registry.episodes.tests.factories import make_episode, now

from .factories import as_stored, record

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


def _note(world, contact):
    with acting(world.actor("dana")):
        return ContactNote.objects.get(contact_person=contact.entries[0])


def test_the_application_cannot_say_that_it_is_erasing(world, grace):
    note = _note(world, record(world, grace, sign=True))
    with (
        acting(world.actor("dana")),
        pytest.raises(Error, match="a signed note"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update contacts_contactnote set text = 'other'"
            " where set_config('casework.erasing', 'yes', true) = 'yes'"
        )
    assert as_stored(world, note).text == "Went for a walk together."


def _refused(world, by, sql, values):
    with (
        acting(world.actor(by)),
        pytest.raises(Error, match=r"not open|not that person|not about|another"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)


def test_nothing_hangs_on_another_persons_record(world, grace):
    """Moira writes about her own person and names what belongs to Grace, closed to her."""
    hana = make_episode(world, team="south", worker="moira", name="Hana Suleiman")
    contact = record(world, grace, sign=True)
    entry, note = contact.entries[0], _note(world, contact)
    _refused(
        world,
        "moira",
        "insert into contacts_contactperson (id, contact_id, person_id, episode_id, started_at,"
        " attendance, is_contact, with_whom, functions, why_voided)"
        " values (gen_random_uuid(), %s, %s, %s, now(), 'seen', true, '{}', '{}', '')",
        [contact.pk, hana.person_id, hana.pk],
    )
    _refused(
        world,
        "moira",
        "insert into contacts_promise (id, version, contact_person_id, person_id, label, words,"
        " promised_at, promised_by, dropped_why)"
        " values (gen_random_uuid(), 1, %s, %s, 'normal', 'x', now(), %s, '')",
        [entry.pk, hana.person_id, world.workers["moira"].pk],
    )
    _refused(
        world,
        "moira",
        "insert into contacts_addendum (id, note_id, person_id, label, text, written_at,"
        " written_by) values (gen_random_uuid(), %s, %s, 'normal', 'x', now(), %s)",
        [note.pk, hana.person_id, world.workers["moira"].pk],
    )


_A_NOTE = """insert into contacts_contactnote
 (id, version, contact_person_id, person_id, referral_id, label, text, state, written_by,
  written_at)
 values (gen_random_uuid(), 1, %s, %s, %s, 'normal', 'x', 'saved', %s, now())"""


def test_a_note_is_about_the_person_and_the_referral_of_its_entry(world, grace):
    """Moira may write in her own person's record: not on Grace's entry, nor of another referral."""
    hana = make_episode(world, team="south", worker="moira", name="Hana Suleiman")
    moira = world.workers["moira"].pk
    theirs = record(world, grace, attendance="no_answer", note="").entries[0]
    mine = record(world, hana, by="moira", attendance="no_answer", note="").entries[0]
    _refused(world, "moira", _A_NOTE, [theirs.pk, hana.person_id, None, moira])
    _refused(world, "moira", _A_NOTE, [mine.pk, hana.person_id, uuid4(), moira])
    with acting(world.actor("moira")), connection.cursor() as cursor:
        cursor.execute(_A_NOTE, [mine.pk, hana.person_id, None, moira])
        assert cursor.rowcount == 1


def test_an_entry_is_of_its_own_persons_referral(world, grace):
    """On her own contact, about her own person, Dana names a referral that is not that person's."""
    referral = make_referral(world, name="Rosa Waits")
    contact = record(world, grace, attendance="no_answer", note="")
    for named in (referral.pk, uuid4()):
        _refused(
            world,
            "dana",
            "insert into contacts_contactperson (id, contact_id, person_id, referral_id,"
            " started_at, attendance, is_contact, with_whom, functions, why_voided)"
            " values (gen_random_uuid(), %s, %s, %s, now(), 'seen', true, '{}', '{}', '')",
            [contact.pk, grace.person_id, named],
        )


def test_who_may_only_read_a_record_adds_nobody_to_its_contacts(world, grace, as_owner):
    contact = record(world, grace)

    def add(name):
        with acting(world.actor("dana")), transaction.atomic():
            worker = world.workers[name]
            ContactWorker.objects.create(contact=contact, worker=worker, started_at=now())

    add("kwame")
    with as_owner():
        Access.objects.filter(person_id=grace.person_id).update(opens="read")
    with pytest.raises(Error, match="row-level security"):
        add("lee")
    with acting(world.actor("dana")):
        there = ContactWorker.objects.filter(contact=contact).values_list("worker_id", flat=True)
        assert set(there) == {world.workers["dana"].pk, world.workers["kwame"].pk}


def test_a_time_an_entry_and_a_promise_name_their_own_persons_episode(world, grace):
    """Neither a bare id nor a key lets Moira's person's rows stand in Grace's episode."""
    hana = make_episode(world, team="south", worker="moira", name="Hana Suleiman")
    mine = record(world, hana, by="moira", promises=("Ring back",))
    booked = book(world, hana, by="moira", workers=("moira",))
    _refused(
        world,
        "moira",
        "update diary_appointment set episode_id = %s where id = %s",
        [grace.pk, booked.pk],
    )
    _refused(
        world,
        "moira",
        "update contacts_promise set episode_id = %s where contact_person_id = %s",
        [grace.pk, mine.entries[0].pk],
    )
    _refused(
        world,
        "moira",
        "insert into contacts_contactperson (id, contact_id, person_id, episode_id, started_at,"
        " attendance, is_contact, with_whom, functions, why_voided)"
        " select gen_random_uuid(), contact_id, person_id, %s, started_at, attendance, false,"
        " with_whom, functions, '' from contacts_contactperson where id = %s",
        [grace.pk, mine.entries[0].pk],
    )


def test_a_note_is_not_shown_to_whoever_decides_on_another_referral(world, grace):
    note = _note(world, record(world, grace))
    _refused(
        world,
        "dana",
        "update contacts_contactnote set referral_id = gen_random_uuid() where id = %s",
        [note.pk],
    )
