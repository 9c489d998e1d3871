"""Who comes into which screen, what is not there, and how many queries each takes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.registry.workforce.permissions import Role

from .factories import (
    DAY,
    make_credential,
    make_position,
    make_shift,
    make_team,
    make_worker,
    now,
    today,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def things(world):
    """One id for each kind of thing that an address can name."""
    dana = world.workers["dana"]
    return {
        "team": world.teams["north"].pk,
        "worker": dana.pk,
        "position": world.positions["dana"].pk,
        "vacancy": make_position(world.teams["north"], None, Role.NURSE).pk,
        "credential": make_credential(dana).pk,
        "shift": make_shift(world.teams["north"], dana, now() + HOUR, now() + 2 * HOUR).pk,
    }


# screen, what it is about, method, and who comes in: V sees, E edits, D plans duty, A the
# agency's, R roles.
SCREENS = """
    team_list             -            GET    V
    team_detail           team         GET    V
    worker_list           -            GET    V
    worker_detail         worker       GET    V
    duty_plan             -            GET    V
    role_table            -            GET    R
    team_new              -            GET    E
    team_change           team         GET    E
    team_close            team         GET    E
    worker_new            -            GET    E
    worker_change         worker       GET    E
    worker_account        worker       GET    E
    worker_link           worker       POST   E
    position_new          -            GET    E
    position_fill         vacancy      GET    E
    position_share        position     GET    E
    position_end          position     GET    E
    credential_new        worker       GET    E
    credential_check      credential   GET    E
    credential_withdraw   credential   GET    E
    shift_new             -            GET    D
    shift_cancel          shift        POST   D
    agency_settings       -            GET    A
"""
LINES = [line.split() for line in SCREENS.strip().splitlines()]
COMES_IN = {
    "dana": "VR",
    "lee": "VRD",
    "bill": "R",
    "adam": "VREDA",
}


def address(screen, about, things):
    return reverse(f"workforce:{screen}", args=[] if about == "-" else [things[about]])


@pytest.mark.parametrize("name", COMES_IN)
def test_who_comes_in(world, things, name):
    client = world.client(name)
    for screen, about, method, needs in LINES:
        answer = getattr(client, method.lower())(address(screen, about, things))
        expected = {"GET": 200, "POST": 302}[method] if needs in COMES_IN[name] else 403
        if (screen, expected) == ("worker_link", 302):
            expected = 200
        assert answer.status_code == expected, (name, screen)


def test_strangers_are_sent_to_sign_in(world, things):
    for screen, about, method, _needs in LINES:
        answer = getattr(Client(), method.lower())(address(screen, about, things))
        assert answer.status_code == 302, screen
        assert answer.headers["Location"].startswith("/accounts/login/"), screen


def test_what_is_not_there(world):
    client = world.client("adam")
    for screen, about, method, _needs in LINES:
        if about != "-":
            url = reverse(f"workforce:{screen}", args=[uuid4()])
            assert getattr(client, method.lower())(url).status_code == 404, screen


def test_a_refused_screen_says_the_same_for_what_exists_and_what_does_not(world, things):
    client = world.client("dana")
    there = client.get(address("worker_change", "worker", things))
    not_there = client.get(reverse("workforce:worker_change", args=[uuid4()]))
    assert (there.status_code, there.content) == (not_there.status_code, not_there.content)
    assert there.status_code == 403


def test_methods_are_told(world, things):
    client = world.client("adam")
    assert client.get(address("shift_cancel", "shift", things)).status_code == 405
    assert client.post(address("team_list", "-", things)).status_code == 405


def _queries(client, url):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("screen", "about"),
    [(screen, about) for screen, about, method, _needs in LINES if method == "GET"],
)
def test_the_number_of_queries_does_not_grow(world, things, screen, about):
    client = world.client("adam")
    url = address(screen, about, things)
    _queries(client, url)  # the session's first page writes it
    before = _queries(client, url)
    for number in range(10):
        team = make_team(f"Team {number}", world.teams["adults"])
        worker = make_worker(f"W{number}")
        make_position(team, worker, Role.CASE_MANAGER)
        make_position(world.teams["north"], worker, Role.NURSE)
        make_position(world.teams["north"], None, Role.PEER_SPECIALIST)
        make_position(team, world.workers["dana"], Role.NURSE)
        make_credential(worker, expires_on=today() + number * DAY)
        make_credential(world.workers["dana"], f"Training {number}", expires_on=today())
        make_shift(team, worker, now() - HOUR, now() + HOUR)
        make_shift(world.teams["north"], worker, now() - HOUR, now() + HOUR)
        make_shift(team, world.workers["dana"], now() - HOUR, now() + HOUR)
    assert _queries(client, url) == before
    assert before <= 16
