"""Who is behind an account, and who leaves the trail when nobody is."""

from __future__ import annotations

from uuid import UUID

from casework.base.core.questions import Asked
from casework.base.core.slots import filled

from .actors import Actor
from .backends import ask_account
from .models import Account


def ask(account_id: UUID) -> list[Asked]:
    """What a page asks to learn who acts: the account, and whoever may be behind it."""
    fills = [fill for fill in filled("actor") if hasattr(fill, "ahead")]
    return [ask_account(account_id), *(fill.ahead(account_id) for fill in fills)]


def actor_for(account: Account) -> Actor | None:
    """The worker or person behind `account` now; None for those who left or never came."""
    for resolve in filled("actor"):
        actor: Actor | None = resolve(account)
        if actor is not None:
            return actor
    return None


def holder_of(account: Account) -> Actor:
    """Whoever proved to hold `account`: its actor, or the bare account where it has none yet."""
    return actor_for(account) or Actor(kind="account", id=account.pk, name=account.name)
