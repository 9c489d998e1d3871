"""A small agency: two teams in a programme, somebody in each of the roles that tests need."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from casework.base.accounts.actors import Actor
from casework.base.accounts.models import Account
from casework.base.accounts.second_factor import SHOWN
from casework.registry.workforce import rules
from casework.registry.workforce.actors import worker_actor
from casework.registry.workforce.models import (
    Agency,
    Credential,
    DutyShift,
    Position,
    Team,
    Worker,
)
from casework.registry.workforce.permissions import Role

ZONE = "America/New_York"
LONG_AGO = date(2020, 1, 1)
DAY = timedelta(days=1)
_counter = itertools.count(1)


def now() -> datetime:
    """The present: rights are judged by the database's own clock."""
    return datetime.now(UTC)


def today() -> date:
    """The agency's day."""
    return now().astimezone(ZoneInfo(ZONE)).date()


def make_agency(**given: Any) -> Agency:
    given = {"name": "Alder House", "time_zone": ZONE, "working_weekdays": [0, 1, 2, 3, 4]} | given
    return Agency.objects.create(**given)


def make_team(name: str, parent: Team | None, *, kind: str = "team", **given: Any) -> Team:
    model = "clinical" if kind == "team" else ""
    return Team.objects.create(
        name=name, parent=parent, kind=kind, **({"practice_model": model} | given)
    )


def make_worker(given: str, family: str = "Tester", *, account: bool = True, **more: Any) -> Worker:
    name = f"{given.lower()}{next(_counter)}"
    return Worker.objects.create(
        account=Account.objects.create_user(name) if account else None,
        given=given,
        family=family,
        sort_key=rules.sort_key(given=given, family=family),
        **more,
    )


def make_position(team: Team, worker: Worker | None, role: Role, **given: Any) -> Position:
    given = {"full_time_share": Decimal(1), "from_on": LONG_AGO} | given
    return Position.objects.create(team=team, worker=worker, role=role, **given)


def make_shift(team: Team, worker: Worker, starts_at: datetime, ends_at: datetime) -> DutyShift:
    return DutyShift.objects.create(team=team, worker=worker, starts_at=starts_at, ends_at=ends_at)


def make_credential(worker: Worker, kind: str = "Licence", **given: Any) -> Credential:
    return Credential.objects.create(worker=worker, kind=kind, **given)


@dataclass
class World:
    """Teams and workers by name. `actor("dana")` is resolved anew each time it is asked."""

    agency: Agency
    teams: dict[str, Team] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)

    def hire(self, name: str, role: Role, team: str, **given: Any) -> Worker:
        worker = make_worker(name.capitalize())
        self.workers[name] = worker
        self.positions[name] = make_position(self.teams[team], worker, role, **given)
        return worker

    def actor(self, name: str) -> Actor:
        actor = worker_actor(self.workers[name].account)
        assert actor is not None
        return actor

    def client(self, name: str) -> Client:
        """A browser in which `name` has signed in with both steps."""
        client = Client()
        client.force_login(self.workers[name].account)
        session = client.session
        session[SHOWN] = True
        session.save()
        return client


def make_world() -> World:
    """Alder House > Adults > North (lee, dana) and South (sana, moira)."""
    world = World(agency=make_agency())
    root = make_team("Alder House", None, kind="agency")
    adults = make_team("Adults", root, kind="programme")
    north, south = make_team("North", adults), make_team("South", adults)
    world.teams = {"agency": root, "adults": adults, "north": north, "south": south}
    world.hire("lee", Role.TEAM_LEADER, "north")
    world.hire("dana", Role.CASE_MANAGER, "north")
    world.hire("sana", Role.TEAM_LEADER, "south")
    world.hire("moira", Role.CASE_MANAGER, "south")
    world.hire("bill", Role.BILLING, "agency")
    world.hire("adam", Role.ADMINISTRATOR, "agency")
    return world
