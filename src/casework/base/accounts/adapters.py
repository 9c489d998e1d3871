"""What Casework decides where allauth leaves it open: no sign-up, a trail, secrets encrypted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.base.audit import trail
from casework.base.core.addresses import reverse
from casework.base.ui import look

from . import limits, rules
from .backends import account_typed, typed_name
from .models import Account
from .sealing import seal, unseal
from .sessions import DEVICE
from .who import actor_for, holder_of

_SECRET = "second factor"  # noqa: S105 - says what is sealed
_NOT_RIGHT = _("The name or the password is not right.")


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are opened by the agency only; every try to sign in leaves a trail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _NOT_RIGHT,
        "email_password_mismatch": _NOT_RIGHT,
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Tries are counted for the account, whether its name or its mail was typed."""
        self._counted = limits.count(
            address=get_ip(request),
            whose=self._whose(request, credentials),
            is_sign_in=not request.user.is_authenticated,
            now=timezone.now(),
        )
        if self._counted.refused_by is None:
            return
        if self._counted.refused_by == limits.EVERY_TRY:
            raise ImmediateHttpResponse(respond_429(request))
        self._tell_failed("account.sign_in_held_back", request, credentials)
        raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        self._counted.take_back()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        limits.begin_anew(address=get_ip(request), whose=self._whose(request, credentials))

    @staticmethod
    def _whose(request: HttpRequest, credentials: dict[str, Any]) -> str:
        typed = typed_name(credentials)
        account = account_typed(request, typed)
        return str(account.pk) if account else typed.strip().lower()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._tell_failed("account.sign_in_failed", request, credentials)

    @staticmethod
    def _tell_failed(event: str, request: HttpRequest, credentials: dict[str, Any]) -> None:
        """Never what was typed: people type passwords into the field for the name."""
        account = account_typed(request, typed_name(credentials))
        about = (Account._meta.label_lower, account.pk if account else None)
        trail.write_aside(event, by=None, about=about)

    def pre_login(self, request: HttpRequest, user: Account, **details: Any) -> HttpResponse | None:
        """An account behind which nobody works or lives any more opens nothing."""
        answer: HttpResponse | None = super().pre_login(request, user, **details)
        if answer is None:
            request.signing_in = actor_for(user)  # type: ignore[attr-defined]
            if request.signing_in is None:  # type: ignore[attr-defined]
                answer = self.respond_user_inactive(request, user)
        if answer is not None:
            trail.write_aside("account.sign_in_refused", by=None, about=user)
        return answer

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        request.session[DEVICE] = rules.device_family(request.headers.get("User-Agent", ""))
        by = getattr(request, "signing_in", None) or holder_of(user)
        trail.write_aside("account.signed_in", by=by, about=user)

    def post_login(self, request: HttpRequest, user: Account, **details: Any) -> HttpResponse:
        """A browser that was told nothing about the look takes the one kept for the account."""
        response: HttpResponse = super().post_login(request, user, **details)
        if "look-theme" not in request.COOKIES:
            look.remember(response, request, {"theme": user.look})
        return response

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            trail.write_aside("account.signed_out", by=holder_of(request.user), about=request.user)
        super().logout(request)

    def reauthenticate(self, user: Account, password: str) -> bool:
        """Proved once more: the session gets a new key, as it does at every sign-in."""
        proved: bool = super().reauthenticate(user, password)
        if proved:
            self.request.session.cycle_key()
        return proved

    def set_password(self, user: Account, password: str) -> None:
        with transaction.atomic():
            user.set_password(password)
            user.save(update_fields=["password"])
            trail.write("account.password_changed", by=holder_of(user), about=user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in a letter leads to the address in the settings, whatever the request said."""
        url: str = super().get_reset_password_from_key_url(key)
        return settings.BASE_URL.rstrip("/") + urlsplit(url).path if settings.BASE_URL else url

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:my_account")


class EncryptedMFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are sealed before they are stored."""

    def encrypt(self, text: str) -> str:
        return seal(text.encode(), use=_SECRET)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, use=_SECRET).decode()

    def _get_site_name(self) -> str:
        return "Casework"
