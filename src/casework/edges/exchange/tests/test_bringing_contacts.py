"""Contacts come over as brought over; whose they are is sure, or they are listed."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import DatabaseError, transaction

from casework.base.core.acting import acting
from casework.cycle.contacts.models import (
    Addendum,
    Contact,
    ContactNote,
    ContactPerson,
    ContactWorker,
)
from casework.edges.exchange.models import ImportedRow, QuotedText, RowState, UnplacedText
from casework.registry.episodes.models import Episode
from casework.registry.episodes.tests.factories import make_person, make_world, now
from casework.registry.people.actions import merge_people

from .factories import CONTACTS, bring, take_back

pytestmark = pytest.mark.django_db

REFERRALS = """Family name,Given name,Date of birth,Date sent,Agency,For,Status
Okafor,Ada,1990-04-17,2026-02-03,Legal Aid,ID documents,accepted
Unknown,Person,1955-06-23,2026-02-03,Legal Aid,ID documents,accepted
"""


@pytest.fixture
def world(as_owner):
    world = make_world(as_owner)
    bring(as_owner, world)
    return world


def _states(as_owner, made):
    with as_owner():
        return Counter(made.rows.values_list("state", flat=True))


def _ada(as_owner):
    with as_owner():
        return Episode.objects.get(person__names__given="Ada")


def test_contacts_find_their_people_and_are_not_signed(as_owner, world):
    made = bring(as_owner, world, CONTACTS, "contacts")
    assert _states(as_owner, made) == {
        RowState.CREATED: 3,
        RowState.LEFT_OUT: 1,
        RowState.TEXT_ONLY: 1,
    }
    ada = _ada(as_owner)
    dana = world.actor("dana")
    with acting(dana):
        entries = ContactPerson.objects.filter(person_id=ada.person_id).order_by("started_at")
        assert [one.attendance for one in entries] == ["seen", "no_answer"]
        assert [one.is_contact for one in entries] == [True, False]
        note = ContactNote.objects.get(contact_person=entries[0])
        assert (note.state, note.text, note.signed_at) == (
            "brought_over", "Walked to the library.", None,
        )  # fmt: skip
        contact = entries[0].contact
        assert contact.source_cell.endswith("!2")
        assert contact.brought_over_by == made.pk
        assert ContactWorker.objects.get(contact=contact).worker_id == dana.id
        with pytest.raises(DatabaseError), transaction.atomic():
            ContactNote.objects.filter(pk=note.pk).update(text="Other words")
    with acting(world.actor("lee")):
        assert UnplacedText.objects.get().source["note"] == "Somebody else's."
        assert "Called about rent." in {one.source.get("note") for one in QuotedText.objects.all()}


def test_the_episode_says_when_they_were_seen_and_nothing_is_late_for_it(as_owner, world):
    bring(as_owner, world, CONTACTS, "contacts")
    ada = _ada(as_owner)
    assert ada.last_contact_at.date().isoformat() == "2026-02-03"
    assert ada.last_attempt_at.date().isoformat() == "2026-02-10"
    assert ada.next_due_at > now()


def test_a_name_alone_is_not_enough_unless_somebody_says_so(as_owner, world):
    text = 'Client,Date,Type,Minutes\n"Okafor, Ada",2026-02-03,Home visit,45\n'
    made = bring(as_owner, world, text, "contacts")
    assert _states(as_owner, made) == {RowState.LEFT_OUT: 1}
    take_back(as_owner, made)
    made = bring(as_owner, world, text, "contacts", by_name=True)
    assert _states(as_owner, made) == {RowState.CREATED: 1}


@pytest.mark.parametrize(
    ("name", "born", "state"),
    [
        ("Okafor,Ada", "1990-04-17", RowState.CREATED),
        ("Lind,Ada", "", RowState.CREATED),
        ("Ada,Okafor", "", RowState.CREATED),
        (",", "", RowState.CREATED),
        ("Lind,Olof", "", RowState.LEFT_OUT),
        ("Lind,Olof", "1955-06-23", RowState.LEFT_OUT),
        ("Lind,Ada", "1990-04-18", RowState.LEFT_OUT),
    ],
)
def test_a_number_that_belongs_to_another_name_means_nobody(as_owner, world, name, born, state):
    """A slip in the number would put somebody's note into a stranger's record."""
    head = "Case No,Family name,Given name,Date of birth,Date,Type,Minutes,Note"
    text = f"{head}\nA-1,{name},{born},2026-02-03,Home visit,45,Walked.\n"
    assert _states(as_owner, bring(as_owner, world, text, "contacts")) == {state: 1}


def test_contacts_come_to_the_episode_of_a_joined_record(as_owner, world):
    lee, ada = world.actor("lee"), _ada(as_owner)
    with acting(lee):
        other = make_person(lee, "Adah Okafor")
        merge_people(
            by=lee,
            person=ada.person,
            into=other,
            version=ada.person.version,
            into_version=other.version,
            why="Same passport",
            is_sure=True,
            now=now(),
        )
    bring(as_owner, world, CONTACTS, "contacts")
    assert _ada(as_owner).last_contact_at.date().isoformat() == "2026-02-03"


def test_the_same_contacts_twice_change_nothing(as_owner, world):
    first = bring(as_owner, world, CONTACTS, "contacts")
    assert bring(as_owner, world, CONTACTS, "contacts").pk == first.pk
    more = bring(
        as_owner,
        world,
        CONTACTS + "A-1,Okafor,Ada,1990-04-17,2026-02-17,Home visit,30,Dana Tester,\n",
        "contacts",
    )
    states = _states(as_owner, more)
    assert (states[RowState.SAME], states[RowState.CREATED]) == (4, 1)
    with as_owner():
        assert Contact.objects.count() == 4


def test_undo_takes_untouched_contacts_and_keeps_the_others(as_owner, world):
    made = bring(as_owner, world, CONTACTS, "contacts")
    ada = _ada(as_owner)
    dana = world.actor("dana")
    with acting(dana):
        note = ContactNote.objects.filter(person_id=ada.person_id).order_by(
            "contact_person__started_at"
        )[0]
        Addendum.objects.create(
            note=note,
            person_id=note.person_id,
            text="It was the other library.",
            written_at=now(),
            written_by=dana.id,
        )
    undone = take_back(as_owner, made)
    assert undone.counts["kept"] == 1
    with as_owner():
        assert Contact.objects.count() == 1
        assert ContactNote.objects.get().pk == note.pk
        assert ImportedRow.objects.get(came_with=made, state=RowState.KEPT).row == 2
    ada = _ada(as_owner)
    assert ada.last_contact_at is not None
    assert ada.last_attempt_at is None


def test_people_go_once_their_contacts_went(as_owner, world):
    from casework.edges.exchange.models import Import

    with as_owner():
        came = Import.objects.get(kind="people")
    contacts = bring(as_owner, world, CONTACTS, "contacts")
    take_back(as_owner, contacts)
    assert take_back(as_owner, came).counts["kept"] == 0


def test_people_with_contacts_stay(as_owner, world):
    from casework.edges.exchange.models import Import

    with as_owner():
        came = Import.objects.get(kind="people")
    bring(as_owner, world, CONTACTS, "contacts")
    undone = take_back(as_owner, came)
    # Ada and Olof have contacts, Rui has quoted text of one.
    assert (undone.counts["kept"], undone.counts["taken_back"]) == (3, 3)


def test_referrals_to_others_are_quoted_text(as_owner, world):
    made = bring(as_owner, world, REFERRALS, "referrals")
    assert _states(as_owner, made) == {RowState.TEXT_ONLY: 1, RowState.LEFT_OUT: 1}
    ada = _ada(as_owner)
    with acting(world.actor("dana")):
        texts = [one.source for one in QuotedText.objects.filter(person_id=ada.person_id)]
    assert "Legal Aid" in {one.get("agency") for one in texts}
    assert take_back(as_owner, made).counts["taken_back"] == 1
