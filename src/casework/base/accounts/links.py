"""One-time links: nothing is stored; the link carries a print of the account as it was.

The print changes with the password and with every sign-in, so that a used link is a dead link.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Account
from .rules import why_not_use_link

_SALT = "casework.accounts.link"


def _print(account: Account) -> str:
    last = account.last_login.isoformat() if account.last_login else ""
    stands = f"{account.pk}{account.password}{last}"
    return salted_hmac(_SALT, stands, algorithm="sha256").hexdigest()


def token_for(account: Account, now: datetime) -> str:
    """A signed token for the account as it stands at `now`."""
    return Signer(salt=_SALT).sign_object([str(account.pk), int(now.timestamp()), _print(account)])


def account_behind(token: str, now: datetime, *, lock: bool = False) -> Account | None:
    """The account that `token` opens at `now`, or None. `lock` holds it for this transaction."""
    try:
        pk, issued, seen = Signer(salt=_SALT).unsign_object(token)
    except (BadSignature, ValueError):
        return None
    accounts = Account.objects.select_for_update() if lock else Account.objects.all()
    account = accounts.filter(pk=UUID(pk)).first()
    if account is None:
        return None
    reason = why_not_use_link(
        is_active=account.is_active,
        is_as_issued=constant_time_compare(seen, _print(account)),
        issued_at=datetime.fromtimestamp(issued, UTC),
        now=now,
    )
    return account if reason is None else None
