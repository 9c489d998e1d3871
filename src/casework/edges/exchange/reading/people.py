"""Assembles people: who, since when, with whom, and whether open, closed or waiting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .cells import Cell, as_written
from .colours import colour_legend, colour_name
from .context import FileContext
from .dates import DateRead
from .holders import holder_in, holder_of, tables_alike
from .layout import LeftOut, Record, Table
from .reasons import why
from .rowshapes import is_footer, text_of
from .scores import read_score
from .standing import Standing, status_of_titles
from .statuses import status_in
from .tablereader import TableReader
from .words import plain, tidy

_LOG_LINE = re.compile(r"^\s*[-*•]?\s*\(?\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?\b")
_LOG_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
_RISKS = {
    "low": "l low niedrig gering bajo baja faible basso baixo laag lag lav matala niskie green",
    "medium": "m med medium moderate mittel medio media moyen modere middel medel amber",
    "high": "h high hoch alto alta eleve haut hoog hog hoy korkea wysokie red severe",
}
_TELLING = ("referred_on", "opened_on", "closed_on", "status", "worker")
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
        (mapped.status or status_of_titles(table.sheet.name, table.titles)[0]) == "closed"
        for table, mapped in context.tables
    )
    alike = tables_alike(context.tables)
    for table, mapped in context.tables:
        if mapped.use:
            same = alike[mapped.signature]
            reader = _PeopleReader(context, TableReader(context, table, mapped), same)
            rows.extend(reader.read(record) for record in reader.persons())
    _complete_initials(rows)
    return rows


class _PeopleReader:
    def __init__(self, context: FileContext, reader: TableReader, alike: list[Table]) -> None:
        self._context, self._reader = context, reader
        self._holder = holder_of(reader.table, alike, context.workers)
        self._standing = Standing(context, reader)

    def persons(self) -> Iterator[Record]:
        """The records that are about a person; another line is left out, and listed."""
        for record in self._reader.table.records:
            filled = [value for value in record.values if value is not None]
            if self._reader.is_about_somebody(record, _TELLING) and not is_footer(filled):
                yield record
            else:
                text = text_of(record.values)
                line = LeftOut(record.row, text, "doubtful", why("row_no_person"))
                self._reader.table.left_out.append(line)

    def _worker(self, record: Record, inferred: list[dict[str, str]]) -> str | None:
        """The row's worker; without a column for it, the one whose list this is."""
        reader = self._reader
        if "worker" in reader.by_field:
            return reader.worker(record)
        said = holder_in(record.section) if record.section else None
        name = self._context.workers.read(said).name if said else self._holder
        if name:
            inferred.append({"field": "worker", "written": "", "from": reader.table.sheet.name})
        return name

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
        numbers = reader.identifiers(record, born.value) or ()
        born_on = born.value
        inferred: list[dict[str, str]] = []
        if born_on is None:
            born_on, source = reader.born_in_number(record)
            if born_on:
                inferred.append({"field": "born_on", "written": "", "from": source})
        return PersonRow(
            sheet=reader.table.sheet.name,
            row=record.row,
            family=name.family,
            given=name.given,
            preferred=name.preferred,
            born_on=born_on,
            born_partial=born.partial,
            identifiers=numbers,
            status=self._standing.read(record, opened, closed, hints),
            referred_on=referred.value,
            opened_on=opened.value,
            closed_on=closed.value,
            worker=self._worker(record, inferred),
            scores=self._scores(record) or (),
            reader=reader,
            record=record,
            inferred=inferred or (),
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


def _complete_initials(rows: list[PersonRow]) -> None:
    """'Hill, M.' is Mary Hill when exactly one Hill born on that day, in the same file, begins so.

    The completion is noted in the row, and the two rows are offered as one person.
    """
    short = [(row, who) for row in rows if (who := _who(row)) and _is_initial(row.given or "")]
    # Only of those who have such a twin: an index of everybody would be the largest thing here.
    wanted = {who for _row, who in short}
    full: dict[tuple[str, date], dict[str, PersonRow]] = {}
    for row in rows if wanted else ():
        if row.given and not _is_initial(row.given) and (who := _who(row)) in wanted:
            full.setdefault(who, {}).setdefault(plain(row.given), row)
    for row, who in short:
        assert row.given is not None
        same = full.get(who, {})
        fitting = [other for given, other in same.items() if given.startswith(plain(row.given))]
        if len(same) == 1 and len(fitting) == 1 and fitting[0].given:
            source = f"{fitting[0].sheet}, row {fitting[0].row}"
            row.inferred = (*row.inferred, {"field": "given", "written": row.given, "from": source})
            row.given = fitting[0].given


def _who(row: PersonRow) -> tuple[str, date] | None:
    """By what somebody is known whatever the given name; None where the row does not say."""
    if row.family and row.given and row.born_on:
        return plain(row.family), row.born_on
    return None


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
