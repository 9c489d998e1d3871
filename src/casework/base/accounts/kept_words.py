"""Words that somebody looks for, where no address shows them.

A name in an address stays in the history of the browser and in the logs of every server between.
What is typed is sent in the body, and the results have an address that holds it sealed for the
account that typed it: going back and loading anew work in each window, and nothing is stored.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .sealing import seal, unseal

FIELD = "q"
NAME = "s"


def typed(request: HttpRequest, *, longest: int) -> str:
    """What is looked for now: as it was sent, or as the address holds it.

    Nothing, where the address was made up or made for another account.
    """
    words = request.POST.get(FIELD, "")
    if request.method != "POST" and (sealed := request.GET.get(NAME, "")):
        try:
            words = unseal(sealed, use=_use(request)).decode()
        except ImproperlyConfigured:
            words = ""
    return " ".join(words.replace("\x00", "").split())[:longest]


def is_search(request: HttpRequest) -> bool:
    """The search field was sent, and not another form of the page."""
    return request.method == "POST" and FIELD in request.POST


def to_results(request: HttpRequest, *, longest: int) -> HttpResponse:
    """Lead to the results of what was sent."""
    return redirect(_address(request, longest=longest))


def follow(request: HttpRequest, response: HttpResponse, *, longest: int) -> HttpResponse:
    """While somebody types: the address in the window is that of the results that are shown."""
    response.headers["HX-Replace-Url"] = _address(request, longest=longest)
    return response


def _address(request: HttpRequest, *, longest: int) -> str:
    sealed = seal(typed(request, longest=longest).encode(), use=_use(request))
    return f"{request.path}?{urlencode({NAME: sealed})}"


def _use(request: HttpRequest) -> str:
    return f"search {request.user.pk}"
