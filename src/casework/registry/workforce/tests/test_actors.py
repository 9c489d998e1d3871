"""What a worker may do now follows from dated positions and running shifts, at each request."""

from __future__ import annotations

import pytest

from casework.base.accounts.models import Account
from casework.registry.workforce.actors import this_agency, worker_actor
from casework.registry.workforce.models import Agency
from casework.registry.workforce.permissions import Permission, Role

from .factories import (
    DAY,
    make_position,
    make_shift,
    make_team,
    make_worker,
    now,
    today,
)

pytestmark = pytest.mark.django_db
HOUR = DAY / 24


def test_a_case_manager_stands_for_herself_and_her_team(world):
    dana, north = world.workers["dana"], world.teams["north"]
    actor = world.actor("dana")
    assert (actor.kind, actor.id, actor.name) == ("worker", dana.pk, "Dana Tester")
    assert set(actor.grantees) == {dana.pk, north.pk}
    assert actor.roles == ("case_manager",)
    assert actor.team_ids == (north.pk,)
    assert actor.led_team_ids == actor.duty_team_ids == ()
    assert actor.labels == ("normal",)
    assert actor.may(Permission.PERSON_VIEW)
    assert not actor.may(Permission.WORKFORCE_EDIT)


@pytest.mark.parametrize(
    ("from_days", "to_days", "holds"),
    [
        pytest.param(1, None, False, id="begins tomorrow"),
        pytest.param(0, None, True, id="begins today"),
        pytest.param(-30, 0, True, id="ends today"),
        pytest.param(-30, -1, False, id="ended yesterday"),
    ],
)
def test_a_position_gives_rights_on_its_days(world, from_days, to_days, holds):
    worker = make_worker("Kwame")
    make_position(
        world.teams["north"],
        worker,
        Role.CASE_MANAGER,
        from_on=today() + from_days * DAY,
        to_on=None if to_days is None else today() + to_days * DAY,
    )
    actor = worker_actor(worker.account)
    assert actor.may(Permission.PERSON_VIEW) is holds
    assert (world.teams["north"].pk in actor.grantees) is holds


def test_a_leader_stands_for_every_team_below(world):
    world.hire("paul", Role.TEAM_LEADER, "adults")
    deep = make_team("East", world.teams["adults"])
    teams = {world.teams[name].pk for name in ("adults", "north", "south")} | {deep.pk}
    actor = world.actor("paul")
    assert set(actor.led_team_ids) == teams
    assert set(actor.grantees) == teams | {actor.id}


def test_a_case_manager_in_a_programme_stands_for_no_team_below(world):
    worker = world.hire("kwame", Role.CASE_MANAGER, "adults")
    assert set(world.actor("kwame").grantees) == {worker.pk, world.teams["adults"].pk}


@pytest.mark.parametrize(
    ("starts", "ends", "cancelled", "runs"),
    [
        pytest.param(-1, 8, False, True, id="now"),
        pytest.param(1, 8, False, False, id="later"),
        pytest.param(-8, -1, False, False, id="over"),
        pytest.param(-1, 8, True, False, id="cancelled"),
    ],
)
def test_duty_opens_records_while_the_shift_runs(world, starts, ends, cancelled, runs):
    south = world.teams["south"]
    shift = make_shift(south, world.workers["dana"], now() + starts * HOUR, now() + ends * HOUR)
    if cancelled:
        shift.cancelled_at, shift.cancelled_by = now(), world.workers["adam"].pk
        shift.save()
    actor = world.actor("dana")
    assert (south.pk in actor.grantees) is runs
    assert actor.duty_team_ids == ((south.pk,) if runs else ())


def test_duty_for_a_programme_covers_its_teams_and_leads_none(world):
    make_shift(world.teams["adults"], world.workers["lee"], now() - HOUR, now() + HOUR)
    actor = world.actor("lee")
    assert world.teams["south"].pk in actor.duty_team_ids
    assert world.teams["south"].pk in actor.grantees
    assert actor.led_team_ids == (world.teams["north"].pk,)


def test_an_intake_worker_opens_no_team_by_her_position(world):
    worker = world.hire("ines", Role.INTAKE_WORKER, "north")
    actor = world.actor("ines")
    assert actor.grantees == (worker.pk,)
    assert actor.team_ids == (world.teams["north"].pk,)


@pytest.mark.parametrize("name", ["bill", "adam"])
def test_billing_and_administration_read_no_narrative_and_open_no_records(world, name):
    actor = world.actor(name)
    assert actor.labels == ()
    assert actor.grantees == (actor.id,)
    assert not actor.may(Permission.PERSON_LOCATE)


def test_two_positions_add_up(world):
    make_position(world.teams["south"], world.workers["dana"], Role.TEAM_LEADER)
    actor = world.actor("dana")
    assert actor.roles == ("case_manager", "team_leader")
    assert set(actor.grantees) == {actor.id, world.teams["north"].pk, world.teams["south"].pk}
    assert actor.may(Permission.TEAM_VIEW)


@pytest.mark.parametrize(("days", "acts"), [(0, True), (-1, False), (1, True)])
def test_who_has_left_does_not_act_from_the_day_after(world, days, acts):
    lee = world.workers["lee"]
    lee.left_on = today() + days * DAY
    lee.save()
    assert (worker_actor(lee.account) is not None) is acts


def test_a_worker_without_a_position_acts_and_may_nothing(world):
    actor = worker_actor(make_worker("Nadia").account)
    assert actor.permissions == frozenset()
    assert actor.grantees == (actor.id,)


def test_an_account_without_a_worker_is_nobody(world):
    assert worker_actor(Account.objects.create_user("ghost")) is None


def test_the_actor_brings_the_agency_along(world):
    world.agency.holidays = [today()]
    world.agency.save()
    agency = world.actor("dana").agency
    assert (agency.name, agency.time_zone.key) == ("Alder House", "America/New_York")
    assert not agency.calendar.is_working(today())
    assert this_agency() == agency


def test_before_there_is_an_agency_nobody_has_rights(db):
    assert not Agency.objects.exists()
    assert this_agency() is None
    actor = worker_actor(make_worker("Adam").account)
    assert actor.agency is None
    assert actor.permissions == frozenset()


def test_one_query(world, django_assert_num_queries):
    account = world.workers["lee"].account
    for number in range(10):
        make_team(f"Team {number}", world.teams["north"].parent)
    with django_assert_num_queries(1):
        worker_actor(account)
