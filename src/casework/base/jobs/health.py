"""Whether background work lives and keeps up, and the tidying that keeps it so."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Min
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate import sql
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from . import rules

_FORGOTTEN_AFTER_HOURS = 24 * 30


def is_alive(now: datetime) -> bool:
    """Whether some worker, in whatever process, said lately that it lives."""
    # Only here: the library's models may be read only after every app is loaded.
    from procrastinate.contrib.django.models import ProcrastinateWorker

    newest = ProcrastinateWorker.objects.order_by("-last_heartbeat").first()
    return rules.is_alive(last_heartbeat=newest.last_heartbeat if newest else None, now=now)


def lag_seconds(now: datetime) -> float:
    """For how long the longest waiting job could have run and did not."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    waiting = ProcrastinateJob.objects.filter(status="todo").annotate(
        ready_at=Coalesce(F("scheduled_at"), Min("procrastinateevent__at"))
    )
    oldest: datetime | None = waiting.aggregate(oldest=Min("ready_at"))["oldest"]
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def failed_count() -> int:
    """How many jobs failed for good and wait for somebody to look."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(status="failed").count()


def put_back_stalled(now: datetime) -> tuple[int, int]:
    """Jobs of workers that died run again, or are given up. Answers how many of each."""
    connector = DjangoConnector("default")
    manager = JobManager(connector)
    stalled = connector.execute_query_all(
        query=sql.queries["select_stalled_jobs_by_heartbeat"],
        queue=None,
        task_name=None,
        seconds_since_heartbeat=rules.STALLED_AFTER.total_seconds(),
    )
    again = given_up = 0
    for one in stalled:
        if one["attempts"] < rules.STALLED_AT_MOST:
            manager.retry_job_by_id(one["id"], retry_at=now)
            again += 1
        else:
            connector.execute_query(
                query=sql.queries["finish_job"], job_id=one["id"], status="failed", delete_job=False
            )
            given_up += 1
    return again, given_up


def forget_old() -> None:
    """Failures older than a month are forgotten; what succeeded is never kept."""
    from .models import Failure

    DjangoConnector("default").execute_query(
        query=sql.queries["delete_old_jobs"],
        queue=None,
        nb_hours=_FORGOTTEN_AFTER_HOURS,
        statuses=["succeeded", "failed", "cancelled", "aborted"],
    )
    Failure.objects.filter(at__lt=timezone.now() - timedelta(hours=_FORGOTTEN_AFTER_HOURS)).delete()
