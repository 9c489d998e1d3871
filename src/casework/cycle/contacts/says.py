"""Sentences that several actions and screens of this room say."""

from __future__ import annotations

from casework.base.core.says import _


def reading_only() -> str:
    """The record opens for reading, not for writing."""
    return _("You may read this record but not write in it.")


def unknown_worker() -> str:
    """Somebody who does not work here any more."""
    return _("One of the workers does not work here. Choose again.")


def nothing_more() -> str:
    """The work has ended; what is left to record is recorded, and nothing begins."""
    return _("This is closed. Leave the next contact empty.")
