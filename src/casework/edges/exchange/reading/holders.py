"""Whose list a table is, where no column says so: a title, a line between the rows, its sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .givennames import GIVEN
from .headings import match_heading
from .layout import Table
from .mapping import TableMapping
from .words import plain, tidy
from .workers import WorkerBook

_LABEL = re.compile(r"^([^:=]{2,40}?)\s*(?::|\s[-–—]\s)\s*(\S.{0,60})$")
_OWNER = re.compile(r"^(\S+(?: \S+){0,2}?)(?:['’]s?|s['’])\s+(?:\S+\s+){0,2}\S+$")


def holder_in(text: str) -> str | None:
    """'Case manager: Dana Lopez' names Dana Lopez."""
    found = _LABEL.match(tidy(text))
    if not found:
        return None
    match = match_heading(found[1], "people")
    return found[2] if match is not None and match.field == "worker" else None


def holder_of(table: Table, alike: Sequence[Table], workers: WorkerBook) -> str | None:
    """The worker of a whole table: a labelled title, or sheets that each bear a worker's name."""
    for place, title in enumerate(table.titles):
        said = holder_in(title)
        if said is None and place + 1 < len(table.titles):
            match = match_heading(title.rstrip(" :"), "people")
            if match is not None and match.field == "worker" and match.confidence > 0.7:
                said = table.titles[place + 1]
        if said:
            return workers.read(said).name
    sheets = {other.sheet.name for other in alike}
    if len(sheets) > 1 and all(_is_person(name, workers) for name in sheets):
        return workers.read(table.sheet.name).name
    owners = [found[1] for title in table.titles if (found := _OWNER.match(tidy(title)))]
    if plain(table.sheet.name) in {plain(owner) for owner in owners}:
        return workers.read(table.sheet.name).name
    return None


def _is_person(name: str, workers: WorkerBook) -> bool:
    words = plain(name).split()
    return bool(words) and len(words) <= 3 and (words[0] in GIVEN or workers.knows(name))


def tables_alike(tables: Sequence[tuple[Table, TableMapping]]) -> dict[str, list[Table]]:
    """Tables with the same headings, by the signature of these."""
    found: dict[str, list[Table]] = {}
    for table, mapped in tables:
        found.setdefault(mapped.signature, []).append(table)
    return found
