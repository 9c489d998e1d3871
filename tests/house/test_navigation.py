"""The main navigation says where one is: the place itself, or what belongs to it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from casework.base.core.slots import filled
from casework.registry.episodes.tests.factories import make_episode, make_world

from .walking import screens

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
    return re.findall(r'<a href="([^"]+)"\s+aria-current="(\w+)"', navigation)


@pytest.mark.parametrize(
    ("who", "page", "marked"),
    [
        ("dana", "myday:my_day", ("myday:my_day", "page")),
        ("dana", "myday:my_people", ("myday:my_people", "page")),
        ("lee", "oversight:my_team", ("oversight:my_team", "page")),
        ("lee", "intake:waiting_list", ("intake:referral_list", "true")),
        ("lee", "oversight:quiet_list", ("oversight:my_team", "true")),
        ("lee", "episodes:cover_list", ("oversight:my_team", "true")),
        ("lee", "workforce:duty_plan", ("workforce:team_list", "true")),
        ("lee", "workforce:shift_new", ("workforce:team_list", "true")),
        ("dana", "workforce:worker_list", ("workforce:team_list", "true")),
        ("dana", "contacts:notes_to_sign", ("myday:my_day", "true")),
    ],
)
def test_one_place_is_marked(world, who, page, marked):
    assert _marked(world, who, reverse(page)) == [(reverse(marked[0]), marked[1])]


def test_a_page_of_a_record_belongs_to_the_record(world):
    """Its address may begin like a place's: it is about one person all the same."""
    person_id = make_episode(world, worker="dana", name="Grace Mensah").person_id
    for page in ("record:record_overview", "episodes:episode_list", "intake:reach_plan"):
        assert _marked(world, "dana", reverse(page, args=[person_id])) == []


OVERVIEW, TIMELINE = "record:record_overview", "record:record_timeline"
# A page, by which id it is opened, and the tab it belongs to.
BELONGS = [
    ("record:record_overview", "person", OVERVIEW),
    ("intake:reach_plan", "person", OVERVIEW),
    ("intake:referral_new", "person", OVERVIEW),
    ("diary:appointment_new", "episode", OVERVIEW),
    ("record:record_timeline", "person", TIMELINE),
    ("contacts:contact_new", "episode", TIMELINE),
    ("contacts:attempt_new", "episode", TIMELINE),
    ("contacts:note_search", "person", TIMELINE),
    ("episodes:episode_detail", "episode", "episodes:episode_list"),
    ("episodes:hand_over_new", "episode", "episodes:episode_list"),
    ("people:names", "person", "people:names"),
    ("people:person_edit", "person", "people:names"),
    ("people:name_new", "person", "people:names"),
    ("people:person_merge", "person", "people:names"),
    ("people:contact_point_new", "person", "people:contact_points"),
    ("people:address_new", "person", "people:addresses"),
    ("people:circumstances", "person", "people:circumstances"),
    ("people:member_new", "person", "people:network"),
    ("record:record_looked", "person", "record:record_looked"),
]


def _tabs(world, address):
    """The tabs that are marked, as (address, how)."""
    client = Client()
    client.force_login(
        world.workers["lee"].account,
        backend="casework.base.accounts.backends.NameOrMailBackend",
    )
    answer = client.get(address)
    assert answer.status_code == 200, address
    (tabs,) = re.findall(r'<ul class="cw-tabs".*?</ul>', answer.content.decode(), re.DOTALL)
    return re.findall(r'<a href="([^"]+)"\s+aria-current="(\w+)"', tabs)


@pytest.mark.parametrize(("page", "of", "tab"), BELONGS, ids=[one[0] for one in BELONGS])
def test_every_page_of_a_record_marks_the_one_tab_it_belongs_to(world, page, of, tab):
    episode = make_episode(world, worker="dana")
    address = reverse(page, args=[episode.pk if of == "episode" else episode.person_id])
    how = "page" if page == tab else "true"
    assert _tabs(world, address) == [(reverse(tab, args=[episode.person_id]), how)]


def test_every_tab_holds_pages_of_its_own_only(world):
    """No page may belong to two tabs: one would be marked, the other lie."""
    actor, person_id = world.actor("lee"), make_episode(world, worker="dana").person_id
    tabs = [tab for fill in filled("person_tabs") for tab in fill(actor, person_id)]
    for room, pattern in screens():
        name = f"{room}:{pattern.name}"
        assert sum(tab.key == name or tab.is_above(name) for tab in tabs) <= 1, name
