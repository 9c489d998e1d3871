"""Positions: each action writes, leaves a trail, and leaves nothing where it refuses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework.base.core.refusals import Refused
from casework.registry.workforce import actions
from casework.registry.workforce.models import (
    Position,
)
from casework.registry.workforce.permissions import Role

from .factories import (
    DAY,
    make_position,
    make_team,
    make_worker,
    now,
    today,
)

pytestmark = pytest.mark.django_db


def added_position(by, world, **changed):
    given = {
        "team": world.teams["north"],
        "role": Role.NURSE,
        "worker": world.workers["dana"],
        "full_time_share": Decimal("0.5"),
        "from_on": today(),
    }
    return actions.add_position(by=by, now=now(), **(given | changed))


def test_add_position(world, by, trail_of):
    position = added_position(by, world)
    assert position.role == "nurse"
    detail = {
        "team": str(world.teams["north"].pk),
        "worker": str(world.workers["dana"].pk),
        "role": "nurse",
    }
    assert trail_of() == [("position.added", detail)]


def test_the_same_position_twice_leaves_nothing(world, by, trail_of):
    with pytest.raises(Refused, match="same position"):
        added_position(by, world, role=Role.CASE_MANAGER)
    assert Position.objects.filter(worker=world.workers["dana"]).count() == 1
    assert trail_of() == []


def test_again_after_it_ended(world, by):
    Position.objects.filter(worker=world.workers["dana"]).update(to_on=today() - DAY)
    assert added_position(by, world, role=Role.CASE_MANAGER).from_on == today()


def test_fill_a_vacancy_from_its_first_day(world, by, trail_of):
    vacant = make_position(world.teams["north"], None, Role.NURSE, from_on=today())
    filled = actions.fill_position(
        by=by, position=vacant, worker=world.workers["dana"], from_on=today(), now=now()
    )
    assert filled.pk == vacant.pk
    assert Position.objects.get(pk=vacant.pk).worker == world.workers["dana"]
    assert [action for action, _detail in trail_of()] == ["position.filled"]


def test_fill_a_vacancy_later_and_the_empty_days_stay_known(world, by):
    vacant = make_position(world.teams["north"], None, Role.NURSE, from_on=today() - 30 * DAY)
    filled = actions.fill_position(
        by=by, position=vacant, worker=world.workers["dana"], from_on=today(), now=now()
    )
    vacant.refresh_from_db()
    assert (vacant.worker, vacant.to_on) == (None, today() - DAY)
    assert (filled.worker, filled.from_on, filled.to_on) == (
        world.workers["dana"],
        today(),
        None,
    )


def test_a_filled_position_is_not_filled_again(world, by, trail_of):
    with pytest.raises(Refused, match="already"):
        actions.fill_position(
            by=by,
            position=world.positions["dana"],
            worker=world.workers["moira"],
            from_on=today(),
            now=now(),
        )
    assert trail_of() == []


def test_change_share_keeps_the_time_before(world, by, trail_of):
    position = world.positions["dana"]
    changed = actions.change_share(
        by=by, position=position, full_time_share=Decimal("0.6"), from_on=today(), now=now()
    )
    position.refresh_from_db()
    assert (position.full_time_share, position.to_on) == (1, today() - DAY)
    assert (changed.full_time_share, changed.worker_id, changed.to_on) == (
        Decimal("0.6"),
        position.worker_id,
        None,
    )
    assert trail_of() == [("position.share_changed", {"share": "0.6"})]


def test_change_share_from_the_first_day_is_a_correction(world, by):
    position = world.positions["dana"]
    changed = actions.change_share(
        by=by,
        position=position,
        full_time_share=Decimal("0.6"),
        from_on=position.from_on,
        now=now(),
    )
    assert changed.pk == position.pk
    assert Position.objects.filter(worker=world.workers["dana"]).count() == 1


def test_end_position_and_keep_the_chair(world, by, trail_of):
    position = world.positions["dana"]
    actions.end_position(
        by=by,
        position=position,
        to_on=today(),
        reason="Moves away",
        opens_vacancy=True,
        now=now(),
    )
    position.refresh_from_db()
    assert (position.to_on, position.end_reason) == (today(), "Moves away")
    vacancy = Position.objects.get(team=world.teams["north"], worker=None)
    assert (vacancy.role, vacancy.from_on) == ("case_manager", today() + DAY)
    assert [action for action, _detail in trail_of()] == ["position.ended", "position.vacant"]
    # The reason is in the record, not in the trail: it may say more than codes should.
    assert "Moves away" not in str(trail_of())


def test_the_last_leader_of_a_team_stays(world, by, trail_of):
    with pytest.raises(Refused, match="Nobody would lead North"):
        actions.end_position(by=by, position=world.positions["lee"], to_on=today(), now=now())
    assert Position.objects.get(pk=world.positions["lee"].pk).to_on is None
    assert trail_of() == []


def test_the_leader_goes_when_a_successor_begins_the_day_after(world, by):
    world.hire("ada", Role.TEAM_LEADER, "north", from_on=today() + DAY)
    actions.end_position(by=by, position=world.positions["lee"], to_on=today(), now=now())
    assert Position.objects.get(pk=world.positions["lee"].pk).to_on == today()


def test_the_leader_goes_when_somebody_leads_from_above(world, by):
    world.hire("paul", Role.TEAM_LEADER, "adults")
    actions.end_position(by=by, position=world.positions["lee"], to_on=today(), now=now())
    with pytest.raises(Refused, match="North"):
        actions.end_position(by=by, position=world.positions["paul"], to_on=today(), now=now())


def test_the_last_administrator_stays(world, by):
    with pytest.raises(Refused, match="administrator"):
        actions.end_position(by=by, position=world.positions["adam"], to_on=today(), now=now())
    world.hire("eve", Role.ADMINISTRATOR, "agency")
    actions.end_position(by=by, position=world.positions["adam"], to_on=today(), now=now())


def test_ending_takes_the_same_queries_in_a_large_agency(world, by, django_assert_max_num_queries):
    world.hire("paul", Role.TEAM_LEADER, "agency")
    for number in range(20):
        team = make_team(f"Team {number}", world.teams["adults"])
        make_position(team, make_worker(f"L{number}"), Role.TEAM_LEADER)
    with django_assert_max_num_queries(9):
        actions.end_position(by=by, position=world.positions["lee"], to_on=today(), now=now())
