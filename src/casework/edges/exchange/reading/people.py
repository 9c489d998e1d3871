"""Assembles people: who, since when, with whom, and whether open, closed or waiting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .cells import Cell, as_written
from .colours import colour_legend, colour_name
from .context import FileContext, TableReader
from .dates import DateRead
from .evidence import yes_or_no
from .layout import Record
from .mapping import ColumnMapping
from .reasons import Why, why
from .scores import read_score
from .statuses import letter_codes, status_in
from .words import is_blank, plain, tidy

_LOG_LINE = re.compile(r"^\s*[-*•]?\s*\(?\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?\b")
_LOG_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
_RISKS = {
    "low": "l low niedrig gering bajo baja faible basso baixo laag lag lav matala niskie green",
    "medium": "m med medium moderate mittel medio media moyen modere middel medel amber",
    "high": "h high hoch alto alta eleve haut hoog hog hoy korkea wysokie red severe",
}
# What yes and no mean under 'Active' and under 'Closed'; not closed can also be waiting.
_FLAGS = {("open", True): "open", ("open", False): "closed", ("closed", True): "closed"}
_RISK = {word: level for level, words in _RISKS.items() for word in words.split()}


@dataclass(slots=True)
class PersonRow:
    """One person as one row tells of them; reader and record lead back to the source cells."""

    sheet: str
    row: int
    family: str | None
    given: str | None
    preferred: str | None
    born_on: date | None
    born_partial: str | None
    identifiers: Sequence[dict[str, Any]]
    status: str | None
    referred_on: date | None
    opened_on: date | None
    closed_on: date | None
    worker: str | None
    scores: Sequence[dict[str, Any]]
    reader: TableReader
    record: Record
    inferred: Sequence[dict[str, str]] = ()

    def to_json(self) -> dict[str, Any]:
        """The row as the contract shows it, and below it everything else that the sheet says."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "family": self.family,
            "given": self.given,
            "preferred": self.preferred,
            "born_on": _iso(self.born_on),
            "born_partial": self.born_partial,
            "identifiers": list(self.identifiers),
            "status": self.status,
            "referred_on": _iso(self.referred_on),
            "opened_on": _iso(self.opened_on),
            "closed_on": _iso(self.closed_on),
            "worker": self.worker,
            "scores": list(self.scores),
            **extras(self.reader, self.record),
            "inferred": list(self.inferred),
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def read_people(context: FileContext) -> list[PersonRow]:
    """Every person of every table, in the order of the file."""
    rows: list[PersonRow] = []
    context.closed_elsewhere = any(
        (mapped.status or _status_of_titles(table.sheet.name, table.titles)[0]) == "closed"
        for table, mapped in context.tables
    )
    for table, mapped in context.tables:
        if mapped.use:
            reader = _PeopleReader(context, TableReader(context, table, mapped))
            rows.extend(reader.read(record) for record in table.records)
    _complete_initials(rows)
    return rows


