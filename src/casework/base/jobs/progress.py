"""A job says how far it is. What it says is seen at once, although its own work commits later."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from . import rules
from .models import Progress, StateCode
from .queue import Unfit

# Seldom enough to cost nothing, often enough for somebody who looks every two seconds.
_SECONDS_BETWEEN = 0.5
_PROBLEMS_KEPT = 500
_RUNS = [StateCode.WAITING, StateCode.RUNNING]

_SET = """select set_config('casework.kind', %s, true), set_config('casework.actor', %s, true),
 set_config('casework.grantees', '{}', true), set_config('casework.labels', '{}', true)"""


class Cancelled(Exception):
    """The one who started the work stopped it: undo what is not saved, and go."""


@dataclass
class Teller:
    """What a job holds to say how far it is, on behalf of the one who started it."""

    progress_id: UUID
    by_kind: str
    by_id: UUID
    done: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)
    _told_at: float = 0.0

    def step(self, count: int = 1) -> None:
        """So many more are done. Raises `Cancelled` when the work was stopped meanwhile."""
        self.done += count
        if time.monotonic() - self._told_at >= _SECONDS_BETWEEN:
            self._tell(done_count=self.done)

    def total(self, count: int) -> None:
        """It is now known how many there are."""
        self._tell(total_count=count)

    def problem(self, code: str, **where: int | str | UUID) -> None:
        """One thing did not work: a code, and where, in numbers and ids. At most 500 are kept."""
        told = {"code": code, **{name: _plain(one) for name, one in where.items()}}
        if reason := rules.why_not_plain(told):
            raise Unfit(reason)
        if len(self.problems) < _PROBLEMS_KEPT:
            self.problems.append(told)

    def results(self, **counts: int | str | UUID) -> None:
        """What came of it, in numbers and ids."""
        told = {name: _plain(one) for name, one in counts.items()}
        if reason := rules.why_not_plain(told):
            raise Unfit(reason)
        self.result.update(told)

    def _tell(self, *, only_if: list[StateCode] | None = None, **changes: Any) -> None:
        # Inside the work's own transaction nobody would see it: then the trail's connection.
        alias = "trail" if connections["default"].in_atomic_block else "default"
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(_SET, [self.by_kind, str(self.by_id)])
            there = Progress.objects.using(alias).filter(pk=self.progress_id)
            if not there.filter(state__in=only_if or _RUNS).update(**changes):
                there.get()  # raises when the row is not there at all, which is a bug
                raise Cancelled
        self._told_at = time.monotonic()

    def begin(self) -> None:
        """The work starts. After a crash or an error it begins anew."""
        self._tell(
            only_if=[*_RUNS, StateCode.FAILED],
            state=StateCode.RUNNING,
            done_count=0,
            finished_at=None,
            problems=[],
            result={},
        )

    def finish(self, state: StateCode) -> None:
        """Nothing more will happen, and this is what came of it."""
        self._tell(
            state=state,
            finished_at=timezone.now(),
            done_count=self.done,
            result=self.result,
            problems=self.problems,
        )


def _plain(one: object) -> object:
    return str(one) if isinstance(one, UUID) else one


def watched(work: Callable[..., None]) -> Callable[..., None]:
    """A job that `start_progress` put: it is given a `Teller` first, then what else was given.

    It is done when `work` has returned, its transaction with it. An error marks it as failed and
    goes on to the worker, which tries again if the job says so. What was stopped ends quietly.
    """

    @wraps(work)
    def run(*, progress_id: str, by_kind: str, by_id: str, **given: Any) -> None:
        teller = Teller(UUID(progress_id), by_kind, UUID(by_id))
        with suppress(Cancelled):
            teller.begin()
            try:
                work(teller, **given)
            except Cancelled:
                raise
            except BaseException:
                teller.problems.append({"code": "unexpected"})
                with suppress(Cancelled):
                    teller.finish(StateCode.FAILED)
                raise
            teller.finish(StateCode.DONE)

    return run


def words_of(words: Mapping[str, object], code: str) -> str:
    """The text that a room gave for `code`; the code itself where it gave none."""
    return str(words.get(code, code.replace("_", " ")))
