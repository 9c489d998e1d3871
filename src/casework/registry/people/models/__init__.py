"""Who people are: names, identifiers, addresses, ways to reach them, circumstances, network."""

from .addresses import Address, AddressKind, AddressWarning
from .circumstances import Circumstance, CircumstanceKind
from .network import NetworkKind, NetworkMember
from .person import (
    Identifier,
    Merge,
    NameKind,
    Person,
    PersonName,
    SearchName,
    YesNo,
)
from .reaching import Channel, ContactPoint

__all__ = [
    "Address",
    "AddressKind",
    "AddressWarning",
    "Channel",
    "Circumstance",
    "CircumstanceKind",
    "ContactPoint",
    "Identifier",
    "Merge",
    "NameKind",
    "NetworkKind",
    "NetworkMember",
    "Person",
    "PersonName",
    "SearchName",
    "YesNo",
]
