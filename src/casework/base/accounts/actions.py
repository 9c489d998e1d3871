"""What is done to accounts. Each function refuses, writes, and leaves a trail."""

from __future__ import annotations

from datetime import datetime

from casework.base.audit import trail
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused, refuse_if

from . import limits, links, rules, sessions
from .actors import Actor
from .models import Account, Guessing
from .who import holder_of


@trail.recorded
def issue_link(*, by: Actor, account: Account, now: datetime) -> str:
    """The path of a link by which the holder of `account` sets a password, once, within 72 hours.

    While no password was ever set, a new link also ends the ones before it.
    """
    refuse_if(rules.why_not_issue_link(is_active=account.is_active))
    if not account.has_usable_password():
        account.set_unusable_password()
        account.save(update_fields=["password"])
    trail.write("account.link_issued", by=by, about=account)
    return reverse("accounts:link_open", args=[links.token_for(account, now)])


@trail.recorded
def use_link(*, token: str, password: str, now: datetime) -> Account:
    """Set the password by a link. Signs nobody in: that takes the second factor too."""
    account = links.account_behind(token, now, lock=True)
    if account is None:
        raise Refused(rules.link_is_dead())
    account.set_password(password)
    account.save(update_fields=["password"])
    trail.write("account.link_used", by=holder_of(account), about=account)
    return account


@trail.recorded
def choose_look(*, by: Actor, account: Account, look: str) -> None:
    """Keep whether pages are light, dark, or as the device is."""
    account.look = look
    account.save(update_fields=["look"])
    trail.write("account.look_chosen", by=by, about=account, detail={"look": look})


@trail.recorded
def end_sessions(*, by: Actor, account: Account, these: list[sessions.Own]) -> int:
    """Sign `account` out in these places. What was typed there and kept as a draft stays."""
    ended = sessions.end(these)
    trail.write("account.sessions_ended", by=by, about=account, detail={"count": ended})
    return ended


@trail.recorded
def notice_guessing(*, by: Actor, now: datetime) -> Guessing | None:
    """Keep that many names fail from many addresses now. It locks nobody out: that would help
    whoever does it, and a passkey cannot be guessed."""
    newest = Guessing.objects.order_by("-noticed_at").first()
    names, addresses = limits.trying(now)
    if not rules.is_guessing(
        names=names,
        addresses=addresses,
        noticed_at=newest.noticed_at if newest else None,
        now=now,
    ):
        trail.quiet("nothing was noticed")
        return None
    found = Guessing.objects.create(noticed_at=now, names=names, addresses=addresses)
    detail = {"names": names, "addresses": addresses}
    trail.write("account.guessing_noticed", by=by, about=found, detail=detail)
    return found
