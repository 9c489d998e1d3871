"""What the tests of this room share: an agency with two teams, browsers, and the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.base.audit.models import Event
from casework.base.core.slots import filled

from .factories import World, make_world

_EPISODES, _PEOPLE = "casework.registry.episodes", "casework.registry.people"
BRIEF = ("matters", "reaching", "care", "due", "episode", "network")
OWN_SLOTS: dict[str, list[str]] = {
    "navigation": [f"{_PEOPLE}.navigation.NAVIGATION", f"{_EPISODES}.navigation.NAVIGATION"],
    "clock_rules": [f"{_EPISODES}.clocks.clock_rules"],
    "person_header": [f"{_EPISODES}.header.episode_header"],
    "person_tabs": [f"{_PEOPLE}.tabs.person_tabs", f"{_EPISODES}.tabs.episode_tabs"],
    "person_url": [f"{_PEOPLE}.tabs.person_url"],
    "person_overview_side": [f"{_EPISODES}.panels.responsible_panel"],
    "day_reasons": [f"{_EPISODES}.day_reasons.ledger_reasons"],
    "brief_sections": [f"{_EPISODES}.brief.{name}_section" for name in BRIEF],
    "position_ending": [f"{_EPISODES}.navigation.ending_url"],
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
def trail_of(as_owner: Any) -> Callable[[], list[tuple[str, Any, dict[str, Any]]]]:
    """What the trail says so far: (action, person, detail), oldest first."""

    def read() -> list[tuple[str, Any, dict[str, Any]]]:
        with as_owner():
            rows = Event.objects.order_by("at", "id")
            return list(rows.values_list("action", "person_id", "detail"))

    return read


@pytest.fixture
def check_now() -> Callable[[], None]:
    """The checks that a commit would make."""

    def check() -> None:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")

    return check


@pytest.fixture
def statements() -> Callable[[Callable[[], Any]], int]:
    """How many statements something takes."""

    def count(act: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    return count
