"""The states of an episode: since when, on the agency's clock; and what ends with a death."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from casework.base.clocks.models import Clock
from casework.base.core.acting import acting
from casework.registry.episodes import actions
from casework.registry.episodes.models import CloseReason, Episode, State, SuspendedAs
from casework.registry.people.actions import merge_people
from casework.registry.people.models import Person
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


def test_with_a_death_nothing_is_due_in_any_team_and_every_team_reads_it(world):
    """Also where the person was entered twice: the other team has the other record."""
    here = make_episode(world, worker="dana", name="Edith Crane", days_ago=90)
    there = make_episode(world, team="south", worker="moira", name="E. Crane", days_ago=60)
    lee, moira = world.actor("lee"), world.actor("moira")
    above = replace(lee, grantees=(*lee.grantees, *moira.grantees))
    with acting(above):
        merge_people(
            by=above,
            person=Person.objects.get(pk=here.person_id),
            into=Person.objects.get(pk=there.person_id),
            version=1,
            into_version=1,
            why="Same day of birth",
            is_sure=True,
            now=now(),
        )
        assert Clock.objects.open().filter(subject_id__in=[here.pk, there.pk]).count() > 2
        episode = Episode.objects.select_related("person", "team").get(pk=here.pk)
        actions.close_episode(
            by=above,
            episode=episode,
            reason=CloseReason.DIED,
            why="Her sister rang",
            closed_at=now(),
            receiver_accepted=False,
            version=episode.version,
            now=now(),
        )
        assert not Clock.objects.open().filter(subject_id__in=[here.pk, there.pk]).exists()
    with acting(moira):
        assert Person.objects.get(pk=there.person_id).died_on == now().date()


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("America/New_York", datetime(2026, 5, 13, 2, 30, tzinfo=UTC), date(2026, 5, 12)),
        ("Pacific/Auckland", datetime(2026, 5, 12, 20, 30, tzinfo=UTC), date(2026, 5, 13)),
    ],
)
def test_the_day_of_death_is_the_agencys_day(world, as_owner, zone, moment, day):
    with as_owner():
        Agency.objects.update(time_zone=zone)
    episode = make_episode(world, days_ago=(now() - moment).days + 30)
    lee = world.actor("lee")
    with acting(lee):
        episode = Episode.objects.select_related("person", "team").get(pk=episode.pk)
        actions.close_episode(
            by=lee,
            episode=episode,
            reason=CloseReason.DIED,
            why="",
            closed_at=moment,
            receiver_accepted=False,
            version=episode.version,
            now=now(),
        )
        assert Person.objects.get(pk=episode.person_id).died_on == day


def test_a_day_of_death_that_is_known_already_stands(world, as_owner):
    episode = make_episode(world, worker="dana", days_ago=90)
    with as_owner():
        Person.objects.filter(pk=episode.person_id).update(died_on=date(2026, 3, 2))
    lee = world.actor("lee")
    with acting(lee):
        episode = Episode.objects.select_related("person", "team").get(pk=episode.pk)
        actions.close_episode(
            by=lee,
            episode=episode,
            reason=CloseReason.DIED,
            why="",
            closed_at=now(),
            receiver_accepted=False,
            version=episode.version,
            now=now(),
        )
        assert Person.objects.get(pk=episode.person_id).died_on == date(2026, 3, 2)
