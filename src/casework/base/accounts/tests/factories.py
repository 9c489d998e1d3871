"""The smallest accounts that tests need, and an actor behind each of them."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from casework.base.accounts.actors import Actor, ActorKind
from casework.base.accounts.models import Account

PASSWORD = "grey heron on the weir"
NOBODY_BEHIND = "left"
A_PERSON = "sam"


def make_account(name: str = "rosa", **fields: object) -> Account:
    fields.setdefault("mail", f"{name}@example.org")
    return Account.objects.create_user(name, PASSWORD, **fields)


def stand_in_actor(account: Account) -> Actor | None:
    """Fills the slot `actor`: a worker behind every account, but for two names."""
    if account.name == NOBODY_BEHIND:
        return None
    kind = ActorKind.PERSON if account.name == A_PERSON else ActorKind.WORKER
    return Actor(kind=kind, id=account.pk, name=account.name, account_id=account.pk)


def code_for(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
