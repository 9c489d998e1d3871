from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from casework.registry.workforce import rules
from casework.registry.workforce.rules import Leading, Node

ROOT, ADULTS, NORTH, SOUTH = (uuid4() for _ in range(4))
TREE = [
    Node(ROOT, None, "agency", "Alder House"),
    Node(ADULTS, ROOT, "programme", "Adults"),
    Node(NORTH, ADULTS, "team", "North"),
    Node(SOUTH, ADULTS, "team", "South"),
]
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("led", "without"),
    [
        pytest.param([], ["North", "South"], id="nobody leads anything"),
        pytest.param([NORTH], ["South"], id="one team has its own leader"),
        pytest.param([ADULTS], [], id="the programme's leader leads both"),
        pytest.param([ROOT], [], id="the agency's leader leads all"),
    ],
)
def test_leaderless(led, without):
    assert [node.name for node in rules.leaderless(TREE, led)] == without


def test_closed_teams_need_no_leader():
    tree = [*TREE[:3], Node(SOUTH, ADULTS, "team", "South", is_open=False)]
    assert [node.name for node in rules.leaderless(tree, [])] == ["North"]


def leading(team, to_on=None, from_on=TODAY - 400 * DAY):
    return Leading(uuid4(), team, from_on, to_on)


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        pytest.param([leading(NORTH)], [], ["North"], id="the only leader goes"),
        pytest.param([leading(NORTH), leading(NORTH)], [leading(NORTH)], [], id="one of two goes"),
        pytest.param(
            [leading(NORTH), leading(ADULTS)], [leading(ADULTS)], [], id="one above stays"
        ),
        pytest.param([leading(ADULTS)], [], ["North", "South"], id="the one above both goes"),
        pytest.param([leading(SOUTH)], [leading(SOUTH)], [], id="North had no leader anyway"),
        pytest.param(
            [leading(NORTH)],
            [leading(NORTH, to_on=TODAY - DAY), leading(NORTH, from_on=TODAY)],
            [],
            id="the successor begins the day after",
        ),
        pytest.param(
            [leading(NORTH)],
            [leading(NORTH, to_on=TODAY - DAY), leading(NORTH, from_on=TODAY + DAY)],
            ["North"],
            id="the successor begins a day too late",
        ),
        pytest.param(
            [leading(NORTH), leading(NORTH, to_on=TODAY + 30 * DAY)],
            [leading(NORTH, to_on=TODAY - DAY), leading(NORTH, to_on=TODAY + 30 * DAY)],
            ["North"],
            id="the one who stays has a planned end already",
        ),
    ],
)
def test_would_lose_leader(before, after, lost):
    said = rules.would_lose_leader(nodes=TREE, leading=before, leading_after=after, from_on=TODAY)
    assert sorted(said.values()) == lost


def test_moving_a_team_away_from_its_leader_is_a_loss():
    moved = [*TREE[:2], Node(NORTH, ROOT, "team", "North"), TREE[3]]
    said = rules.would_lose_leader(
        nodes=TREE, nodes_after=moved, leading=[leading(ADULTS)], from_on=TODAY
    )
    assert said == {NORTH: "North"}


NEW_TEAM = {
    "kind": "team",
    "parent_kind": "programme",
    "parent_is_open": True,
    "name": "East",
    "names_beside": {"North"},
    "practice_model": "clinical",
    "known_models": {"clinical"},
}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="a team in a programme"),
        pytest.param({"parent_kind": "agency"}, None, id="a team in the agency itself"),
        pytest.param(
            {"kind": "programme", "parent_kind": "agency", "practice_model": ""},
            None,
            id="a programme in the agency",
        ),
        pytest.param({"kind": "agency"}, "one agency", id="a second agency"),
        pytest.param({"parent_kind": "team"}, "belongs to", id="a team in a team"),
        pytest.param(
            {"kind": "programme", "practice_model": ""}, "belongs to", id="a programme in another"
        ),
        pytest.param({"parent_is_open": False}, "closed", id="in what is closed"),
        pytest.param({"name": "  "}, "name", id="without a name"),
        pytest.param({"name": "north"}, "already", id="a name beside it"),
        pytest.param({"practice_model": ""}, "practice model", id="without a model"),
        pytest.param({"practice_model": "astrology"}, "no practice model", id="an unknown model"),
        pytest.param(
            {"kind": "programme", "parent_kind": "agency"}, "Only a team", id="a programme's model"
        ),
    ],
)
def test_why_not_add_team(changed, reason):
    said = rules.why_not_add_team(**(NEW_TEAM | changed))
    assert (said is None) if reason is None else (reason in said)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="in its place"),
        pytest.param(
            {"kind": "agency", "parent_kind": None, "practice_model": ""}, None, id="the agency"
        ),
        pytest.param({"parent_kind": None}, "belongs to", id="a team without a place"),
        pytest.param({"is_open": False}, "Its past stays", id="closed"),
        pytest.param(
            {"would_be_leaderless": {NORTH: "North"}}, "Nobody would lead North", id="leaderless"
        ),
    ],
)
def test_why_not_change_team(changed, reason):
    given = NEW_TEAM | {"is_open": True, "would_be_leaderless": {}} | changed
    said = rules.why_not_change_team(**given)
    assert (said is None) if reason is None else (reason in said)


CLOSING = {
    "kind": "team",
    "is_open": True,
    "open_positions": 0,
    "open_below": 0,
    "coming_shifts": 0,
    "closed_on": TODAY,
    "today": TODAY,
}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="empty"),
        pytest.param({"kind": "agency"}, "agency itself", id="the agency"),
        pytest.param({"is_open": False}, "already", id="twice"),
        pytest.param({"closed_on": TODAY + DAY}, "on the day itself", id="tomorrow"),
        pytest.param({"open_positions": 1}, "1 position is", id="one position"),
        pytest.param({"open_positions": 2}, "2 positions are", id="two positions"),
        pytest.param({"open_below": 1}, "1 team below", id="a team below"),
        pytest.param({"coming_shifts": 3}, "3 duty shifts", id="shifts to come"),
    ],
)
def test_why_not_close_team(changed, reason):
    said = rules.why_not_close_team(**(CLOSING | changed))
    assert (said is None) if reason is None else (reason in said)
