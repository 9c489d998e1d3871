"""Where an account is signed in. Nothing is kept for this list but the kind of device.

Session contents are sealed and carry no account in clear, so all that still run are opened to find
one's own. That is a few hundred, on one page that is rarely looked at.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Account
from .session_store import SessionStore

# What a session holds: when it began, when a page was last opened, which kind of device.
BEGAN, SEEN, DEVICE = "began", "seen", "device"
_SALT = "casework.accounts.sessions"


@dataclass(frozen=True)
class Own:
    """One place where the account is signed in. `name` stands for the key, which is a secret."""

    name: str
    key: str
    device: str
    began_at: datetime | None
    seen_at: datetime | None
    is_this: bool


def name_of(key: str) -> str:
    return salted_hmac(_SALT, key, algorithm="sha256").hexdigest()[:32]


def why_over(session: dict[str, Any], now: float) -> str:
    """Two limits: since the last page, and since the sign-in however busy the session was."""
    seen, began = session.get(SEEN), session.get(BEGAN)
    if seen is not None and now - seen > settings.IDLE_MINUTES * 60:
        return "idle"
    if began is not None and now - began > settings.SESSION_COOKIE_AGE:
        return "old"
    return ""


def own_sessions(account: Account, *, this_key: str | None) -> list[Own]:
    """Every session in which this account is signed in now: this one first, then the last used."""
    now, store, found = time.time(), SessionStore(), []
    running = Session.objects.filter(expire_date__gt=datetime.fromtimestamp(now, UTC))
    for key, data in running.values_list("session_key", "session_data").iterator():
        session = store.decode(data)
        is_own = session.get(SESSION_KEY) == str(account.pk) and constant_time_compare(
            session.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash()
        )
        if is_own and not why_over(session, now):
            found.append(
                Own(
                    name=name_of(key),
                    key=key,
                    device=session.get(DEVICE, ""),
                    began_at=_moment(session.get(BEGAN)),
                    seen_at=_moment(session.get(SEEN)),
                    is_this=key == this_key,
                )
            )
    return sorted(found, key=lambda one: (not one.is_this, -_seconds(one.seen_at), one.name))


def end(sessions: list[Own]) -> int:
    """These are signed out; how many still ran."""
    ended, _each = Session.objects.filter(session_key__in=[one.key for one in sessions]).delete()
    return ended


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else float("inf")
