"""Background work behind one small door, so that what stands behind it can be replaced.

A job is put into the same transaction as what it belongs to: undone with it, seen with it. It may
run twice, after a crash; every job is written so that this does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from uuid import NAMESPACE_URL, UUID, uuid5

from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from casework.base.accounts.actors import Actor, ActorKind

from . import rules
from .rules import Retry

Argument = UUID | int | str
Work = Callable[..., object]


class Unfit(ValueError):
    """A bug: a job was named or given something that it may not be."""


@dataclass(frozen=True)
class Job:
    """One kind of background work. `label` says what it does to whoever must look after it;
    `words` are texts for its titles, results and problems."""

    name: str
    work: Work
    retry: Retry
    label: object = ""
    cron: str | None = None
    words: Mapping[str, object] = field(default_factory=dict)
    next_screen: str | None = None


_jobs: dict[str, Job] = {}


def job(
    name: str,
    *,
    label: object = "",
    retry: Retry | None = None,
    cron: str | None = None,
    words: Mapping[str, object] | None = None,
    next_screen: str | None = None,
) -> Callable[[Work], Work]:
    """Register the job `name`. With `cron` it also runs by the clock, once in all workers.

    `next_screen` names the screen that shows the result; it takes the progress's id.
    """

    def register(work: Work) -> Work:
        if reason := rules.why_not_name(name):
            raise Unfit(reason)
        if name in _jobs and _jobs[name].work is not work:
            raise Unfit(f"{name} is registered twice.")
        _jobs[name] = Job(name, work, retry or Retry(), label, cron, words or {}, next_screen)
        return work

    return register


def known(name: str) -> Job:
    """The job of this name. Raises `Unfit` for a name that no room registered."""
    try:
        return _jobs[name]
    except KeyError:
        raise Unfit(f"No room registers the job {name}.") from None


def label_of(name: str) -> object:
    """What a job does, in words; its name where an older program put it into the queue."""
    found = _jobs.get(name)
    return found.label if found and found.label else name


def all_jobs() -> tuple[Job, ...]:
    """Every registered job."""
    return tuple(_jobs.values())


def checked(given: Mapping[str, Argument]) -> dict[str, int | str]:
    """The arguments as they are stored. Raises `Unfit` for words."""
    for name, value in given.items():
        if reason := rules.why_not_argument(name, value):
            raise Unfit(reason)
    return {name: str(one) if isinstance(one, UUID) else one for name, one in given.items()}


@cache
def _door() -> DjangoApp:
    return DjangoApp(connector=DjangoConnector("default"))


def defer(name: str, *, run_at: datetime | None = None, **given: Argument) -> None:
    """Put a job into the current transaction; it runs after the commit, or at `run_at`."""
    known(name)
    _door().configure_task(name, schedule_at=run_at).defer(**checked(given))


def put_back(number: int, *, now: datetime) -> None:
    """A job that failed for good runs again."""
    JobManager(_door().connector).retry_job_by_id(number, retry_at=now)


def drop_failed(number: int) -> None:
    """A job that failed for good counts no more; it is forgotten with the others."""
    _door().connector.execute_query(
        query="update procrastinate_jobs set status = 'cancelled'"
        " where id = %(number)s and status = 'failed'",
        number=number,
    )


def run_now(name: str, **given: Argument) -> object:
    """Run a job here and now, as the worker would: for tests and for the command line."""
    return known(name).work(**checked(given))


@cache
def service(name: str) -> Actor:
    """The actor that a job is: a service with a lasting id of its own, and no permissions."""
    own_id = uuid5(NAMESPACE_URL, f"casework:service:{name}")
    return Actor(kind=ActorKind.SERVICE, id=own_id, name=name, grantees=(own_id,))
