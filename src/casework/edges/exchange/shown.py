"""Rows of a file as a page shows them: plain labels, and what was written as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_LABELS = {
    "family": gettext_lazy("Family name"),
    "given": gettext_lazy("First name"),
    "preferred": gettext_lazy("Called"),
    "born_on": gettext_lazy("Born"),
    "born_partial": gettext_lazy("Born"),
    "identifiers": gettext_lazy("Numbers"),
    "status": gettext_lazy("Status"),
    "status_written": gettext_lazy("Status, as written"),
    "referred_on": gettext_lazy("Referred"),
    "referred_from": gettext_lazy("Referred by"),
    "opened_on": gettext_lazy("Opened"),
    "closed_on": gettext_lazy("Closed"),
    "close_reason": gettext_lazy("Why closed"),
    "worker": gettext_lazy("Worker"),
    "team": gettext_lazy("Team"),
    "scores": gettext_lazy("Scores"),
    "risk_written": gettext_lazy("Risk, as written"),
    "note": gettext_lazy("Note"),
    "comments": gettext_lazy("Comments on cells"),
    "colour": gettext_lazy("Colour of the row"),
    "inferred": gettext_lazy("Completed from another row"),
    "unread": gettext_lazy("Could not be read"),
    "on": gettext_lazy("Day"),
    "starts_at": gettext_lazy("Time"),
    "kind": gettext_lazy("How"),
    "attendance": gettext_lazy("Attendance"),
    "minutes": gettext_lazy("Minutes"),
    "units": gettext_lazy("Units"),
    "place": gettext_lazy("Place"),
    "sent_on": gettext_lazy("Sent"),
    "agency": gettext_lazy("To whom"),
    "need": gettext_lazy("For what"),
    "follow_up_on": gettext_lazy("Follow up"),
}
# Said otherwise on the page, or once more in another field.
_NOT_SHOWN = frozenset({"sheet", "row", "like", "twin", "risk", "log", "quoted"})


def source_pairs(source: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a row says, line by line: our fields first, then the file's own headings."""
    pairs = [
        (str(label), _words(source[name]))
        for name, label in _LABELS.items()
        if source.get(name) not in (None, "", [], {})
    ]
    pairs += [
        (name, _words(value))
        for name, value in source.items()
        if name not in _LABELS and name not in _NOT_SHOWN and value
    ]
    quoted = source.get("quoted")
    if isinstance(quoted, Mapping):
        pairs += [(str(heading), str(value)) for heading, value in quoted.items()]
    return pairs


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return _record(value)
    if isinstance(value, list):
        return "; ".join(_words(one) for one in value)
    return str(value)


def _record(one: Mapping[str, Any]) -> str:
    """A score, a number or an unread cell in a few words."""
    if "instrument" in one:
        on = _(", %(day)s") % {"day": one["on"]} if one.get("on") else ""
        return f"{one['instrument']} {one['score']}{on}"
    if "system" in one:
        return f"{one['system']} {one['value'] or one.get('written', '')}".strip()
    if "why" in one:
        return f"{one.get('column', '')}: {one.get('value', '')} ({one['why']})"
    return ", ".join(_each(one))


def _each(one: Mapping[str, Any]) -> Iterable[str]:
    return (str(value) for value in one.values() if value not in (None, ""))
