"""When a one-time link may be given out, and when it still opens."""

from __future__ import annotations

from datetime import datetime, timedelta

from casework.base.core.says import _

LINK_LIFE = timedelta(hours=72)


def why_not_issue_link(*, is_active: bool) -> str | None:
    """A closed account gets no way in."""
    if not is_active:
        return _("This account is closed. Open it again before you send a link.")
    return None


def why_not_use_link(
    *, is_active: bool, is_as_issued: bool, issued_at: datetime, now: datetime
) -> str | None:
    """A link opens once, for three days, while the account is as it was when it was issued."""
    is_young = issued_at <= now <= issued_at + LINK_LIFE
    return None if is_active and is_as_issued and is_young else link_is_dead()


# One password tried on everybody from everywhere: each limit for itself would never notice.
MANY_NAMES, MANY_ADDRESSES = 20, 10
NOTICED_AGAIN_AFTER = timedelta(hours=1)


def is_guessing(*, names: int, addresses: int, noticed_at: datetime | None, now: datetime) -> bool:
    """Whether to tell somebody, once in a while: the slips of a Monday morning are fewer."""
    is_new = noticed_at is None or now - noticed_at >= NOTICED_AGAIN_AFTER
    return is_new and names >= MANY_NAMES and addresses >= MANY_ADDRESSES


# The first that fits counts: most browsers name others in front of themselves.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_family(user_agent: str) -> str:
    """Firefox, Windows: enough to know one's own telephone by; no version and no model."""
    found = [
        next((name for sign, name in known if sign in user_agent), "")
        for known in (_BROWSERS, _DEVICES)
    ]
    return ", ".join(one for one in found if one)


def link_is_dead() -> str:
    """The same words whatever the reason: a stranger learns nothing from them."""
    return _(
        "This link does not work any more. A link works once, and for three days. "
        "Ask whoever sent it to you for a new one."
    )
