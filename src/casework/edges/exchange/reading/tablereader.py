"""Reads the fields that all kinds of files share, and notes what could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from .cells import Cell, as_written, letter
from .checkdigits import Born
from .context import FileContext, Problem
from .datecolumns import DateColumn, decide_order, may_be_swapped
from .dates import DateRead, order_votes
from .headings import DATE_FIELDS, NAME_FIELDS, name_order_in_heading, order_in_heading
from .identifiers import IdentifierColumn, contradicts
from .layout import Column, Record, Table
from .mapping import ColumnMapping, TableMapping
from .nameorder import learn_order
from .names import NOTHING as NO_NAME
from .names import NameColumn, NameRead, read_part
from .reasons import Why, why
from .words import plain, tidy

Day = date
_OPEN_CASE = re.compile(
    r"\bMac[A-Za-z]{3}|-[A-Z][a-z]{1,2}-|\b(?:Van|Von|De|Der|Den|Da|Dos|Del|Della|Di|Du|Ten|Ter) "
)


def _is_count_of_days(value: Cell) -> bool:
    if isinstance(value, str):
        return len(value.strip()) == 5 and value.strip().isdigit()
    return isinstance(value, int | float) and value < 1_000_000


class TableReader:
    """Reads the fields that all kinds of files share, and notes what it could not read."""

    def __init__(self, context: FileContext, table: Table, mapped: TableMapping) -> None:
        self.context, self.table, self.mapped = context, table, mapped
        self.columns: dict[int, Column] = {column.index: column for column in table.columns}
        self._dates: dict[int, DateColumn] = {}
        self._names: dict[int, NameColumn] = {}
        self._identifiers: list[tuple[ColumnMapping, IdentifierColumn]] = []
        for column in mapped.columns:
            if column.index not in self.columns:
                column.field = None
            elif column.field in DATE_FIELDS or column.field == "score":
                self._dates[column.index] = self._date_column(column)
            elif column.field == "name":
                self._names[column.index] = self._name_column(column)
            elif column.field == "identifier":
                self._identifiers.append((column, self._identifier_column(column)))
        self._kept = self._kept_columns()
        named = {*NAME_FIELDS, "born_on", "identifier"}
        self._who = [column.index for column in mapped.columns if column.field in named]
        self._born: tuple[ColumnMapping, Born] | None = None
        self.by_field: dict[str, ColumnMapping] = {}
        for column in mapped.columns:
            if column.field:
                self.by_field.setdefault(column.field, column)

    # Setting up

    def cells(self, column: ColumnMapping) -> list[Cell]:
        """All cells of a column, top to bottom."""
        return [record.values[column.index] for record in self.table.records]

    def _date_column(self, column: ColumnMapping) -> DateColumn:
        purpose = "birth" if column.field == "born_on" else "service"
        cells = self.cells(column) if column.field != "score" else []
        sheet = self.context.sheet_orders.get(id(self.table.sheet))
        order, _by = decide_order(cells, sheet, self.context.file_order)
        hinted = order_in_heading(self.columns[column.index].words)
        if hinted and column.field != "score":
            votes = order_votes(cells)
            contrary = sum(votes[name] for name in ("dmy", "mdy") if name != hinted)
            order = None if contrary else hinted
        order = column.options.get("order") or order
        swapped = "order" not in column.options and may_be_swapped(cells, order)
        return DateColumn(
            purpose, today=self.context.today, order=order, swapped=swapped, era=self.context.era
        )

    def _name_column(self, column: ColumnMapping) -> NameColumn:
        cells = self.cells(column)
        chosen = column.options.get("order")
        order, leaning = chosen, None
        if order is None:
            order = name_order_in_heading(self.columns[column.index].words)
            commas = sum(isinstance(cell, str) and "," in cell for cell in cells)
            # 'Last, First' over names with commas says nothing about the few without one.
            if order is None or commas >= 0.2 * len(cells):
                order, leaning = learn_order(cells)
        return NameColumn(self.context.names, order, chosen=chosen is not None, leaning=leaning)

    def _identifier_column(self, column: ColumnMapping) -> IdentifierColumn:
        found = IdentifierColumn(
            column.header, column.options.get("system"), column.options.get("digits")
        )
        found.learn(self.cells(column))
        return found

    # Reading

    def problem(self, record: Record, column: ColumnMapping, reason: Why) -> None:
        """Lists a cell as unreadable; its row holds null there."""
        self.context.unreadable.append(self._problem(record, column, reason))

    def check(self, record: Record, column: ColumnMapping, reason: Why) -> None:
        """Lists a cell that was read, for somebody to look at."""
        self.context.checks.append(self._problem(record, column, reason))

    def _problem(self, record: Record, column: ColumnMapping, reason: Why) -> Problem:
        heading = self.columns[column.index]
        value = as_written(record.values[column.index])[:500]
        return Problem(
            self.table.sheet.name,
            record.row,
            heading.name,
            letter(column.index),
            tidy(heading.words),
            value,
            reason,
        )

    def is_about_somebody(self, record: Record, telling: Sequence[str]) -> bool:
        """False for a line without name, birth date and number that hardly says anything else."""
        values = record.values
        if any(values[place] is not None for place in self._who):
            return True
        return sum(self._is_filled(record, name) for name in telling) >= 2

    def _is_filled(self, record: Record, name: str) -> bool:
        return bool(as_written(self.cell(record, name)))

    def cell(self, record: Record, name: str) -> Cell:
        """The cell of a field's first column, or nothing."""
        column = self.by_field.get(name)
        return record.values[column.index] if column else None

    def text(self, record: Record, name: str) -> str | None:
        """A field that is kept as written."""
        value = as_written(self.cell(record, name))
        return value or None

    def problem_of_row(self, record: Record, column: str, reason: Why) -> None:
        """Lists something that the row as a whole does not say."""
        self.context.unreadable.append(
            Problem(self.table.sheet.name, record.row, column, "", "", "", reason)
        )

    def date(self, record: Record, name: str) -> DateRead:
        """A date field; what cannot be read, and what is only a year or month, is listed."""
        column = self.by_field.get(name)
        if column is None:
            return DateRead()
        value = record.values[column.index]
        read = self._dates[column.index].read(value)
        if read.why is not None:
            self.problem(record, column, read.why)
        elif read.value is not None and _is_count_of_days(value):
            self.check(record, column, why("date_serial"))
        return read

    def date_reader(self, column: ColumnMapping) -> Callable[[Cell], DateRead]:
        """How dates beside other things in a column's cells are read."""
        return self._dates[column.index].read

    def name(self, record: Record) -> NameRead:
        """The name of the row's person, from one column or from its parts."""
        whole = self.by_field.get("name")
        if whole is not None:
            read = self._names[whole.index].read(record.values[whole.index])
            if read.why is not None:
                self.problem(record, whole, read.why)
            elif read.family is None and read.given is None:
                self.problem(record, whole, why("name_missing"))
            elif self._case_is_open(read):
                self.check(record, whole, why("name_case"))
            return read
        return self._name_from_parts(record)

    @staticmethod
    def _case_is_open(read: NameRead) -> bool:
        """MACLEOD could be Macleod or MacLeod, DE-LA-ROSA De-la-Rosa."""
        if not read.family or read.family in read.written:
            return False
        return bool(_OPEN_CASE.search(read.family))

    def _name_from_parts(self, record: Record) -> NameRead:
        parts: dict[str, NameRead] = {}
        for name in ("family", "particle", "second_family", "given", "middle", "preferred"):
            column = self.by_field.get(name)
            if column is None:
                continue
            read = read_part(record.values[column.index], self.context.names)
            parts[name] = read
            if read.why is not None:
                self.problem(record, column, read.why)
        family = parts.get("family", NO_NAME)
        if self._case_is_open(family):
            self.check(record, self.by_field["family"], why("name_case"))
        given = parts.get("given", NO_NAME)
        if not any(part.family or part.why for part in (family, given)):
            column = self.by_field.get("family") or self.by_field.get("given")
            if column is not None:
                self.problem(record, column, why("name_missing"))
        second = parts.get("second_family", NO_NAME).family
        preferred = parts.get("preferred", NO_NAME).family or given.preferred or family.preferred
        both = self._with_particle(parts.get("particle"), family.family)
        both = " ".join(part for part in (both, second) if part) or None
        written = ", ".join(part.written for part in (family, given) if part.written)
        return NameRead(
            both if family.family else None,
            given.family,
            preferred,
            family.former or given.former,
            family.suffix or given.suffix,
            written,
        )

    @staticmethod
    def _with_particle(particle: NameRead | None, family: str | None) -> str | None:
        """'van den' in a column of its own belongs before 'Berg', and not twice."""
        said = particle.written if particle and particle.why is None else ""
        if not said or not family or plain(family).startswith(f"{plain(said)} "):
            return family
        joined = "" if said.endswith(("'", "’")) else " "
        return f"{tidy(said)}{joined}{family}"

    def identifiers(self, record: Record, born: Day | None = None) -> list[dict[str, Any]]:
        """Every number or code of the person by its system; one that could not be read is null."""
        found = []
        self._born = None
        for mapped, column in self._identifiers:
            value = record.values[mapped.index]
            read = column.read(value)
            system = mapped.options.get("system") or mapped.header
            if read.why is not None:
                self.problem(record, mapped, read.why)
                found.append({"system": system, "value": None, "written": as_written(value)})
            elif read.value is not None:
                found.append({"system": system, "value": read.value})
                if read.born is not None and self._born is None:
                    self._born = (mapped, read.born)
                if born and contradicts(read.born, born):
                    self.problem(record, mapped, why("identifier_birth"))
                    found[-1] = {"system": system, "value": None, "written": as_written(value)}
        return found

    def born_in_number(self, record: Record) -> tuple[Day | None, str]:
        """The day of birth in the row's checked number, for a table without a column for it."""
        if self._born is None or "born_on" in self.by_field:
            return None, ""
        mapped, born = self._born
        read = DateColumn("birth", today=self.context.today).read_number(born)
        if read.why is not None:
            self.problem(record, mapped, read.why)
        return read.value, mapped.header

    def worker(self, record: Record) -> str | None:
        """The worker, in full where the file says who the initials are."""
        column = self.by_field.get("worker")
        if column is None:
            return None
        read = self.context.workers.read(record.values[column.index])
        if read.why is not None:
            self.problem(record, column, read.why)
        return read.name

    def quoted(self, record: Record) -> dict[str, str]:
        """Every filled cell that has no field, under its heading, exactly as written."""
        return {
            key: as_written(record.values[place])
            for place, key in self._kept
            if record.values[place] is not None
        }

    def _kept_columns(self) -> list[tuple[int, str]]:
        """The columns without a field, and a name for each that no other has."""
        kept: list[tuple[int, str]] = []
        taken: set[str] = set()
        for mapped in self.mapped.columns:
            if mapped.field is None and mapped.index in self.columns:
                heading = self.columns[mapped.index]
                key = (
                    heading.name
                    if heading.name not in taken
                    else f"{heading.name} ({heading.letter})"
                )
                taken.add(key)
                kept.append((mapped.index, key))
        return kept
