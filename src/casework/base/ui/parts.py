"""What a page hands to the templates of this room. Words come ready to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Tone(StrEnum):
    """How loud a mark is. Always beside words, never instead of them."""

    PLAIN = ""
    ALERT = "alert"
    WARN = "warn"
    OK = "ok"


@dataclass(frozen=True)
class Mark:
    words: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Link:
    """A tab, an action or an entry of the navigation."""

    url: str
    label: str
    is_current: bool = False
    is_above: bool = False
    """The page that is open belongs to it."""
    is_primary: bool = False
    count: int = 0
    key: str = ""


@dataclass(frozen=True)
class Act:
    """Something to do next. With `why_not`, the reason that refuses it, it cannot be done yet."""

    url: str
    label: str
    why_not: str = ""
    is_primary: bool = False
    is_post: bool = False
    """It is done at once; otherwise a form opens."""


@dataclass(frozen=True)
class Phone:
    """A number as read, as dialled, and what to know before ringing it."""

    number: str
    tel: str
    marks: Sequence[Mark] = ()
    is_safe: bool = True


@dataclass(frozen=True)
class Alert:
    words: str
    url: str = ""
    tone: str = "alert"


@dataclass(frozen=True)
class PersonHeader:
    """The band that never scrolls away: who this is, and what is dangerous."""

    name: str
    url: str = ""
    legal_name: str = ""
    born: str = ""
    age: str = ""
    pronouns: str = ""
    number: str = ""
    responsible: str = ""
    responsible_label: str = ""
    cover: str = ""
    language: str = ""
    interpreter: str = ""
    state: Mark | None = None
    phones: Sequence[Phone] = ()
    alerts: Sequence[Alert] = ()
    more_alerts: int = 0
    more_alerts_url: str = ""
    safety_plan_url: str = ""
    tabs: Sequence[Link] = field(default_factory=tuple)
    actions: Sequence[Link] = field(default_factory=tuple)


@dataclass(frozen=True)
class Panel:
    """A card that one room lends to another's page: its template draws the inside, as `panel`.

    With `nothing`, the words that say what would stand there, it is empty and takes one line; `act`
    is what fills it.
    """

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    sub: str = ""
    url: str = ""
    link: str = ""
    tone: str = ""
    nothing: str = ""
    act: Link | None = None
