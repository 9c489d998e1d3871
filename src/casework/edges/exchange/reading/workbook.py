"""Reads .xlsx as a stream: values, dates, merged areas, comments, fills, hidden rows and columns.

A reader of our own, because a file of 10 MB must fit into 300 MiB of memory, and because comments
and merged areas are wanted together with streaming.
"""

from __future__ import annotations

import posixpath
import re
from datetime import datetime
from itertools import pairwise

from .archive import Archive, Elements, refuse
from .cells import Broken, CannotRead, Cell, Sheet, index_of
from .formats import Formats, read_formats, value_of_number

MAX_ROWS = 250_000
MAX_COLUMNS = 2_000
MAX_CELLS = 2_500_000
MAX_CELL_TEXT = 40_000
MAX_TEXTS = 60 * 2**20
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_workbook(archive: Archive) -> list[Sheet]:
    """Every worksheet of the archive, in the order of the tabs."""
    home = _main_part(archive)
    relations = _relations(archive, home)
    tabs, uses_1904 = _tabs(archive, home)
    shared: list[str] = []
    formats = Formats()
    for kind, target in relations.values():
        if kind.endswith("/sharedStrings") and target in archive.names:
            shared = _shared_texts(archive, target)
        if kind.endswith("/styles") and target in archive.names:
            formats = read_formats(archive, target)
    formats.uses_1904 = uses_1904
    sheets = []
    budget = [MAX_CELLS]
    for name, relation, hidden in tabs:
        kind, target = relations.get(relation, ("", ""))
        if not kind.endswith("/worksheet") or target not in archive.names:
            continue
        sheet = Sheet(name=name, hidden=hidden)
        _SheetReader(sheet, shared, formats, budget).read(archive, target)
        _read_comments(archive, target, sheet)
        sheets.append(sheet)
    return sheets


def _main_part(archive: Archive) -> str:
    for kind, target in _relations(archive, "").values():
        if kind.endswith("/officeDocument") and target in archive.names:
            return target
    raise CannotRead("damaged", what="the workbook part is missing")


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    if path not in archive.names:
        return found

    def start(element: str, given: dict[str, str]) -> None:
        if element == "Relationship" and given.get("TargetMode") != "External":
            target = given.get("Target", "")
            absolute = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            found[given.get("Id", "")] = (
                given.get("Type", ""),
                posixpath.normpath(absolute).lstrip("/"),
            )

    archive.parse(path, Elements(start))
    return found


def _tabs(archive: Archive, home: str) -> tuple[list[tuple[str, str, bool]], bool]:
    tabs: list[tuple[str, str, bool]] = []
    epoch = [False]

    def start(element: str, given: dict[str, str]) -> None:
        if element == "sheet":
            state = given.get("state", "visible") != "visible"
            tabs.append((given.get("name", ""), given.get("id", ""), state))
        if element == "workbookPr":
            epoch[0] = given.get("date1904", "0") in ("1", "true", "on")

    archive.parse(home, Elements(start))
    return tabs, epoch[0]


