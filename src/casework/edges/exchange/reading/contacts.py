"""Assembles contacts: when, with whom, by whom, how, how long, and what was noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .cells import as_written
from .context import FileContext
from .durations import DurationRead, learn_unit, read_duration
from .evidence import yes_or_no
from .layout import Record
from .mapping import ColumnMapping
from .reasons import why
from .statuses import attendance_of, kind_of_contact
from .tablereader import TableReader
from .words import is_blank, is_unknown, plain

_ASKS_SEEN = frozenset(
    "attended seen present show kept asistencia asistio anwesend anwesenheit erschienen presence "
    "presenza presente narvaro oppmote aanwezig aanwezigheid".split()
)
_ASKS_ABSENT = frozenset("dna dnas ns absent absence".split())


@dataclass(slots=True)
class ContactRow:
    """One contact as one row tells of it."""

    sheet: str
    row: int
    family: str | None
    given: str | None
    born_on: date | None
    identifiers: Sequence[dict[str, Any]]
    on: date | None
    kind: str | None
    attendance: str | None
    minutes: int | None
    worker: str | None
    units: int | None
    reader: TableReader
    record: Record

    def to_json(self) -> dict[str, Any]:
        """The row in the manner of the contract for people."""
        reader, record = self.reader, self.record
        return {
            "sheet": self.sheet,
            "row": self.row,
            "family": self.family,
            "given": self.given,
            "born_on": self.born_on.isoformat() if self.born_on else None,
            "identifiers": list(self.identifiers),
            "on": self.on.isoformat() if self.on else None,
            "starts_at": reader.text(record, "starts_at"),
            "kind": self.kind,
            "attendance": self.attendance,
            "minutes": self.minutes,
            "worker": self.worker,
            "units": self.units,
            "place": reader.text(record, "place"),
            "note": reader.text(record, "note"),
            "quoted": reader.quoted(record),
        }


def read_contacts(context: FileContext) -> list[ContactRow]:
    """Every contact of every table, in the order of the file."""
    rows: list[ContactRow] = []
    for table, mapped in context.tables:
        if mapped.use:
            reader = _ContactReader(context, TableReader(context, table, mapped))
            rows.extend(reader.read(record) for record in table.records)
    return rows


class _ContactReader:
    def __init__(self, context: FileContext, reader: TableReader) -> None:
        self._context, self._reader = context, reader
        self._duration = reader.by_field.get("duration")
        self._unit: str | None = None
        if self._duration is not None:
            heading = reader.columns[self._duration.index].words
            self._unit = self._duration.options.get("unit") or learn_unit(
                reader.cells(self._duration), heading
            )
        self._lengths: dict[str, DurationRead] = {}
        self._kinds: dict[str, tuple[str | None, str | None]] = {}

    def read(self, record: Record) -> ContactRow:
        reader = self._reader
        name = reader.name(record)
        kind, attendance = self._kind(record)
        return ContactRow(
            sheet=reader.table.sheet.name,
            row=record.row,
            family=name.family,
            given=name.given,
            born_on=reader.date(record, "born_on").value,
            identifiers=reader.identifiers(record) or (),
            on=reader.date(record, "on").value,
            kind=kind,
            attendance=self._attendance(record) or attendance,
            minutes=self._minutes(record),
            worker=reader.worker(record),
            units=self._units(record),
            reader=reader,
            record=record,
        )

    def _minutes(self, record: Record) -> int | None:
        column = self._duration
        if column is None:
            return None
        value = record.values[column.index]
        if isinstance(value, str):
            read = self._lengths.get(value)
            if read is None:
                read = self._lengths[value] = read_duration(value, self._unit)
        else:
            read = read_duration(value, self._unit)
        if read.why is not None:
            self._reader.problem(record, column, read.why)
        return read.minutes

    def _kind(self, record: Record) -> tuple[str | None, str | None]:
        column = self._reader.by_field.get("kind")
        text = as_written(record.values[column.index]) if column else ""
        if column is None or not text or is_blank(text):
            return None, None
        found = self._kinds.get(text)
        if found is None:
            found = self._kinds[text] = kind_of_contact(text, self._context.legend)
        if found == (None, None):
            self._reader.problem(record, column, why("word_unknown"))
        return found

    def _attendance(self, record: Record) -> str | None:
        column = self._reader.by_field.get("attendance")
        text = as_written(record.values[column.index]) if column else ""
        if column is None or not text or is_blank(text):
            return None
        found = self._by_flag(column, text)
        found = found or attendance_of(self._context.legend.get(plain(text), text))
        if found is None:
            self._reader.problem(record, column, why("word_unknown"))
        return found

    @staticmethod
    def _by_flag(column: ColumnMapping, text: str) -> str | None:
        """Yes and no under 'Attended', and the other way round under 'DNA'."""
        answer = yes_or_no(text)
        words = set(plain(column.header).split())
        if answer is None or not words & (_ASKS_SEEN | _ASKS_ABSENT):
            return None
        return "seen" if answer is bool(words & _ASKS_SEEN) else "not_there"

    def _units(self, record: Record) -> int | None:
        column = self._reader.by_field.get("units")
        if column is None:
            return None
        value = record.values[column.index]
        text = as_written(value)
        if not text or is_blank(text) or is_unknown(text):
            return None
        if text.isdigit() and text.isascii() and len(text) <= 4:
            return int(text)
        self._reader.problem(record, column, why("number_not"))
        return None
