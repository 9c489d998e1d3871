"""Words that somebody looks for, kept where no address shows them.

A name in an address stays in the history of the browser and in the logs of every server between.
What is typed is sent in the body, kept sealed in the session under a short name, and the results
have an address with that name: going back and loading anew work, in each window by itself.
"""

from __future__ import annotations

import secrets
from urllib.parse import parse_qsl, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

FIELD = "q"
NAME = "s"
_KEPT = "searches"
# As many searches as one goes back through; older ones are an empty field again.
_MOST = 12


def typed(request: HttpRequest, *, longest: int) -> str:
    """What is looked for now: as it was sent, or as it was kept under the name in the address."""
    if request.method == "POST":
        words = str(request.POST.get(FIELD, ""))
    else:
        words = str(dict(request.session.get(_KEPT, [])).get(request.GET.get(NAME, ""), ""))
    return " ".join(words.replace("\x00", "").split())[:longest]


def is_search(request: HttpRequest) -> bool:
    """The search field was sent, and not another form of the page."""
    return request.method == "POST" and FIELD in request.POST


def _keep(request: HttpRequest, words: str, name: str = "") -> str:
    """The address of these results. Words under a name that is known take the place of others."""
    kept = dict(request.session.get(_KEPT, []))
    if name not in kept:
        name = secrets.token_urlsafe(6)
    kept[name] = words
    request.session[_KEPT] = list(kept.items())[-_MOST:]
    return f"{request.path}?{NAME}={name}"


def to_results(request: HttpRequest, *, longest: int) -> HttpResponse:
    """Keep what was sent, and lead to its results."""
    return redirect(_keep(request, typed(request, longest=longest)))


def follow(request: HttpRequest, response: HttpResponse, *, longest: int) -> HttpResponse:
    """While somebody types: the address in the window is that of the results that are shown."""
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    name = dict(parse_qsl(here.query)).get(NAME, "") if here.path == request.path else ""
    response.headers["HX-Replace-Url"] = _keep(request, typed(request, longest=longest), name)
    return response
