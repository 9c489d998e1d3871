"""A spreadsheet is a zip archive: refuse one that could fill memory or hide something."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, NoReturn
from xml.sax import SAXException

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from .cells import CannotRead

MAX_ENTRIES = 1_000
MAX_RATIO = 100
MAX_UNPACKED = 400 * 2**20
SMALL = 1 * 2**20
"""Below this size a high ratio is harmless, and short files of spaces have one."""


def refuse(what: str) -> NoReturn:
    raise CannotRead("unsafe_archive", what=what)


class Archive:
    """Reads entries of a zip archive within limits, and XML without entities or document types."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise CannotRead("damaged", what="the archive is incomplete") from error
        if len(entries) > MAX_ENTRIES:
            refuse(f"more than {MAX_ENTRIES} parts")
        if sum(entry.compress_size for entry in entries) > len(data):
            refuse("its parts overlap")
        for entry in entries:
            self._check(entry)
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MAX_UNPACKED or unpacked > max(SMALL, len(data) * MAX_RATIO):
            refuse("it unpacks to far more than its size")
        self.names = {entry.filename for entry in entries}

    @staticmethod
    def _check(entry: zipfile.ZipInfo) -> None:
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
            refuse("a part wants to be written outside")
        if (entry.external_attr >> 16) & 0o170000 == 0o120000:
            refuse("it contains a link")
        if entry.flag_bits & 0x1:
            raise CannotRead("old_excel")
        if entry.file_size > max(SMALL, entry.compress_size * MAX_RATIO):
            refuse("it unpacks to far more than its size")

    def read(self, name: str, limit: int = MAX_UNPACKED) -> bytes:
        """One entry, never more than it declared."""
        try:
            with self._zip.open(name) as part:
                data = part.read(limit + 1)
        except (zipfile.BadZipFile, KeyError, zlib.error, EOFError, NotImplementedError) as error:
            raise CannotRead("damaged", what=name) from error
        if len(data) > limit:
            refuse("a part is larger than it says")
        return data

    def parse(self, name: str, content: Elements) -> None:
        """Streams one XML entry into a handler, holding a small piece at a time."""
        parser = _Parser(content)
        try:
            with self._zip.open(name) as part:
                while piece := part.read(65_536):
                    parser.feed(piece)
                parser.close()
        except CannotRead:
            raise
        except DefusedXmlException as error:
            raise CannotRead("unsafe_xml", what="a document type or entities") from error
        except (SAXException, ValueError, OverflowError, IndexError) as error:
            # A number that is none, a reference to nowhere: the part is not what it should be.
            raise CannotRead("damaged", what=name) from error
        except (zipfile.BadZipFile, KeyError, zlib.error, EOFError, NotImplementedError) as error:
            raise CannotRead("damaged", what=name) from error


class Elements:
    """Calls start(name, attributes) and end(name, text) with names freed of their prefix.

    The text of end is what stood since the last tag; said gets every piece of text as it comes.
    """

    def __init__(
        self,
        start: Callable[[str, dict[str, str]], None] | None = None,
        end: Callable[[str, str], None] | None = None,
        said: Callable[[str], None] | None = None,
    ) -> None:
        self._start, self._end, self._said = start, end, said
        self._text = ""

    def opened(self, name: str, given: dict[str, str]) -> None:
        """A tag begins."""
        self._text = ""
        if self._start is not None:
            if ":" in name:
                name = local(name)
            if ":" in "".join(given):
                given = {local(key): value for key, value in given.items()}
            self._start(name, given)

    def told(self, text: str) -> None:
        """Text between tags."""
        self._text += text
        if self._said is not None:
            self._said(text)

    def closed(self, name: str) -> None:
        """A tag ends."""
        text, self._text = self._text, ""
        if self._end is not None:
            self._end(local(name) if ":" in name else name, text)


class _Parser(DefusedExpatParser):
    """The guarded parser, handing its events on without the objects that SAX makes of them."""

    def __init__(self, elements: Elements) -> None:
        self._elements = elements
        super().__init__(forbid_dtd=True)

    def reset(self) -> None:
        super().reset()
        expat: Any = vars(self)["_parser"]
        expat.StartElementHandler = self._elements.opened
        expat.EndElementHandler = self._elements.closed
        expat.CharacterDataHandler = self._elements.told


def local(name: str) -> str:
    """An XML name without its prefix."""
    return name.rpartition(":")[2]
