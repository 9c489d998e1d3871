"""What each column means: a plain object that a person can see, change, save and use again."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from dataclasses import field as made
from typing import Any

from .cells import CannotRead, letter
from .layout import Table
from .words import plain

VERSION = 1
FIELDS: dict[str, frozenset[str]] = {
    kind: frozenset(fields.split())
    for kind, fields in {
        "people": "name family particle second_family given middle preferred born_on identifier "
        "worker team note referred_on referred_from opened_on closed_on close_reason status risk "
        "score score_date",
        "contacts": "name family particle second_family given middle preferred born_on identifier "
        "worker team note on kind duration starts_at ends_at attendance units place",
        "referrals": "name family particle second_family given middle preferred born_on identifier "
        "worker team note sent_on agency need status follow_up_on",
    }.items()
}
OPTIONS = {
    "order": ("dmy", "mdy", "ymd", "family_given", "given_family"),
    "unit": ("minutes", "hours"),
    "flag": ("open", "closed"),
}


@dataclass(slots=True)
class ColumnMapping:
    """One column: its field or None (kept as written), how sure, why, and its options."""

    index: int
    header: str
    field: str | None
    confidence: float = 1.0
    because: str = ""
    options: dict[str, Any] = made(default_factory=dict)

    @property
    def letter(self) -> str:
        return letter(self.index)


@dataclass(slots=True)
class TableMapping:
    """One table: where its headings stand, what its columns mean, and what all its rows are."""

    sheet: str
    signature: str
    header_rows: tuple[int, ...]
    columns: list[ColumnMapping]
    status: str | None = None
    use: bool = True

    def field_columns(self, name: str) -> list[ColumnMapping]:
        return [column for column in self.columns if column.field == name]

    def column(self, name: str) -> ColumnMapping | None:
        return next(iter(self.field_columns(name)), None)


@dataclass(slots=True)
class Mapping:
    """All tables of one kind of file."""

    kind: str
    tables: list[TableMapping]
    day_order: str | None = None

    def to_json(self) -> dict[str, Any]:
        """A plain object, ready for json.dumps, a text area, or a file."""
        tables = []
        for table in self.tables:
            plain_table = asdict(table)
            plain_table["header_rows"] = list(table.header_rows)
            for column in plain_table["columns"]:
                column["letter"] = letter(column["index"])
            tables.append(plain_table)
        return {
            "version": VERSION,
            "kind": self.kind,
            "day_order": self.day_order,
            "tables": tables,
        }

    def saved_for(self, signature: str) -> TableMapping | None:
        """The table with the same headings."""
        return next((table for table in self.tables if table.signature == signature), None)


def signature(table: Table) -> str:
    """The same for the same headings in the same places, whatever the rows below hold."""
    text = "\x1f".join(f"{column.index}:{plain(column.words)}" for column in table.columns)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def mapping_from_json(saved: object, kind: str) -> Mapping:
    """A mapping that a person or a file gives; CannotRead says what is wrong with it."""
    if not isinstance(saved, dict) or saved.get("version") != VERSION:
        raise CannotRead("mapping", what="it is not a mapping of this version")
    if saved.get("kind") != kind:
        raise CannotRead("mapping", what=f"it is for {saved.get('kind')}, not for {kind}")
    tables = saved.get("tables")
    if not isinstance(tables, list):
        raise CannotRead("mapping", what="it has no tables")
    order = saved.get("day_order")
    if order not in (None, "dmy", "mdy", "ymd"):
        raise CannotRead("mapping", what=f"{order!r} is not an order of day, month and year")
    return Mapping(kind, [_table(table, kind) for table in tables], order)


def _table(given: object, kind: str) -> TableMapping:
    if not isinstance(given, dict):
        raise CannotRead("mapping", what="a table is not an object")
    status = given.get("status")
    if status not in (None, "open", "closed", "waiting"):
        raise CannotRead("mapping", what=f"{status!r} is not open, closed or waiting")
    rows, columns = given.get("header_rows"), given.get("columns")
    if not isinstance(rows, list) or not all(isinstance(row, int) for row in rows):
        raise CannotRead("mapping", what="header_rows is not a list of row numbers")
    if not isinstance(columns, list):
        raise CannotRead("mapping", what="a table has no columns")
    return TableMapping(
        sheet=str(given.get("sheet", "")),
        signature=str(given.get("signature", "")),
        header_rows=tuple(rows),
        columns=[_column(column, kind) for column in columns],
        status=status,
        use=bool(given.get("use", True)),
    )


def _column(given: object, kind: str) -> ColumnMapping:
    if not isinstance(given, dict) or not isinstance(given.get("index"), int):
        raise CannotRead("mapping", what="a column has no index")
    name = given.get("field")
    if name is not None and name not in FIELDS[kind]:
        raise CannotRead("mapping", what=f"{name!r} is not a field of {kind}")
    options = given.get("options") or {}
    if not isinstance(options, dict):
        raise CannotRead("mapping", what="options is not an object")
    for option, allowed in OPTIONS.items():
        if options.get(option) not in (None, *allowed):
            raise CannotRead("mapping", what=f"{options[option]!r} is not an {option}")
    return ColumnMapping(
        index=given["index"],
        header=str(given.get("header", "")),
        field=name,
        confidence=1.0,
        because=str(given.get("because", "")),
        options=options,
    )
