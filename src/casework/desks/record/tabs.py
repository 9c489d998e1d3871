"""The pages that this desk puts before those of the rooms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.registry.people.tabs import Tab
from casework.registry.workforce.permissions import Permission


def first_tabs(actor: Any, person_id: UUID) -> list[Tab]:
    """Overview and timeline come first."""
    # A page belongs where its card or its entry stands.
    on_overview: tuple[str, ...] = ("intake:", "diary:", "exchange:", "record:visit_")
    pages = [("record_overview", _("Overview"), on_overview)]
    if actor.may(Permission.CONTACT_VIEW):
        pages.append(("record_timeline", _("Timeline"), ("contacts:",)))
    return [
        Tab(f"record:{key}", reverse(f"record:{key}", args=[person_id]), label, holds=holds)
        for key, label, holds in pages
    ]


def last_tabs(actor: Any, person_id: UUID) -> list[Tab]:
    """Who looked comes last."""
    if not actor.may(Permission.TRAIL_VIEW):
        return []
    url = reverse("record:record_looked", args=[person_id])
    return [Tab("record:record_looked", url, _("Who looked"))]


def person_url(person_id: UUID) -> str:
    """A record opens on its overview."""
    return reverse("record:record_overview", args=[person_id])
