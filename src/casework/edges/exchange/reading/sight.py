"""What is refused before anything is read, and a few values of each column to look at."""

from __future__ import annotations

from pathlib import Path

from .archive import Archive
from .cells import CannotRead, as_written
from .mapping import Mapping
from .opening import open_book
from .reasons import gettext_noop

_HEAD = 64 * 1024
# What the first piece of a file tells as surely as the whole.
_SURE = frozenset({"empty", "old_excel", "not_a_sheet", "binary", "nul"})
_FIRST_ROWS = 200


def refuse_at_sight(data: bytes, name: str) -> None:
    """Raise CannotRead for what is no spreadsheet, hides something or would fill memory.

    Cheap, whatever the size: only the beginning is looked at, and the list of parts of an archive.
    """
    if data.startswith(b"PK"):
        archive = Archive(data)
        if any(part.lower().endswith("vbaproject.bin") for part in archive.names):
            raise CannotRead("not_a_sheet", what=gettext_noop("a spreadsheet with macros (.xlsm)"))
        return
    head = data[:_HEAD]
    if len(data) > _HEAD and b"\n" in head:
        head = head[: head.rindex(b"\n")]
    try:
        open_book(head, name=name)
    except CannotRead as problem:
        if problem.code in _SURE:
            raise


def samples(
    source: bytes | Path, mapping: Mapping, *, name: str, most: int = 3
) -> list[list[list[str]]]:
    """For each table and each of its columns the first different values, as they are written."""
    sheets = {sheet.name: sheet for sheet in open_book(source, name=name).sheets}
    found = []
    for table in mapping.tables:
        sheet = sheets.get(table.sheet)
        after = max(table.header_rows, default=0)
        rows = [] if sheet is None else [row for row in sheet.rows if row[0] > after][:_FIRST_ROWS]
        columns = []
        for column in table.columns:
            values = (as_written(row[column.index]) for _, row in rows if column.index < len(row))
            columns.append(list(dict.fromkeys(value[:80] for value in values if value))[:most])
        found.append(columns)
    return found
