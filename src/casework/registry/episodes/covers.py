"""Reading cover: who may stand in for whom and for whose people, and whom nobody covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from casework.base.accounts.actors import Actor
from casework.base.core import words
from casework.registry.workforce import tree
from casework.registry.workforce.models import Position, Team, Worker

from . import carrying
from .models import Cover, Episode


def _teams_of(worker_id: UUID, *, on: date) -> set[UUID]:
    positions = Position.objects.held_on(on).filter(worker_id=worker_id)
    return set(positions.values_list("team_id", flat=True))


def may_arrange_for(by: Actor, worker_id: UUID, *, on: date) -> bool:
    """The worker herself, or a leader of one of her teams."""
    return by.id == worker_id or bool(_teams_of(worker_id, on=on) & set(by.led_team_ids))


def for_whose_people(by: Actor, worker_id: UUID, *, on: date) -> list[UUID] | None:
    """The teams for whose people `by` may arrange cover; None: all of them, she is one's own.

    A leader opens the records of the teams she leads and of no other: the worker may work in
    another team as well, and its leader decides there.
    """
    if by.id == worker_id:
        return None
    shared = _teams_of(worker_id, on=on) & set(by.led_team_ids)
    if not shared:
        return []
    found = {one.id for one in tree.team_tree() if shared & set(one.line)}
    theirs = Episode.objects.filter(responsible_id=worker_id, team_id__in=by.led_team_ids)
    return sorted(found | set(theirs.exclude(state="closed").values_list("team_id", flat=True)))


def may_cancel(by: Actor, cover: Cover, *, on: date) -> bool:
    """The worker herself, or whoever leads every team that it is for."""
    if by.id == cover.absent_id:
        return True
    teams = set(cover.teams) if cover.teams is not None else _teams_of(cover.absent_id, on=on)
    return bool(teams) and teams <= set(by.led_team_ids)


def overlapping(
    absent_id: UUID, teams: Sequence[UUID] | None, *, starts_at: datetime, ends_at: datetime
) -> bool:
    """Whether some of these people are covered already for some of this time."""
    found = Cover.objects.filter(
        absent_id=absent_id, starts_at__lt=ends_at, ends_at__gt=starts_at, cancelled_at=None
    )
    if teams is not None:
        found = found.filter(Q(teams=None) | Q(teams__overlap=list(teams)))
    return found.exists()


@dataclass(frozen=True)
class Uncovered:
    """The people of one team whom nobody covers while their worker is away."""

    team_id: UUID
    team: str
    people: int
    leader_id: UUID | None
    leader: str


def uncovered(covers: Sequence[Cover], *, on: date) -> dict[UUID, list[Uncovered]]:
    """For each cover whom it leaves out and no other covers. Four queries, however many covers.

    How many and in which team, never who: the asker may not open them.
    """
    partly = [one for one in covers if one.teams is not None and one.cancelled_at is None]
    if not partly:
        return {}
    absent = {one.absent_id for one in partly}
    counts = {
        worker_id: Counter(one.team_id for one in carried if not one.is_offered)
        for worker_id, carried in carrying.carried_by(list(absent)).items()
    }
    all_of_them = list(Cover.objects.filter(absent_id__in=absent, cancelled_at=None))
    left: dict[UUID, set[UUID]] = {}
    for cover in partly:
        covered: set[UUID] = set(cover.teams or ())
        for other in all_of_them:
            lasts = other.starts_at <= cover.starts_at and other.ends_at >= cover.ends_at
            if other.absent_id == cover.absent_id and lasts:
                covered |= set(counts[cover.absent_id] if other.teams is None else other.teams)
        left[cover.pk] = set(counts[cover.absent_id]) - covered
    team_ids = {team_id for some in left.values() for team_id in some}
    if not team_ids:
        return {}
    names = dict(Team.objects.filter(pk__in=team_ids).values_list("pk", "name"))
    leaders = tree.leaders_of(team_ids, on=on, without=absent)
    return {
        cover.pk: [
            Uncovered(
                team_id,
                names[team_id],
                counts[cover.absent_id][team_id],
                leaders[team_id].pk if team_id in leaders else None,
                leaders[team_id].name if team_id in leaders else "",
            )
            for team_id in sorted(left[cover.pk], key=lambda one: (names[one], one))
        ]
        for cover in partly
        if left[cover.pk]
    }


def colleagues_of(worker_id: UUID, *, on: date) -> list[Worker]:
    """Who may be responsible for people in a team of this worker's, or leads it; by name."""
    found: dict[UUID, Worker] = {}
    for team in Team.objects.filter(pk__in=_teams_of(worker_id, on=on)).order_by("name"):
        found |= {one.pk: one for one in carrying.candidates_for(team, on=on)}
    found.pop(worker_id, None)
    return sorted(found.values(), key=lambda one: (one.sort_key, one.pk))


def last_day(ends_at: datetime, actor: Any) -> date:
    """Cover ends with the last instant of a day: that day is the one to name."""
    return words.local(ends_at - timedelta(microseconds=1), actor).date()
