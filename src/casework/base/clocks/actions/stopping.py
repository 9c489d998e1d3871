from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from casework.base.audit import trail
from casework.base.core.acting import Acting

from ..ending import ending
from ..models import OPEN, Clock, EndReason


@trail.recorded
def stop_everything(*, by: Acting, about_id: UUID, reason: EndReason, now: datetime) -> int:
    """Every open clock of one record ends at once, in one statement: nothing is due any more."""
    stopped = Clock.objects.filter(OPEN, about_id=about_id).update(
        **ending(by=by, reason=reason, now=now), version=F("version") + 1
    )
    trail.write(
        "clock.all_stopped",
        by=by,
        about=("", None),
        person_id=about_id,
        detail={"count": stopped, "reason": reason.value},
    )
    return stopped


@trail.recorded
def start_again(*, by: Acting, clocks: Sequence[Clock], now: datetime) -> int:
    """What was stopped by mistake runs again, from when it started: it may be late at once.

    Answers how many. One that runs or was met meanwhile stays as it is.
    """
    again = {(one.rule, one.subject_kind, one.subject_id): one for one in clocks}
    running = Clock.objects.filter(OPEN, subject_id__in={one for _, _, one in again})
    for one in running:
        again.pop((one.rule, one.subject_kind, one.subject_id), None)
    ids = [one.pk for one in again.values()]
    count = Clock.objects.filter(pk__in=ids, end_reason=EndReason.STOPPED).update(
        ended_at=None,
        ended_by_kind="",
        ended_by_id=None,
        end_reason="",
        version=F("version") + 1,
    )
    if count:
        trail.write_many(
            "clock.started_again",
            by=by,
            about=[(one, one.about_id) for one in again.values()],
        )
    else:
        trail.quiet("nothing that was stopped has to run again")
    return count
