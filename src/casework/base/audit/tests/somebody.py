"""Who acts in these tests: this room stands below the one that knows accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from casework.base.core.ids import new_id


@dataclass(frozen=True)
class Somebody:
    kind: str = "worker"
    id: UUID = field(default_factory=new_id)
    grantees: tuple[UUID, ...] = ()
    labels: tuple[str, ...] = ()
