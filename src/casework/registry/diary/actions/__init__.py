"""What can be done in the diary. Keyword-only, each recorded."""

from .booking import assign_workers, book_appointment, change_appointment
from .ending import end_with_death, end_with_episode, take_back_end
from .feeds import end_feed, start_feed
from .outcomes import (
    cancel_appointment,
    check_out,
    note_not_there,
    settle_appointment,
    unsettle_appointment,
)

__all__ = [
    "assign_workers",
    "book_appointment",
    "cancel_appointment",
    "change_appointment",
    "check_out",
    "end_feed",
    "end_with_death",
    "end_with_episode",
    "note_not_there",
    "settle_appointment",
    "start_feed",
    "take_back_end",
    "unsettle_appointment",
]
