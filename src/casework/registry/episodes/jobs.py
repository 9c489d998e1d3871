"""The work of this room that runs by the clock."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.base import jobs
from casework.base.core.acting import acting
from casework.base.core.words import today
from casework.registry.workforce.actors import this_agency

from . import actions, leaving


# Each hour and not once a night: somewhere it has just become the day after somebody's last.
@jobs.job(
    leaving.SERVICE,
    label=gettext_lazy("Giving the people of those who left to their leader"),
    cron="3 * * * *",
)
def move_leavers() -> None:
    """Whoever's last day is over: her people are held by the leader, who finds them a worker."""
    agency = this_agency()
    if agency is None:
        return
    by = leaving.keeper((), agency=agency)
    now = timezone.now()
    with acting(by):
        actions.move_leavers(by=by, today=today(by, now), now=now)
