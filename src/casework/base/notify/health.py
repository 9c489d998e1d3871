"""What `casework check` and the health page say about mail."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from . import rules
from .models import Message, MessageState


def why_mail_does_not_go(now: datetime) -> str | None:
    """What the technician should know about mail now, in English; None when all is well."""
    return rules.why_mail_does_not_go(
        mail_url=settings.MAIL_URL,
        oldest_due_at=Message.objects.oldest_waiting_at(),
        dead_count=Message.objects.filter(state=MessageState.DEAD).count(),
        now=now,
    )
