"""The text of what the outbox refuses."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_REASONS = {
    "to_one_address": gettext_noop("Give one mail address."),
    "subject_one_line": gettext_noop("Give a subject of one line, of 200 characters at most."),
    "not_given_up": gettext_noop("Only a message that was given up is tried again."),
    "text_is_gone": gettext_noop("The text of this message is no longer kept. Ask for a new one."),
    "not_given_up_to_let_go": gettext_noop("This is not waiting to be looked at any more."),
    "say_why": gettext_noop("Say why it is not needed any more."),
    "dedupe_key": gettext_noop("A message needs a key of 100 characters at most."),
}


def reason(code: str | None) -> str | None:
    """The refusal in words; None where nothing is in the way."""
    return None if code is None else _(_REASONS[code])
