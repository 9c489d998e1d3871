"""Two at the same moment, each with a browser and a connection of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.urls import reverse

from casework.base.core.acting import acting
from casework.registry.episodes import actions
from casework.registry.episodes.models import Episode, HandOver, Responsibility

from .factories import make_episode, make_world, now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.oldest_postgres]


@pytest.fixture
def offer(as_owner):
    world = make_world(as_owner)
    episode = make_episode(world)
    lee = world.actor("lee")
    with acting(lee):
        made = actions.propose_hand_over(
            by=lee,
            episode=Episode.objects.select_related("team").get(pk=episode.pk),
            to=world.workers["dana"],
            why="Near her",
            now=now(),
        )
    return world, made


def at_once(*presses):
    together = Barrier(len(presses), timeout=20)

    def press(one):
        try:
            together.wait()
            return one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


def ledger_of(world, episode_id):
    with acting(world.actor("lee")):
        rows = list(Responsibility.objects.filter(episode=episode_id).order_by("from_at"))
    assert [row.until_at for row in rows[:-1]] == [row.from_at for row in rows[1:]]
    assert rows[-1].until_at is None
    return rows


def test_two_browsers_accept_the_same_hand_over_and_one_wins(offer):
    world, made = offer
    url = reverse("episodes:hand_over_answer", args=[made.pk])
    browsers = [world.client("dana"), world.client("dana")]
    answers = at_once(
        *(lambda one=one: one.post(url, {"answer": "accept", "words": ""}) for one in browsers)
    )
    assert sorted(one.status_code for one in answers) == [302, 422]
    lost = next(one for one in answers if one.status_code == 422)
    assert "answered or taken back already" in lost.content.decode()
    rows = ledger_of(world, made.episode_id)
    assert [row.worker_id for row in rows] == [
        world.workers["lee"].pk,
        world.workers["dana"].pk,
    ]


def test_one_accepts_while_the_leader_takes_it_back(offer):
    world, made = offer
    accept = reverse("episodes:hand_over_answer", args=[made.pk])
    back = reverse("episodes:hand_over_withdraw", args=[made.pk])
    dana, lee = world.client("dana"), world.client("lee")
    at_once(lambda: dana.post(accept, {"answer": "accept", "words": ""}), lambda: lee.post(back))
    with acting(world.actor("lee")):
        state = HandOver.objects.get(pk=made.pk).state
    last = ledger_of(world, made.episode_id)[-1]
    assert (state, last.worker_id) in {
        ("accepted", world.workers["dana"].pk),
        ("withdrawn", world.workers["lee"].pk),
    }


def test_a_worker_accepts_while_another_leader_moves_the_same_person(offer):
    world, made = offer
    accept = reverse("episodes:hand_over_answer", args=[made.pk])
    move = reverse("episodes:caseload_move", args=[world.workers["lee"].pk])
    dana, lee = world.client("dana"), world.client("lee")
    typed = {
        "to_all": str(world.workers["kwame"].pk),
        "until": "keeps",
        "why": "Now",
        "over_cap_reason": "",
    }
    answers = at_once(
        lambda: dana.post(accept, {"answer": "accept", "words": ""}),
        lambda: lee.post(move, typed),
    )
    assert {one.status_code for one in answers} <= {302, 422}
    ledger_of(world, made.episode_id)
