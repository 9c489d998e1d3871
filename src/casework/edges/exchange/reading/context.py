"""What one table needs to know of its whole file: names, workers, legends, the order of dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from .cells import Book, Sheet, as_written
from .datecolumns import counts_another_era
from .dates import order_from, order_votes
from .evidence import evidence_of
from .headings import DATE_FIELDS, order_in_heading
from .layout import Table
from .mapping import Mapping, TableMapping
from .names import NameBook
from .reasons import Why
from .words import plain, tidy
from .workers import WorkerBook

_LEGEND = re.compile(
    r"(?:^|[\s;,|(])([^\W_]{1,12})\s*(?:=|:)\s*([^=;|,:()]{2,40}?)(?=\s{2,}|\s*[;|,)]|\s*$|\s+[^\W_]{1,12}\s*=)"
)
# Headings of languages whose countries all write the day before the month.
_DAY_FIRST = frozenset(
    """
    geburtsdatum geburtstag geb nachname vorname aufnahme beginn ende nachnamen familienname
    apellidos apellido nacimiento fecha inicio cierre ingreso naissance prenom sortie entree debut
    cognome nascita inizio nascimento sobrenome apelido geboortedatum achternaam voornaam
    fodelsedatum efternamn fornamn inskriven fodselsdato etternavn fornavn fodselsdag efternavn
    syntymaaika sukunimi etunimi urodzenia nazwisko imie datum dato
    """.split()
)


@dataclass(slots=True, frozen=True)
class Problem:
    """One cell that could not be read, or that somebody should look at."""

    sheet: str
    row: int
    column: str
    letter: str
    header: str
    value: str
    why: Why


@dataclass(slots=True)
class FileContext:
    """Everything that is learnt from the whole file before the first row is read."""

    kind: str
    today: date
    book: Book
    tables: list[tuple[Table, TableMapping]]
    day_order: str | None = None
    names: NameBook = field(default_factory=NameBook)
    workers: WorkerBook = field(default_factory=WorkerBook)
    legend: dict[str, str] = field(default_factory=dict)
    unreadable: list[Problem] = field(default_factory=list)
    checks: list[Problem] = field(default_factory=list)
    ranges: dict[str, tuple[int, int]] | None = None
    file_order: str | None = None
    closed_elsewhere: bool = False
    era: bool = False
    sheet_orders: dict[int, str | None] = field(default_factory=dict)


def build_context(
    kind: str,
    today: date,
    book: Book,
    tables: list[tuple[Table, TableMapping]],
    mapping: Mapping | None,
    day_order: str | None,
) -> FileContext:
    """Learns names, workers, legends and date orders from the whole file."""
    context = FileContext(kind, today, book, tables)
    context.day_order = (mapping.day_order if mapping else None) or day_order
    context.legend = _legend(book, [table for table, _ in tables])
    context.workers = WorkerBook(context.legend)
    for table, mapped in tables:
        _learn_names(context.names, table, mapped)
        for column in mapped.field_columns("worker"):
            context.workers.learn(record.values[column.index] for record in table.records)
    context.workers.settle()
    _learn_orders(context)
    return context


def _learn_names(names: NameBook, table: Table, mapped: TableMapping) -> None:
    for column in mapped.columns:
        if column.field == "name":
            for record in table.records:
                names.learn(record.values[column.index])
        elif column.field in ("family", "given"):
            for record in table.records:
                names.learn_part(column.field, record.values[column.index])


def _legend(book: Book, tables: list[Table]) -> dict[str, str]:
    """Codes that the file explains: two-column sheets without a table, 'HV = home visit'."""
    legend: dict[str, str] = {}
    with_table = {id(table.sheet) for table in tables}
    for sheet in book.sheets:
        if id(sheet) not in with_table:
            for code, meaning in _pairs(sheet):
                legend.setdefault(plain(code), meaning)
    for table in tables:
        lines = table.titles + [line.text for line in table.left_out if line.kind == "remark"]
        for text in lines:
            for found in _LEGEND.finditer(f" {text} "):
                legend.setdefault(plain(found[1]), tidy(found[2]))
    return legend


def _pairs(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for _, row in sheet.rows[:500]:
        filled = [tidy(as_written(value)) for value in row if value is not None]
        if len(filled) == 2 and len(filled[0]) <= 12 and len(filled[1]) <= 60:
            yield filled[0], filled[1]
        for text in filled:
            if "=" in text:
                yield from ((found[1], tidy(found[2])) for found in _LEGEND.finditer(f" {text} "))


def _learn_orders(context: FileContext) -> None:
    whole: Counter[str] = Counter()
    by_sheet: dict[int, Counter[str]] = {}
    for table, mapped in context.tables:
        votes = by_sheet.setdefault(id(table.sheet), Counter())
        for column in mapped.columns:
            cells = [record.values[column.index] for record in table.records]
            if column.field in DATE_FIELDS or (
                column.field is None and evidence_of(cells).dates >= 0.7
            ):
                votes.update(order_votes(cells))
                context.era = context.era or counts_another_era(cells)
            hinted = order_in_heading(column.header) or order_in_heading(
                next((c.words for c in table.columns if c.index == column.index), "")
            )
            if hinted in ("dmy", "mdy"):
                votes[hinted] += 20
        whole.update(votes)
    for key, votes in by_sheet.items():
        context.sheet_orders[key] = order_from(votes)
    context.file_order = order_from(whole)
    if context.file_order is None and not (whole["dmy"] and whole["mdy"]):
        context.file_order = context.day_order or _custom(context.tables)


def _custom(tables: list[tuple[Table, TableMapping]]) -> str | None:
    words = {
        word
        for table, _ in tables
        for column in table.columns
        for word in plain(column.words).split()
    }
    return "dmy" if words & _DAY_FIRST else None
