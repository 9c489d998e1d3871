"""A person's network as a drawing and as words."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .models import NetworkKind, NetworkMember, Person
from .rules import ecomap
from .rules.marking import gettext_noop
from .wording import relation_words

HELPS = (
    gettext_noop("No help"),
    gettext_noop("A little"),
    gettext_noop("Some"),
    gettext_noop("A lot"),
    gettext_noop("Helps most"),
)


def eco_map(person: Person, members: list[NetworkMember], *, prefix: str) -> SafeString:
    """The drawing of the network; every word in it is escaped by the rule that draws it."""
    drawn = ecomap.draw(
        person.shown_name,
        [
            ecomap.Member(
                name=one.name,
                kind=one.kind,
                relation=relation_words(one.relation),
                closeness=one.closeness,
                helps=one.helps,
                is_strained=one.is_strained,
            )
            for one in members
        ],
        prefix=prefix,
    )
    return mark_safe(drawn)  # noqa: S308 - made of escaped text only; tested with hostile names


def member_words(one: NetworkMember) -> dict[str, Any]:
    """One row of the table under the drawing."""
    return {
        "member": one,
        "kind": NetworkKind(one.kind).label,
        "relation": relation_words(one.relation),
        "close": "" if one.closeness is None else _(ecomap.CLOSENESS[one.closeness]),
        "helps": "" if one.helps is None else _(HELPS[one.helps]),
        "contact": one.get_may_be_contacted_display(),
    }
