"""What a file holds once it is open: sheets of plain values, each cell knowing where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = None | str | int | float | bool | date | datetime | time | timedelta


class Broken(str):
    """A cell whose value the file itself could not give: a formula without result, or #REF!."""

    __slots__ = ()


class CannotRead(ValueError):
    """The file, or a part without which the rest means nothing, cannot be read; the text says why.

    The text is for the person who chose the file: what is wrong, where, and what to do.
    """

    def __init__(self, code: str, **values: object) -> None:
        from .reasons import REFUSALS

        self.code = code
        self.values = values
        super().__init__(REFUSALS[code].format(**values))


@dataclass(slots=True)
class Sheet:
    """One sheet: its non-empty rows in order, and what is known about cells besides their value."""

    name: str
    rows: list[tuple[int, tuple[Cell, ...]]] = field(default_factory=list)
    hidden: bool = False
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Merged areas as first row, first column, last row, last column; columns count from 0."""
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    ragged: bool = False
    """True for delimited text, where a row with too many values means that values have shifted."""


@dataclass(slots=True)
class Book:
    """An opened file."""

    name: str
    kind: str
    sheets: list[Sheet]
    encoding: str | None = None
    delimiter: str | None = None
    remarks: list[str] = field(default_factory=list)
    digest: str = ""


def letter(index: int) -> str:
    """The spreadsheet's own name of a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def index_of(name: str) -> int:
    """The reverse of letter: A is 0."""
    number = 0
    for char in name:
        number = number * 26 + ord(char) - 64
    return number - 1


def as_written(value: Cell) -> str:
    """A cell as a person would read it on the sheet, for quoting."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
