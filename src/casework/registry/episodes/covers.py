"""Reading cover: who may stand in for whom, and who may arrange it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.core import words
from casework.registry.workforce.models import Position, Team, Worker

from . import carrying


def _teams_of(worker_id: UUID, *, on: date) -> set[UUID]:
    positions = Position.objects.held_on(on).filter(worker_id=worker_id)
    return set(positions.values_list("team_id", flat=True))


def may_arrange_for(by: Actor, worker_id: UUID, *, on: date) -> bool:
    """The worker herself, or a leader of one of her teams."""
    return by.id == worker_id or bool(_teams_of(worker_id, on=on) & set(by.led_team_ids))


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
