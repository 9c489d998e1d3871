"""What a worker said about a reason of her day: not today, because…"""

from __future__ import annotations

from django.db import models

from casework.base.core.models import Record, RowSecurity
from casework.registry.people.models import Person


class NotToday(Record):
    """A reason put off for one worker until a day. It says why, and is never about safety."""

    row_security = RowSecurity(subject="person_id", own="worker_id")
    app_may = "select insert"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    worker_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    until_on = models.DateField()
    why = models.CharField(max_length=200)
    said_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "not today"
        indexes = [models.Index(fields=["worker_id", "until_on"], name="nottoday_worker")]
