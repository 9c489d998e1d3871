"""Mail addresses, and the stored answers about a phone as the rules of phones read them."""

from __future__ import annotations

import re
from typing import Protocol

from casework.base.core.says import _

from .phones import PhoneSafety, Safe

_MAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_ANSWERS = {"yes": Safe.YES, "no": Safe.NO}


class Reachable(Protocol):
    """What is read of a phone number."""

    @property
    def safe_to_call(self) -> str: ...
    @property
    def safe_to_leave_message(self) -> str: ...
    @property
    def safe_to_text(self) -> str: ...
    @property
    def who_answers(self) -> str: ...


def safety(one: Reachable) -> PhoneSafety:
    """The three answers; what is not yes or no was not asked."""
    return PhoneSafety(
        call=_ANSWERS.get(one.safe_to_call, Safe.NOT_ASKED),
        leave_message=_ANSWERS.get(one.safe_to_leave_message, Safe.NOT_ASKED),
        text=_ANSWERS.get(one.safe_to_text, Safe.NOT_ASKED),
        who_answers=one.who_answers,
    )


def why_not_mail(typed: str) -> str | None:
    """A mail address has a name, an @ and a place; whether anybody reads it, nobody can say."""
    if not typed.strip():
        return _("Write the mail address.")
    if len(typed) > 120 or not _MAIL.fullmatch(typed.strip()):
        return _("This is not a mail address: it should look like name@example.org.")
    return None
