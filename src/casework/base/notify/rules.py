"""When mail is tried again, when it is given up, and why it does not go."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from casework.base.jobs.rules import WHY_LET_GO

# One wait after each failed try; after the last, a message is dead and somebody must look.
WAITS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 480, 720))
TRIES = len(WAITS) + 1

# A try that was begun and never ended (the worker died) is taken up again after this.
GIVEN_TO_ONE_TRY = timedelta(minutes=2)
# Sent mail's text is kept so long, for "I never got it"; then only the fact is.
TEXT_KEPT = timedelta(days=7)
# Mail that waits longer than this is worth an alarm.
SLOW_AFTER = timedelta(minutes=5)

SCHEMES = ("smtp", "smtps", "file")
_ADDRESS = re.compile(r"^[^@\s<>,;]+@[^@\s<>,;]+$")


def next_try_at(*, attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many tries; None when it was tried often enough."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None


def why_not_queue(*, to: str, subject: str, dedupe_key: str) -> str | None:
    """One address, one line of subject, one key: nothing that could become another header."""
    if not _ADDRESS.match(to) or len(to) > 254:
        return "to_one_address"
    if not subject.strip() or len(subject) > 200 or any(sign in subject for sign in "\r\n\x00"):
        return "subject_one_line"
    if not dedupe_key or len(dedupe_key) > 100:
        return "dedupe_key"
    return None


def why_not_try_again(*, state: str, body: str) -> str | None:
    """Only what was given up, and still has its text, is tried again."""
    if state != "dead":
        return "not_given_up"
    return None if body else "text_is_gone"


def why_not_let_go(*, state: str, why: str) -> str | None:
    """Only what was given up is let go, and for a reason."""
    if state != "dead":
        return "not_given_up_to_let_go"
    return None if why in WHY_LET_GO else "say_why"


def why_not_url(url: str) -> str | None:
    """CASEWORK_MAIL_URL names a mail server or a folder. Said to the technician, in English."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        return "CASEWORK_MAIL_URL begins with smtp://, smtps:// or file:///."
    if parts.scheme == "file" and (parts.netloc or len(parts.path) < 2):
        return "CASEWORK_MAIL_URL names a folder like this: file:///var/lib/casework/mail."
    if parts.scheme != "file" and not parts.hostname:
        return "CASEWORK_MAIL_URL names no mail server."
    return None


def why_mail_does_not_go(
    *, mail_url: str, oldest_due_at: datetime | None, dead_count: int, now: datetime
) -> str | None:
    """What the technician should know about mail, in English; None when all is well."""
    if not mail_url:
        return "CASEWORK_MAIL_URL is not set: mail is kept and not sent."
    if reason := why_not_url(mail_url):
        return reason
    if oldest_due_at is not None and now - oldest_due_at > SLOW_AFTER:
        minutes = int((now - oldest_due_at).total_seconds() // 60)
        return (
            f"Mail has waited for {minutes} minutes. Is the mail server there? Does the worker run?"
        )
    if dead_count:
        return f"{dead_count} messages could not be sent and are no longer tried."
    return None
