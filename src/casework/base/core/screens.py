"""One decorator makes a function a screen: who may come in, by which method, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from .acting import acting

View = Callable[..., HttpResponse]


class Door(Enum):
    """The two permissions that no role needs to be given."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"


ANYONE = Door.ANYONE
SIGNED_IN = Door.SIGNED_IN


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """A page is sent to the sign-in page and back; a script is told where that is."""
    if request.headers.get("X-Draft"):
        url = redirect_to_login("/").headers["Location"]
        return JsonResponse({"sign_in_url": url}, status=401)
    answer = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request"):
        told = HttpResponse(status=401)
        told.headers["HX-Redirect"] = answer.headers["Location"]
        return told
    return answer


def screen(
    permission: Enum, *, methods: tuple[str, ...] = ("GET",), file_bytes: int = 0
) -> Callable[[View], View]:
    """Register a view: deny by default, one transaction, the database told who acts.

    A screen that takes a file says up to how many bytes: `uploads` lets no other file in.

    Raises PermissionDenied (403) when the role lacks `permission`: asked before anything is
    looked up, so that the answer is the same for a record that exists and one that does not.
    """
    allowed = (*methods, "HEAD") if "GET" in methods else methods

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if permission is ANYONE:
                return view(request, *args, **kwargs)
            actor = getattr(request, "actor", None)
            if actor is None:
                return _sign_in_first(request)
            if permission is not SIGNED_IN and not actor.may(permission):
                raise PermissionDenied(str(permission.value))
            with acting(actor):
                return view(request, *args, **kwargs)

        guarded.screen_permission = permission  # type: ignore[attr-defined]
        guarded.screen_methods = methods  # type: ignore[attr-defined]
        guarded.screen_file_bytes = file_bytes  # type: ignore[attr-defined]
        return guarded

    return decorate


def screen_of(request: HttpRequest) -> str:
    """The name of the screen that answers, with its room: contacts:contact_new."""
    match = request.resolver_match
    return match.view_name if match else ""
