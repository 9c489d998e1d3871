"""Who may be responsible for people now, in which team, with what share of full time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from casework.base.core.questions import Asked, question

from .models import Position
from .permissions import GRANTS, Permission, Role

RESPONSIBLE_ROLES = frozenset(
    role for role, granted in GRANTS.items() if Permission.RESPONSIBILITY_ACCEPT in granted
)


@dataclass(frozen=True)
class Standing:
    """One worker's place: the team of her largest share, and the sum of her shares."""

    worker_id: UUID
    team_id: UUID
    practice_model: str
    full_time_share: Decimal
    since: date


def _current(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))


def _held(on: date, roles: frozenset[Role]) -> Q:
    return _current(on) & Q(worker__isnull=False, role__in=[role.value for role in roles])


def may_be_responsible(worker_id: UUID, *, on: date) -> bool:
    """Whether she holds a position today in which a worker may be responsible for people."""
    return Position.objects.filter(_held(on, RESPONSIBLE_ROLES), worker_id=worker_id).exists()


def workers_with_position(*, on: date) -> set[UUID]:
    """Everybody who may be responsible for people on that day."""
    held = Position.objects.filter(_held(on, RESPONSIBLE_ROLES))
    return set(held.values_list("worker_id", flat=True))


@question
def _positions(
    workers: Sequence[UUID], on: date
) -> QuerySet[Position, tuple[UUID, UUID, str, Decimal, date]]:
    return (
        Position.objects.filter(
            _held(on, RESPONSIBLE_ROLES), worker_id__among=workers, team__kind="team"
        )
        .order_by("-full_time_share", "from_on", "pk")
        .values_list("worker_id", "team_id", "team__practice_model", "full_time_share", "from_on")
    )


def ask_standing_of(worker_ids: Sequence[UUID], *, on: date) -> Asked:
    """What `standing_of` asks, to ask it ahead."""
    return _positions.ahead(workers=list(worker_ids), on=on)


def standing_of(worker_ids: Sequence[UUID], *, on: date) -> dict[UUID, Standing]:
    """The standing of each of these workers who may be responsible. One query."""
    found: dict[UUID, Standing] = {}
    for worker_id, team_id, practice_model, share, from_on in ask_standing_of(
        worker_ids, on=on
    ).now():
        before = found.get(worker_id)
        found[worker_id] = Standing(
            worker_id=worker_id,
            team_id=before.team_id if before else team_id,
            practice_model=before.practice_model if before else practice_model,
            full_time_share=min(
                Decimal(1), share + (before.full_time_share if before else Decimal(0))
            ),
            since=min(from_on, before.since) if before else from_on,
        )
    return found
