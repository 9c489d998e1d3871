"""How far a piece of long work is. Numbers, ids and codes only; the work's own rows hold words."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Record, RowSecurity, one_of

from . import rules


class StateCode(models.TextChoices):
    WAITING = rules.State.WAITING.value, _("Waiting to start")
    RUNNING = rules.State.RUNNING.value, _("At work")
    DONE = rules.State.DONE.value, _("Finished")
    FAILED = rules.State.FAILED.value, _("Did not work")
    CANCELLED = rules.State.CANCELLED.value, _("Stopped")


# Sorted, so that the constraint made of it is the same on every day.
_FINISHED = Q(state__in=sorted(state.value for state in rules.FINISHED))


class Progress(Record):
    """A piece of long work that somebody started and may look at, or leave."""

    row_security = RowSecurity(own="started_by_id")
    app_may = "select insert update delete"

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=StateCode, default=StateCode.WAITING)
    done_count = models.PositiveIntegerField(default=0)
    # 0 while nobody knows how much there is.
    total_count = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    started_at = models.DateTimeField()
    started_by_kind = models.CharField(max_length=16)
    started_by_id = models.UUIDField()
    # Finished by the work itself, so there is no `_by`.
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("state", StateCode),
            models.CheckConstraint(
                name="progress_finished_when_finished",
                condition=(_FINISHED & Q(finished_at__isnull=False))
                | (~_FINISHED & Q(finished_at__isnull=True)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["started_by_id", "-started_at"], name="progress_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return rules.is_finished(self.state)

    @classmethod
    def forget_before(cls, moment: datetime, *, started_by_id: UUID) -> int:
        """Delete what one's own work left behind, where it finished before `moment`."""
        mine = cls._default_manager.filter(_FINISHED, started_by_id=started_by_id)
        return mine.filter(finished_at__lt=moment).delete()[0]


class Failure(models.Model):
    """What kind of error a background job ended with last; never its words."""

    row_security: ClassVar[RowSecurity | None] = None
    app_may: ClassVar[str] = "select insert update delete"

    job = models.BigIntegerField(primary_key=True)
    error = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.job} {self.error}"
