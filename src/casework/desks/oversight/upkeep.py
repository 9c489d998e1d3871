"""What the administrator looks after: mail and work that failed, and guessing at the sign-in.

Kinds, moments and numbers only: neither whom a message was for nor what it or a job was about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casework.base.accounts.actors import Actor
from casework.base.accounts.models import Guessing
from casework.base.core.words import day_and_time
from casework.base.jobs import failures, queue
from casework.base.jobs.rules import WHY_LET_GO
from casework.base.notify import rules as mail_rules
from casework.base.notify.models import Message, MessageState
from casework.base.notify.words import reason

LISTED = 200
SHOWN_FOR = timedelta(days=30)

_WHY = {
    "done_otherwise": gettext_noop("it was done in another way"),
    "not_needed": gettext_noop("it is not needed any more"),
    "cannot_work": gettext_noop("it can never work"),
}
_MAIL_PROBLEMS = {
    "address_refused": gettext_noop("the mail server does not know this address"),
    "sign_in_refused": gettext_noop("the mail server refused our password"),
    "refused_by_server": gettext_noop("the mail server refused the message"),
    "no_agreement_with_server": gettext_noop("no agreement with the mail server"),
    "server_not_reached": gettext_noop("the mail server did not answer"),
    "server_without_encryption": gettext_noop("the mail server offers no encryption"),
    "folder_not_writable": gettext_noop("the folder for mail cannot be written"),
}


def why_choices() -> list[tuple[str, str]]:
    """The reasons for letting something go."""
    return [(code, _(_WHY[code])) for code in WHY_LET_GO]


@dataclass(frozen=True)
class Row:
    """One thing that failed for good."""

    id: object
    kind: str
    since: str
    tries: int
    error: str
    why_not_again: str


def mails(actor: Actor, now: datetime) -> list[Row]:
    """Mail that was given up, the newest first."""
    dead = Message.objects.filter(state=MessageState.DEAD).order_by("-finished_at", "-pk")
    return [
        Row(
            id=one.pk,
            kind=_("Mail about signing in") if one.has_secret else _("Notice by mail"),
            since=day_and_time(one.finished_at, actor, now=now) if one.finished_at else "",
            tries=one.attempts,
            error=_(_MAIL_PROBLEMS.get(one.last_problem, one.last_problem)),
            why_not_again=str(
                reason(mail_rules.why_not_try_again(state=one.state, body=one.body)) or ""
            ),
        )
        for one in dead[:LISTED]
    ]


def works(actor: Actor, now: datetime) -> list[Row]:
    """Background work that failed for good, the newest first."""
    return [
        Row(
            id=one.number,
            kind=str(queue.label_of(one.name)),
            since=day_and_time(one.at, actor, now=now) if one.at else "",
            tries=one.tries,
            error=one.error or _("the worker died of it"),
            why_not_again="",
        )
        for one in failures.failed_jobs()[:LISTED]
    ]


@dataclass(frozen=True)
class Noticed:
    """Once that many names failed from many addresses."""

    at: str
    names: int
    addresses: int


def guessing(actor: Actor, now: datetime) -> list[Noticed]:
    """When somebody tried passwords on everybody, the newest first."""
    found = Guessing.objects.filter(noticed_at__gt=now - SHOWN_FOR).order_by("-noticed_at")
    return [
        Noticed(day_and_time(one.noticed_at, actor, now=now), one.names, one.addresses)
        for one in found[:LISTED]
    ]
