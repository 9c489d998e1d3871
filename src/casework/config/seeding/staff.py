"""The agency, its tree of teams and who works there: a leader and up to nine others a team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from casework.base.accounts.models import Account
from casework.registry.episodes import practice_models
from casework.registry.people.rules.names import sort_key
from casework.registry.workforce.models import (
    Agency,
    Place,
    Position,
    Team,
    TeamKind,
    Worker,
)
from casework.registry.workforce.permissions import Role

from . import words
from .plan import Plan, days_before, made_id

TEAM_SIZE = 10
TEAMS_A_PROGRAMME = 10
WORKER_ACCOUNT = "bench"
LEADER_ACCOUNT = "bench-leader"


@dataclass(frozen=True)
class SeededTeam:
    """A team with its leader and those who are responsible for people."""

    id: str
    model: str
    leader: str
    workers: tuple[str, ...]


def make(plan: Plan, *, password: str) -> list[SeededTeam]:
    """Add what is missing. The first team's leader and first worker have accounts.

    Without a password nobody can sign in with them.
    """
    root = _root()
    models = sorted(model.code for model in practice_models.all_models())
    count = max(1, -(-plan.workers // TEAM_SIZE))
    teams, positions, made = [], [], []
    programme = root
    for number in range(count):
        if number % TEAMS_A_PROGRAMME == 0:
            programme = Team.objects.create(
                id=_id(plan, "programme", number),
                parent=root,
                kind=TeamKind.PROGRAMME,
                name=f"Programme {number // TEAMS_A_PROGRAMME + 1}",
            )
        team = Team(
            id=_id(plan, "team", number),
            parent=programme,
            kind=TeamKind.TEAM,
            name=f"Team {number + 1}",
            practice_model="clinical" if number == 0 else models[number % len(models)],
            phone=f"(202) 555-01{number % 100:02d}",
        )
        teams.append(team)
        size = max(2, min(TEAM_SIZE, plan.workers - number * TEAM_SIZE))
        staff = [_worker(plan, number * TEAM_SIZE + place) for place in range(size)]
        made.append((team, staff))
        for place, worker in enumerate(staff):
            positions.append(
                Position(
                    id=_id(plan, "position", worker.pk),
                    team=team,
                    worker=worker,
                    role=Role.CASE_MANAGER if place else Role.TEAM_LEADER,
                    full_time_share=Decimal(1),
                    from_on=plan.on - timedelta(days=1500),
                )
            )
    leader, first = made[0][1][:2]
    leader.account = _account(plan, LEADER_ACCOUNT, password)
    first.account = _account(plan, WORKER_ACCOUNT, password)
    Team.objects.bulk_create(teams)
    Worker.objects.bulk_create([worker for _team, staff in made for worker in staff])
    Position.objects.bulk_create(positions)
    return [
        SeededTeam(
            id=str(team.pk),
            model=team.practice_model,
            leader=str(staff[0].pk),
            workers=tuple(str(worker.pk) for worker in staff[1:]),
        )
        for team, staff in made
    ]


def _root() -> Team:
    if not Agency.objects.exists():
        Agency.objects.create(name="Seeded agency", place=Place.US, working_weekdays=list(range(5)))
    root = Team.objects.filter(kind=TeamKind.AGENCY).first()
    return root or Team.objects.create(kind=TeamKind.AGENCY, name="Seeded agency")


def _worker(plan: Plan, number: int) -> Worker:
    chance = plan.chance("worker", number)
    given, family = chance.choice(words.GIVEN), words.family(chance)
    return Worker(
        id=_id(plan, "worker", number),
        given=given,
        family=family,
        sort_key=sort_key(given, family)[:170],
        title="Case manager",
        started_on=plan.on - timedelta(days=1500),
    )


def _account(plan: Plan, name: str, password: str) -> Account:
    return Account.objects.create_user(name, password or None, id=_id(plan, "account", name))


def _id(plan: Plan, *of: object) -> UUID:
    return UUID(made_id(plan.chance("id", *of), days_before(plan.now, 1500)))
