"""Put a message into the outbox, in the transaction of what it is about."""

from __future__ import annotations

from datetime import datetime

from casework.base import jobs
from casework.base.audit import trail
from casework.base.core.acting import Acting
from casework.base.core.refusals import refuse_if

from . import rules, words
from .models import Message, MessageState


@trail.recorded
def queue_message(
    *,
    by: Acting,
    to: str,
    subject: str,
    body: str,
    dedupe_key: str,
    now: datetime,
    has_secret: bool = False,
) -> Message:
    """One message for each `dedupe_key`: asked for twice, it is queued and sent once."""
    refuse_if(words.reason(rules.why_not_queue(to=to, subject=subject, dedupe_key=dedupe_key)))
    message = Message(
        to=to,
        subject=subject,
        body=body,
        dedupe_key=dedupe_key,
        has_secret=has_secret,
        queued_at=now,
        next_try_at=now,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    stored = Message.objects.get(dedupe_key=dedupe_key)
    if stored.pk == message.pk:
        jobs.defer("notify.deliver", message_id=stored.pk)
        trail.write("message.queued", by=by, about=stored)
    else:
        trail.write("message.queued_before", by=by, about=stored)
    return stored


@trail.recorded
def try_again(*, by: Acting, message: Message, now: datetime) -> Message:
    """A message that was given up is tried from the beginning."""
    refuse_if(words.reason(rules.why_not_try_again(state=message.state, body=message.body)))
    Message.objects.filter(pk=message.pk, state=MessageState.DEAD).update(
        state=MessageState.WAITING, attempts=0, next_try_at=now, finished_at=None, last_problem=""
    )
    message.refresh_from_db()
    jobs.defer("notify.deliver", message_id=message.pk)
    trail.write("message.tried_again", by=by, about=message)
    return message


@trail.recorded
def let_go(*, by: Acting, message: Message, why: str, now: datetime) -> Message:
    """Nobody needs this message any more: it counts no longer. `why` is a code for the trail."""
    refuse_if(words.reason(rules.why_not_let_go(state=message.state, why=why)))
    Message.objects.filter(pk=message.pk, state=MessageState.DEAD).update(
        state=MessageState.LET_GO, finished_at=now, body=""
    )
    message.refresh_from_db()
    trail.write("message.let_go", by=by, about=message, detail={"why": why})
    return message
