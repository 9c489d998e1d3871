"""The pages of a person's record that this room has; other rooms add theirs by the slot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.base.core.slots import filled
from casework.base.ui.parts import Link
from casework.registry.workforce.permissions import Permission


@dataclass(frozen=True)
class Tab:
    """One page of the record. `key` is the screen's name: the page says which one it is."""

    key: str
    url: str
    label: str
    count: int = 0


def person_tabs(actor: Any, person_id: UUID) -> list[Tab]:
    """Fills the slot `person_tabs`. No query."""
    if not actor.may(Permission.PERSON_VIEW):
        return []
    pages = (
        ("names", _("Details")),
        ("contact_points", _("Phones")),
        ("addresses", _("Addresses")),
        ("circumstances", _("Circumstances")),
        ("network", _("Network")),
    )
    return [
        Tab(f"people:{key}", reverse(f"people:{key}", args=[person_id]), label)
        for key, label in pages
    ]


def person_url(person_id: UUID) -> str:
    """Fills the slot `person_url` until a desk has a better first page."""
    return reverse("people:names", args=[person_id])


def record_url(person_id: UUID) -> str:
    """Where the record of this person opens."""
    return str(filled("person_url")[0](person_id))


def tab_links(actor: Any, person_id: UUID, *, current: str) -> list[Link]:
    """Every room's tabs, in the order of the wiring, with the one that is open marked."""
    return [
        Link(tab.url, tab.label, is_current=tab.key == current, count=tab.count)
        for fill in filled("person_tabs")
        for tab in fill(actor, person_id)
    ]
