"""The tree of teams, asked of the database in one place: what is below, what is above, who leads.

Every fact here takes a number of queries that does not grow with the teams. `on` is a day of the
agency; without it, today there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from .models import Position, Team, TeamKind, Worker
from .permissions import CARRIES_PEOPLE, LEADS, Role
from .rules import Leading, Node

# The agency's day: a position that ends today still counts until midnight there.
_DAY = """(select coalesce(%(on)s::date,
  (select (now() at time zone time_zone)::date from workforce_agency), current_date))"""

_TREE = """
with recursive tree as (
  select id, parent_id, kind, name, practice_model, phone, place, closed_on, version, 0 as depth,
         array[id] as line, array[name::text] as names, array[lower(name), id::text] as sorted
    from workforce_team where parent_id is null
  union all
  select t.id, t.parent_id, t.kind, t.name, t.practice_model, t.phone, t.place, t.closed_on,
         t.version, tree.depth + 1, tree.line || t.id, tree.names || t.name::text,
         tree.sorted || array[lower(t.name), t.id::text]
    from workforce_team t join tree on t.parent_id = tree.id)
select id, parent_id, kind, name, practice_model, phone, place, closed_on, version, depth, line,
       names
  from tree order by sorted
"""

# Nearest first; of several in one team the one who leads it longest, then by name.
_LEADERS = f"""
with recursive line as (
  select id as team_id, id as node_id, parent_id, 0 as steps
    from workforce_team where id = any(%(teams)s)
  union all
  select line.team_id, t.id, t.parent_id, line.steps + 1
    from workforce_team t join line on t.id = line.parent_id)
select distinct on (line.team_id) w.*, line.team_id as for_team_id, line.node_id as leads_team_id
  from line
  join workforce_position p on p.team_id = line.node_id and p.role = any(%(leads)s)
  join workforce_worker w on w.id = p.worker_id
 where p.from_on <= {_DAY} and (p.to_on is null or p.to_on >= {_DAY})
   and (w.left_on is null or w.left_on >= {_DAY}) and w.id <> all(%(without)s::uuid[])
 order by line.team_id, line.steps, p.from_on, w.sort_key, w.id
"""  # noqa: S608 - made of constants only


@dataclass(frozen=True)
class TeamNode:
    """One team in its place. `line` is the way down to it, itself last."""

    id: UUID
    parent_id: UUID | None
    kind: str
    name: str
    practice_model: str
    phone: str
    place: str
    closed_on: date | None
    version: int
    depth: int
    line: tuple[UUID, ...]
    names: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_team(self) -> bool:
        """Teams work with people; the agency and programmes only hold teams."""
        return self.kind == TeamKind.TEAM

    @property
    def placed(self) -> str:
        """Its own name first, which a narrow list shows, then where it stands."""
        above = " / ".join(self.names[:-1])
        return f"{self.name} ({above})" if above else self.name


def below(seed: str) -> str:
    """SQL: the teams that `seed`, a query of team ids, names, and all the teams below them."""
    return f"""with recursive below as (
      ({seed})
      union select t.id from workforce_team t join below on t.parent_id = below.id)
    select id from below"""  # noqa: S608 - the seeds are constants of this room


def team_tree() -> list[TeamNode]:
    """Every team, closed ones too, from the agency down, each followed by those below it."""
    with connection.cursor() as cursor:
        cursor.execute(_TREE)
        return [_node(row) for row in cursor.fetchall()]


def _node(row: tuple[Any, ...]) -> TeamNode:
    said = dict(zip((field.name for field in fields(TeamNode)), row, strict=True))
    return TeamNode(**said | {"line": tuple(said["line"]), "names": tuple(said["names"])})


def leaders_of(
    team_ids: Iterable[UUID], *, on: date | None = None, without: Iterable[UUID] = ()
) -> dict[UUID, Worker]:
    """For each team the worker who leads it: the nearest leader up the tree. One query.

    A team without a leader in its line is missing from the answer. Each worker carries
    `leads_team_id`, the team in whose leader's position she sits. Nobody of `without` is named:
    who would hold in place of a leader who is absent herself.
    """
    asked = {
        "teams": list(team_ids),
        "leads": [role.value for role in LEADS],
        "on": on,
        "without": list(without),
    }
    found = Worker.objects.raw(_LEADERS, asked)
    return {worker.for_team_id: worker for worker in found}  # type: ignore[attr-defined]


def leader_of(
    team: Team | UUID, *, on: date | None = None, without: Iterable[UUID] = ()
) -> Worker | None:
    """Who leads `team`, and holds people there who have no named worker yet."""
    team_id = team if isinstance(team, UUID) else team.pk
    return leaders_of([team_id], on=on, without=without).get(team_id)


_SHARES = f"""
select p.worker_id, p.team_id, sum(p.full_time_share)
  from workforce_position p
 where p.team_id = any(%(teams)s) and p.worker_id is not null and p.role = any(%(roles)s)
   and p.from_on <= {_DAY} and (p.to_on is null or p.to_on >= {_DAY})
 group by p.worker_id, p.team_id
