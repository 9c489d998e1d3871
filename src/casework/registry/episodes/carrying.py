"""What workers carry: the three numbers, now and after what is planned, in fixed queries.

The people a worker carries in other teams count, although the asker may not open them: the
database answers with numbers and ids (`sql/across_teams.sql`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection

from casework.base.core.questions import Asked
from casework.registry.workforce import standing, tree
from casework.registry.workforce.models import Team, Worker
from casework.registry.workforce.permissions import CARRIES_PEOPLE

from . import ledger, practice_models
from .caseload import CaseloadFigures, Interval, Intervals, figures_for
from .models import Episode

# A full working week; an agency may count fewer hours by giving smaller full-time shares.
FULL_TIME_MINUTES_PER_WEEK = 37 * 60 + 30
_LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True)
class Carried:
    """One episode on somebody's shoulders, or offered to her and not answered yet."""

    episode_id: UUID
    team_id: UUID
    days: float
    is_offered: bool


def carried_by(worker_ids: Sequence[UUID]) -> dict[UUID, list[Carried]]:
    """What each of these workers carries in all her teams, and what waits for her answer."""
    found: dict[UUID, list[Carried]] = {one: [] for one in worker_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "select worker_id, episode_id, team_id, team_model, own_model, mode, target_days,"
            " is_offered from episodes_carried(%s)",
            [list(worker_ids)],
        )
        for worker_id, episode_id, team_id, team_model, own_model, mode, days, offered in cursor:
            model = practice_models.get(own_model or team_model)
            every = ledger.target_for(target_days=days, mode=mode, model=model)
            found[worker_id].append(Carried(episode_id, team_id, every, offered))
    return found


def _intervals_of(worker_ids: Sequence[UUID]) -> dict[UUID, Counter[Interval]]:
    """How many people each of these workers carries at each interval, counted by the database."""
    found: dict[UUID, Counter[Interval]] = {one: Counter() for one in worker_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "select worker_id, team_model, own_model, mode, target_days, count(*)"
            " from episodes_carried(%s) where not is_offered group by 1, 2, 3, 4, 5",
            [list(worker_ids)],
        )
        for worker_id, team_model, own_model, mode, days, people in cursor.fetchall():
            model = practice_models.get(own_model or team_model)
            every = ledger.target_for(target_days=days, mode=mode, model=model)
            found[worker_id][every] += people
    return found


def _figures(intervals: Intervals, *, position: standing.Standing, on: date) -> CaseloadFigures:
    months = (on.year - position.since.year) * 12 + on.month - position.since.month + 1
    return figures_for(
        intervals=intervals,
        model=practice_models.get(position.practice_model),
        full_time_share=position.full_time_share,
        full_time_minutes_per_week=FULL_TIME_MINUTES_PER_WEEK,
        month_in_post=months if months > 0 else 1,
    )


def ask_figures_of(worker_ids: Sequence[UUID], *, on: date) -> Asked:
    """What `figures_of` asks and may be asked ahead."""
    return standing.ask_standing_of(worker_ids, on=on)


def figures_of(worker_ids: Sequence[UUID], *, on: date) -> dict[UUID, CaseloadFigures]:
    """The three numbers of each worker who holds a position on that day of the agency.

    Two queries, however many workers.
    """
    standings = standing.standing_of(worker_ids, on=on)
    intervals = _intervals_of(worker_ids)
    return {
        worker_id: _figures(intervals[worker_id], position=position, on=on)
        for worker_id, position in standings.items()
    }


@dataclass(frozen=True)
class Load:
    """What a worker carries now, how many are offered to her, and what it would come to."""

    now: CaseloadFigures
    offered: int
    after: CaseloadFigures


def loads_after(
    given: Mapping[UUID, Sequence[Episode]], *, team: Team, on: date
) -> dict[UUID, Load]:
    """For each worker what she would carry with what is `given` to her in one act, added up.

    What is offered to her already counts too: she may say yes to all of it. A leader above the
    team has no share in it and is held against a whole one. Two queries.
    """
    worker_ids = list(given)
    standings = standing.standing_of(worker_ids, on=on)
    carried = carried_by(worker_ids)
    loads = {}
    for worker_id in worker_ids:
        position = standings.get(worker_id) or standing.Standing(
            worker_id=worker_id,
            team_id=team.pk,
            practice_model=team.practice_model,
            full_time_share=Decimal(1),
            since=_LONG_AGO,
        )
        new = {one.pk: ledger.target_days(one, ledger.model_of(one)) for one in given[worker_id]}
        theirs = [one.days for one in carried[worker_id] if not one.is_offered]
        offered = {
            one.episode_id: one.days
            for one in carried[worker_id]
            if one.is_offered and one.episode_id not in new
        }
        loads[worker_id] = Load(
            now=_figures(Counter(theirs), position=position, on=on),
            offered=len(offered),
            after=_figures(
                Counter([*theirs, *offered.values(), *new.values()]), position=position, on=on
            ),
        )
    return loads


def candidates_for(team: Team, *, on: date) -> list[Worker]:
    """Who may be responsible in this team: its own workers by name, then whoever leads it."""
    workers = tree.workers_of(team, on=on, roles=CARRIES_PEOPLE)
    leader = tree.leader_of(team, on=on)
    if leader is not None and leader.pk not in {one.pk for one in workers}:
        workers.append(leader)
    return workers
