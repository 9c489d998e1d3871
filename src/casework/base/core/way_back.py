"""Where a form goes when it is done: the page one came from, if it is one of ours."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The path named as `next`, or `otherwise`.

    Only a path of this site counts: another site's address would lead away from Casework, and a
    bare word would be looked up as the name of a screen.
    """
    asked = str(request.POST.get("next") or request.GET.get("next") or "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return otherwise
