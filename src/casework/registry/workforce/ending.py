"""What stands in the way of ending a position, asked before anything with it is moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.core import words

from . import rules, tree
from .models import Position
from .permissions import LEADS, Role

_DAY = timedelta(days=1)


def _lost_leaders(position: Position, to_on: date) -> dict[UUID, str]:
    if position.worker_id is None or Role(position.role) not in LEADS:
        return {}
    leading = tree.leading_positions()
    return rules.would_lose_leader(
        nodes=tree.rule_nodes(tree.team_tree()),
        leading=leading,
        leading_after=[
            replace(one, to_on=to_on) if one.position_id == position.pk else one for one in leading
        ],
        from_on=to_on + _DAY,
    )


def _is_last_administrator(position: Position, to_on: date) -> bool:
    if position.worker_id is None or position.role != Role.ADMINISTRATOR:
        return False
    others = Position.objects.filter(role=Role.ADMINISTRATOR, to_on__isnull=True)
    return not others.filter(worker__account__isnull=False).exclude(pk=position.pk).exists()


def why_not_end(*, by: Actor, position: Position, to_on: date, now: datetime) -> str | None:
    """What stands in the way of ending `position`; for whoever has to act before it ends."""
    return rules.why_not_end_position(
        began_on=position.from_on,
        ends_on=position.to_on,
        to_on=to_on,
        today=words.today(by, now),
        would_be_leaderless=_lost_leaders(position, to_on),
        is_last_administrator=_is_last_administrator(position, to_on),
    )
