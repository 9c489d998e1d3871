"""A password alone opens no record: workers show a second factor before anything else.

What counts is that *this session* has shown one, not that the account has one somewhere: a
session opened with a stolen password must not become good when the owner sets up a second factor
in hers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from casework.base.audit import trail
from casework.base.core.addresses import reverse

from .actors import ActorKind
from .models import Account
from .who import holder_of

SHOWN = "second_factor_shown"

# Where a worker may go before: to set one up, to prove who she is for that, and out.
OPEN_BEFORE = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "account_login",
        "account_logout",
        "ui:look_set",
        "healthz",
        "readyz",
    }
)


def has_one(account: Account) -> bool:
    """Recovery codes alone do not count: they are the way back to a factor, not one."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=account.pk, type__in=kinds).exists()


class RequireSecondFactor:
    """Sends a worker who has shown no second factor to set one up, from every screen but a few."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        account = request.user
        if not settings.SECOND_FACTOR_REQUIRED or not account.is_authenticated:
            return None
        match = request.resolver_match
        if request.session.get(SHOWN) or (match and match.view_name in OPEN_BEFORE):
            return None
        if request.path.startswith(settings.STATIC_URL):
            return None
        actor = getattr(request, "actor", None)
        if actor is not None and actor.kind == ActorKind.PERSON:
            return None
        return self._send(request, account)

    def _send(self, request: HttpRequest, account: Account) -> HttpResponse:
        if has_one(account):
            # The factor was set up elsewhere after this session began: begin again, with it.
            get_adapter(request).logout(request)
            messages.warning(request, _("Sign in again, with your second step."))
            url = redirect_to_login(request.get_full_path()).headers["Location"]
        else:
            messages.warning(
                request,
                _(
                    "Set up a second step for signing in before you go on. It keeps records "
                    "closed to somebody who has your password."
                ),
            )
            url = reverse("mfa_index")
        if request.headers.get("X-Draft"):
            return JsonResponse({"sign_in_url": url}, status=401)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)


def _when_used(request: HttpRequest, **details: Any) -> None:
    request.session[SHOWN] = True


def _when_added(
    request: HttpRequest, user: Account, authenticator: Authenticator, **details: Any
) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session[SHOWN] = True
    _tell("account.second_factor_added", user, authenticator)


def _when_removed(
    request: HttpRequest, user: Account, authenticator: Authenticator, **details: Any
) -> None:
    if not has_one(user):
        request.session.pop(SHOWN, None)
    _tell("account.second_factor_removed", user, authenticator)


def _when_renewed(user: Account, authenticator: Authenticator, **details: Any) -> None:
    _tell("account.recovery_codes_renewed", user, authenticator)


def _when_wrong(user: Account, authenticator: Authenticator, **details: Any) -> None:
    detail = {"kind": authenticator.type}
    trail.write_aside("account.second_factor_wrong", by=None, about=user, detail=detail)


def _tell(event: str, user: Account, authenticator: Authenticator) -> None:
    detail = {"kind": authenticator.type}
    trail.write_aside(event, by=holder_of(user), about=user, detail=detail)


def listen() -> None:
    """allauth tells of second factors by signal only; called once, when the app is ready."""
    signals.authenticator_used.connect(_when_used, dispatch_uid="casework.used")
    signals.authenticator_added.connect(_when_added, dispatch_uid="casework.added")
    signals.authenticator_removed.connect(_when_removed, dispatch_uid="casework.removed")
    signals.authenticator_reset.connect(_when_renewed, dispatch_uid="casework.renewed")
    signals.authentication_failed.connect(_when_wrong, dispatch_uid="casework.wrong")
