"""What the tests of this room share: a small agency, a person of one worker, browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from casework.base.accounts.second_factor import SHOWN
from casework.base.audit.models import Event
from casework.base.core.slots import filled
from casework.registry.episodes.models import Episode
from casework.registry.episodes.tests.factories import World, make_episode, make_world

OWN_SLOTS = {
    "navigation": ["casework.registry.diary.navigation.NAVIGATION"],
    "person_header": ["casework.registry.diary.panels.header_actions"],
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
    return make_world(as_owner)


@pytest.fixture
def grace(world: World) -> Episode:
    """Dana is responsible for Grace."""
    return make_episode(world, worker="dana")


@pytest.fixture
def browser_of_world() -> Callable[[World], Callable[[str], Client]]:
    """`browser_of_world(world)("dana")`: signed in with both steps."""

    def of(world: World) -> Callable[[str], Client]:
        def open_for(name: str) -> Client:
            client = Client()
            client.force_login(world.workers[name].account)
            session = client.session
            session[SHOWN] = True
            session.save()
            return client

        return open_for

    return of


@pytest.fixture
def browser_of(world: World, browser_of_world: Any) -> Callable[[str], Client]:
    """`browser_of("dana")` in the small agency."""
    return browser_of_world(world)


@pytest.fixture
def trail_of(as_owner: Any) -> Callable[[], list[tuple[str, Any]]]:
    """The events so far: (action, detail), oldest first."""

    def read() -> list[tuple[str, Any]]:
        with as_owner():
            return list(Event.objects.order_by("at", "id").values_list("action", "detail"))

    return read
