"""What the tests of this room share: an agency, its workers, and the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from casework.base.audit.models import Event
from casework.base.core.acting import acting
from casework.base.core.slots import filled
from casework.registry.people.models import Person
from casework.registry.workforce.tests.factories import World, make_world

from .factories import close_to, make_person, open_to_team

OWN_SLOTS: dict[str, list[str]] = {
    "navigation": ["casework.registry.people.navigation.NAVIGATION"],
    "person_header": [],
    "clocks_over": [],
    "death_written": [],
    "death_taken_back": [],
    "search_actions": [],
    "person_tabs": ["casework.registry.people.tabs.person_tabs"],
    "person_url": ["casework.registry.people.tabs.person_url"],
}


@pytest.fixture(autouse=True)
def _only_this_room(settings: Any) -> Iterator[None]:
    """Rooms above fill slots too; what they need is theirs to test."""
    settings.SLOTS = {**settings.SLOTS, **OWN_SLOTS}
    filled.cache_clear()
    yield
    filled.cache_clear()


@pytest.fixture
def world(db: None, as_owner: Any) -> World:
    with as_owner():
        return make_world()


@pytest.fixture
def enter(world: World) -> Callable[[str], Any]:
    """`with enter("dana") as dana:` acts as dana."""

    @contextmanager
    def acting_as(name: str) -> Iterator[Any]:
        actor = world.actor(name)
        with acting(actor):
            yield actor

    return acting_as


@pytest.fixture
def person_of(world: World, as_owner: Any) -> Callable[..., Person]:
    """`person_of("north", "Grace", "Mensah")`: somebody the team works with, and only the team."""

    def make(team: str, given: str = "Grace", family: str = "Mensah", **more: Any) -> Person:
        worker = {"north": "dana", "south": "moira"}[team]
        person = make_person(world.actor(worker), given, family, **more)
        with as_owner():
            open_to_team(person, world.teams[team])
            close_to(person, world.workers[worker].pk)
        return person

    return make


@pytest.fixture
def trail_of(as_owner: Any) -> Callable[[], list[tuple[str, Any, dict[str, Any]]]]:
    """What the trail says so far: (action, person, detail), oldest first."""

    def read() -> list[tuple[str, Any, dict[str, Any]]]:
        with as_owner():
            rows = Event.objects.order_by("at", "id")
            return list(rows.values_list("action", "person_id", "detail"))

    return read
