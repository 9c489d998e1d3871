"""What the cells of one row look like together: headings, a total, hints below headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from .cells import Cell, as_written
from .dates import glance
from .words import is_blank, plain, tidy

_TOTALS = frozenset(
    "total totals subtotal sum summe gesamt count suma totaal totale yhteensa summa razem "
    "sous total grand total n average mean anzahl nombre antal antall aantal liczba totais".split()
) | {
    "record count",
    "records",
    "total rows",
    "total records",
    "rows",
    "row count",
    "number of records",
    "end of report",
    "grand total",
    "sub total",
    "sous total",
    "total clients",
    "total cases",
    "number of clients",
}
_COUNT = re.compile(r"^[\d.,:% ]+(?:h|hrs?|hours|min)?$", re.IGNORECASE)
_HINT = re.compile(
    r"^\(.*\)$|^[dmytja]{1,4}([./ -][dmytja]{1,4}){1,2}$|^(last|first)\b.*$", re.IGNORECASE
)


def is_total(filled: Sequence[tuple[int, Cell]]) -> bool:
    """'Total' and numbers, 'Record count: 30': a line that counts the others."""
    words = [as_written(value) for _, value in filled]
    first = plain(words[0]).rstrip("0123456789 ")
    if first not in _TOTALS:
        starts = bool(first) and first.split()[0] in ("total", "totals", "summe", "gesamt", "suma")
        return starts and len(words) > 1 and all(_COUNT.match(word) for word in words[1:])
    return len(filled) <= 4 or all(_COUNT.match(word) for word in words[1:])


def could_be_heading(row: tuple[Cell, ...]) -> bool:
    """Short texts, hardly a digit, and perhaps months or weeks: what a row of headings looks like.

    A wide sheet counts months, weeks or days to the right, as dates or as bare numbers.
    """
    filled = [value for value in row if value is not None]
    if sum(isinstance(value, str) for value in filled) < 2:
        return False
    texts = [value for value in filled if isinstance(value, str) and not _is_period(value)]
    if len(texts) < 2 or any(len(text) > 80 for text in texts):
        return False
    if len(texts) < len(filled):
        others = [value for value in filled if not isinstance(value, str) or _is_period(value)]
        if len(texts) < 3 or not all(_is_period(value) for value in others):
            return False
    with_digits = sum(sum(c.isdigit() for c in text) > 3 for text in texts)
    return with_digits <= 0.2 * len(texts)


_MONTH_OR_YEAR = re.compile(r"^\D{0,14}\d{4}$|^\d{1,2}\D\d{4}$|^\d{4}\D\d{1,2}$")


def _is_period(value: Cell) -> bool:
    """A month, a day, a year or the number of a week, over the columns of a wide sheet."""
    if isinstance(value, date):
        return value.day == 1 or value.day >= 28 or value.month == value.day
    if isinstance(value, int) and not isinstance(value, bool):
        return 1 <= value <= 53 or 1990 <= value <= 2100
    if not isinstance(value, str) or not _MONTH_OR_YEAR.match(value):
        return False
    return glance(value).kind in ("month", "year")


def is_hint_row(row: tuple[Cell, ...]) -> bool:
    filled = [tidy(value) for value in row if isinstance(value, str)]
    others = [value for value in row if value is not None and not isinstance(value, str)]
    return bool(filled) and not others and all(_HINT.match(text) for text in filled)


def joined_rows(row: tuple[Cell, ...], below: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Headings with the hints below them, in brackets."""
    joined: list[Cell] = []
    for place in range(max(len(row), len(below))):
        heading = as_written(row[place]) if place < len(row) else ""
        hint = as_written(below[place]).strip("()") if place < len(below) else ""
        joined.append(f"{heading} ({hint})" if hint else heading or None)
    return tuple(joined)


def text_of(row: tuple[Cell, ...]) -> str:
    said = [as_written(value) for value in row if value is not None]
    return " | ".join(text for text in said if not is_blank(text))[:300]


_FOOTER = re.compile(
    r"^(?:last )?(?:updated|printed|prepared|generated|exported|created|reviewed|compiled|erstellt"
    r"|aktualisiert|mis a jour|actualizado|aggiornato|bijgewerkt|uppdaterad|oppdatert|opdateret"
    r"|paivitetty)(?: (?:by|on|at|am|von|le|par|el|por|il|da|op|door|av|af)\b| ?\d|$)"
)


def is_footer(filled: Sequence[Cell]) -> bool:
    """'Updated by | ST | 12/09/2026', 'Key: ...': about the sheet, not about a person."""
    if not 1 < len(filled) <= 4 or not isinstance(filled[0], str):
        return False
    first = filled[0].strip()
    return first.endswith(":") or bool(_FOOTER.match(plain(first)))
