"""Finds the tables of a sheet: headings in one or two rows, titles, sections, totals, remarks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from .cells import Cell, Sheet, as_written, letter
from .headings import ANCHORS, Match, is_heading_word, match_heading
from .reasons import Why, why
from .rowshapes import could_be_heading, is_hint_row, is_total, joined_rows, text_of
from .statuses import status_in
from .words import heading_name, plain, tidy

_DECORATION = re.compile(r"^\s*[-=*_#~•►▶>–—\[]{1,}|[-=*_#~:–—\]]{1,}\s*$")
_SECTION_WORDS = frozenset(
    "team unit ward site office programme program group caseload locality region north south east "
    "west equipe equipo grupo gruppe abteilung standort tiimi enhet zona area distrito "
    "afdeling".split()
)


@dataclass(slots=True)
class Column:
    """One column of a table."""

    index: int
    heading: str
    group: str = ""
    hidden: bool = False

    @property
    def letter(self) -> str:
        return letter(self.index)

    @property
    def name(self) -> str:
        """The heading as people would say it."""
        own = heading_name(self.heading) if self.heading else ""
        return own or heading_name(self.group) or self.letter

    @property
    def words(self) -> str:
        return f"{self.group} {self.heading}".strip()


@dataclass(slots=True)
class Record:
    """One row below the headings."""

    row: int
    values: tuple[Cell, ...]
    section: str | None = None
    section_status: str | None = None


@dataclass(slots=True)
class LeftOut:
    """A line that was not read as a record, and why; doubtful when it could have been one."""

    row: int
    text: str
    kind: str
    why: Why | None = None


@dataclass(slots=True)
class Table:
    """Headings and the records below them."""

    sheet: Sheet
    columns: list[Column]
    header_rows: tuple[int, ...]
    titles: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def find_tables(sheet: Sheet, kind: str, given: tuple[int, ...] | None = None) -> list[Table]:
    """Every table of a sheet, top to bottom; given header rows (from a saved mapping) win."""
    return _Finder(sheet, kind, given).tables()


class _Finder:
    def __init__(self, sheet: Sheet, kind: str, given: tuple[int, ...] | None) -> None:
        self._sheet, self._kind, self._given = sheet, kind, given
        self._spread = _spread_merges(sheet)
        self._across = {(top, left) for top, left, bottom, right in sheet.merged if right > left}

    def tables(self) -> list[Table]:
        found: list[Table] = []
        waiting: list[str] = []
        place = 0
        rows = self._sheet.rows
        while place < len(rows):
            size, columns = self._header_at(place, found[-1] if found else None)
            if columns is not None:
                numbers = tuple(rows[place + step][0] for step in range(size))
                found.append(Table(self._sheet, columns, numbers, waiting))
                waiting = []
                place += size
                continue
            if found:
                waiting = self._read_row(found[-1], *rows[place])
            else:
                waiting.extend(self._title(rows[place][1]))
            place += 1
        for table in found:
            _mark_shifted(table)
        return found

    def _title(self, row: tuple[Cell, ...]) -> list[str]:
        return [value.strip() for value in row if isinstance(value, str)]

    # Headings

    def _header_at(self, place: int, above: Table | None) -> tuple[int, list[Column] | None]:
        rows = self._sheet.rows
        number, row = rows[place]
        if self._given is not None:
            if number != self._given[0]:
                return 0, None
            size = len([step for step, _ in rows[place : place + 4] if step in self._given])
            upper, lower = (row, rows[place + 1][1]) if size > 1 else ((), row)
            return size, self._columns(number, upper, lower)
        if not could_be_heading(row):
            return 0, None
        if above is not None and not self._looks_like_headings(row, above):
            return 0, None
        single = self._columns(number, (), row)
        score = self._score(single)
        size, columns = 1, single
        if place + 1 < len(rows) and rows[place + 1][0] == number + 1:
            below = rows[place + 1][1]
            if is_hint_row(below):
                size = 2
                columns = self._columns(number, (), joined_rows(row, below))
                score = max(score, self._score(columns))
            elif could_be_heading(below):
                pair = self._columns(number, row, below)
                alone = self._score(self._columns(number + 1, (), below))
                if self._score(pair) > max(score, alone):
                    size, columns, score = 2, pair, self._score(pair)
        if score < (2.0 if above is None else 3.0):
            return 0, None
        fields = [self._match(column) for column in columns]
        named = [match for match in fields if match is not None]
        if not any(match.field in ANCHORS for match in named):
            return 0, None
        if len(named) < 3 and len(named) < 0.3 * sum(
            bool(column.heading or column.group) for column in columns
        ):
            return 0, None
        if above is not None and self._same(above, columns):
            above.left_out.append(LeftOut(number, text_of(row), "repeated headings"))
            return 0, None
        return size, columns

    def _looks_like_headings(self, row: tuple[Cell, ...], above: Table) -> bool:
        filled = [tidy(value) for value in row if isinstance(value, str)]
        known = sum(is_heading_word(text, self._kind) for text in filled)
        if known >= 3:
            return True
        before = {tidy(column.heading) for column in above.columns}
        return sum(text in before for text in filled) >= 0.5 * len(filled)

    def _match(self, column: Column) -> Match | None:
        return match_heading(column.heading, self._kind, column.group)

    def _score(self, columns: list[Column]) -> float:
        """One for each different field named, a half for columns that are only known."""
        fields: set[str] = set()
        score = 0.0
        for column in columns:
            match = self._match(column)
            if match is None:
                continue
            if match.field in ("known", "identifier", "note", "score"):
                score += 0.5
            elif match.field not in fields:
                fields.add(match.field)
                score += 1.0
        return score

    @staticmethod
    def _same(above: Table, columns: list[Column]) -> bool:
        before = {plain(column.words) for column in above.columns if column.words}
        now = {plain(column.words) for column in columns if column.words}
        return len(before & now) >= 0.7 * max(len(now), 1)

    def _columns(
        self, number: int, upper: tuple[Cell, ...], lower: tuple[Cell, ...]
    ) -> list[Column]:
        width = max(len(upper), len(lower))
        groups = self._groups(number, upper, width)
        columns = []
        for index in range(width):
            heading = as_written(lower[index]) if index < len(lower) else ""
            hidden = index in self._sheet.hidden_columns
            columns.append(Column(index, heading, groups[index], hidden))
        while columns and not columns[-1].heading and not columns[-1].group:
            columns.pop()
        return columns

    def _groups(self, number: int, upper: tuple[Cell, ...], width: int) -> list[str]:
        """The upper headings, carried to the right over the columns that they gather."""
        groups = [as_written(upper[i]) if i < len(upper) else "" for i in range(width)]
        merged = [area for area in self._sheet.merged if area[0] <= number <= area[2]]
        if merged:
            for _top, left, _bottom, right in merged:
                for index in range(left + 1, min(right + 1, width)):
                    groups[index] = groups[index] or groups[left]
        elif sum(bool(group) for group in groups) >= 2:
            for before, index in pairwise(range(width)):
                groups[index] = groups[index] or groups[before]
        return groups

    # Rows below the headings

    def _read_row(self, table: Table, number: int, row: tuple[Cell, ...]) -> list[str]:
        """Adds a record, or a section, or notes what was left out; answers a possible title."""
        if table.left_out and table.left_out[-1].row == number:
            return []
        values = self._filled(number, row, len(table.columns))
        filled = [(place, value) for place, value in enumerate(values) if value is not None]
        if not filled:
            return []
        text = text_of(row)
        if is_total(filled):
            table.left_out.append(LeftOut(number, text, "total"))
            return []
        own = [value for value in row if value is not None]
        if len(own) == 1 and isinstance(own[0], str):
            return self._read_lone(table, number, values, filled[0][0], own[0])
        last = table.records[-1] if table.records else None
        section, status = (last.section, last.section_status) if last else (None, None)
        if table.left_out and (last is None or table.left_out[-1].row > last.row):
            section, status = self._section(table, section, status, last)
        table.records.append(Record(number, values, section, status))
        return []

    def _read_lone(
        self, table: Table, number: int, values: tuple[Cell, ...], place: int, text: str
    ) -> list[str]:
        words = tidy(text)
        match = self._match(table.columns[place]) if place < len(table.columns) else None
        is_name = match is not None and match.field in ("name", "family")
        decorated = bool(_DECORATION.search(words)) or (number, place) in self._across
        status = status_in(words, title=True) is not None and len(words.split()) <= 6
        place_word = bool(set(plain(words).split()) & _SECTION_WORDS)
        section = decorated or status or place_word or _names_a_holder(words)
        if section and not (is_name and "," in words):
            table.left_out.append(LeftOut(number, words, "section"))
            return [words]
        if is_name and "," in words and len(words) <= 60:
            last = table.records[-1] if table.records else None
            table.records.append(
                Record(
                    number,
                    values,
                    last.section if last else None,
                    last.section_status if last else None,
                )
            )
            return []
        if len(words) > 60 or len(words.split()) > 5 or "=" in words or place > 0 and not is_name:
            table.left_out.append(LeftOut(number, words, "remark"))
            return [words]
        table.left_out.append(LeftOut(number, words, "doubtful", why("row_one_cell")))
        return [words]

    @staticmethod
    def _section(
        table: Table, section: str | None, status: str | None, last: Record | None
    ) -> tuple[str | None, str | None]:
        """The section lines since the last record: a status counts until another section speaks."""
        since = last.row if last else 0
        for line in table.left_out:
            if line.row <= since or line.kind != "section":
                continue
            said = status_in(line.text, title=True)
            section = _DECORATION.sub("", _DECORATION.sub("", line.text)).strip(" -=*_#:~")
            status = said or ("unclear" if status else None)
        return section, status

    def _filled(self, number: int, row: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
        """The row with the values of cells merged from above, cut of blank ends."""
        spread = self._spread.get(number)
        if spread is None and (self._sheet.ragged or len(row) >= width):
            return row
        values = list(row)
        for column, value in spread or ():
            values.extend([None] * (column + 1 - len(values)))
            if values[column] is None:
                values[column] = value
        if not self._sheet.ragged:
            values.extend([None] * (width - len(values)))
        return tuple(values)


def _names_a_holder(text: str) -> bool:
    """'Case manager: Dana Lopez' heads the rows below it."""
    label, colon, name = text.partition(":")
    match = match_heading(label, "people") if colon and name.strip() else None
    return match is not None and match.field == "worker"


def _spread_merges(sheet: Sheet) -> dict[int, list[tuple[int, Cell]]]:
    """For each row, the values that cells merged downwards bring into it."""
    spread: dict[int, list[tuple[int, Cell]]] = {}
    tall = [area for area in sheet.merged if 0 < area[2] - area[0] <= 5_000]
    if not tall:
        return spread
    rows = dict(sheet.rows)
    for top, left, bottom, _right in tall:
        row = rows.get(top, ())
        value = row[left] if left < len(row) else None
        if value is not None:
            for number in range(top + 1, bottom + 1):
                spread.setdefault(number, []).append((left, value))
    return spread


def _mark_shifted(table: Table) -> None:
    """In delimited text a row wider than the headings has shifted values: it is not read.

    A shorter row has lost a piece, unless the program that wrote the file drops blank ends.
    """
    if not table.sheet.ragged or not table.records:
        return
    width = len(table.columns)
    lengths = [len(record.values) for record in table.records]
    short = sum(length < width for length in lengths)
    usual, times = Counter(lengths).most_common(1)[0]
    longest = (
        usual if usual >= width and len(lengths) - times <= max(1, len(lengths) // 10) else None
    )
    drops_ends = short > 0.05 * len(lengths) + 1
    kept: list[Record] = []
    for record in table.records:
        filled = len(record.values)
        while filled and record.values[filled - 1] is None:
            filled -= 1
        broken = len(record.values) < width and not drops_ends
        broken = broken or (longest is not None and len(record.values) > longest)
        if filled > width or broken:
            found = filled if filled > width else len(record.values)
            reason = why("row_shifted", found=found, expected=width)
            table.left_out.append(LeftOut(record.row, text_of(record.values), "doubtful", reason))
        else:
            padded = record.values[:width] + (None,) * (width - len(record.values))
            record.values = padded
            kept.append(record)
    table.records[:] = kept
