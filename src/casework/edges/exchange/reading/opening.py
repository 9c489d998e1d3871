"""Opens a file by what it is, not by what it is called, within limits of size and memory."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .archive import Archive
from .cells import Book, CannotRead, Sheet
from .delimited import read_delimited
from .opendocument import read_opendocument
from .reasons import gettext_noop
from .workbook import read_workbook

MAX_BYTES = 30 * 2**20

_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", gettext_noop("a PDF")),
    (b"\x89PNG", gettext_noop("a picture")),
    (b"GIF8", gettext_noop("a picture")),
    (b"\xff\xd8\xff", gettext_noop("a picture")),
    (b"\x1f\x8b", gettext_noop("a compressed file (gzip)")),
    (b"7z\xbc\xaf", gettext_noop("a compressed file (7z)")),
    (b"Rar!", gettext_noop("a compressed file (rar)")),
    (b"BZh", gettext_noop("a compressed file (bzip2)")),
    (b"\x7fELF", gettext_noop("a program")),
    (b"MZ", gettext_noop("a program")),
    (b"SQLite format 3", gettext_noop("a database")),
    (b"{\\rtf", gettext_noop("a text document (RTF)")),
)


def open_book(source: bytes | Path, *, name: str | None = None) -> Book:
    """The sheets of a file, or CannotRead with what is wrong and what to do."""
    data, called = _bytes(source, name)
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise CannotRead("empty")
    book = _open(data, called)
    book.digest = hashlib.sha256(data).hexdigest()
    book.sheets = [sheet for sheet in book.sheets if sheet.rows]
    if not book.sheets:
        raise CannotRead("no_sheets")
    return book


def _bytes(source: bytes | Path, name: str | None) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        size, called = len(source), name or "file"
    else:
        called = name or source.name
        try:
            size = source.stat().st_size
        except OSError as error:
            raise CannotRead("missing", name=called) from error
        if not source.is_file():
            raise CannotRead("missing", name=called)
    if size > MAX_BYTES:
        raise CannotRead("too_big", limit=MAX_BYTES // 2**20)
    return (source if isinstance(source, bytes) else source.read_bytes()), called


def _open(data: bytes, called: str) -> Book:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _open_archive(data, called)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotRead("old_excel")
    for beginning, what in _OTHER_KINDS:
        if data.startswith(beginning) and not (beginning == b"MZ" and data.isascii()):
            raise CannotRead("not_a_sheet", what=what)
    head = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table")):
        raise CannotRead("not_a_sheet", what=gettext_noop("a web page"))
    if head.startswith((b"<?xml", b"<!doctype", b"<workbook")):
        raise CannotRead("not_a_sheet", what=gettext_noop("an XML file"))
    text = read_delimited(data, Path(called).stem)
    return Book(called, "csv", [text.sheet], text.encoding, text.delimiter, text.remarks)


def _open_archive(data: bytes, called: str) -> Book:
    archive = Archive(data)
    sheets: list[Sheet]
    if "[Content_Types].xml" in archive.names and "_rels/.rels" in archive.names:
        if any(name.endswith(".docx") or name.startswith("word/") for name in archive.names):
            raise CannotRead("not_a_sheet", what=gettext_noop("a text document"))
        if any(name.endswith("workbook.bin") for name in archive.names):
            raise CannotRead("not_a_sheet", what=gettext_noop("a binary Excel file (.xlsb)"))
        sheets, kind = read_workbook(archive), "xlsx"
    elif "content.xml" in archive.names and "mimetype" in archive.names:
        if not archive.read("mimetype", 200).startswith(
            b"application/vnd.oasis.opendocument.spreadsheet"
        ):
            raise CannotRead("not_a_sheet", what=gettext_noop("a document"))
        sheets, kind = read_opendocument(archive), "ods"
    else:
        raise CannotRead("not_a_sheet", what=gettext_noop("an archive (zip)"))
    return Book(called, kind, sheets)