class _PeopleReader:
    def __init__(self, context: FileContext, reader: TableReader) -> None:
        self._context, self._reader = context, reader
        table, mapped = reader.table, reader.mapped
        self._status_column = reader.by_field.get("status")
        said = [] if self._status_column is None else reader.cells(self._status_column)
        self._letters = letter_codes(str(v) for v in said if isinstance(v, str) and v.strip())
        self._whole, self._whole_is_weak = mapped.status, False
        if self._whole is None:
            self._whole, self._whole_is_weak = _status_of_titles(table.sheet.name, table.titles)
        self._colours = {
            colour: status_in(meaning)
            for colour, meaning in colour_legend(table.titles).items()
            if status_in(meaning)
        }

    def read(self, record: Record) -> PersonRow:
        reader = self._reader
        name = reader.name(record)
        born = reader.date(record, "born_on")
        hints: list[str] = []
        referred = self._service_date(record, "referred_on", born, hints)
        opened = self._service_date(record, "opened_on", born, hints)
        closed = self._service_date(record, "closed_on", born, hints)
        self._check_turned(record, "opened_on", opened, "referred_on", referred)
        self._check_turned(record, "closed_on", closed, "opened_on", opened)
        return PersonRow(
            sheet=reader.table.sheet.name,
            row=record.row,
            family=name.family,
            given=name.given,
            preferred=name.preferred,
            born_on=born.value,
            born_partial=born.partial,
            identifiers=reader.identifiers(record, born.value) or (),
            status=self._status(record, opened, closed, hints),
            referred_on=referred.value,
            opened_on=opened.value,
            closed_on=closed.value,
            worker=reader.worker(record),
            scores=self._scores(record) or (),
            reader=reader,
            record=record,
        )

    def _service_date(
        self, record: Record, name: str, born: DateRead, hints: list[str]
    ) -> DateRead:
        """A date of the service; a word of status in its place is a hint, not an unread date."""
        column = self._reader.by_field.get(name)
        value = record.values[column.index] if column else None
        if isinstance(value, str) and not any(char.isdigit() for char in value):
            said = status_in(value)
            if said and name != "referred_on":
                hints.append(said)
                return DateRead()
        read = self._reader.date(record, name)
        if column and read.value and born.value and read.value < born.value:
            self._reader.problem(record, column, why("date_before_birth"))
            return DateRead(why=why("date_before_birth"))
        return read

    def _check_turned(
        self, record: Record, name: str, read: DateRead, before: str, other: DateRead
    ) -> None:
        """An end before its beginning is shown to a person; nobody knows which is wrong."""
        columns = self._reader.by_field
        if read.value and other.value and read.value < other.value:
            self._reader.check(
                record, columns[name], why("date_turned", other=columns[before].header)
            )

    # Open, closed or waiting

    def _status(
        self, record: Record, opened: DateRead, closed: DateRead, hints: list[str]
    ) -> str | None:
        column = self._status_column
        own, failed = self._own_status(record)
        if failed:
            return None
        hints = list(hints)
        if record.section_status == "unclear":
            self._unclear(record, column)
            return None
        if record.section_status:
            hints.append(record.section_status)
        colour = self._colour_status(record)
        if colour:
            hints.append(colour)
        ended = closed.value is not None and closed.value <= self._context.today
        if ended or (closed.partial is not None):
            hints.append("closed")
        if own:
            hints.append(own)
        elif not record.section_status and self._whole and not (ended and self._whole_is_weak):
            hints.append(self._whole)
            if self._whole == "waiting" and opened.value and opened.value <= self._context.today:
                hints.append("open")
        if len(set(hints)) > 1:
            self._conflict(record, column, hints)
            return None
        if hints:
            return hints[0]
        return self._from_dates(record, column, opened, closed)

    def _own_status(self, record: Record) -> tuple[str | None, bool]:
        column = self._status_column
        if column is None:
            return None, False
        value = record.values[column.index]
        text = as_written(value)
        flag = column.options.get("flag")
        said = yes_or_no(value) if flag else None
        if said is not None:
            return _FLAGS.get((str(flag), said)), False
        if not text or is_blank(text):
            return None, False
        meaning = self._context.legend.get(plain(text))
        said = self._letters.get(plain(text)) or status_in(text)
        said = said or (status_in(meaning) if meaning else None)
        if said is None:
            self._reader.problem(record, column, why("status_unclear"))
            return None, True
        return said, False

    def _colour_status(self, record: Record) -> str | None:
        if not self._colours:
            return None
        fills = self._reader.table.sheet.fills
        for index in range(len(record.values)):
            fill = fills.get((record.row, index))
            if fill:
                return self._colours.get(colour_name(fill) or "")
        return None

    def _from_dates(
        self, record: Record, column: ColumnMapping | None, opened: DateRead, closed: DateRead
    ) -> str | None:
        """Opened, in a table that would show an end, and no end: open. Nothing else is certain."""
        reader = self._reader
        closing = reader.by_field.get("closed_on")
        has_end = closing is not None and bool(as_written(record.values[closing.index]).strip())
        began = opened.value or opened.partial
        if began and closing is not None and not has_end:
            return "open"
        # The ended ones have a table of their own in the same file.
        if began and closing is None and self._context.closed_elsewhere:
            return "open"
        self._unclear(record, column)
        return None

    def _unclear(self, record: Record, column: ColumnMapping | None) -> None:
        code = "status_unclear" if record.section_status == "unclear" else "status_nothing"
        self._list(record, column, why(code))

    def _conflict(self, record: Record, column: ColumnMapping | None, hints: list[str]) -> None:
        one, other = sorted(set(hints))[:2]
        target = column or self._reader.by_field.get("closed_on")
        self._list(record, target, why("status_conflict", one=one, other=other))

    def _list(self, record: Record, column: ColumnMapping | None, reason: Why) -> None:
        if column is not None:
            self._reader.problem(record, column, reason)
        else:
            self._reader.problem_of_row(record, "status", reason)

    # Scores

    def _scores(self, record: Record) -> list[dict[str, Any]]:
        reader = self._reader
        found: list[dict[str, Any]] = []
        for column in reader.mapped.columns:
            if column.field != "score":
                continue
            value = record.values[column.index]
            instrument = str(column.options.get("instrument", "")) or plain(column.header)
            read = read_score(value, instrument, reader.date_reader(column), self._context.ranges)
            if read.why is not None:
                reader.problem(record, column, read.why)
            elif read.score is not None:
                on = read.on
                if read.date_why is not None:
                    reader.problem(record, column, read.date_why)
                elif on is None:
                    on = self._score_date(record, instrument)
                found.append(
                    {
                        "instrument": instrument,
                        "score": read.score,
                        "on": _iso(on),
                        "written": as_written(value),
                    }
                )
        return found

    def _score_date(self, record: Record, instrument: str) -> date | None:
        for column in self._reader.mapped.columns:
            if column.field == "score_date" and column.options.get("instrument") == instrument:
                read = self._reader.date_reader(column)(record.values[column.index])
                if read.why is not None:
                    self._reader.problem(record, column, read.why)
                return read.value
        return None


