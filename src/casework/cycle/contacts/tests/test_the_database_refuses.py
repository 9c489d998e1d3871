"""What the database refuses the application: another record named by id, a signed note changed."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from casework.base.core.acting import acting
from casework.cycle.contacts.models import ContactNote
from casework.registry.episodes.tests.factories import make_episode

from .factories import as_stored, record

pytestmark = pytest.mark.django_db


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
        pytest.raises(Error, match=r"not open|not that person|not about"),
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
