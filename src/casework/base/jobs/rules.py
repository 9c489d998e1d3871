"""What a background job may be given, when it is tried again, and whether the worker lives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

NAME = re.compile(r"[a-z_]+\.[a-z_]+")
CODE = re.compile(r"[a-z0-9_.-]{1,40}")

# The worker says every ten seconds that it lives.
SILENT_AFTER = timedelta(seconds=60)
# A worker that said nothing for so long will not finish what it began.
STALLED_AFTER = timedelta(seconds=90)
# A job that took its worker down this often is not the worker's bad luck.
STALLED_AT_MOST = 5


# Why something that failed is let go: codes, because the trail holds no words.
WHY_LET_GO = ("done_otherwise", "not_needed", "cannot_work")


class State(StrEnum):
    """How a piece of long work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINISHED = frozenset({State.DONE, State.FAILED, State.CANCELLED})


@dataclass(frozen=True)
class Retry:
    """How often a job that failed is tried again, and after how long: doubling, up to an hour."""

    times: int = 5
    first_wait: timedelta = timedelta(seconds=30)

    def wait(self, failed_before: int) -> timedelta | None:
        """How long to wait after one more failure; None when it was tried often enough."""
        if failed_before >= self.times:
            return None
        return min(self.first_wait * 2 ** min(failed_before, 20), timedelta(hours=1))


def why_not_name(name: str) -> str | None:
    """A job is called `room.verb`."""
    return None if NAME.fullmatch(name) else f"{name!r} is not of the form room.verb."


def why_not_argument(name: str, value: object) -> str | None:
    """A job is given ids, whole numbers and short codes: never a name, a note or other words."""
    if isinstance(value, (UUID, int)):
        return None
    if isinstance(value, str):
        try:
            UUID(value)
        except ValueError:
            if CODE.fullmatch(value):
                return None
        else:
            return None
    # The value itself is not repeated: it may be what must not be kept.
    return f"{name} is no id, whole number or short code; put the words into a row and pass its id."


def why_not_plain(told: object) -> str | None:
    """What is kept of a finished work's result: whole numbers, ids, short codes, lists of them."""
    if told is None or isinstance(told, (int, float)):
        return None
    if isinstance(told, Mapping):
        return next(filter(None, map(why_not_plain, [*told, *told.values()])), None)
    if isinstance(told, (list, tuple)):
        return next(filter(None, map(why_not_plain, told)), None)
    return why_not_argument("a part of the result", told)


def is_alive(*, last_heartbeat: datetime | None, now: datetime) -> bool:
    """Whether some worker said lately that it lives."""
    return last_heartbeat is not None and now - last_heartbeat <= SILENT_AFTER


def is_finished(state: str) -> bool:
    """Whether nothing more will happen."""
    return state in FINISHED
