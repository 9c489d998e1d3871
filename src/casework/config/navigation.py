"""What stands around every page: the navigation, the search box, the agency's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from casework.base.core.slots import filled
from casework.registry.workforce.permissions import Role


@dataclass(frozen=True)
class NavigationLink:
    """One place in the main navigation."""

    url: str
    label: str
    is_current: bool
    is_above: bool = False
    """The page belongs to this place, and is not the place itself."""


def around_the_page(request: HttpRequest) -> dict[str, Any]:
    """Context for the frame of a page. No query: everything stands on the actor already."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "navigation": [], "search_url": ""}
    screen = request.resolver_match.view_name if request.resolver_match else ""
    links = []
    for places in filled("navigation"):
        for name, label, permission in places:  # type: ignore[attr-defined]
            if actor.may(permission):
                url = reverse(name)
                below = request.path.startswith(url) and "people/" not in request.path[len(url) :]
                above = below and url != "/" and screen != name
                links.append(NavigationLink(url, str(label), screen == name, above))
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
