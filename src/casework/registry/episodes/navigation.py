"""Ways into this room from elsewhere: the main navigation, a position that ends, a draft."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.base.core.addresses import reverse
from casework.registry.workforce.models import Position
from casework.registry.workforce.permissions import CARRIES_PEOPLE, Permission, Role

NAVIGATION: list[tuple[str, str | Promise, Enum]] = [
    (
        "episodes:hand_overs_to_answer",
        gettext_lazy("Hand-overs"),
        Permission.RESPONSIBILITY_ACCEPT,
    ),
]

# The forms of this room whose subject is an episode: its sheet names the screen.
_OF_EPISODES = {
    "episodes:episode_state": gettext_lazy("Change the state"),
    "episodes:episode_model": gettext_lazy("How we work with them"),
    "episodes:episode_close": gettext_lazy("End the episode"),
    "episodes:hand_over_new": gettext_lazy("Hand over"),
    "episodes:change_request_new": gettext_lazy("Wish for another worker"),
}
_OF_OTHERS = {
    "episodes:hand_over_answer": gettext_lazy("Answer a hand-over"),
    "episodes:change_request_answer": gettext_lazy("Answer a wish for another worker"),
    "episodes:caseload_move": gettext_lazy("Move a caseload"),
    "episodes:cover_detail": gettext_lazy("Notes for cover"),
}


def ending_url(position: Position) -> str:
    """Fills the slot `position_ending`: where people may come with a position, this room asks."""
    if Role(position.role) in CARRIES_PEOPLE:
        return reverse("episodes:position_end", args=[position.pk])
    return reverse("workforce:position_end", args=[position.pk])


def draft_places(
    actor: Any, drafts: Sequence[tuple[str, UUID]]
) -> dict[tuple[str, UUID], tuple[str, str]]:
    """Fills the slot `draft_places`: what a draft is called and where it is finished. No query."""
    places: dict[tuple[str, UUID], tuple[str, str]] = {}
    for form, about in drafts:
        label = _OF_EPISODES.get(form) or _OF_OTHERS.get(form)
        if label is not None:
            places[form, about] = (str(label), reverse(form, args=[about]))
        elif form == "episodes:cover_new":
            places[form, about] = (_("Cover"), reverse("episodes:cover_new"))
    return places
