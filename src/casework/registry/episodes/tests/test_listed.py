"""A list says of an episode and its person what their models say, at a tenth of the cost."""

from __future__ import annotations

from datetime import date

import pytest

from casework.base.core.acting import acting
from casework.registry.episodes import ledger, listed
from casework.registry.episodes.models import Episode, State, SuspendedAs
from casework.registry.people.models import Person

from .factories import joined, make_episode, make_world

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 29)


@pytest.fixture
def world(as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world(as_owner)


def _of_models(episode):
    whole = episode.person.whole
    return (
        episode.pk,
        episode.team_id,
        episode.person_id,
        whole.shown_name,
        whole.sort_key,
        whole.age_on(DAY),
        episode.person.canonical_id,
        episode.person.has_died,
        episode.state_words,
        ledger.target_days(episode, ledger.model_of(episode)),
        episode.responsible_id,
        episode.is_held,
    )


def _of_listed(one):
    return (
        one.pk,
        one.team_id,
        one.person_id,
        one.name,
        one.sort_key,
        one.age_on(DAY),
        one.canonical_id,
        one.has_died,
        one.state_words,
        one.target_days,
        one.responsible_id,
        one.is_held,
    )


def test_a_list_says_what_the_models_say(world, as_owner):
    made = {
        name: make_episode(world, worker="dana", name=name)
        for name in ("Ann Usual", "Bo Target", "Cy Model", "Di Ward", "Ed Died", "Flo Former")
    }
    other = make_episode(world, team="south", worker="moira", name="Florence Now")
    died = make_episode(world, team="south", worker="moira", name="Gus Now")
    made["Gus Former"] = make_episode(world, worker="dana", name="Gus Former")
    joined(world, made["Flo Former"], into=other)
    joined(world, made["Gus Former"], into=died)
    with as_owner():
        people = Person.objects.filter
        people(shown_name="Ann Usual").update(born_on=date(1980, 11, 30))
        people(shown_name="Bo Target").update(born_on=date(1980, 11, 29))
        # The record to read knows no day of birth: none is taken from the one that joined it.
        people(shown_name="Flo Former").update(born_on=date(1990, 1, 1))
        people(shown_name="Gus Now").update(born_on=date(1970, 2, 3), died_on=date(2026, 11, 1))
        people(shown_name="Ed Died").update(died_on=date(2026, 11, 1))
        episodes = Episode.objects.filter
        episodes(pk=made["Bo Target"].pk).update(target_days="2.5", target_reason="Agreed")
        episodes(pk=made["Cy Model"].pk).update(
            practice_model="assertive", practice_model_reason="Agreed"
        )
        episodes(pk=made["Di Ward"].pk).update(
            state=State.SUSPENDED, suspended_as=SuspendedAs.IN_HOSPITAL
        )
    dana = world.actor("dana")
    with acting(dana):
        by_models = [_of_models(one) for one in ledger.open_episodes_of(dana.id)]
        by_list = [_of_listed(one) for one in listed.of_workers(dana.id)]
    assert len(by_list) == len(made)
    assert by_list == by_models
    ages = {row[3]: row[5] for row in by_list}
    assert (ages["Ann Usual"], ages["Bo Target"], ages["Florence Now"]) == (45, 46, None)


def test_a_list_asks_no_more_for_many(world, django_assert_num_queries):
    for number in range(3):
        make_episode(world, worker="dana", name=f"Person {number}")
    dana = world.actor("dana")
    with acting(dana), django_assert_num_queries(1):
        for one in listed.of_workers(dana.id):
            _of_listed(one)
