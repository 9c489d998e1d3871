"""Where somebody is, or can be found, and what whoever goes there must know.

A warning belongs to the door, not to the person: it is a fact with a date that is looked at
again within half a year, because a label that nobody checks is an insult and a danger.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.base.core.says import _

from .marking import gettext_noop

NO_FIXED = "no_fixed"
KINDS: Mapping[str, str] = {
    "home": gettext_noop("Home"),
    "temporary": gettext_noop("Staying for now"),
    NO_FIXED: gettext_noop("No fixed address"),
    "letters": gettext_noop("Letters only"),
    "hospital": gettext_noop("Hospital"),
    "custody": gettext_noop("Prison or jail"),
}
# Where a worker may be sent to a door: nobody visits an address that is for letters only.
VISITED = frozenset({"home", "temporary", "hospital", "custody"})

LONGEST_WARNING = 300
REVIEW_MONTHS = 6
SOON_DAYS = 14

# Words that judge a person instead of telling what happened.
_LABELS = frozenset(
    "dangerous violent aggressive unpredictable manipulative difficult hostile crazy "
    "noncompliant abusive".split()
)


def postcode_word(place: str) -> str:
    """What people where the agency works call the letters or figures that sort the mail."""
    known = {
        "us": _("ZIP code"),
        "england": _("Postcode"),
        "ireland": _("Eircode"),
        "india": _("PIN code"),
    }
    return known.get(place, _("Postal code"))


def region_word(place: str) -> str:
    """What the part of the country is called there."""
    return {"us": _("State"), "england": _("County"), "ireland": _("County")}.get(
        place, _("State or county")
    )


def why_not_address(
    *,
    kind: str,
    lines: str,
    city: str = "",
    postcode: str = "",
    where_to_find: str = "",
    since_on: date | None = None,
    until_on: date | None = None,
    today: date,
) -> str | None:
    """A place to go has something written; no fixed address says where to find the person."""
    if kind not in KINDS:
        return _("Choose what kind of address this is.")
    if kind == NO_FIXED:
        if not (lines.strip() or where_to_find.strip()):
            return _("Write where to find the person: usual places and times.")
    elif not (lines.strip() or city.strip() or postcode.strip()):
        return _("Write the address, or choose No fixed address.")
    if since_on and since_on > today:
        return _("The start is in the future. Record the address when the person has moved.")
    if since_on and until_on and until_on < since_on:
        return _("The end is before the start.")
    return None


def one_line(*, kind: str, lines: str, city: str = "", region: str = "", postcode: str = "") -> str:
    """The address in one line, for lists, letters and maps."""
    if kind == NO_FIXED and not lines.strip():
        return _(KINDS[NO_FIXED])
    pieces = [" ".join(part.split()) for part in lines.splitlines()]
    pieces += [" ".join(part.split()) for part in (city, f"{region} {postcode}")]
    return ", ".join(piece for piece in pieces if piece)


def latest_review(known_on: date, months: int = REVIEW_MONTHS) -> date:
    """The last day on which a warning must be looked at again."""
    months_on = known_on.month - 1 + months
    year, month = known_on.year + months_on // 12, months_on % 12 + 1
    return date(year, month, min(known_on.day, calendar.monthrange(year, month)[1]))


def why_not_warning(
    *, words: str, known_since_on: date, look_again_on: date, looked_on: date, today: date
) -> str | None:
    """A warning says what happened and when, and is looked at again within six months.

    `looked_on` is when somebody last confirmed it: the day it was written, or of the last review.
    """
    if len(words.split()) < 3:
        return _("Write what happened or what is there, for example: large dog loose in the yard.")
    if len(words) > LONGEST_WARNING:
        return _("Keep a warning under %(most)s characters.") % {"most": LONGEST_WARNING}
    if known_since_on > today:
        return _("A warning tells what has happened. This date is in the future.")
    if look_again_on <= looked_on:
        return _("Choose a later day to look at this again.")
    if look_again_on > latest_review(looked_on):
        return _("A warning is looked at again within %(months)s months.") % {
            "months": REVIEW_MONTHS
        }
    return None


def warning_hint(words: str) -> str:
    """A quiet hint, never a refusal: a word that judges the person instead of telling the fact."""
    found = [
        word for word in words.lower().replace("-", " ").split() if word.strip(".,;:!?") in _LABELS
    ]
    if not found:
        return ""
    return _("“%(word)s” is a judgement. What happened, and when?") % {
        "word": found[0].strip(".,;:!?")
    }


@dataclass(frozen=True)
class WarningState:
    """How a warning stands on a day. An overdue one is still shown: late is not gone."""

    code: str
    words: str
    is_shown: bool


def warning_state(*, look_again_on: date, ended: bool, today: date) -> WarningState:
    """Standing, soon to be looked at, overdue, or ended."""
    if ended:
        return WarningState("ended", _("No longer so"), is_shown=False)
    left = (look_again_on - today).days
    if left < 0:
        words = _("To be checked since %(day)s") % {"day": look_again_on.isoformat()}
        return WarningState("overdue", words, is_shown=True)
    if left <= SOON_DAYS:
        words = _("To be checked by %(day)s") % {"day": look_again_on.isoformat()}
        return WarningState("soon", words, is_shown=True)
    return WarningState("standing", "", is_shown=True)
