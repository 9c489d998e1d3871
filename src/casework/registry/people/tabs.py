"""The pages of a person's record that this room has; other rooms add theirs by the slot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.slots import filled
from casework.base.ui.parts import Link
from casework.registry.workforce.permissions import Permission


@dataclass(frozen=True)
class Tab:
    """One page of the record. `key` is its screen's name; `holds` begins those of the pages below.

    The tab says what belongs to it, so that no page has to, and a new page is marked by itself.
    """

    key: str
    url: str
    label: str
    count: int = 0
    holds: tuple[str, ...] = ()

    def is_above(self, screen: str) -> bool:
        return screen != self.key and screen.startswith(self.holds)


def person_tabs(actor: Any, person_id: UUID) -> list[Tab]:
    """Fills the slot `person_tabs`. No query."""
    if not actor.may(Permission.PERSON_VIEW):
        return []
    pages: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("names", _("Details"), ("name_", "identifier_", "person_", "merge_")),
        ("contact_points", _("Phones"), ("contact_point_",)),
        ("addresses", _("Addresses"), ("address_", "warning_")),
        ("circumstances", _("Circumstances"), ("circumstance_",)),
        ("network", _("Network"), ("member_",)),
    )
    return [
        Tab(
            f"people:{key}",
            reverse(f"people:{key}", args=[person_id]),
            label,
            holds=tuple(f"people:{one}" for one in holds),
        )
        for key, label, holds in pages
    ]


def person_url(person_id: UUID) -> str:
    """Fills the slot `person_url` until a desk has a better first page."""
    return reverse("people:names", args=[person_id])


def record_url(person_id: UUID) -> str:
    """Where the record of this person opens."""
    return str(filled("person_url")[0](person_id))


def tab_links(actor: Any, person_id: UUID, *, current: str) -> list[Link]:
    """Every room's tabs, in the order of the wiring; `current` is the screen that is open.

    Marked is the tab that is open, or the one to which the open page belongs.
    """
    return [
        Link(
            tab.url,
            tab.label,
            is_current=tab.key == current,
            is_above=tab.is_above(current),
            count=tab.count,
        )
        for fill in filled("person_tabs")
        for tab in fill(actor, person_id)
    ]
