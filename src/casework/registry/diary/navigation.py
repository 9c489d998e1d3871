"""What this room puts into the main navigation, and where its drafts are finished."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.base.core.addresses import reverse
from casework.registry.workforce.permissions import Permission

NAVIGATION: list[tuple[str, str | Promise, Enum]] = [
    ("diary:my_diary", gettext_lazy("Diary"), Permission.DIARY_VIEW),
]

_DRAFTS = {
    "diary:appointment_new": gettext_lazy("Book a time"),
    "diary:appointment_change": gettext_lazy("Change an appointment"),
    "diary:appointment_cancel": gettext_lazy("Cancel an appointment"),
}


def draft_places(
    actor: Any, drafts: Sequence[tuple[str, UUID]]
) -> dict[tuple[str, UUID], tuple[str, str]]:
    """Fills the slot `draft_places`: what a draft is called and where it is finished. No query."""
    places: dict[tuple[str, UUID], tuple[str, str]] = {}
    for form, about in drafts:
        if form == "diary:appointment_new" and about == actor.id:
            places[form, about] = (_("Add to diary"), reverse("diary:appointment_new"))
        elif form in _DRAFTS:
            places[form, about] = (str(_DRAFTS[form]), reverse(form, args=[about]))
    return places
