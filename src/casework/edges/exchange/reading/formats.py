"""What a number in a cell means: its format says whether it is a date, a time, a code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from .archive import Archive, Elements
from .cells import Cell

_BUILT_IN_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_BUILT_IN_TIMES = {18, 19, 20, 21, 45, 47}
_BUILT_IN_SPANS = {46}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[(?![hms]+\])[^\]]*\]", re.IGNORECASE)
_SPAN = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_THEME = ("FFFFFF", "000000")


@dataclass(slots=True)
class Formats:
    """Per style number: what its numbers are, its fill and whether it is struck through."""

    kinds: list[str] = field(default_factory=list)
    fills: list[str | None] = field(default_factory=list)
    struck: list[bool] = field(default_factory=list)
    uses_1904: bool = False

    def kind(self, style: int) -> str:
        return self.kinds[style] if style < len(self.kinds) else ""

    def fill(self, style: int) -> str | None:
        return self.fills[style] if style < len(self.fills) else None

    def is_struck(self, style: int) -> bool:
        return style < len(self.struck) and self.struck[style]


def kind_of_format(code: str) -> str:
    """'date', 'time', 'span', a row of zeros for padded codes, or nothing special."""
    plain = _QUOTED.sub("", code).split(";")[0]
    if _SPAN.search(plain):
        return "span"
    plain = _BRACKETS.sub("", plain).lower()
    if re.fullmatch(r"0{2,}", plain.strip()):
        return plain.strip()
    plain = plain.replace("general", "").replace("am/pm", "").replace("a/p", "")
    if re.search(r"[dy]", plain) or re.search(r"mmm", plain):
        return "date"
    if "h" in plain or re.search(r"m+:s", plain):
        return "time"
    return ""


def read_formats(archive: Archive, target: str) -> Formats:
    """The styles part: number formats, fills and fonts, joined per cell style."""
    custom: dict[int, str] = {}
    fills: list[str | None] = []
    fonts: list[bool] = []
    styles: list[tuple[int, int, int]] = []
    inside: list[str] = []

    def start(element: str, given: dict[str, str]) -> None:
        here = inside[-1] if inside else ""
        if element in ("fills", "fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            inside.append(element)
        elif element == "numFmt" and here != "dxfs":
            custom[_number(given.get("numFmtId"))] = given.get("formatCode", "")
        elif element == "fill" and here == "fills":
            fills.append(None)
        elif element == "fgColor" and here == "fills" and fills:
            fills[-1] = _colour(given)
        elif element == "patternFill" and here == "fills" and given.get("patternType") == "none":
            fills[-1:] = [None]
        elif element == "font" and here == "fonts":
            fonts.append(False)
        elif element == "strike" and here == "fonts" and fonts:
            fonts[-1] = given.get("val", "1") not in ("0", "false")
        elif element == "xf" and here == "cellXfs":
            styles.append(
                (
                    _number(given.get("numFmtId")),
                    _number(given.get("fillId")),
                    _number(given.get("fontId")),
                )
            )

    def end(element: str, text: str) -> None:
        if inside and element == inside[-1]:
            inside.pop()

    archive.parse(target, Elements(start, end))
    formats = Formats()
    for number, fill, font in styles:
        formats.kinds.append(_kind(number, custom))
        formats.fills.append(fills[fill] if fill < len(fills) else None)
        formats.struck.append(font < len(fonts) and fonts[font])
    return formats


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _colour(given: dict[str, str]) -> str | None:
    rgb = given.get("rgb", "")[-6:].upper()
    if not rgb or given.get("indexed") or rgb in _THEME:
        return None
    return rgb


def _kind(number: int, custom: dict[int, str]) -> str:
    if number in custom:
        return kind_of_format(custom[number])
    if number in _BUILT_IN_DATES:
        return "date"
    if number in _BUILT_IN_TIMES:
        return "time"
    return "span" if number in _BUILT_IN_SPANS else ""


def value_of_number(raw: str, formats: Formats, style: int) -> Cell:
    """A stored number as its format shows it."""
    try:
        number: int | float = int(raw) if raw.lstrip("-").isdigit() else float(raw)
    except ValueError:
        return raw
    if number != number or number in (float("inf"), float("-inf")):
        return raw
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        number = int(number)
    kind = formats.kind(style)
    if kind == "date":
        found = from_serial(number, uses_1904=formats.uses_1904)
        return number if found is None else found
    if kind == "time" and 0 <= number < 1:
        seconds = round(number * 86_400) % 86_400
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if kind in ("span", "time") and 0 <= number < 10_000:
        return timedelta(seconds=round(number * 86_400))
    if kind.startswith("0") and isinstance(number, int) and number >= 0:
        return str(number).zfill(len(kind))
    return number


def from_serial(number: float, *, uses_1904: bool = False) -> datetime | None:
    """A day count as a date; Excel miscounts days before March 1900, so they stay numbers."""
    if not 61 <= number < 2_958_466:
        return None
    # A cell has no time zone.
    epoch = datetime(1904, 1, 1) if uses_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    return epoch + timedelta(days=int(number), seconds=round((number % 1) * 86_400))
