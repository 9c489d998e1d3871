"""What can be done with contacts, notes and promises. Keyword-only, each recorded."""

from ..parts import NextContact, Part
from .correcting import move_entry, void_entry
from .notes import add_to_note, change_note, sign_many, sign_note
from .promises import drop_promise, keep_promise
from .recording import record_contact, tried_no_answer

__all__ = [
    "NextContact",
    "Part",
    "add_to_note",
    "change_note",
    "drop_promise",
    "keep_promise",
    "move_entry",
    "record_contact",
    "sign_many",
    "sign_note",
    "tried_no_answer",
    "void_entry",
]
