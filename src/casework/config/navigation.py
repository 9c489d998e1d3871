"""What stands around every page: the navigation, the search box, the agency's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from casework.base.core.addresses import reverse
from casework.base.core.screens import screen_of
from casework.base.core.slots import filled
from casework.registry.workforce.permissions import Role


@dataclass(frozen=True)
class NavigationLink:
    """One place in the main navigation."""

    url: str
    label: str
    is_current: bool
    is_above: bool = False
    """The page is this place or belongs to it."""


def around_the_page(request: HttpRequest) -> dict[str, Any]:
    """Context for the frame of a page. No query: everything stands on the actor already."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "navigation": [], "search_url": ""}
    match = request.resolver_match
    screen = screen_of(request)
    # A page about one person belongs to the record, wherever its address stands.
    is_record = bool(match and "person_id" in match.kwargs)
    links = []
    for places in filled("navigation"):
        for name, label, permission, *holds in places:  # type: ignore[attr-defined]
            if actor.may(permission):
                url = reverse(name)
                is_below = url != "/" and request.path.startswith(url)
                is_held = any(screen.startswith(prefix) for prefix in holds)
                is_above = (is_below or is_held) and not is_record
                links.append(NavigationLink(url, str(label), screen == name, is_above))
    may_search = any(p.name == "PERSON_LOCATE" for p in actor.permissions)
    return {
        "actor": actor,
        "user_menu": {
            "name": actor.name,
            "role": ", ".join(str(Role(role).label) for role in actor.roles),
        },
        "agency": actor.agency,
        "navigation": links,
        "search_url": reverse("people:person_search") if may_search else "",
    }
