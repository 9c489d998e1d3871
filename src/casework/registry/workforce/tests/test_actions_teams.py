"""The agency and its teams: an action writes and leaves a trail, or refuses and leaves nothing."""

from __future__ import annotations

import pytest

from casework.base.accounts.actors import Actor, ActorKind
from casework.base.core.ids import new_id
from casework.base.core.refusals import Refused, Stale
from casework.registry.workforce import actions
from casework.registry.workforce.models import (
    Agency,
    Place,
    Position,
    Team,
)
from casework.registry.workforce.permissions import Role

from .factories import (
    DAY,
    make_position,
    make_team,
    now,
    today,
)

pytestmark = pytest.mark.django_db
SERVICE = Actor(kind=ActorKind.SERVICE, id=new_id(), name="a test")


def test_set_up_agency_makes_the_row_and_the_root(db, trail_of):
    agency = actions.set_up_agency(by=SERVICE, name=" Alder House ", place=Place.ENGLAND, now=now())
    assert (agency.name, agency.time_zone, agency.worker_word) == (
        "Alder House",
        "Europe/London",
        "key worker",
    )
    assert agency.working_weekdays == [0, 1, 2, 3, 4]
    assert list(Team.objects.values_list("kind", "name")) == [("agency", "Alder House")]
    assert trail_of() == [("agency.set_up", {"place": "england"})]


def test_there_is_one_agency(world, trail_of):
    with pytest.raises(Refused, match="already"):
        actions.set_up_agency(by=SERVICE, name="Another", now=now())
    assert Agency.objects.count() == 1
    assert trail_of() == []


def settings_of(agency, **changed):
    fields = (
        "name",
        "place",
        "time_zone",
        "working_weekdays",
        "holidays",
        "phone",
        "crisis_line",
        "person_word",
        "people_word",
        "worker_word",
    )
    stands = {name: getattr(agency, name) for name in fields}
    return stands | {"holidays": dict.fromkeys(agency.holidays, "")} | changed


def test_change_agency_also_names_the_root(world, by, trail_of):
    actions.change_agency(
        by=by,
        agency=world.agency,
        version=1,
        now=now(),
        **settings_of(world.agency, name="Birch House", holidays={today(): "Founders Day"}),
    )
    world.agency.refresh_from_db()
    assert (world.agency.name, world.agency.holidays) == ("Birch House", [today()])
    assert world.agency.holiday_names == {today().isoformat(): "Founders Day"}
    assert Team.objects.get(kind="agency").name == "Birch House"
    assert trail_of() == [("agency.changed", {"fields": ["holiday_names", "holidays", "name"]})]


def test_change_agency_over_an_older_version_shows_both(world, by):
    given = settings_of(world.agency)
    actions.change_agency(
        by=by, agency=world.agency, version=1, now=now(), **(given | {"phone": "555 0100"})
    )
    with pytest.raises(Stale) as stale:
        actions.change_agency(
            by=by,
            agency=Agency.objects.get(),
            version=1,
            now=now(),
            **(given | {"phone": "555 0199"}),
        )
    assert stale.value.now_stands["phone"] == "555 0100"
    assert Agency.objects.get().phone == "555 0100"


def test_add_team(world, by, trail_of):
    team = actions.add_team(
        by=by,
        parent=world.teams["adults"],
        kind="team",
        name=" East ",
        practice_model="clinical",
        now=now(),
    )
    assert Team.objects.get(pk=team.pk).name == "East"
    detail = {"kind": "team", "parent": str(world.teams["adults"].pk)}
    assert trail_of() == [("team.added", detail)]


def test_add_team_refused_leaves_nothing(world, by, trail_of):
    with pytest.raises(Refused, match="already"):
        actions.add_team(
            by=by,
            parent=world.teams["adults"],
            kind="team",
            name="NORTH",
            practice_model="clinical",
            now=now(),
        )
    assert Team.objects.count() == 4
    assert trail_of() == []


def changed_team(by, team, **changed):
    given = {
        "parent": team.parent,
        "name": team.name,
        "practice_model": team.practice_model,
        "phone": team.phone,
        "place": team.place,
    }
    return actions.change_team(
        by=by, team=team, version=team.version, now=now(), **(given | changed)
    )


def test_change_team(world, by, trail_of):
    changed_team(by, world.teams["north"], phone="555 0100")
    assert Team.objects.get(name="North").phone == "555 0100"
    assert trail_of() == [("team.changed", {"fields": ["phone"]})]


def test_a_team_does_not_move_away_from_its_only_leader(world, by, trail_of):
    east = make_team("East", world.teams["adults"])
    make_position(world.teams["adults"], world.workers["lee"], Role.TEAM_LEADER)
    with pytest.raises(Refused, match="Nobody would lead East"):
        changed_team(by, east, parent=world.teams["agency"])
    assert Team.objects.get(pk=east.pk).parent == world.teams["adults"]
    assert trail_of() == []
    changed_team(by, world.teams["north"], parent=world.teams["agency"])


def test_close_team_after_everybody_left_it(world, by, trail_of):
    south = world.teams["south"]
    with pytest.raises(Refused, match="2 positions are still open"):
        actions.close_team(by=by, team=south, version=1, closed_on=today(), now=now())
    Position.objects.filter(team=south).update(to_on=today() - DAY)
    actions.close_team(by=by, team=south, version=1, closed_on=today(), now=now())
    assert Team.objects.get(pk=south.pk).closed_on == today()
    assert trail_of() == [("team.closed", {"on": str(today())})]
