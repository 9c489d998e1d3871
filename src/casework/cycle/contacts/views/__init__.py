"""The screens of this room."""

from .correcting import entry_move, entry_void
from .notes import note_add, note_edit, note_sign, notes_to_sign
from .promises import promise_drop, promise_keep
from .reading import contact_detail, contact_plain, contact_print, note_search
from .recording import attempt_new, checkin_new, contact_new

__all__ = [
    "attempt_new",
    "checkin_new",
    "contact_detail",
    "contact_new",
    "contact_plain",
    "contact_print",
    "entry_move",
    "entry_void",
    "note_add",
    "note_edit",
    "note_search",
    "note_sign",
    "notes_to_sign",
    "promise_drop",
    "promise_keep",
]
