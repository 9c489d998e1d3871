"""With a death everything stops, whichever way it is written; a mistake brings it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from casework.base.clocks.models import Clock
from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.registry.episodes import actions
from casework.registry.episodes.models import CloseReason, Episode
from casework.registry.people.actions import change_details, merge_people, undo_merge
from casework.registry.people.models import Person
from casework.registry.people.rules.partial_dates import PartialDate

from .factories import make_episode, make_world, now

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


def type_death(by, person_id, day):
    """The day of death stands, or no longer stands, in the person's details."""
    person = Person.objects.get(pk=person_id)
    return change_details(
        by=by,
        person=person,
        version=person.version,
        born=PartialDate.parse_or_none(person.born),
        died_on=day,
        now=now(),
    )


def close(by, episode, reason):
    episode = Episode.objects.select_related("person", "team").get(pk=episode.pk)
    return actions.close_episode(
        by=by,
        episode=episode,
        reason=reason,
        why="",
        closed_at=now(),
        receiver_accepted=False,
        version=episode.version,
        now=now(),
    )


def due(*episodes):
    """What is due of these people, as (rule, since, until)."""
    people = [one.person_id for one in episodes]
    rows = Clock.objects.open().filter(about_id__in=people)
    return sorted(rows.values_list("rule", "started_at", "due_at"))


def join(by, episode, into):
    return merge_people(
        by=by,
        person=Person.objects.get(pk=episode.person_id),
        into=Person.objects.get(pk=into.person_id),
        version=Person.objects.get(pk=episode.person_id).version,
        into_version=Person.objects.get(pk=into.person_id).version,
        why="Same day of birth",
        is_sure=True,
        now=now(),
    )


@pytest.fixture
def twice(world):
    """Somebody whom two teams entered, and one who may write in both records."""
    here = make_episode(world, worker="dana", name="Edith Crane", days_ago=90)
    there = make_episode(world, team="south", worker="moira", name="E. Crane", days_ago=60)
    lee, moira = world.actor("lee"), world.actor("moira")
    return here, there, replace(lee, grantees=(*lee.grantees, *moira.grantees))


def test_a_death_typed_in_the_details_stops_what_is_due_and_a_mistake_brings_it_back(world):
    episode = make_episode(world, worker="dana", days_ago=90)
    dana = world.actor("dana")
    with acting(dana):
        before = due(episode)
        type_death(dana, episode.person_id, now().date())
        while_dead = due(episode)
        type_death(dana, episode.person_id, None)
        after = due(episode)
    assert len(before) == 2
    assert while_dead == []
    assert after == before


def test_a_death_typed_on_screen_says_what_it_does(world):
    episode = make_episode(world, worker="dana", days_ago=90)
    client = world.client("dana")
    url = reverse("people:person_edit", args=[episode.person_id])
    assert "everything that is due about them stops at once" in client.get(url).content.decode()


def test_another_day_of_death_starts_nothing_again(world):
    episode = make_episode(world, worker="dana", days_ago=90)
    dana = world.actor("dana")
    with acting(dana):
        type_death(dana, episode.person_id, now().date())
        type_death(dana, episode.person_id, now().date() - timedelta(days=1))
        assert due(episode) == []


def test_nothing_begins_about_somebody_who_has_died_and_it_runs_after_all_when_they_live(world):
    """Also what an import or a job begins: the database knows of the death, whoever asks."""
    episode = make_episode(world, days_ago=90)
    lee, dana = world.actor("lee"), world.actor("dana")
    with acting(lee):
        type_death(lee, episode.person_id, now().date())
        offer = actions.propose_hand_over(
            by=lee, episode=episode, to=world.workers["dana"], why="Knew her", now=now()
        )
        assert due(episode) == []
    with acting(dana):
        type_death(dana, episode.person_id, None)
        assert [rule for rule, *_ in due(episode)] == [
            "answer_hand_over",
            "contact_or_attempt",
            "named_worker",
        ]
        assert Clock.objects.open().get(rule="answer_hand_over").subject_id == offer.pk


def test_what_was_answered_meanwhile_does_not_run_again(world):
    episode = make_episode(world, days_ago=90)
    lee, dana = world.actor("lee"), world.actor("dana")
    with acting(lee):
        offer = actions.propose_hand_over(
            by=lee, episode=episode, to=world.workers["dana"], why="Knows her", now=now()
        )
        type_death(lee, episode.person_id, now().date())
    with acting(dana):
        actions.accept_hand_over(by=dana, hand_over=offer, now=now())
        assert due(episode) == []
        type_death(dana, episode.person_id, None)
        assert [rule for rule, *_ in due(episode)] == [
            "contact_or_attempt",
            "tell_who_is_responsible",
        ]


@pytest.mark.parametrize("typed_first", [True, False])
def test_an_episode_that_ended_stays_ended_when_the_death_was_a_mistake(world, twice, typed_first):
    here, there, above = twice
    with acting(above):
        join(above, here, into=there)
        running = due(there)
        if typed_first:
            type_death(above, there.person_id, now().date())
        close(above, here, CloseReason.DIED)
        assert due(here, there) == []
        type_death(above, there.person_id, None)
        assert due(here, there) == running


@pytest.mark.parametrize("dead", ["joined", "main"])
def test_a_join_says_the_death_of_both_records_until_it_is_taken_back(world, twice, dead):
    here, there, above = twice
    gone, living = (here, there) if dead == "joined" else (there, here)
    day = date(2026, 3, 2)
    with acting(above):
        before = due(living)
        type_death(above, gone.person_id, day)
        merge = join(above, here, into=there)
        assert due(here, there) == []
        assert Person.objects.get(pk=there.person_id).died_on == day
        undo_merge(by=above, merge=merge, why="Two sisters", now=now())
        assert due(living) == before
        assert due(gone) == []
        assert Person.objects.get(pk=living.person_id).died_on is None
        assert Person.objects.get(pk=gone.person_id).died_on == day


def test_a_day_that_came_with_a_joined_record_can_be_taken_away_in_the_main_one(world, twice):
    here, there, above = twice
    with acting(above):
        before = due(here, there)
        type_death(above, here.person_id, now().date())
        merge = join(above, here, into=there)
        type_death(above, there.person_id, None)
        assert due(here, there) == before
        assert not Person.objects.select_related("merged_into").get(pk=here.person_id).has_died
        undo_merge(by=above, merge=merge, why="Two sisters", now=now())
        assert due(here, there) == before


def test_two_records_of_which_one_was_born_after_the_other_died_are_not_joined(world, twice):
    here, there, above = twice
    with acting(above):
        type_death(above, here.person_id, date(2001, 5, 6))
        Person.objects.filter(pk=there.person_id).update(born="2002", born_on=None)
        with pytest.raises(Refused, match="before the birth date"):
            join(above, here, into=there)
        assert Person.objects.get(pk=there.person_id).died_on is None
