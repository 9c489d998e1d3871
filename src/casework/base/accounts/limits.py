"""How often somebody may try to sign in: for one account, and from one address.

Counted on the connection `trail`, which commits by itself: a refusal rolls no count back. Every
check is one statement. Names and addresses are hashed with the secret key before they are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections
from django.utils.crypto import salted_hmac

_SALT = "casework.accounts.tries"


@dataclass(frozen=True)
class Limit:
    """So many tries within so many seconds."""

    kind: str
    most: int
    seconds: int

    def key(self, whose: str) -> str:
        return f"{self.kind}:{salted_hmac(_SALT, whose, algorithm='sha256').hexdigest()}"


EVERY_TRY = Limit("sent", most=30, seconds=60)
FROM_ADDRESS = Limit("address", most=10, seconds=60)
FOR_ACCOUNT = Limit("account", most=5, seconds=300)


@dataclass(frozen=True)
class Counted:
    """One try that was counted, or the limit that left no room for it."""

    keys: list[str]
    at: datetime
    refused_by: Limit | None

    def take_back(self) -> None:
        """It was right, so that it counts against nobody."""
        _call("accounts_take_back(%s, %s)", [self.keys, self.at])


def count(*, address: str, whose: str, is_sign_in: bool, now: datetime) -> Counted:
    """Count one try with a password. `whose` is the account, or what was typed in its place."""
    asked = [(FROM_ADDRESS, address), (FOR_ACCOUNT, whose)]
    wrong = [limit.key(given) for limit, given in asked]
    if is_sign_in:
        asked.insert(0, (EVERY_TRY, address))
    refused = _call(
        "accounts_try(%s, %s, %s, %s)",
        [
            [limit.key(given) for limit, given in asked],
            [limit.most for limit, _given in asked],
            [limit.seconds for limit, _given in asked],
            now,
        ],
    )
    return Counted(wrong, now, asked[refused - 1][0] if refused else None)


def begin_anew(*, address: str, whose: str) -> None:
    """A new password was set by a link: what was tried before is forgotten."""
    _call("accounts_begin_anew(%s)", [[FROM_ADDRESS.key(address), FOR_ACCOUNT.key(whose)]])


def trying(now: datetime) -> tuple[int, int]:
    """How many names failed, and from how many addresses, in the last fifteen minutes."""
    with connections["default"].cursor() as cursor:
        cursor.execute("select names, addresses from accounts_trying(%s)", [now])
        names, addresses = cursor.fetchone()
    return int(names), int(addresses)


def _call(what: str, given: list[Any]) -> int:
    with connections["trail"].cursor() as cursor:
        cursor.execute(f"select {what}", given)
        (answer,) = cursor.fetchone()
    return int(answer or 0)
