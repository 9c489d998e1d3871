from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from casework.base.accounts.actors import Actor
from casework.base.audit.models import Event
from casework.base.core.acting import acting

from .factories import World, make_world


@pytest.fixture(autouse=True)
def nobody_else_ends_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    """This room by itself: as where no room above fills the slot `position_ending`."""
    monkeypatch.setattr("casework.registry.workforce.shown.filled", lambda name: ())


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def trail_of(as_owner: Any) -> Callable[[], list[tuple[str, dict[str, Any]]]]:
    """What the trail says so far: (action, detail), oldest first."""

    def read() -> list[tuple[str, dict[str, Any]]]:
        with as_owner():
            return list(Event.objects.order_by("at", "id").values_list("action", "detail"))

    return read


@pytest.fixture
def by(world: World) -> Iterator[Actor]:
    """The administrator acts."""
    actor = world.actor("adam")
    with acting(actor):
        yield actor
