"""The outbox: mail leaves only from a committed row."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Record, one_of

from . import rules


class MessageState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DEAD = "dead", _("given up")
    LET_GO = "let_go", _("let go")


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> Self:
        """Waiting, and it is time to try."""
        return self.filter(state=MessageState.WAITING, next_try_at__lte=now)

    def oldest_waiting_at(self) -> datetime | None:
        """Since when the longest waiting message waits."""
        found: datetime | None = self.filter(state=MessageState.WAITING).aggregate(
            oldest=Min("queued_at")
        )["oldest"]
        return found

    def forget_texts(self, now: datetime) -> int:
        """Take the text out of what was sent, or given up, long enough ago."""
        return (
            self.exclude(state=MessageState.WAITING)
            .filter(~Q(body=""), finished_at__lt=now - rules.TEXT_KEPT)
            .update(body="")
        )


class Message(Record):
    """One message to one address. Never a clinical word: it says that there is something to read.

    The text of a message with a secret in it, such as a sign-in link, is forgotten when it is sent.
    """

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    dedupe_key = models.CharField(max_length=100, unique=True)
    has_secret = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_problem = models.CharField(max_length=40, blank=True, default="")
    # These are the outbox's own moments; the trail says who asked for the message.
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("state", MessageState),
            models.CheckConstraint(
                name="message_finished_when_finished",
                condition=Q(state=MessageState.WAITING.value, finished_at__isnull=True)
                | (~Q(state=MessageState.WAITING.value) & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="message_sent_when_sent",
                condition=Q(state=MessageState.SENT.value, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT.value) & Q(sent_at__isnull=True)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_try_at"], name="message_due", condition=Q(state="waiting")),
            models.Index(
                fields=["finished_at"],
                name="message_text_kept",
                condition=~Q(body="") & ~Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
