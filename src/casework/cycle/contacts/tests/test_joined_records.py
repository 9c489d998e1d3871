"""Somebody entered twice and joined: what is known in one record is known in the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.cycle.contacts import actions
from casework.cycle.contacts.models import ContactPerson
from casework.registry.diary.tests.factories import over
from casework.registry.episodes import actions as episodes
from casework.registry.episodes import brief
from casework.registry.episodes.tests.factories import joined, make_episode, now
from casework.registry.people.models import Person

from .factories import as_stored, record
from .test_contact_new import _typed, _url

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


@pytest.fixture
def halves(world, grace):
    """Dana's Grace, and the record of the other team, into which hers is joined."""
    other = make_episode(world, team="south", worker="moira", name="G. Mensah")
    joined(world, grace, into=other)
    return grace, other


def _void(world, entry):
    dana = world.actor("dana")
    with acting(dana):
        actions.void_entry(by=dana, entry=entry, reason="Somebody else", now=now())


def test_the_page_of_a_contact_says_what_was_promised_in_the_other_record(dana, world, halves):
    mine, other = halves
    record(world, other, by="moira", promises=("Ring the landlord",))
    entry = record(world, mine).entries[0]
    page = dana.get(reverse("contacts:contact_detail", args=[entry.pk])).content.decode()
    assert "Ring the landlord" in page


def test_a_time_booked_in_the_other_record_is_offered_settled_and_asked_again(
    dana, world, halves, as_owner
):
    mine, other = halves
    booked = over(
        world, as_owner, other, ago=timedelta(hours=1), by="moira", workers=("moira", "dana")
    )
    sheet = dana.get(f"{_url(mine)}?appointment={booked.pk}")
    assert sheet.context["form"]["appointment"].value() == str(booked.pk)
    answer = dana.post(_url(mine), _typed(mine, appointment=str(booked.pk)))
    assert answer.status_code == 302, answer.context["form"].errors
    kept = as_stored(world, booked)
    assert kept.state == "kept"
    with acting(world.actor("dana")):
        entry = ContactPerson.objects.get(contact_id=kept.contact_id)
    _void(world, entry)
    assert as_stored(world, booked).state == "booked"


def test_one_person_is_not_somebody_else_who_was_there(dana, world, halves):
    mine, other = halves
    give_dana = make_episode(world, worker="dana", name="G. Again")
    joined(world, give_dana, into=other)
    people = dana.get(_url(mine)).context["form"].fields["people"].choices
    assert list(people) == []
    with pytest.raises(Refused):
        record(world, mine, give_dana)


def test_an_entry_is_not_moved_into_another_record_of_the_same_person(world, halves):
    mine, other = halves
    entry = record(world, mine).entries[0]
    dana = world.actor("dana")
    with acting(dana), pytest.raises(Refused, match="this person's record already"):
        actions.move_entry(by=dana, entry=entry, to=other, reason="Wrong window", now=now())
    assert as_stored(world, entry).voided_at is None


def test_an_entry_is_not_moved_to_whoever_has_one_in_another_record(world, halves):
    mine, other = halves
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    contact = record(world, leon, mine)
    dana = world.actor("dana")
    with acting(dana), pytest.raises(Refused, match="has an entry of this contact"):
        actions.move_entry(
            by=dana, entry=contact.entries[0], to=other, reason="Wrong window", now=now()
        )


def test_no_second_episode_of_one_person_opens_in_a_team(world, halves):
    _mine, other = halves
    lee = world.actor("lee")
    with acting(lee):
        whole = Person.objects.get(pk=other.person_id)
        with pytest.raises(Refused, match="open episode in this team already"):
            episodes.open_episode(
                by=lee, person=whole, team=world.teams["north"], accepted_at=now(), now=now()
            )


def test_a_brief_says_what_is_due_in_every_record_of_theirs(world, halves):
    mine, _other = halves
    dana = world.actor("dana")
    with acting(dana):
        sections = brief.due_section(dana, [mine.person_id], [mine.pk], now())
    assert sum("Tell them who is responsible" in line for line in sections[mine.pk].lines) == 2
