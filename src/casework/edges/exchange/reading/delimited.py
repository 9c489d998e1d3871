"""Reads delimited text: which delimiter, where a row is broken, and nothing that is not text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .cells import CannotRead, Cell, Sheet
from .encodings import decode
from .workbook import MAX_CELL_TEXT, MAX_CELLS, MAX_COLUMNS, MAX_ROWS

_DELIMITERS = (",", ";", "\t", "|")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])|[^\r\n]+")
_ALLOWED = {"\t", "\n", "\r", "\f", "\v", "\x1a"}
_CONTROLS = {chr(code) for code in range(32)} - _ALLOWED | {"\x7f"}


@dataclass(slots=True)
class Delimited:
    """A delimited text after reading."""

    sheet: Sheet
    encoding: str
    delimiter: str
    remarks: list[str] = field(default_factory=list)


def read_delimited(data: bytes, name: str) -> Delimited:
    """One sheet from delimited text; refuses what is not text."""
    text, encoding, remarks = decode(data)
    del data
    _refuse_binary(text)
    text = text.removeprefix("\ufeff").rstrip("\x1a")
    text = text.replace("\v", " ").replace("\f", " ")
    text, named = _named_delimiter(text)
    delimiter = named or _find_delimiter(text)
    sheet = Sheet(name=name, ragged=True)
    _read_rows(text, delimiter, sheet, remarks)
    return Delimited(sheet, encoding, delimiter, remarks)


def _refuse_binary(text: str) -> None:
    place = text.find("\0")
    if place >= 0:
        raise CannotRead("nul", line=text.count("\n", 0, place) + 1)
    sample = text[:200_000]
    if sum(sample.count(char) for char in _CONTROLS) > len(sample) * 0.001 + 2:
        raise CannotRead("binary")


def _named_delimiter(text: str) -> tuple[str, str | None]:
    """Excel's first line `sep=;` names the delimiter; a blank row stands for it."""
    first = text[:10].split("\n")[0].strip().lower()
    if first.startswith("sep=") and len(first) <= 5:
        rest = text[text.find("\n") + 1 :] if "\n" in text else ""
        return "\n" + rest, first[4:] or "\t"
    return text, None


def _find_delimiter(text: str) -> str:
    """The delimiter that gives the same number of values, more than one, in most rows."""
    sample = text[:100_000]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n")]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            widths = [len(row) for row in reader if any(cell.strip() for cell in row)]
        except csv.Error:
            continue
        counts = Counter(width for width in widths if width > 1)
        if not counts:
            continue
        width, times = max(counts.items(), key=lambda item: (item[1], item[0]))
        score = times / len(widths) * min(width, 6) ** 0.5
        if score > best_score + 1e-9:
            best, best_score = delimiter, score
    return best


def _lines(text: str, delimiter: str) -> Iterator[str]:
    """Lines that end alike, without a copy of the whole text: StringIO would take four times it.

    One line with far too many values is refused before it is made into a million of them.
    """
    for found in _LINE.finditer(text):
        line = found[0].rstrip("\r\n")
        if len(line) > MAX_COLUMNS and '"' not in line and line.count(delimiter) > MAX_COLUMNS:
            raise _TooWide
        yield line + "\n"


class _TooWide(Exception):
    """A line with more values than a sheet may have columns."""


def _read_rows(text: str, delimiter: str, sheet: Sheet, remarks: list[str]) -> None:
    csv.field_size_limit(MAX_CELL_TEXT * 2)
    reader = csv.reader(_lines(text, delimiter), delimiter=delimiter)
    seen: dict[str, str] = {}
    cells = 0
    number = 0
    while True:
        try:
            raw = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise _refusal(error, sheet.name, number + 1, text) from error
        except _TooWide:
            raise _too_wide(sheet.name, number + 1) from None
        number += 1
        row = tuple(_cell(value, seen) for value in raw)
        width = _width(row)
        if not width:
            continue
        if width > MAX_COLUMNS:
            raise _too_wide(sheet.name, number)
        if any(isinstance(value, str) and len(value) > MAX_CELL_TEXT for value in row):
            raise _too_long(sheet.name, number, row)
        cells += width
        if cells > MAX_CELLS:
            raise CannotRead("too_many_cells", limit=MAX_CELLS)
        if number > MAX_ROWS:
            raise CannotRead("too_many_rows", sheet=sheet.name, limit=MAX_ROWS)
        # The written width is kept, blank ends included: a shifted row shows by its width.
        sheet.rows.append((number, row))
    _refuse_open_quote(text, sheet)


def _too_wide(sheet: str, row: int) -> CannotRead:
    return CannotRead("too_many_columns", sheet=sheet, row=row, limit=MAX_COLUMNS)


def _cell(value: str, seen: dict[str, str]) -> str | None:
    if not value or not value.strip():
        return None
    if len(value) > 40:
        return value
    known = seen.get(value)
    if known is None:
        known = value
        if len(seen) < 100_000:
            seen[value] = value
    return known


def _width(row: tuple[Cell, ...]) -> int:
    for place in range(len(row), 0, -1):
        if row[place - 1] is not None:
            return place
    return 0


def _refusal(error: csv.Error, sheet: str, row: int, text: str) -> CannotRead:
    if "field larger" in str(error):
        if text.count('"') % 2:
            return CannotRead("open_quote", row=row)
        return CannotRead("cell_too_long", sheet=sheet, row=row, limit=MAX_CELL_TEXT)
    return CannotRead("damaged", what=f"row {row}: {error}")


def _too_long(sheet: str, row: int, cells: tuple[Cell, ...]) -> CannotRead:
    if any(isinstance(value, str) and value.count("\n") > 50 for value in cells):
        return CannotRead("open_quote", row=row)
    return CannotRead("cell_too_long", sheet=sheet, row=row, limit=MAX_CELL_TEXT)


def _refuse_open_quote(text: str, sheet: Sheet) -> None:
    """An odd number of quotation marks, and a last cell that holds lines: a quote never closed."""
    if text.count('"') % 2 == 0 or not sheet.rows:
        return
    number, row = sheet.rows[-1]
    last = next((value for value in reversed(row) if value is not None), "")
    if isinstance(last, str) and "\n" in last.strip("\n"):
        raise CannotRead("open_quote", row=number)
