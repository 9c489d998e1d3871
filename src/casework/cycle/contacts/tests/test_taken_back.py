"""What a void or moved contact had moved is put back: the state, the visit, what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.cycle.contacts import actions
from casework.cycle.contacts.parts import NextContact
from casework.registry.diary.actions import check_out
from casework.registry.diary.tests.factories import book, over
from casework.registry.episodes.actions import change_state
from casework.registry.episodes.models import StateChange
from casework.registry.episodes.tests.factories import make_episode, now

from .factories import as_stored, record
from .test_entry_move import _sent

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


def _state(world, episode, *, to="suspended", suspended_as="out_of_touch", days_ago):
    with acting(world.actor("dana")):
        return change_state(
            by=world.actor("dana"),
            episode=as_stored(world, episode),
            to=to,
            suspended_as=suspended_as,
            why="",
            happened_at=now() - timedelta(days=days_ago),
            version=as_stored(world, episode).version,
            now=now(),
        )


def _void(world, contact, by="dana"):
    with acting(world.actor(by)):
        actions.void_entry(
            by=world.actor(by), entry=contact.entries[0], reason="Somebody else", now=now()
        )


def _stands(world, episode):
    one = as_stored(world, episode)
    return one.state, one.suspended_as, one.suspended_since_on


@pytest.fixture
def lost(world, grace):
    """Grace has been out of touch for twelve days."""
    _state(world, grace, days_ago=12)
    return grace


@pytest.fixture
def leon(world):
    return make_episode(world, worker="dana", name="Leon Fraser")


def test_out_of_touch_stands_again_when_the_contact_that_ended_it_is_void(world, lost, trail_of):
    before, due = _stands(world, lost), as_stored(world, lost).next_due_at
    contact = record(world, lost, days_ago=2)
    assert _stands(world, lost) == ("active", "", None)
    _void(world, contact)
    assert _stands(world, lost) == before
    assert as_stored(world, lost).last_contact_at is None
    assert as_stored(world, lost).next_due_at == due or due is None
    assert "episode.state_taken_back" in trail_of(lost.person_id)
    with acting(world.actor("dana")):
        newest = StateChange.objects.filter(episode=lost).order_by("-recorded_at").first()
    assert (newest.suspended_as, newest.why) == ("out_of_touch", "The entry that said so is void.")


@pytest.mark.parametrize("other", [1, 3])
def test_another_real_contact_still_ends_it(world, lost, other):
    wrong = record(world, lost, days_ago=2)
    record(world, lost, days_ago=other)
    _void(world, wrong)
    assert _stands(world, lost) == ("active", "", None)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_when_every_contact_is_void_it_stands_from_the_day_it_began(world, lost, order):
    before = _stands(world, lost)
    contacts = [record(world, lost, days_ago=4), record(world, lost, days_ago=2)]
    for one in order:
        _void(world, contacts[one])
    assert _stands(world, lost) == before


def test_the_second_time_out_of_touch_is_not_mistaken_for_the_first(world, lost):
    record(world, lost, days_ago=10)
    _state(world, lost, days_ago=6)
    before = _stands(world, lost)
    _void(world, record(world, lost, days_ago=2))
    assert _stands(world, lost) == before


def test_what_somebody_said_since_stands(world, lost):
    contact = record(world, lost, days_ago=4)
    _state(world, lost, suspended_as="in_hospital", days_ago=1)
    before = _stands(world, lost)
    _void(world, contact)
    assert _stands(world, lost) == before


def test_an_attempt_that_is_void_changes_no_state(world, lost):
    before = _stands(world, lost)
    _void(world, record(world, lost, days_ago=1, attendance="no_answer"))
    assert _stands(world, lost) == before


def test_moved_to_the_right_person_who_is_no_longer_out_of_touch(world, lost, leon):
    """And whoever was not met is out of touch as before."""
    _state(world, leon, days_ago=9)
    before = _stands(world, lost)
    contact = record(world, lost, days_ago=2)
    dana = world.actor("dana")
    with acting(dana):
        actions.move_entry(
            by=dana, entry=contact.entries[0], to=leon, reason="Wrong window", now=now()
        )
    assert _stands(world, lost) == before
    assert _stands(world, leon) == ("active", "", None)


def test_whoever_goes_out_later_is_expected_back_when_the_entry_is_void(world, grace):
    """Written for the wrong time, it had checked out a visit that has not taken place."""
    visit = book(world, grace)
    contact = record(world, grace, appointment=visit.pk)
    assert as_stored(world, visit).checked_out_at is not None
    _void(world, contact)
    assert as_stored(world, visit).checked_out_at is None


@pytest.mark.parametrize(("writer", "expected"), [("kwame", True), ("dana", False)])
def test_who_wrote_after_her_own_visit_is_back_and_nobody_else(
    world, grace, as_owner, writer, expected
):
    visit = over(world, as_owner, grace, ago=timedelta(hours=1))
    contact = record(world, grace, by=writer, days_ago=1 / 12, appointment=visit.pk)
    _void(world, contact, by=writer)
    again = as_stored(world, visit)
    assert again.state == "booked"
    assert (again.checked_out_at is None) is expected


def test_who_said_so_in_the_diary_is_back_whatever_becomes_of_an_entry(world, grace, as_owner):
    visit = over(world, as_owner, grace, ago=timedelta(hours=1))
    kwame = world.actor("kwame")
    with acting(kwame):
        check_out(by=kwame, appointment=as_stored(world, visit), now=now())
    contact = record(world, grace, by="kwame", days_ago=1 / 12, appointment=visit.pk)
    _void(world, contact, by="kwame")
    assert as_stored(world, visit).checked_out_at is not None


@pytest.mark.parametrize("screen", ["entry_void", "entry_move"])
def test_whoever_corrects_is_told_that_the_next_time_still_stands(dana, world, grace, leon, screen):
    """It was agreed with the other one, and nobody would expect it in this record."""
    start = now() + timedelta(days=7)
    contact = record(
        world, grace, next_contact=NextContact(start, start + timedelta(hours=1), "phone")
    )
    other = record(world, grace)
    for one, is_said in ((contact, True), (other, False)):
        url = reverse(f"contacts:{screen}", args=[one.entries[0].pk])
        sent = _sent(one.entries[0], reason="Wrong window", to=str(leon.pk))
        page = dana.post(url, sent, follow=True).content.decode()
        assert ("still stands in this record" in page) is is_said
