"""An agency with two teams; only the slots that these screens need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from casework.base.core.slots import filled

from .factories import World, make_world

OWN_SLOTS: dict[str, list[str]] = {
    "navigation": ["casework.cycle.intake.navigation.NAVIGATION"],
    "person_header": ["casework.cycle.intake.panels.header_facts"],
    "person_tabs": [],
    "person_url": ["casework.registry.people.tabs.person_url"],
    "search_actions": ["casework.cycle.intake.panels.search_action"],
}


@pytest.fixture(autouse=True)
def _only_this_room(settings: Any) -> Iterator[None]:
    """Rooms above fill slots too; what they need is theirs to test."""
    settings.SLOTS = {**settings.SLOTS, **OWN_SLOTS}
    filled.cache_clear()
    yield
    filled.cache_clear()


@pytest.fixture
def world(as_owner: Any) -> World:
    return make_world(as_owner)


@pytest.fixture
def browse(world: World) -> Callable[[str], Client]:
    """`browse("lee")` is signed in."""
    return world.client
