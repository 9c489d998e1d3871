"""How a clock says that it ended without having been met."""

from __future__ import annotations

from datetime import datetime

from casework.base.core.acting import Acting

from .models import EndReason


def ending(*, by: Acting, reason: str, now: datetime) -> dict[str, object]:
    """What a clock says when it has ended: when, by whom, why."""
    return {
        "ended_at": now,
        "ended_by_kind": by.kind,
        "ended_by_id": by.id,
        "end_reason": EndReason(reason).value,
    }