def _status_of_titles(sheet: str, titles: list[str]) -> tuple[str | None, bool]:
    """What the lines above a table say, the nearest first, then the name of its sheet.

    True beside it when only a word like 'caseload' says so: a date of closing outweighs that.
    """
    for text in [*reversed(titles), sheet]:
        if len(text.split()) <= 8 and "=" not in text:
            said = status_in(text, title=True)
            if said:
                return said, status_in(text) is None
    return None, False


def _complete_initials(rows: list[PersonRow]) -> None:
    """'Hill, M.' is Mary Hill when exactly one Hill born on that day, in the same file, begins so.

    The completion is noted in the row, and the two rows are offered as one person.
    """
    full: dict[tuple[str, date], dict[str, PersonRow]] = {}
    for row in rows:
        if row.family and row.given and row.born_on and not _is_initial(row.given):
            full.setdefault((plain(row.family), row.born_on), {}).setdefault(plain(row.given), row)
    for row in rows:
        if not (row.family and row.given and row.born_on and _is_initial(row.given)):
            continue
        same = full.get((plain(row.family), row.born_on), {})
        fitting = [other for given, other in same.items() if given.startswith(plain(row.given))]
        if len(same) == 1 and len(fitting) == 1 and fitting[0].given:
            source = f"{fitting[0].sheet}, row {fitting[0].row}"
            row.inferred = ({"field": "given", "written": row.given, "from": source},)
            row.given = fitting[0].given


def _is_initial(given: str) -> bool:
    return len(plain(given)) == 1


def extras(reader: TableReader, record: Record) -> dict[str, Any]:
    """What a row says beyond the counted fields; nothing of it is dropped."""
    note = reader.text(record, "note")
    risk = reader.text(record, "risk")
    told: dict[str, Any] = {
        "team": reader.text(record, "team") or record.section,
        "referred_from": reader.text(record, "referred_from"),
        "close_reason": reader.text(record, "close_reason"),
        "risk": _RISK.get(plain(risk)) if risk else None,
        "risk_written": risk,
        "note": note,
        "log": log_lines(note, reader) if note else [],
        "comments": _comments(reader, record),
        "colour": _colour(reader, record),
        "quoted": reader.quoted(record),
    }
    return told


def log_lines(note: str, reader: TableReader) -> list[dict[str, Any]]:
    """The lines of a note that begin with a date; a date without its year is left as written."""
    lines = []
    for line in note.splitlines():
        if not _LOG_LINE.match(line):
            continue
        found = _LOG_DATE.search(line[:16])
        on = None
        if found:
            order = reader.context.sheet_orders.get(id(reader.table.sheet))
            on = service_date(found[0], reader.context.today, order or reader.context.file_order)
        lines.append({"written": tidy(line), "on": _iso(on)})
    return lines


def service_date(value: Cell, today: date, order: str | None) -> date | None:
    """A date somewhere in a text, if it can be read at all."""
    from .datecolumns import DateColumn

    return DateColumn("service", today=today, order=order).read(value).value


def _comments(reader: TableReader, record: Record) -> list[str]:
    comments = reader.table.sheet.comments
    if not comments:
        return []
    return [
        comments[(record.row, index)]
        for index in range(len(record.values))
        if (record.row, index) in comments
    ]


def _colour(reader: TableReader, record: Record) -> str | None:
    """The row's colour and its meaning, only where the sheet itself explains the colour."""
    sheet = reader.table.sheet
    legend = colour_legend(reader.table.titles) if sheet.fills else {}
    if not legend:
        return None
    for index in range(len(record.values)):
        fill = sheet.fills.get((record.row, index))
        name = colour_name(fill) if fill else None
        if name in legend:
            return f"{name}: {legend[str(name)]}"
    return None
