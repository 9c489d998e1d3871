"""The work ends, or somebody died: what is booked is called off in the same act, and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.registry.diary import actions as diary
from casework.registry.diary.models import Appointment
from casework.registry.episodes import actions
from casework.registry.episodes.models import Episode, StateChange
from casework.registry.episodes.tests.factories import joined, make_episode
from casework.registry.people.actions import change_details
from casework.registry.people.models import Person
from casework.registry.people.rules.partial_dates import PartialDate

from .factories import book, now, set_times, tomorrow

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def stored(world, one, by="lee"):
    with acting(world.actor(by)):
        return Appointment.objects.get(pk=one.pk)


def end(world, episode, *, reason="moved", closed_at=None, by="lee"):
    actor = world.actor(by)
    with acting(actor):
        one = Episode.objects.select_related("person", "team").get(pk=episode.pk)
        return actions.close_episode(
            by=actor,
            episode=one,
            reason=reason,
            why="To her sister's",
            closed_at=closed_at or now(),
            receiver_accepted=False,
            version=one.version,
            now=now(),
        )


def said(world, episode):
    with acting(world.actor("lee")):
        return StateChange.objects.get(episode=episode, state="closed").why


def died(world, episode, day, by="lee"):
    actor = world.actor(by)
    with acting(actor):
        person = Person.objects.get(pk=episode.person_id)
        change_details(
            by=actor,
            person=person,
            version=person.version,
            born=PartialDate.parse_or_none(person.born),
            died_on=day,
            now=now(),
        )


@pytest.fixture
def begun(world, grace, as_owner):
    """An appointment of today that began a minute ago, or at midnight."""
    made = book(world, grace)
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    with as_owner():
        return set_times(made, max(midnight, now() - timedelta(minutes=1)), now() + HOUR)


@pytest.mark.parametrize("reason", ["moved", "completed", "died"])
def test_what_is_still_booked_is_called_off_with_the_end(world, grace, trail_of, reason):
    timed = book(world, grace)
    some_day = book(world, grace, at=tomorrow() + WEEK, is_day_only=True)
    end(world, grace, reason=reason)
    for one in (timed, some_day):
        ended = stored(world, one)
        assert (ended.state, ended.ended_with_id) == ("cancelled_by_us", grace.pk)
        assert "The work has ended" in ended.state_why
    assert "Cancelled with it:" in said(world, grace)
    assert [action for action, _detail in trail_of()].count("appointment.ended") == 2


def test_the_workers_time_is_free_again(world, grace):
    booked = book(world, grace)
    end(world, grace)
    other = book(world, None, at=booked.starts_at)
    assert other.pk != booked.pk


def test_another_persons_and_another_episodes_times_stand(world, grace):
    meeting = book(world, None)
    later = stored(world, meeting, by="dana").version
    end(world, grace)
    assert stored(world, meeting, by="dana").version == later


def test_what_has_begun_today_stays_to_be_recorded(world, grace, begun):
    end(world, grace)
    left = stored(world, begun)
    assert left.state == "booked"
    assert left.to_record_until > now()
    assert "Left to be recorded:" in said(world, grace)


@pytest.fixture
def held(world):
    """Lee has held this person for thirty days."""
    return make_episode(world)


def test_what_lies_between_the_end_and_now_is_called_off(world, held, as_owner):
    """It was booked from the end on, and the work had ended by then."""
    made = book(world, held)
    with as_owner():
        set_times(made, now() - timedelta(days=2, hours=1), now() - timedelta(days=2))
    end(world, held, closed_at=now() - timedelta(days=3))
    assert stored(world, made).state == "cancelled_by_us"


def test_what_was_before_the_end_is_not_touched(world, held, as_owner):
    made = book(world, held)
    with as_owner():
        set_times(made, now() - timedelta(days=3, hours=1), now() - timedelta(days=3))
    end(world, held, closed_at=now() - timedelta(hours=1))
    assert stored(world, made).state == "booked"


@pytest.fixture
def elsewhere(world, grace):
    """The other team works with the same person, whom it had entered itself; moira is theirs."""
    other = make_episode(world, team="south", worker="moira", name="G. Mensah")
    joined(world, other, into=grace)
    return other


def test_where_a_worker_of_another_open_episode_goes_it_stays_for_them(world, grace, elsewhere):
    both = book(world, grace, workers=("dana", "moira"))
    alone = book(world, grace, at=tomorrow() + WEEK)
    end(world, grace)
    assert stored(world, both, by="moira").state == "booked"
    assert stored(world, both, by="moira").episode_id == elsewhere.pk
    assert stored(world, alone, by="moira").state == "cancelled_by_us"
    assert "Stays with another worker of theirs:" in said(world, grace)


def test_refused_cancels_nothing(world, grace):
    booked = book(world, grace)
    with pytest.raises(Refused):
        end(world, grace, reason="transferred")
    assert stored(world, booked).state == "booked"


def test_whoever_ends_it_reads_before_what_is_cancelled(world, grace, begun, browser_of):
    book(world, grace)
    url = reverse("episodes:episode_close", args=[grace.pk])
    page = browser_of("dana").get(url).content.decode()
    assert "Still booked" in page
    assert "Cancelled with the end" in page
    assert "Has begun today: stays, to be recorded" in page


def test_nothing_is_said_where_nothing_is_booked(world, grace, browser_of):
    page = browser_of("dana").get(reverse("episodes:episode_close", args=[grace.pk]))
    assert "Still booked" not in page.content.decode()


# --- a death -------------------------------------------------------------------------------


def test_a_death_in_the_details_calls_off_what_every_team_has_booked(world, grace, elsewhere):
    mine = book(world, grace)
    theirs = book(world, elsewhere, by="moira", workers=("moira",))
    died(world, grace, now().date())
    for one in (mine, theirs):
        assert stored(world, one).state == "cancelled_by_us"
        assert stored(world, one).state_why == "They have died."


def test_a_death_that_was_a_mistake_lets_stand_again_what_is_still_to_come(world, grace):
    mine, other = book(world, grace), book(world, grace, at=tomorrow() + WEEK)
    theirs = book(world, grace, at=tomorrow() + 2 * WEEK)
    with acting(world.actor("dana")):
        diary.cancel_appointment(
            by=world.actor("dana"),
            appointment=theirs,
            version=theirs.version,
            by_us=False,
            why="",
            now=now(),
        )
    died(world, grace, now().date())
    book(world, None, at=other.starts_at)
    died(world, grace, None)
    assert stored(world, mine).state == "booked"
    # Dana is somewhere else by then; and what was cancelled before stays so.
    assert stored(world, other).state == "cancelled_by_us"
    assert stored(world, theirs).state == "cancelled_by_person"
    with pytest.raises(Refused, match="is booked"):
        book(world, None, at=mine.starts_at)
