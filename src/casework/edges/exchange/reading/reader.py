"""Reads one file from bytes to typed rows: the only door of this package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from .cells import Book, CannotRead, Sheet
from .columns import propose, unused_dates
from .contacts import ContactRow, read_contacts
from .context import FileContext, Problem, build_context
from .duplicates import find_duplicates
from .layout import Table, find_tables
from .loose import LOOSE
from .mapping import ColumnMapping, Mapping, TableMapping, mapping_from_json, signature
from .opening import open_book
from .people import PersonRow, read_people
from .reasons import why
from .referrals import ReferralRow, read_referrals

KINDS = ("people", "contacts", "referrals")
Row = PersonRow | ContactRow | ReferralRow


@dataclass(slots=True)
class Reading:
    """Everything that was read from one file, and everything that was not."""

    kind: str
    book: Book
    mapping: Mapping
    rows: Sequence[Row]
    unreadable: list[Problem]
    checks: list[Problem]
    duplicates: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)


def read_file(
    source: bytes | Path,
    kind: str,
    *,
    today: date,
    name: str | None = None,
    mapping: object = None,
    day_order: str | None = None,
    ranges: dict[str, tuple[int, int]] | None = None,
) -> Reading:
    """Reads people, contacts or referrals; raises CannotRead when nothing can be read.

    mapping is a saved one, as a plain object; its tables are found again by their headings.
    day_order is the agency's own custom, asked only when the file itself decides nothing.
    ranges are the lowest and highest scores of questionnaires, where the caller knows better.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    saved = mapping_from_json(mapping, kind) if mapping is not None else None
    book = open_book(source, name=name)
    tables = _tables(book, kind, saved)
    if not tables:
        raise CannotRead("no_table")
    context = build_context(kind, today, book, tables, saved, day_order)
    context.ranges = ranges
    rows: Sequence[Row]
    duplicates: list[dict[str, Any]] = []
    if kind == "people":
        people = read_people(context)
        duplicates = find_duplicates(people)
        rows = people
    elif kind == "contacts":
        rows = read_contacts(context)
    else:
        rows = read_referrals(context)
    left_out = _left_out(context)
    _point_out_columns(context)
    order = {sheet.name: place for place, sheet in enumerate(book.sheets)}
    context.unreadable.sort(key=lambda problem: (order.get(problem.sheet, 0), problem.row))
    return Reading(
        kind,
        book,
        Mapping(kind, [mapped for _, mapped in tables], context.day_order),
        rows,
        context.unreadable,
        context.checks,
        duplicates,
        left_out,
    )


def _tables(book: Book, kind: str, saved: Mapping | None) -> list[tuple[Table, TableMapping]]:
    found: list[tuple[Table, TableMapping]] = []
    for sheet in book.sheets:
        for table in _find(sheet, kind, saved):
            if not table.records:
                continue
            mapped = saved.saved_for(signature(table)) if saved else None
            if mapped is None:
                mapped = propose(table, kind)
                if not _holds_people(mapped):
                    continue
            else:
                mapped = TableMapping(
                    sheet.name,
                    mapped.signature,
                    table.header_rows,
                    [_copy(column) for column in mapped.columns],
                    mapped.status if mapped.sheet == sheet.name else None,
                    mapped.use,
                )
            found.append((table, mapped))
    for table, _ in found:
        # The records hold the rows now; a second list of them would cost memory.
        table.sheet.rows = table.sheet.rows[:1]
    return found


def _find(sheet: Sheet, kind: str, saved: Mapping | None) -> list[Table]:
    """The tables of a sheet; where a saved mapping names header rows with its headings, those."""
    tables = find_tables(sheet, kind)
    if saved is None:
        return tables
    known = {signature(table) for table in tables}
    for mapped in saved.tables:
        if mapped.signature in known or not mapped.header_rows:
            continue
        given = find_tables(sheet, kind, mapped.header_rows)
        if given and signature(given[0]) == mapped.signature:
            return given
    return tables


def mapping_by_hand(source: bytes | Path, kind: str, *, name: str | None = None) -> Mapping:
    """For a file whose headings are not understood: its likeliest headings, for a person to map.

    The row with the most short texts among the first thirty of each sheet is taken for them.
    """
    book = open_book(source, name=name)
    mapped = []
    for sheet in book.sheets:
        first = sheet.rows[:30]
        texts = [sum(isinstance(v, str) and len(v) <= 80 for v in row) for _, row in first]
        place = texts.index(max(texts))
        if texts[place] < 2:
            continue
        for table in find_tables(sheet, kind, (first[place][0],))[:1]:
            mapped.append(propose(table, kind))
    if not mapped:
        raise CannotRead("no_table")
    return Mapping(kind, mapped)


def _copy(column: ColumnMapping) -> ColumnMapping:
    return ColumnMapping(
        column.index,
        column.header,
        column.field,
        column.confidence,
        column.because,
        dict(column.options),
    )


def _holds_people(mapped: TableMapping) -> bool:
    """A table counts when it names people, or at least numbers them and says something more."""
    fields = {column.field for column in mapped.columns if column.field}
    if fields & {"name", "family", "given"}:
        return len(fields) >= 2
    return bool(fields & {"identifier"}) and len(fields - {"note", "identifier"}) >= 1


def _point_out_columns(context: FileContext) -> None:
    """Columns to look at: full of dates and not used, or understood in part."""
    for table, mapped in context.tables:
        if not mapped.use:
            continue
        told = [(column, why("column_unused")) for column in unused_dates(table, mapped)]
        fields = {
            column.index: column.field for column in mapped.columns if column.because == LOOSE
        }
        told += [
            (column, why("column_part", field=fields[column.index]))
            for column in table.columns
            if column.index in fields
        ]
        row = table.header_rows[-1] if table.header_rows else 0
        for column, reason in told:
            sheet, words = table.sheet.name, column.words
            context.checks.append(
                Problem(sheet, row, column.name, column.letter, words, "", reason)
            )


def _left_out(context: FileContext) -> list[dict[str, Any]]:
    """Lines that are no records; one that could have been is listed as unreadable too."""
    told = []
    with_table = set()
    for table, mapped in context.tables:
        with_table.add(id(table.sheet))
        for line in table.left_out:
            told.append(
                {"sheet": table.sheet.name, "row": line.row, "text": line.text, "kind": line.kind}
            )
            if line.why is not None and mapped.use:
                context.unreadable.append(
                    Problem(table.sheet.name, line.row, "", "", "", line.text, line.why)
                )
    for sheet in context.book.sheets:
        if id(sheet) not in with_table:
            told.append(
                {"sheet": sheet.name, "row": sheet.rows[0][0], "text": "", "kind": "no table"}
            )
    return told
