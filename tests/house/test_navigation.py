"""The main navigation says where one is: the place itself, or what belongs to it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from casework.registry.episodes.tests.factories import make_episode, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world(as_owner)


def _marked(world, who, address):
    """What the navigation marks, as (address, how)."""
    client = Client()
    client.force_login(
        world.workers[who].account,
        backend="casework.base.accounts.backends.NameOrMailBackend",
    )
    answer = client.get(address)
    assert answer.status_code == 200
    (navigation,) = re.findall(r'<nav class="cw-nav".*?</nav>', answer.content.decode(), re.DOTALL)
    return re.findall(r'<a href="([^"]+)" aria-current="(\w+)"', navigation)


@pytest.mark.parametrize(
    ("who", "page", "marked"),
    [
        ("dana", "myday:my_day", ("myday:my_day", "page")),
        ("dana", "myday:my_people", ("myday:my_people", "page")),
        ("lee", "oversight:my_team", ("oversight:my_team", "page")),
        ("lee", "intake:waiting_list", ("intake:referral_list", "true")),
        ("lee", "oversight:quiet_list", ("oversight:my_team", "true")),
    ],
)
def test_one_place_is_marked(world, who, page, marked):
    assert _marked(world, who, reverse(page)) == [(reverse(marked[0]), marked[1])]


def test_a_page_of_a_record_belongs_to_the_record(world):
    """Its address may begin like a place's: it is about one person all the same."""
    person_id = make_episode(world, worker="dana", name="Grace Mensah").person_id
    for page in ("record:record_overview", "episodes:episode_list", "intake:reach_plan"):
        assert _marked(world, "dana", reverse(page, args=[person_id])) == []
