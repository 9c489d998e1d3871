"""casework worker add: the first administrator, everybody after her, and every refusal."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from casework.base.accounts.models import Account
from casework.registry.workforce.actors import worker_actor
from casework.registry.workforce.models import Agency, Place, Position, Team, Worker
from casework.registry.workforce.permissions import Role

from .factories import make_team

pytestmark = pytest.mark.django_db


def run(*words):
    out, err = StringIO(), StringIO()
    call_command("worker", "add", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refused(*words):
    with pytest.raises(CommandError) as problem:
        run(*words)
    assert problem.value.returncode == 2
    assert "Nothing was written." in str(problem.value)
    return str(problem.value)


def test_the_first_administrator_founds_the_agency(db, trail_of, settings):
    settings.BASE_URL = "https://casework.example.org"
    out, err = run(
        *("adam", "--role", "administrator", "--agency", "Alder House"),
        *("--given", "Adam", "--family", "Öz", "--place", "england"),
    )
    agency = Agency.objects.get()
    assert (agency.name, agency.place) == ("Alder House", Place.ENGLAND)
    position = Position.objects.get()
    assert (position.role, position.team) == (Role.ADMINISTRATOR, Team.objects.get())
    assert position.worker.name == "Adam Öz"
    link = out.splitlines()[-1]
    assert link.startswith("https://casework.example.org/account/link/")
    assert "three days" in err
    assert [action for action, _detail in trail_of()] == [
        "agency.set_up",
        "worker.added",
        "account.opened",
        "position.added",
        "account.link_issued",
    ]
    assert worker_actor(Account.objects.get(name="adam")).roles == ("administrator",)
    path = link.removeprefix("https://casework.example.org")
    assert Client().get(path).status_code in {200, 302}


def test_a_worker_in_a_team(world):
    out, err = run("kwame", "--role", "case_manager", "--team", "north", "--mail", "k@example.org")
    worker = Worker.objects.get(given="Kwame")
    assert worker.account.mail == "k@example.org"
    assert worker_actor(worker.account).team_ids == (world.teams["north"].pk,)
    assert out.splitlines()[-1].startswith("/account/link/")
    assert "CASEWORK_BASE_URL" in err


def test_a_team_of_the_same_name_is_told_by_its_way_down(world):
    make_team("North", world.teams["agency"])
    said = refused("kwame", "--role", "nurse", "--team", "North")
    assert "Alder House / Adults / North; Alder House / North" in said
    run("kwame", "--role", "nurse", "--team", "Alder House / Adults / North")
    assert Position.objects.get(role="nurse").team == world.teams["north"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["kwame", "--role", "wizard"], "--role: 'wizard' is none of: case_manager"),
        (["kwame", "--role", "nurse"], "--team: a nurse works in a team. There are: North, South"),
        (["kwame", "--role", "nurse", "--team", "West"], "there is no team 'West'"),
        (["kwa me", "--role", "billing"], "kwa me: A name to sign in with"),
        (["kwame", "--role", "billing", "--agency", "Another"], "--agency: the agency is there"),
    ],
)
def test_refusals_leave_nothing(world, trail_of, words, said):
    before = Worker.objects.count(), Account.objects.count()
    assert said in refused(*words)
    assert (Worker.objects.count(), Account.objects.count()) == before
    assert trail_of() == []


def test_a_name_that_is_taken(world):
    taken = world.workers["dana"].account.name
    assert "already" in refused(taken, "--role", "billing")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["dana", "--role", "case_manager"], "Add an administrator first"),
        (["adam", "--role", "administrator"], "Say --agency"),
        (
            ["adam", "--role", "administrator", "--agency", "A", "--time-zone", "Moon"],
            "not a time zone",
        ),
    ],
)
def test_on_an_empty_database(db, trail_of, words, said):
    assert said in refused(*words)
    assert not Agency.objects.exists()
    assert trail_of() == []


def test_as_typed_at_a_terminal(cloned_database):
    """A process of its own, signed in as the role that owns the tables."""
    clone = cloned_database("worker command")

    def casework(*words):
        return subprocess.run(
            [sys.executable, "-m", "casework.config.cli", *words],
            env=clone.variables(),
            capture_output=True,
            text=True,
            check=False,
        )

    refused_first = casework("worker", "add", "dana", "--role", "nurse")
    assert refused_first.returncode == 2
    assert "Add an administrator first" in refused_first.stderr
    assert "Traceback" not in refused_first.stderr
    done = casework("worker", "add", "adam", "--role", "administrator", "--agency", "Alder House")
    assert done.returncode == 0, done.stderr
    assert "/account/link/" in done.stdout
    assert casework("worker", "add", "eve").returncode == 2
