"""Deliver what waits in the outbox, and forget the texts of what was sent.

A message is first given to one try, and that is committed; then it is sent; then that it was sent
is committed. Killed at any point, it is sent at least once, and never forgotten.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.base import jobs

from . import rules
from .models import Message, MessageState
from .transports import NotSent, Transport, as_mail, transport

log = logging.getLogger("casework.notify")

_AT_ONCE = 200


def _take(message_id: UUID | None) -> Message | None:
    """Give one due message to this try; another worker's locked rows are passed over."""
    now = timezone.now()
    with transaction.atomic():
        due = Message.objects.due(now).select_for_update(skip_locked=True)
        if message_id is not None:
            due = due.filter(pk=message_id)
        message = due.order_by("next_try_at", "pk").first()
        if message is not None:
            message.attempts += 1
            message.next_try_at = now + rules.GIVEN_TO_ONE_TRY
            message.save(update_fields=["attempts", "next_try_at"])
        return message


def _sent(message: Message) -> None:
    now = timezone.now()
    message.state, message.sent_at, message.finished_at = MessageState.SENT, now, now
    message.last_problem = ""
    if message.has_secret:
        message.body = ""
    message.save(update_fields=["state", "sent_at", "finished_at", "last_problem", "body"])


def _not_sent(message: Message, problem: NotSent) -> None:
    now = timezone.now()
    message.last_problem = problem.code
    again_at = rules.next_try_at(attempts=message.attempts, now=now)
    if problem.for_good or again_at is None:
        message.state, message.finished_at = MessageState.DEAD, now
        if message.has_secret:
            message.body = ""
    else:
        message.next_try_at = again_at
    message.save(update_fields=["state", "finished_at", "last_problem", "next_try_at", "body"])
    log.warning("Mail was not sent: %s", problem.code, extra={"subject": message.pk})


def _try(message: Message, through: Transport) -> None:
    try:
        through.send(as_mail(message, sender=settings.DEFAULT_FROM_EMAIL))
    except NotSent as problem:
        _not_sent(message, problem)
    else:
        _sent(message)


@jobs.job(
    "notify.deliver",
    label=gettext_lazy("Sending mail"),
    cron="* * * * *",
    retry=jobs.Retry(times=0),
)
def deliver(message_id: str | None = None) -> int:
    """Send one message, or all that are due; answers how many were tried.

    What fails waits in the outbox for its next try, so the job itself never fails.
    """
    through = transport(settings.MAIL_URL)
    if through is None:
        return 0
    wanted = UUID(message_id) if message_id else None
    tried = 0
    while tried < (1 if wanted else _AT_ONCE):
        message = _take(wanted)
        if message is None:
            break
        _try(message, through)
        tried += 1
    return tried


@jobs.job(
    "notify.forget_texts", label=gettext_lazy("Forgetting the text of old mail"), cron="17 3 * * *"
)
def forget_texts() -> int:
    """Take the text out of mail that was finished long enough ago."""
    return Message.objects.forget_texts(timezone.now())
