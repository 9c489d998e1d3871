"""The lists of a file that was tried out, as a page shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.base.core import words
from casework.registry.people import finding
from casework.registry.people.tabs import record_url

from .models import Kind, Upload
from .shown import source_pairs
from .trying import MOST as MOST

A_PAGE = 50
# The minimal cards of the search are given for so many people at a time.
_CARDS = 20

_COME = {
    Kind.PEOPLE: gettext_lazy("People who come in"),
    Kind.CONTACTS: gettext_lazy("Contacts that come in"),
    Kind.REFERRALS: gettext_lazy("Referrals that come in"),
}
_LABELS = {
    "alike": gettext_lazy("Look like somebody known"),
    "left": gettext_lazy("Rows that stay out"),
    "unread": gettext_lazy("Cells that could not be read"),
    "checks": gettext_lazy("Cells worth a look"),
    "text": gettext_lazy("Rows with text kept as written"),
    "workers": gettext_lazy("Workers not known in the team"),
    "same": gettext_lazy("Rows that are here already"),
}
_WHY = {
    "come": gettext_lazy("They would come in as soon as you bring the file over."),
    "alike": gettext_lazy(
        "Nothing is merged. They stay out, unless you say that it is somebody else."
    ),
    "left": gettext_lazy("They would be kept with the file, for you to settle."),
    "unread": gettext_lazy(
        "The cell stays empty in the record and is kept as it was written. Correct the file and "
        "choose it again, or say on the page before how its column is to be read."
    ),
    "checks": gettext_lazy("These were read, and may still be wrong in the file."),
    "text": gettext_lazy("No page has room for these words yet: they are kept with the person."),
    "workers": gettext_lazy(
        "Nobody of the team is surely meant. Their people are held by the leader until a worker "
        "accepts them."
    ),
    "same": gettext_lazy("They came with an earlier file and do not come twice."),
}
_STATUSES = {
    "open": gettext_lazy("Open"),
    "waiting": gettext_lazy("Waiting"),
    "closed": gettext_lazy("Closed"),
}
_BECOMES = {
    "episode": gettext_lazy("With an episode"),
    "waiting": gettext_lazy("On the waiting list"),
    "person": gettext_lazy("Without an episode"),
}
_COLUMNS: dict[str, list[tuple[str, Any]]] = {
    Kind.PEOPLE: [
        ("born", gettext_lazy("Born")),
        ("status", gettext_lazy("Status")),
        ("since", gettext_lazy("Since")),
        ("worker", gettext_lazy("Worker")),
        ("becomes", gettext_lazy("Comes in")),
    ],
    Kind.CONTACTS: [
        ("born", gettext_lazy("Born")),
        ("on", gettext_lazy("Day")),
        ("kind", gettext_lazy("How")),
        ("attendance", gettext_lazy("Attendance")),
        ("minutes", gettext_lazy("Minutes")),
        ("worker", gettext_lazy("Worker")),
    ],
    Kind.REFERRALS: [
        ("born", gettext_lazy("Born")),
        ("sent_on", gettext_lazy("Sent")),
        ("agency", gettext_lazy("To whom")),
        ("need", gettext_lazy("For what")),
        ("status", gettext_lazy("Status")),
    ],
}


@dataclass(frozen=True)
class Listed:
    """One list: how many there are, and those of them that were kept to look through."""

    code: str
    label: str
    count: int
    lines: Sequence[Any]
    why: str
    tone: str = ""


def lists_of(trial: dict[str, Any], *, kind: str, separate: Collection[str]) -> list[Listed]:
    """Every list that has something in it, what comes in first and always."""
    lines, totals = trial["lists"], trial["totals"]
    # Contacts and referrals that stay quoted text come in too, with their person.
    first = "text" if kind == Kind.REFERRALS else "come"
    others = sum(_cell(one) in separate for one in lines.get("alike", ()))
    found = [
        Listed(
            first,
            str(_COME[Kind(kind)]),
            totals.get(first, 0) + others,
            [
                *(one for one in lines.get("alike", ()) if _cell(one) in separate),
                *lines.get(first, []),
            ],
            str(_WHY["come"]),
        )
    ]
    workers = trial["unknown_workers"]
    for code, label in _LABELS.items():
        if code == first:
            continue
        kept = workers if code == "workers" else lines.get(code, [])
        count = len(workers) if code == "workers" else totals.get(code, 0)
        if code == "alike":
            count -= others
        if count or kept:
            tone = "warn" if code in ("alike", "left", "unread") and count else ""
            found.append(Listed(code, str(label), count, kept, str(_WHY[code]), tone))
    return found


def chosen(lists: Sequence[Listed], code: str) -> Listed:
    """The list that was asked for, else the first."""
    return next((one for one in lists if one.code == code), lists[0])


def page_of(
    code: str, lines: Sequence[Any], *, upload: Upload, trial: dict[str, Any]
) -> dict[str, Any]:
    """One page of a list, by what it holds."""
    if code == "workers":
        return {"shape": "workers", "rows": lines}
    if code in ("unread", "checks"):
        return {"shape": "cells", "rows": lines}
    if code == "alike":
        return {"shape": "alike", "rows": _side_by_side(lines, upload, trial)}
    if code in ("left", "text"):
        return {"shape": "words", "rows": [_with_words(one) for one in lines]}
    columns = _COLUMNS[Kind(upload.kind)]
    rows = [
        {
            "name": one["name"] or _("no name"),
            "cell": _place(one),
            "cells": [(label, _shown(one, name)) for name, label in columns],
        }
        for one in lines
    ]
    return {"shape": "table", "columns": [label for _name, label in columns], "rows": rows}


def _cell(line: dict[str, Any]) -> str:
    return f"{line['sheet']}!{line['row']}"


def _place(line: dict[str, Any]) -> str:
    return _("%(sheet)s, row %(row)s") % {"sheet": line["sheet"], "row": line["row"]}


def _day(text: str | None) -> str:
    try:
        return words.short_day(date.fromisoformat(text or ""))
    except ValueError:
        return text or ""


def _shown(line: dict[str, Any], name: str) -> str:
    if name == "born":
        return _day(line.get("born_on")) or str(line.get("born_partial") or "")
    if name == "since":
        return _day(line.get("opened_on") or line.get("referred_on"))
    if name == "becomes":
        return str(_BECOMES.get(line.get("becomes", ""), _("As somebody else")))
    value = line.get(name)
    if name == "status":
        return str(_STATUSES.get(str(value), value or ""))
    if name.endswith("on"):
        return _day(value)
    return str(value if value is not None else "").replace("_", " ")


def _with_words(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": line["name"],
        "cell": _place(line),
        "why": line["why"],
        "pairs": source_pairs(line["source"]),
    }


def _side_by_side(
    lines: Sequence[dict[str, Any]], upload: Upload, trial: dict[str, Any]
) -> list[dict[str, Any]]:
    """Each row of the file beside whom it looks like: another row, or a minimal card, with the
    record's address where that is open to whoever asks."""
    wanted = {line["source"].get("twin") for line in lines}
    rows = {_cell(one): one for one in trial["lists"].get("come", ()) if _cell(one) in wanted}
    cards = _cards(one for line in lines for one in line["source"].get("like", ()))
    return [
        {
            "name": line["name"] or _("no name"),
            "cell": _place(line),
            "key": _cell(line),
            "why": line["why"],
            "is_other": _cell(line) in upload.separate,
            "pairs": _facts(line),
            "like": [
                {
                    "name": twin["name"],
                    "says": _place(twin),
                    "url": "",
                    "pairs": _facts(twin),
                }
                for twin in [rows.get(line["source"].get("twin", ""))]
                if twin
            ]
            + [
                {
                    "name": card.shown_name,
                    "says": _("known here"),
                    "url": record_url(card.person_id) if card.is_open else "",
                    "pairs": [
                        (_("Born"), card.born_year),
                        (_("Team"), card.team_name),
                        (_("Phone of the team"), card.team_phone),
                    ],
                }
                for one in line["source"].get("like", ())
                if (card := cards.get(UUID(one)))
            ],
        }
        for line in lines
    ]


def _facts(line: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Born"), _shown(line, "born")),
        (_("Status"), _shown(line, "status")),
        (_("Worker"), _shown(line, "worker")),
    ]


def _cards(person_ids: Iterable[str]) -> dict[UUID, finding.Card]:
    ids = [UUID(one) for one in dict.fromkeys(person_ids)]
    found: dict[UUID, finding.Card] = {}
    for place in range(0, len(ids), _CARDS):
        found |= finding.cards(ids[place : place + _CARDS])
    return found
