"""What a column can be, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .reading.mapping import FIELDS

# In the order in which a person looks for them.
_WORDS = {
    "name": _("Whole name"),
    "family": _("Family name"),
    "given": _("First name"),
    "middle": _("Middle name"),
    "second_family": _("Second family name"),
    "preferred": _("What they are called"),
    "born_on": _("Date of birth"),
    "identifier": _("A number of theirs"),
    "status": _("Open, waiting or closed"),
    "on": _("Day of the contact"),
    "starts_at": _("Time it began"),
    "ends_at": _("Time it ended"),
    "duration": _("How long it took"),
    "kind": _("How they met"),
    "attendance": _("Whether they came"),
    "units": _("Units"),
    "place": _("Place"),
    "referred_on": _("Day of the referral"),
    "referred_from": _("Who referred them"),
    "opened_on": _("Day it was opened"),
    "closed_on": _("Day it was closed"),
    "close_reason": _("Why it was closed"),
    "sent_on": _("Day it was sent"),
    "agency": _("To whom it was sent"),
    "need": _("For what"),
    "follow_up_on": _("Day to follow up"),
    "worker": _("Worker"),
    "team": _("Team"),
    "risk": _("Risk"),
    "score": _("Score of a questionnaire"),
    "score_date": _("Day of the score"),
    "note": _("Note"),
}
DATES = frozenset(
    ("born_on", "on", "referred_on", "opened_on", "closed_on", "sent_on", "follow_up_on")
) | {"score_date"}
DAY_ORDERS = [
    ("", _("As the file itself shows")),
    ("dmy", _("Day first: 31.12.2026")),
    ("mdy", _("Month first: 12/31/2026")),
    ("ymd", _("Year first: 2026-12-31")),
]
NAME_ORDERS = [
    ("", _("As the file itself shows")),
    ("given_family", _("First name, then family name")),
    ("family_given", _("Family name, then first name")),
]
UNITS = [("", _("As the file itself shows")), ("minutes", _("Minutes")), ("hours", _("Hours"))]
STATUSES = [
    ("", _("As each row says")),
    ("open", _("All of them open")),
    ("waiting", _("All of them waiting")),
    ("closed", _("All of them closed")),
]


def choices_for(kind: str) -> list[tuple[str, object]]:
    """Everything that a column of such a file can be."""
    return [
        ("", _("Keep it as it is written")),
        *((name, words) for name, words in _WORDS.items() if name in FIELDS[kind]),
    ]


def orders_for(field: str | None) -> tuple[str, list[tuple[str, object]]] | None:
    """Which option such a column has, and its choices."""
    if field in DATES:
        return "order", list(DAY_ORDERS)
    if field == "name":
        return "order", list(NAME_ORDERS)
    if field == "duration":
        return "unit", list(UNITS)
    return None
