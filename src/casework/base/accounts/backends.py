"""Who may sign in with what they typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower
from django.http import HttpRequest

from casework.base.core.questions import Asked, question

from .models import Account


def account_named(typed: str) -> Account | None:
    """The account with this name, or else with this mail; capitals make no difference."""
    wanted = Lower(Value(typed.strip()))
    found = list(
        Account.objects.alias(low_name=Lower("name"), low_mail=Lower("mail"))
        .filter(Q(low_name=wanted) | Q(low_mail=wanted) & ~Q(mail=""))
        .order_by("pk")
    )
    by_name = [account for account in found if account.name.lower() == typed.strip().lower()]
    return next(iter(by_name or found), None)


def account_typed(request: HttpRequest | None, typed: str) -> Account | None:
    """As `account_named`, looked up once in a request: limits, password and trail ask alike."""
    if request is None:
        return account_named(typed)
    kept = getattr(request, "account_typed", None)
    if kept is None or kept[0] != typed:
        kept = (typed, account_named(typed))
        request.account_typed = kept  # type: ignore[attr-defined]
    found: Account | None = kept[1]
    return found


def typed_name(credentials: dict[str, Any]) -> str:
    """What was typed as name or mail: allauth passes it on as either, or as both."""
    return str(credentials.get("username") or credentials.get("email") or "")


@question
def _with_id(account: UUID) -> QuerySet[Account]:
    return Account.objects.filter(pk=account)


def ask_account(account_id: UUID) -> Asked:
    """What a page asks to learn whose session it is."""
    return _with_id.ahead(account=account_id)


class NameOrMailBackend(AuthenticationBackend):
    """Unknown name, wrong password, closed account: each takes as long and looks the same."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        password, typed = credentials.get("password"), typed_name(credentials)
        if not password or not typed:
            return None
        account = account_typed(request, typed)
        if account is None:
            Account().set_password(password)
            return None
        if not account.check_password(password) or not self.user_can_authenticate(account):
            return None
        return account

    def get_user(self, user_id: UUID) -> Account | None:
        """Who a session belongs to, on every page; None where the account is closed."""
        found = next(iter(ask_account(user_id).now()), None)
        return found if found and self.user_can_authenticate(found) else None
