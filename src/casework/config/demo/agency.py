"""The agency and its staff."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from casework.base.accounts.actors import Actor
from casework.base.accounts.models import Account
from casework.base.core.acting import acting
from casework.base.jobs import service
from casework.registry.workforce import actions
from casework.registry.workforce.actors import worker_actor
from casework.registry.workforce.models import Agency, Place, Team, TeamKind, Worker
from casework.registry.workforce.permissions import Role

CONTENT = Path(__file__).resolve().parents[2] / "content" / "demo"
LONG_AGO_DAYS = 1500


@dataclass
class Demo:
    """What has been made so far, by the keys of the content file."""

    content: dict[str, Any]
    now: datetime
    zone: ZoneInfo
    teams: dict[str, Team] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def at(self, days_ago: int, clock: str = "10:00") -> datetime:
        """That many days before today, on the agency's clock; never later than a minute ago."""
        hour, minute = (int(part) for part in clock.split(":"))
        moment = datetime.combine(
            self.today - timedelta(days=days_ago), time(hour, minute), tzinfo=self.zone
        )
        return min(moment, self.now - timedelta(minutes=1)) if days_ago >= 0 else moment

    def leader(self, team: str) -> Actor:
        """Who leads that team."""
        key = next(
            one["key"]
            for one in self.content["staff"]
            if one["team"] == team and one["role"] == Role.TEAM_LEADER
        )
        return self.actors[key]


def read(place: str) -> dict[str, Any]:
    """The content file of that place. Raises FileNotFoundError where there is none."""
    return tomllib.loads((CONTENT / f"{place}.toml").read_text())


def is_there() -> bool:
    """The demo was made already."""
    return Agency.objects.exists()


def build_agency(content: dict[str, Any], *, password: str) -> Demo:
    """The agency's row, the tree of teams, and everybody who works there, with their accounts."""
    now = timezone.now()
    by = service("demo.seed")
    facts = content["agency"]
    with acting(by):
        agency = actions.set_up_agency(
            by=by,
            name=facts["name"],
            place=Place(facts["place"]),
            time_zone=facts["time_zone"],
            now=now,
        )
        Agency.objects.update(phone=facts["phone"], crisis_line=facts["crisis_line"])
        demo = Demo(content, now, ZoneInfo(agency.time_zone))
        demo.teams["agency"] = Team.objects.get(kind=TeamKind.AGENCY)
        for one in content["teams"]:
            demo.teams[one["key"]] = actions.add_team(
                by=by,
                parent=demo.teams[one["parent"] or "agency"],
                kind=one["kind"],
                name=one["name"],
                practice_model=one.get("model", ""),
                phone=one.get("phone", ""),
                place=one.get("place", ""),
                now=now,
            )
        start = demo.today - timedelta(days=LONG_AGO_DAYS)
        for one in content["staff"]:
            worker = actions.add_worker(
                by=by,
                given=one["given"],
                family=one["family"],
                account_name=one["key"],
                title=one.get("title", ""),
                languages=one.get("languages", ["en"]),
                started_on=start,
                now=now,
            )
            actions.add_position(
                by=by,
                team=demo.teams[one["team"]],
                role=Role(one["role"]),
                worker=worker,
                full_time_share=Decimal(one.get("share", "1")),
                from_on=start,
                now=now,
            )
            demo.workers[one["key"]] = worker
    set_passwords(content, password)
    for key, worker in demo.workers.items():
        actor = worker_actor(worker.account)
        assert actor is not None
        demo.actors[key] = actor
    return demo


def set_passwords(content: dict[str, Any], password: str) -> None:
    """One password for everybody; set anew at each start, because the technician may change it."""
    names = [one["key"] for one in content["staff"]]
    accounts = list(Account.objects.filter(name__in=names))
    if accounts and not accounts[0].check_password(password):
        accounts[0].set_password(password)
        for account in accounts:
            # One hash for all: it is one password, and a hash takes a tenth of a second.
            account.password = accounts[0].password
        Account.objects.bulk_update(accounts, ["password"])


def password_from_environment() -> str:
    """The password that the start script chose."""
    return os.environ.get("CASEWORK_DEMO_PASSWORD", "casework-demo")
