"""Begin a piece of long work, and stop it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casework.base.audit import trail
from casework.base.core.acting import Acting
from casework.base.core.refusals import Refused, refuse_if

from . import failures, queue, rules
from .models import Progress, StateCode

_KEPT = timedelta(days=30)


@trail.recorded
def start_progress(
    *, by: Acting, job: str, title: str, now: datetime, total: int = 0, **given: Any
) -> Progress:
    """Make the row that somebody watches and put the job that fills it, in one transaction.

    The job is called with `progress_id`, `by_kind`, `by_id` and what else was `given`.
    """
    # Here and not in a nightly job: only the one who started a work may see its row.
    Progress.forget_before(now - _KEPT, started_by_id=by.id)
    progress = Progress.objects.create(
        kind=queue.known(job).name,
        title=title,
        total_count=total,
        started_at=now,
        started_by_kind=by.kind,
        started_by_id=by.id,
    )
    queue.defer(job, progress_id=progress.pk, by_kind=by.kind, by_id=by.id, **given)
    trail.write("work.started", by=by, about=progress, detail={"job": job})
    return progress


@trail.recorded
def cancel_progress(*, by: Acting, progress: Progress, now: datetime) -> Progress:
    """Ask the work to stop; it does so before its next step, and undoes what it had not saved."""
    refuse_if(_("This is already finished.") if progress.is_finished else None)
    stopped = Progress.objects.filter(
        pk=progress.pk, state__in=[rules.State.WAITING, rules.State.RUNNING]
    ).update(state=StateCode.CANCELLED, finished_at=now)
    refuse_if(None if stopped else _("This is already finished."))
    progress.state, progress.finished_at = StateCode.CANCELLED, now
    trail.write("work.stopped", by=by, about=progress)
    return progress


def _failed(number: int) -> failures.Failed:
    found = failures.failed_jobs(number=number)
    if not found:
        raise Refused(_("This is not waiting to be looked at any more."))
    return found[0]


@trail.recorded
def try_job_again(*, by: Acting, number: int, now: datetime) -> None:
    """A job that failed for good is put back, and runs at once."""
    one = _failed(number)
    try:
        with transaction.atomic():
            queue.put_back(number, now=now)
    except IntegrityError:
        raise Refused(_("The same work waits to run already. Let this one go.")) from None
    detail = {"job": one.name, "number": number}
    trail.write("job.tried_again", by=by, detail=detail)


@trail.recorded
def let_job_go(*, by: Acting, number: int, why: str, now: datetime) -> None:
    """Nobody needs this job any more: it is counted no longer. `why` is a code, for the trail."""
    one = _failed(number)
    refuse_if(None if why in rules.WHY_LET_GO else _("Say why it is not needed any more."))
    queue.drop_failed(number)
    detail = {"job": one.name, "number": number, "why": why}
    trail.write("job.let_go", by=by, detail=detail)
