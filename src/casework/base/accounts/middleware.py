"""Puts the actor on the request, signs out the idle, and keeps pages out of caches."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.audit import trail
from casework.base.core.acting import remembering
from casework.base.core.questions import ask_ahead
from casework.base.core.words import zone

from . import who
from .models import Account
from .sessions import BEGAN, SEEN, why_over

# The session is written at most this often for the idle limit: a write on each page costs more
# than the answer is worth, and an early sign-out by half a minute harms nobody.
_GRAIN_SECONDS = 30


class ActorMiddleware:
    """`request.actor` is who acts, or None. Background polling does not count as being there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        request.is_over = False  # type: ignore[attr-defined]
        signed_in = SESSION_KEY in request.session
        if signed_in:
            with remembering():
                ask_ahead(who.ask(UUID(request.session[SESSION_KEY])))
                self._see_who_acts(request)
        # Forms read and show times on the agency's clock.
        with timezone.override(zone(request.actor)):  # type: ignore[attr-defined]
            response = self.get_response(request)
        is_in = request.user.is_authenticated
        if signed_in and not is_in:
            response.headers["Clear-Site-Data"] = '"cache"'
        if signed_in or is_in or "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    def _see_who_acts(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            self._sign_out_if_over(request, request.user)
        if request.user.is_authenticated:
            request.actor = who.actor_for(request.user)  # type: ignore[attr-defined]
            if request.actor is None:  # type: ignore[attr-defined]
                # Nobody is behind the account any more; a session without an actor opens nothing.
                logout(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Say why the sign-in page comes up. Messages are not there yet in `__call__`."""
        if request.is_over:  # type: ignore[attr-defined]
            messages.info(request, _("You were signed out because nothing was done for a while."))

    def _sign_out_if_over(self, request: HttpRequest, account: Account) -> None:
        now, session = time.time(), request.session
        if over := why_over(session, now):
            why = {"why": over}
            trail.write_aside("account.timed_out", by=None, about=account, detail=why)
            logout(request)
            request.is_over = True  # type: ignore[attr-defined]
            return
        seen = session.get(SEEN)
        if session.get(BEGAN) is None:
            session[BEGAN] = now
        if seen is None or (
            now - seen > _GRAIN_SECONDS and not request.headers.get("X-Background")
        ):
            session[SEEN] = now
