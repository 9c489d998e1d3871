"""The next steps of a referral, in the words that stand on lists, and what several actions say."""

from __future__ import annotations

from casework.base.core.says import _


def look_at_it() -> str:
    return _("Say that it arrived, and take it up")


def decide() -> str:
    return _("Decide")


def ask_again() -> str:
    return _("Ask again for the information")


def check_in() -> str:
    return _("Check in: how are things while waiting?")


def look_again() -> str:
    return _("Look at it again now")


def bounced() -> str:
    """Somebody is being sent from door to door."""
    return _("Second team to say no in 90 days")


def not_for_you() -> str:
    """A person may bar a worker; nobody is told more than that."""
    return _("This record cannot be opened by you. Ask a team leader.")


def not_yours_now() -> str:
    """Somebody gave it to another worker or team meanwhile."""
    return _("Somebody else owns this referral now. Nothing was changed.")
