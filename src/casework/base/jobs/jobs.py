"""What keeps the queue itself in order."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from . import health
from .health import is_alive as is_alive
from .queue import job
from .rules import Retry


@job(
    "jobs.tidy",
    label=gettext_lazy("Keeping the background work in order"),
    cron="*/5 * * * *",
    retry=Retry(times=0),
)
def tidy() -> None:
    """Put back what dead workers left, and forget old failures."""
    health.put_back_stalled(timezone.now())
    health.forget_old()
