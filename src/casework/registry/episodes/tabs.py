"""The page of a person's record that this room has."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.registry.people.tabs import Tab
from casework.registry.workforce.permissions import Permission


def episode_tabs(actor: Any, person_id: UUID) -> list[Tab]:
    """Fills the slot `person_tabs`. No query."""
    if not actor.may(Permission.EPISODE_VIEW):
        return []
    url = reverse("episodes:episode_list", args=[person_id])
    return [Tab("episodes:episode_list", url, _("Episodes"), holds=("episodes:",))]
