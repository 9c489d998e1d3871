"""Whose worker is not there any more, and in whose name they are moved to the leader.

Row security shows the asker only what she may open: an administrator who ends a position sees
nobody, and a job belongs to no team. So the database itself answers which episodes are meant
(ids only, `sql/across_teams.sql`), and a service moves them that may open the records of exactly
those teams: the ordinary action, with its rules and its trail, and no second way of moving.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import connection

from casework.base.accounts.actors import Actor
from casework.base.jobs import service
from casework.registry.workforce.permissions import CARRIES_PEOPLE, LEADS

SERVICE = "episodes.move_leavers"


def leavers(*, on: date, worker_id: UUID | None = None) -> dict[UUID, UUID]:
    """Episode → team of everybody whose worker holds no fitting position on that day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select episode_id, team_id from episodes_leavers(%s, %s, %s, %s)",
            [
                on,
                [role.value for role in CARRIES_PEOPLE],
                [role.value for role in LEADS],
                worker_id,
            ],
        )
        return dict(cursor.fetchall())


def keeper(team_ids: Iterable[UUID], *, agency: object) -> Actor:
    """The service that puts people into their leaders' hands; it opens these teams' records."""
    made = service(SERVICE)
    return replace(made, grantees=(made.id, *sorted(set(team_ids))), agency=agency)
