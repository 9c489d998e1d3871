"""Jobs that failed for good: which, when, how often, with what kind of error. Never what about."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import Error
from django.db.models import F, Max, Q
from django.utils import timezone

BY_THE_CLOCK = ".by_the_clock"


@dataclass(frozen=True)
class Failed:
    """One job that waits for somebody to look."""

    number: int
    name: str
    is_by_the_clock: bool
    tries: int
    error: str
    at: datetime | None


def failed_jobs(*, number: int | None = None) -> list[Failed]:
    """Every job that failed for good, the newest first; or the one with this number."""
    # Only here: models may be read only after every app is loaded.
    from procrastinate.contrib.django.models import ProcrastinateJob

    from .models import Failure

    rows = ProcrastinateJob.objects.filter(status="failed")
    if number is not None:
        rows = rows.filter(pk=number)
    ended = Max("procrastinateevent__at", filter=Q(procrastinateevent__type="failed"))
    rows = rows.annotate(ended_at=ended).order_by(F("ended_at").desc(nulls_last=True), "-pk")
    found = list(rows.values_list("pk", "task_name", "attempts", "ended_at"))
    errors = dict(
        Failure.objects.filter(pk__in=[row[0] for row in found]).values_list("pk", "error")
    )
    return [
        Failed(
            number=pk,
            name=name.removesuffix(BY_THE_CLOCK),
            is_by_the_clock=name.endswith(BY_THE_CLOCK),
            tries=tries,
            error=errors.get(pk, ""),
            at=at,
        )
        for pk, name, tries, at in found
    ]


def noted(work: Callable[..., object]) -> Callable[..., object]:
    """The work as the worker runs it: what it fails with is kept by its kind, and raised."""

    def run(context: Any, **given: Any) -> object:
        from .models import Failure

        try:
            return work(**given)
        except Exception as error:
            with suppress(Error):
                Failure.objects.update_or_create(
                    job=context.job.id,
                    defaults={"error": type(error).__name__[:80], "at": timezone.now()},
                )
            raise

    return run
