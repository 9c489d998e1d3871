"""What may be done to a person's record. Each refuses with a reason, writes, and leaves a trail."""

from .circumstances import set_circumstance, void_circumstance
from .details import change_details
from .looking import look_for, look_for_same
from .merging import merge_people, undo_merge
from .names import add_name, change_name, end_name
from .network import add_member, change_member, end_member
from .numbers import add_identifier, end_identifier
from .places import (
    add_address,
    add_warning,
    change_address,
    end_address,
    end_warning,
    look_again,
)
from .reaching import add_contact_point, change_contact_point, end_contact_point
from .registering import register_person

__all__ = [
    "add_address",
    "add_contact_point",
    "add_identifier",
    "add_member",
    "add_name",
    "add_warning",
    "change_address",
    "change_contact_point",
    "change_details",
    "change_member",
    "change_name",
    "end_address",
    "end_contact_point",
    "end_identifier",
    "end_member",
    "end_name",
    "end_warning",
    "look_again",
    "look_for",
    "look_for_same",
    "merge_people",
    "register_person",
    "set_circumstance",
    "undo_merge",
    "void_circumstance",
]
