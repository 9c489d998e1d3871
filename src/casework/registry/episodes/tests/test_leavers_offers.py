"""What is offered to somebody who leaves is taken back: nobody waits for an answer from her."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.base import jobs
from casework.base.clocks.models import Clock
from casework.base.core.acting import acting
from casework.registry.episodes import actions, leaving
from casework.registry.episodes.models import HandOver, HandOverState
from casework.registry.workforce.models import Position

from .factories import make_episode, make_world, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


def offer(world, name, *, to):
    episode, lee = make_episode(world, name=name), world.actor("lee")
    with acting(lee):
        return actions.propose_hand_over(
            by=lee, episode=episode, to=world.workers[to], why="Knows her", now=now()
        )


def state(world, offered):
    with acting(world.actor("lee")):
        due = Clock.objects.open().filter(rule="answer_hand_over", subject_id=offered.pk).exists()
        return HandOver.objects.get(pk=offered.pk).state, due


TAKEN_BACK, WAITS = (HandOverState.WITHDRAWN, False), (HandOverState.PROPOSED, True)


def test_with_the_end_of_her_position_what_was_offered_to_her_is_taken_back(world, trail_of):
    hers = offer(world, "Nina North", to="kwame")
    other = offer(world, "Nora North", to="dana")
    adam = world.actor("adam")
    with acting(adam):
        actions.end_position(
            by=adam,
            position=Position.objects.get(worker=world.workers["kwame"]),
            to_on=now().date(),
            reason="Moves away",
            now=now(),
        )
    assert state(world, hers) == TAKEN_BACK
    assert state(world, other) == WAITS
    assert ("hand_over.withdrawn", hers.person_id) in [row[:2] for row in trail_of()]
    # Nothing is in the way of asking somebody else.
    lee = world.actor("lee")
    with acting(lee):
        actions.propose_hand_over(
            by=lee, episode=hers.episode, to=world.workers["dana"], why="Has room", now=now()
        )


def test_a_position_that_ended_by_itself_takes_back_what_was_offered(world, as_owner):
    hers = offer(world, "Nina North", to="kwame")
    jobs.run_now(leaving.SERVICE)
    assert state(world, hers) == WAITS
    with as_owner():
        Position.objects.filter(worker=world.workers["kwame"]).update(
            to_on=now().date() - timedelta(days=1)
        )
    jobs.run_now(leaving.SERVICE)
    assert state(world, hers) == TAKEN_BACK
