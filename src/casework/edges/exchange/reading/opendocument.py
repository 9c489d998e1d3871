"""Reads .ods, which LibreOffice saves, as the same plain sheets."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from .archive import Archive, Elements
from .cells import CannotRead, Cell, Sheet
from .workbook import MAX_CELL_TEXT, MAX_CELLS, MAX_COLUMNS, MAX_ROWS

_MARKS = {"s": " ", "tab": "\t", "line-break": "\n"}
_SPAN = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def read_opendocument(archive: Archive) -> list[Sheet]:
    """Every sheet of an OpenDocument spreadsheet."""
    reader = _Reader()
    archive.parse("content.xml", Elements(reader.start, reader.end, reader.said))
    return reader.sheets


class _Reader:
    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._row = 0
        self._repeat_row = 1
        self._cells: list[Cell] = []
        self._given: dict[str, str] = {}
        self._words: list[str] = []
        self._note: list[str] | None = None
        self._inside = 0
        self._budget = MAX_CELLS

    def start(self, element: str, given: dict[str, str]) -> None:
        if element == "table":
            self.sheets.append(Sheet(name=given.get("name", "")))
            self._row = 0
        elif element == "table-row":
            self._repeat_row = _count(given, "number-rows-repeated")
            self._row += 1
            self._cells = []
        elif element in ("table-cell", "covered-table-cell"):
            self._given, self._words, self._note = given, [], None
        elif element == "annotation":
            self._note = []
        elif element == "p":
            self._inside += 1
            words = self._words if self._note is None else self._note
            if words:
                words.append("\n")
        elif element in _MARKS and self._inside:
            self.said(_MARKS[element] * _count(given, "c"))

    def said(self, text: str) -> None:
        if self._inside:
            (self._words if self._note is None else self._note).append(text)

    def end(self, element: str, text: str) -> None:
        if element == "p":
            self._inside -= 1
        elif element == "annotation" and self.sheets:
            place = (self._row, len(self._cells))
            self.sheets[-1].comments[place] = "".join(self._note or []).strip()[:MAX_CELL_TEXT]
            self._note = None
            self._words = []
        elif element in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif element == "table-row" and self.sheets:
            self._end_row()

    def _end_cell(self) -> None:
        value = self._value()
        times = _count(self._given, "number-columns-repeated")
        if value is None:
            # A sheet ends with one blank cell repeated to its far edge: it is no value.
            self._cells.extend([None] * min(times, MAX_COLUMNS + 1))
            return
        self._merge()
        self._budget -= times
        if self._budget < 0:
            raise CannotRead("too_many_cells", limit=MAX_CELLS)
        self._cells.extend([value] * times)

    def _merge(self) -> None:
        across = _count(self._given, "number-columns-spanned")
        down = _count(self._given, "number-rows-spanned")
        if across * down > 1 and self.sheets:
            left = len(self._cells)
            self.sheets[-1].merged.append(
                (self._row, left, self._row + down - 1, left + across - 1)
            )

    def _value(self) -> Cell:
        kind = self._given.get("value-type")
        if kind == "date":
            try:
                return datetime.fromisoformat(self._given.get("date-value", ""))
            except ValueError:
                return None
        if kind == "time":
            found = _SPAN.match(self._given.get("time-value", ""))
            if found:
                hours, minutes, seconds = (int(part) for part in found.groups())
                return timedelta(hours=hours, minutes=minutes, seconds=seconds)
        if kind in ("float", "percentage", "currency"):
            try:
                number = float(self._given.get("value", ""))
            except ValueError:
                return None
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        if kind == "boolean":
            return self._given.get("boolean-value") == "true"
        text = "".join(self._words)
        return text if text.strip() else None

    def _end_row(self) -> None:
        sheet = self.sheets[-1]
        while self._cells and self._cells[-1] is None:
            self._cells.pop()
        if len(self._cells) > MAX_COLUMNS:
            raise CannotRead("too_many_columns", sheet=sheet.name, row=self._row, limit=MAX_COLUMNS)
        if any(isinstance(value, str) and len(value) > MAX_CELL_TEXT for value in self._cells):
            raise CannotRead("cell_too_long", sheet=sheet.name, row=self._row, limit=MAX_CELL_TEXT)
        if self._cells:
            self._budget -= len(self._cells) * (self._repeat_row - 1)
            if self._budget < 0:
                raise CannotRead("too_many_cells", limit=MAX_CELLS)
            sheet.rows.extend(
                (self._row + step, tuple(self._cells)) for step in range(self._repeat_row)
            )
        if len(sheet.rows) > MAX_ROWS:
            raise CannotRead("too_many_rows", sheet=sheet.name, limit=MAX_ROWS)
        self._row += self._repeat_row - 1


def _count(given: dict[str, str], name: str) -> int:
    text = given.get(name, "1")
    return max(1, int(text)) if text.isdigit() else 1
