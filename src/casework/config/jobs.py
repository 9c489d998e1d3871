"""Work by the clock that belongs to rooms below the jobs themselves."""

from django.db import connection

from casework.base.core.acting import acting
from casework.base.drafts.actions import tidy_drafts
from casework.base.jobs import queue


@queue.job("audit.seal", cron="* * * * *")
def seal() -> None:
    """The trail: one seal over what happened since the last."""
    with connection.cursor() as cursor:
        cursor.execute("select audit_make_seal()")


@queue.job("audit.make_months", cron="17 3 * * *")
def make_months() -> None:
    """The trail: partitions stand ready a year ahead."""
    with connection.cursor() as cursor:
        cursor.execute("select audit_make_months(14)")


@queue.job("drafts.tidy", cron="41 3 * * *")
def tidy() -> None:
    """Empty drafts go after a week, receipts after a month."""
    service = queue.service("drafts.tidy")
    with acting(service):
        tidy_drafts(by=service)