def _unescape(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _shared_texts(archive: Archive, target: str) -> list[str]:
    texts: list[str] = []
    parts: list[str] = []
    phonetic = [0]
    total = [0]

    def start(element: str, given: dict[str, str]) -> None:
        phonetic[0] += element == "rPh"

    def end(element: str, text: str) -> None:
        if element == "rPh":
            phonetic[0] -= 1
        elif element == "t" and not phonetic[0]:
            parts.append(text)
            total[0] += len(text)
            if total[0] > MAX_TEXTS:
                refuse("it holds more text than fits into memory")
        elif element == "si":
            texts.append(_unescape("".join(parts)))
            parts.clear()

    archive.parse(target, Elements(start, end))
    return texts


class _SheetReader:
    """Collects the cells of one sheet while its XML streams by."""

    def __init__(
        self, sheet: Sheet, shared: list[str], formats: Formats, budget: list[int]
    ) -> None:
        self._sheet, self._shared, self._formats, self._budget = sheet, shared, formats, budget
        self._cells: dict[int, Cell] = {}
        self._row = 0
        self._column = -1
        self._kind = ""
        self._style = 0
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = False
        self._formula_text = ""

    def read(self, archive: Archive, target: str) -> None:
        archive.parse(target, Elements(self._start, self._end))
        rows = self._sheet.rows
        if any(first[0] > second[0] for first, second in pairwise(rows)):
            rows.sort(key=lambda item: item[0])

    def _start(self, element: str, given: dict[str, str]) -> None:
        if element == "c":
            self._begin_cell(given)
        elif element == "row":
            self._row = int(given["r"]) if given.get("r", "").isdigit() else self._row + 1
            self._column = -1
            self._cells = {}
            if given.get("hidden") in ("1", "true"):
                self._sheet.hidden_rows.add(self._row)
        elif element == "f":
            self._formula = True
        elif element == "col" and given.get("hidden") in ("1", "true"):
            first, last = int(given.get("min", 1)), int(given.get("max", 1))
            self._sheet.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))
        elif element == "mergeCell":
            corners = _REFERENCE.findall(given.get("ref", ""))
            if len(corners) == 2 and len(self._sheet.merged) < 20_000:
                (left, top), (right, bottom) = corners
                self._sheet.merged.append((int(top), index_of(left), int(bottom), index_of(right)))

    def _begin_cell(self, given: dict[str, str]) -> None:
        found = _REFERENCE.match(given.get("r", ""))
        self._column = index_of(found[1]) if found else self._column + 1
        self._kind = given.get("t", "n")
        style = given.get("s", "0")
        self._style = int(style) if style.isdigit() else 0
        self._value, self._formula, self._formula_text = None, False, ""
        self._inline.clear()

    def _end(self, element: str, text: str) -> None:
        if element == "v":
            self._value = text
        elif element == "t":
            self._inline.append(text)
        elif element == "f":
            self._formula_text = text
        elif element == "c":
            self._end_cell()
        elif element == "row" and self._cells:
            self._end_row()

    def _end_cell(self) -> None:
        place = (self._row, self._column)
        colour = self._formats.fill(self._style)
        if colour:
            self._sheet.fills[place] = colour
        value = self._cell()
        if value is None:
            return
        if self._column >= MAX_COLUMNS:
            raise CannotRead(
                "too_many_columns", sheet=self._sheet.name, row=self._row, limit=MAX_COLUMNS
            )
        if isinstance(value, str) and len(value) > MAX_CELL_TEXT:
            raise CannotRead(
                "cell_too_long", sheet=self._sheet.name, row=self._row, limit=MAX_CELL_TEXT
            )
        if self._formats.is_struck(self._style):
            self._sheet.struck.add(place)
        self._cells[self._column] = value
        self._budget[0] -= 1
        if self._budget[0] < 0:
            raise CannotRead("too_many_cells", limit=MAX_CELLS)

    def _cell(self) -> Cell:
        raw = self._value
        if self._kind == "inlineStr":
            return _text("".join(self._inline))
        if raw is None or raw == "":
            if self._formula and self._kind != "str":
                return Broken(f"={self._formula_text[:200]}")
            return None
        if self._kind == "s":
            number = int(raw) if raw.isdigit() else -1
            if not 0 <= number < len(self._shared):
                return Broken("missing text")
            return _text(self._shared[number])
        if self._kind == "str":
            return _text(raw)
        if self._kind == "b":
            return raw == "1"
        if self._kind == "e":
            return Broken(raw)
        if self._kind == "d":
            return _iso(raw)
        return value_of_number(raw, self._formats, self._style)

    def _end_row(self) -> None:
        width = max(self._cells) + 1
        self._sheet.rows.append((self._row, tuple(self._cells.get(i) for i in range(width))))
        if len(self._sheet.rows) > MAX_ROWS:
            raise CannotRead("too_many_rows", sheet=self._sheet.name, limit=MAX_ROWS)


def _text(text: str) -> str | None:
    text = _unescape(text)
    return text if text.strip() else None


def _iso(raw: str) -> Cell:
    try:
        return datetime.fromisoformat(raw.replace("Z", ""))
    except ValueError:
        return raw


def _read_comments(archive: Archive, target: str, sheet: Sheet) -> None:
    relations = _relations(archive, target).values()
    kinds = [(kind, part) for kind, part in relations if part in archive.names]
    # Threaded comments repeat their text in the old kind, with an advertisement: read them last.
    for ending, element_name in (("/comments", "comment"), ("/threadedComment", "threadedComment")):
        for part in [part for kind, part in kinds if kind.endswith(ending)]:
            place: list[tuple[int, int] | None] = [None]
            words: list[str] = []

            def start(
                element: str,
                given: dict[str, str],
                wanted: str = element_name,
                place: list[tuple[int, int] | None] = place,
                words: list[str] = words,
            ) -> None:
                found = _REFERENCE.match(given.get("ref", "")) if element == wanted else None
                if found:
                    place[0] = (int(found[2]), index_of(found[1]))
                    words.clear()

            def end(
                element: str,
                text: str,
                wanted: str = element_name,
                place: list[tuple[int, int] | None] = place,
                words: list[str] = words,
            ) -> None:
                if element in ("t", "text"):
                    words.append(text)
                if element == wanted and place[0] is not None:
                    said = "".join(words).strip()
                    if said:
                        sheet.comments[place[0]] = said[:MAX_CELL_TEXT]
                    place[0] = None

            archive.parse(part, Elements(start, end))