"""  # noqa: S608 - made of constants only

_WORKERS = f"""
select w.* from workforce_worker w
 where (w.left_on is null or w.left_on >= {_DAY}) and exists (
   select 1 from workforce_position p
    where p.worker_id = w.id and p.role = any(%(roles)s) and p.team_id in (TEAMS)
      and p.from_on <= {_DAY} and (p.to_on is null or p.to_on >= {_DAY}))
 order by w.sort_key, w.id
"""  # noqa: S608 - made of constants only


def workers_of(
    team: Team | UUID,
    *,
    on: date | None = None,
    roles: Iterable[Role] | None = None,
    with_below: bool = False,
) -> list[Worker]:
    """Who holds a position in `team`, by name, each once. `with_below` adds the teams below it."""
    seed = "select %(team)s::uuid as id"
    sql = _WORKERS.replace("TEAMS", below(seed) if with_below else seed)
    asked = {
        "team": team if isinstance(team, UUID) else team.pk,
        "roles": [role.value for role in (Role if roles is None else roles)],
        "on": on,
    }
    return list(Worker.objects.raw(sql, asked))


def full_time_shares(
    team_ids: Iterable[UUID],
    *,
    on: date | None = None,
    roles: Iterable[Role] = CARRIES_PEOPLE,
) -> dict[tuple[UUID, UUID], Decimal]:
    """(worker, team) → how much of a full-time week she has there for people. One query."""
    asked: dict[str, Any] = {
        "teams": list(team_ids),
        "roles": [role.value for role in roles],
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SHARES, asked)
        return {(worker, team): share for worker, team, share in cursor.fetchall()}


def full_time_share_of(
    worker: Worker | UUID,
    team: Team | UUID,
    on: date | None = None,
    *,
    roles: Iterable[Role] = CARRIES_PEOPLE,
) -> Decimal:
    """How much of a full-time week `worker` has in `team` for people; 0 when she is not there."""
    worker_id = worker if isinstance(worker, UUID) else worker.pk
    team_id = team if isinstance(team, UUID) else team.pk
    return full_time_shares([team_id], on=on, roles=roles).get((worker_id, team_id), Decimal(0))


def leading_positions() -> list[Leading]:
    """Every leader's position that somebody holds, with its days. One query."""
    held = Position.objects.filter(role__in=LEADS, worker__isnull=False)
    return [Leading(*row) for row in held.values_list("pk", "team_id", "from_on", "to_on")]


def rule_nodes(tree: Iterable[TeamNode]) -> list[Node]:
    """The tree as the rules take it."""
    return [Node(one.id, one.parent_id, one.kind, one.name, one.is_open) for one in tree]


def hold_tree() -> None:
    """Until the transaction ends nobody else changes who works where.

    Two leaders who end their positions in the same second would each still see the other.
    """
    root = Team.objects.select_for_update(no_key=True).filter(parent__isnull=True)
    root.values_list("pk", flat=True).first()
