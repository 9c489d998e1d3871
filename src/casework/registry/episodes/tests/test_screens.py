"""Every screen: who may come in, what is not open is not there, and how many questions it asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from casework.base.core.acting import acting
from casework.registry.episodes import actions
from casework.registry.episodes.models import Cover, Episode
from casework.registry.workforce.models import Position

from .factories import make_episode, now

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def things(world):
    """One of each thing of a page, in the team North."""
    episode = make_episode(world, worker="dana")
    lee = world.actor("lee")
    with acting(lee):
        again = Episode.objects.select_related("team").get(pk=episode.pk)
        offer = actions.propose_hand_over(
            by=lee, episode=again, to=world.workers["kwame"], why="Leave", now=now()
        )
        wish = actions.record_change_request(
            by=lee,
            episode=again,
            words="I would like a woman.",
            wishes="",
            asked_on=now().date(),
            now=now(),
        )
        cover = actions.arrange_cover(
            by=lee,
            absent=world.workers["dana"],
            covering=world.workers["kwame"],
            starts_at=now() - DAY,
            ends_at=now() + 7 * DAY,
            why="Leave",
            now=now(),
        )
    position = Position.objects.get(worker=world.workers["dana"])
    return {
        "episode": episode.pk,
        "person": episode.person_id,
        "offer": offer.pk,
        "wish": wish.pk,
        "cover": cover.pk,
        "worker": world.workers["dana"].pk,
        "position": position.pk,
    }


# Screen, its address, who may, who of another team finds nothing, who may not at all.
SCREENS = [
    ("episode_list", "person", "dana", "moira", "bill"),
    ("episode_detail", "episode", "dana", "moira", "bill"),
    ("episode_state", "episode", "dana", "moira", "ines"),
    ("episode_model", "episode", "dana", "moira", "ines"),
    ("episode_close", "episode", "dana", "moira", "ines"),
    ("hand_over_new", "episode", "dana", "moira", "bill"),
    ("hand_over_answer", "offer", "kwame", "moira", "bill"),
    ("hand_overs_to_answer", None, "kwame", None, "ines"),
    ("caseload_move", "worker", "lee", "sana", "dana"),
    ("caseload_hold", "worker", "lee", "sana", "dana"),
    ("brought_over_confirm", None, "dana", None, "ines"),
    ("position_end", "position", "adam", None, "lee"),
    ("cover_list", None, "dana", None, "bill"),
    ("cover_new", None, "dana", None, "bill"),
    ("cover_detail", "cover", "kwame", "moira", "bill"),
    ("change_request_new", "episode", "dana", "moira", "bill"),
    ("change_request_answer", "wish", "lee", "sana", "dana"),
]
PRESSES = [
    ("responsibility_tell", "episode", "dana", "moira", "ines"),
    ("introduction_record", "episode", "dana", "moira", "ines"),
    ("hand_over_withdraw", "offer", "lee", "moira", "bill"),
    ("cover_cancel", "cover", "dana", "moira", "bill"),
]


def address(screen, about, things):
    return reverse(f"episodes:{screen}", args=[things[about]] if about else [])


@pytest.mark.parametrize(("screen", "about", "who", "other", "nobody"), SCREENS)
def test_a_page_opens_for_whom_it_is(world, things, screen, about, who, other, nobody):
    url = address(screen, about, things)
    answer = world.client(who).get(url)
    assert answer.status_code == 200, answer.content[:400]
    assert f"episodes/{screen}.html" in [one.name for one in answer.templates]
    if other:
        assert world.client(other).get(url).status_code == 404
    assert world.client(nobody).get(url).status_code == 403
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize(("screen", "about", "who", "other", "nobody"), PRESSES)
def test_a_press_works_for_whom_it_is(world, things, screen, about, who, other, nobody):
    url = address(screen, about, things)
    assert world.client(other).post(url).status_code == 404
    assert world.client(nobody).post(url).status_code == 403
    assert world.client(who).get(url).status_code == 405
    sent = {"on": now().date().isoformat()}
    assert world.client(who).post(url, sent).status_code == 302


def test_no_page_says_the_name_of_somebody_who_is_not_open(world, things):
    for screen, about, _who, other, _nobody in SCREENS:
        if other:
            page = world.client(other).get(address(screen, about, things)).content.decode()
            assert "Mensah" not in page, screen
    page = world.client("adam").get(address("position_end", "position", things)).content.decode()
    assert "Mensah" not in page
    assert "responsible for one person" in page


def more_people(world, count):
    for n in range(count):
        episode = make_episode(world, worker="dana", name=f"More Person{n}")
        lee = world.actor("lee")
        with acting(lee):
            actions.propose_hand_over(
                by=lee,
                episode=Episode.objects.select_related("team").get(pk=episode.pk),
                to=world.workers["kwame"],
                why="Leave",
                now=now(),
            )


@pytest.mark.parametrize(
    ("screen", "about", "who"),
    [
        ("hand_overs_to_answer", None, "kwame"),
        ("caseload_move", "worker", "lee"),
        ("caseload_hold", "worker", "lee"),
        ("cover_detail", "cover", "lee"),
        ("cover_list", None, "lee"),
    ],
)
def test_as_many_queries_for_ten_people_as_for_one(world, things, statements, screen, about, who):
    url, client = address(screen, about, things), world.client(who)
    client.get(url)
    one = statements(lambda: client.get(url))
    more_people(world, 9)
    assert statements(lambda: client.get(url)) == one


@pytest.mark.parametrize(
    ("screen", "about", "who", "most"),
    [
        ("episode_detail", "episode", "dana", 26),
        ("hand_over_new", "episode", "dana", 36),
        ("hand_over_answer", "offer", "kwame", 26),
        ("caseload_move", "worker", "lee", 26),
        ("cover_detail", "cover", "kwame", 28),
    ],
)
def test_a_page_asks_few_questions(world, things, statements, screen, about, who, most):
    url, client = address(screen, about, things), world.client(who)
    client.get(url)
    taken = statements(lambda: client.get(url))
    assert taken <= most, taken


def test_a_page_of_ten_ledger_rows_asks_no_more(world, things, statements):
    url, client = address("episode_detail", "episode", things), world.client("dana")
    client.get(url)
    one = statements(lambda: client.get(url))
    lee, to = world.actor("lee"), ["dana", "kwame"]
    with acting(lee):
        actions.cancel_cover(by=lee, cover=Cover.objects.get(), now=now())
    for n in range(6):
        with acting(lee):
            episode = Episode.objects.select_related("team").get(pk=things["episode"])
            for offer in episode.hand_overs.filter(state="proposed"):
                actions.withdraw_hand_over(by=lee, hand_over=offer, now=now())
            offer = actions.propose_hand_over(
                by=lee,
                episode=episode,
                to=world.workers[to[(n + 1) % 2]],
                why="Again",
                now=now(),
            )
        receiver = world.actor(to[(n + 1) % 2])
        with acting(receiver):
            actions.accept_hand_over(by=receiver, hand_over=offer, now=now())
    assert abs(statements(lambda: client.get(url)) - one) <= 1
