"""Everything that acts is an Actor, passed on as `by=`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID


class ActorKind:
    """The four kinds of those who act."""

    WORKER = "worker"
    PERSON = "person"
    PARTNER = "partner"
    SERVICE = "service"


@dataclass(frozen=True)
class Actor:
    """Who acts, what they are allowed, and for whom they stand when a record is opened.

    `grantees` are the ids that rows of access may name: the worker, the teams she works in, the
    teams below the ones she leads, the teams of a duty shift that runs now. `labels` are the
    sensitivity labels of narrative she is cleared for; empty for those who read no narrative.
    """

    kind: str
    id: UUID
    name: str
    permissions: frozenset[Enum] = frozenset()
    grantees: tuple[UUID, ...] = ()
    labels: tuple[str, ...] = ()
    account_id: UUID | None = None
    roles: tuple[str, ...] = ()
    team_ids: tuple[UUID, ...] = ()
    led_team_ids: tuple[UUID, ...] = ()
    duty_team_ids: tuple[UUID, ...] = ()
    agency: object = field(default=None, compare=False)

    def may(self, permission: Enum) -> bool:
        """Whether any of the roles held now grants `permission`."""
        return permission in self.permissions
