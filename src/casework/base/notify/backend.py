"""Whatever Django wants to mail goes into the outbox, and leaves when the transaction commits."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from casework.base import jobs
from casework.base.core import acting
from casework.base.core.ids import new_id

from . import actions


class OutboxBackend(BaseEmailBackend):
    """Writes rows only. Its mail may carry sign-in links, so its text goes when it is sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """One row for each address; answers how many messages were taken."""
        by = acting.current() or jobs.service("notify.outbox")
        for message in email_messages:
            if message.attachments:
                raise ValueError("The outbox takes no attachments: they would leave the record.")
            for to in dict.fromkeys(message.recipients()):
                actions.queue_message(
                    by=by,
                    to=to,
                    subject=" ".join(str(message.subject).split()),
                    body=str(message.body),
                    dedupe_key=f"mail:{new_id()}",
                    has_secret=True,
                    now=timezone.now(),
                )
        return len(email_messages)
