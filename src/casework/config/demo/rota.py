"""Who is away and who answers meanwhile; who is on duty today."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from casework.base.core.acting import acting
from casework.registry.episodes import actions as episodes
from casework.registry.workforce import actions as workforce

from .agency import Demo


def build_rota(demo: Demo) -> None:
    """Cover and duty shifts, in the words of the content file."""
    leader, administrator = demo.leader("north"), demo.actors["adam"]
    midnight = datetime.combine(demo.today, time(0), tzinfo=demo.zone)
    for one in demo.content.get("cover", []):
        begins = midnight - timedelta(days=one["since"])
        with acting(leader):
            episodes.arrange_cover(
                by=leader,
                absent=demo.workers[one["absent"]],
                covering=demo.workers[one["covering"]],
                starts_at=begins,
                ends_at=begins + timedelta(days=one["days"]),
                why=one["why"],
                now=demo.now,
            )
    for one in demo.content.get("duty", []):
        with acting(administrator):
            workforce.plan_shift(
                by=administrator,
                team=demo.teams[one["team"]],
                worker=demo.workers[one["worker"]],
                starts_at=midnight,
                ends_at=midnight + timedelta(days=1),
                now=demo.now,
            )
