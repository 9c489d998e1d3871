"""The facts about the tree: each takes the same number of queries, however many teams there are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework.registry.workforce import tree
from casework.registry.workforce.permissions import Role

from .factories import DAY, make_position, make_team, make_worker, today

pytestmark = pytest.mark.django_db


def test_the_tree_goes_down_by_name(world):
    make_team("East", world.teams["adults"])
    make_team("Zebra", world.teams["agency"], kind="programme")
    said = [(node.depth, node.name) for node in tree.team_tree()]
    assert said == [
        (0, "Alder House"),
        (1, "Adults"),
        (2, "East"),
        (2, "North"),
        (2, "South"),
        (1, "Zebra"),
    ]
    north = tree.team_tree()[3]
    assert north.names == ("Alder House", "Adults", "North")
    assert north.line[-1] == world.teams["north"].pk
    assert north.is_team
    assert north.is_open


def test_the_tree_is_one_query_for_any_number_of_teams(world, django_assert_num_queries):
    for number in range(10):
        make_team(f"Team {number}", world.teams["adults"])
    with django_assert_num_queries(1):
        assert len(tree.team_tree()) == 14


def test_the_leader_is_the_nearest_one_up_the_tree(world):
    assert tree.leader_of(world.teams["north"]) == world.workers["lee"]
    assert tree.leader_of(world.teams["adults"]) is None
    world.hire("paul", Role.TEAM_LEADER, "adults")
    assert tree.leader_of(world.teams["north"]) == world.workers["lee"]
    east = make_team("East", world.teams["adults"])
    leader = tree.leader_of(east.pk)
    assert leader == world.workers["paul"]
    assert leader.leads_team_id == world.teams["adults"].pk


def test_of_several_leaders_the_one_who_leads_longest(world):
    world.hire("ada", Role.TEAM_LEADER, "north", from_on=today() - 10 * DAY)
    assert tree.leader_of(world.teams["north"]) == world.workers["lee"]


def test_of_two_who_began_together_the_first_by_name(world):
    world.hire("ada", Role.TEAM_LEADER, "north")
    assert tree.leader_of(world.teams["north"]) == world.workers["ada"]


@pytest.mark.parametrize(
    ("from_days", "to_days", "leads"),
    [
        pytest.param(1, None, False, id="begins tomorrow"),
        pytest.param(0, None, True, id="begins today"),
        pytest.param(-30, 0, True, id="ends today"),
        pytest.param(-30, -1, False, id="ended yesterday"),
    ],
)
def test_a_leader_leads_on_the_days_of_the_position(world, from_days, to_days, leads):
    east = make_team("East", world.teams["agency"])
    make_position(
        east,
        make_worker("Eva"),
        Role.TEAM_LEADER,
        from_on=today() + from_days * DAY,
        to_on=None if to_days is None else today() + to_days * DAY,
    )
    assert (tree.leader_of(east) is not None) is leads


def test_who_has_left_leads_nothing(world):
    lee = world.workers["lee"]
    lee.left_on = today() - DAY
    lee.save()
    assert tree.leader_of(world.teams["north"]) is None


def test_a_vacant_position_leads_nothing(world):
    east = make_team("East", world.teams["agency"])
    make_position(east, None, Role.TEAM_LEADER)
    assert tree.leader_of(east) is None


def test_leaders_of_many_teams_are_one_query(world, django_assert_num_queries):
    teams = [make_team(f"Team {number}", world.teams["adults"]) for number in range(10)]
    world.hire("paul", Role.TEAM_LEADER, "adults")
    with django_assert_num_queries(1):
        leaders = tree.leaders_of([team.pk for team in [*teams, world.teams["south"]]])
    assert {worker.given for worker in leaders.values()} == {"Paul", "Sana"}
    assert len(leaders) == 11


def test_workers_of_a_team(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        said = tree.workers_of(world.teams["north"])
    assert [worker.given for worker in said] == ["Dana", "Lee"]


def test_workers_of_a_programme_and_what_is_below(world):
    assert tree.workers_of(world.teams["adults"]) == []
    said = tree.workers_of(world.teams["adults"], with_below=True)
    assert [worker.given for worker in said] == ["Dana", "Lee", "Moira", "Sana"]


def test_workers_of_a_team_in_some_roles_on_a_day(world):
    north = world.teams["north"]
    assert [w.given for w in tree.workers_of(north, roles=[Role.TEAM_LEADER])] == ["Lee"]
    assert tree.workers_of(north, on=world.positions["dana"].from_on - DAY) == []


def test_a_worker_with_two_positions_stands_there_once(world):
    dana, north = world.workers["dana"], world.teams["north"]
    make_position(north, dana, Role.NURSE, full_time_share=Decimal("0.2"))
    assert [worker.given for worker in tree.workers_of(north)] == ["Dana", "Lee"]


def test_full_time_share_adds_up_positions_for_people(world, django_assert_num_queries):
    kwame, north = make_worker("Kwame"), world.teams["north"]
    make_position(north, kwame, Role.CASE_MANAGER, full_time_share=Decimal("0.5"))
    make_position(north, kwame, Role.NURSE, full_time_share=Decimal("0.25"))
    make_position(north, kwame, Role.ADMINISTRATOR, full_time_share=Decimal("0.25"))
    with django_assert_num_queries(1):
        assert tree.full_time_share_of(kwame, north, today()) == Decimal("0.75")
    assert tree.full_time_share_of(kwame, world.teams["south"], today()) == 0
    assert tree.full_time_share_of(kwame.pk, north.pk, roles=list(Role)) == 1


def test_shares_of_a_team_are_one_query(world, django_assert_num_queries):
    for number in range(10):
        make_position(world.teams["north"], make_worker(f"W{number}"), Role.CASE_MANAGER)
    with django_assert_num_queries(1):
        assert len(tree.full_time_shares([world.teams["north"].pk])) == 12
