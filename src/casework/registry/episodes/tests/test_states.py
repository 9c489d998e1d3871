"""The states of an episode: since when, on the agency's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from casework.base.core.acting import acting
from casework.registry.episodes import actions
from casework.registry.episodes.models import Episode, State, SuspendedAs
from casework.registry.workforce.models import Agency

from .factories import make_episode, make_world, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("America/New_York", datetime(2026, 5, 13, 2, 30, tzinfo=UTC), date(2026, 5, 12)),
        ("Pacific/Auckland", datetime(2026, 5, 12, 20, 30, tzinfo=UTC), date(2026, 5, 13)),
    ],
)
def test_somebody_is_in_hospital_since_the_agencys_day(world, as_owner, zone, moment, day):
    with as_owner():
        Agency.objects.update(time_zone=zone)
    days_ago = (now() - moment).days + 30
    episode = make_episode(world, worker="dana", days_ago=days_ago)
    dana = world.actor("dana")
    with acting(dana):
        actions.change_state(
            by=dana,
            episode=episode,
            to=State.SUSPENDED,
            suspended_as=SuspendedAs.IN_HOSPITAL,
            why="",
            happened_at=moment,
            version=episode.version,
            now=now(),
        )
        assert Episode.objects.get(pk=episode.pk).suspended_since_on == day
