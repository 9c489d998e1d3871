"""A language in which what can be translated is told from everything else at a glance.

Each message stands between ⟦ and ⟧ with accents on its letters; whatever people wrote is in
Cyrillic letters. So a Latin letter outside the brackets is a word that nobody can translate.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any
from unicodedata import combining, normalize

from django.utils import formats
from django.utils.translation import trans_real

OPEN, CLOSE = "⟦", "⟧"
# No number of ours looks like this unless it went through the locale.
DECIMAL_MARK = "٫"
_ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "áćéíńóśúýźÁĆÉÍŃÓŚÚÝŹ")
# Placeholders, tags and entities of a message stay as they are.
_KEPT = re.compile(r"(%\(\w+\)[-#0-9.]*[a-z]|%[-#0-9.]*[a-z%]|\{[^{}]*\}|<[^<>]*>|&#?\w+;)")
_FRACTION = re.compile(r"(?<=\d)\.(?=\d)")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абцдефгхийклмнопярстувшжыз"
_WRITTEN = str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper())


def said(text: str) -> str:
    """The message in this language."""
    parts = _KEPT.split(text.rpartition("\x04")[2])
    parts[::2] = [_FRACTION.sub(DECIMAL_MARK, part.translate(_ACCENTS)) for part in parts[::2]]
    return f"{OPEN}{''.join(parts)}{CLOSE}"


def written(thing: Any) -> Any:
    """What people wrote, in letters of its own. Codes, such as a kind or a time zone, stay."""
    if isinstance(thing, dict):
        return {name: written(part) for name, part in thing.items()}
    if isinstance(thing, list):
        return [written(part) for part in thing]
    if isinstance(thing, str) and not re.fullmatch(r"[a-z][a-z0-9_]*|[A-Z][a-z]+/[\w/]+", thing):
        plain = "".join(c for c in normalize("NFD", thing) if not combining(c))
        return plain.translate(_WRITTEN)
    return thing


class _Catalogue:
    """What Django takes for the messages of a language; the rest is English's."""

    def __init__(self, english: Any) -> None:
        self._english = english

    def gettext(self, text: str) -> str:
        return said(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return said(one if number == 1 else many)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._english, name)


@contextmanager
def spoken() -> Iterator[None]:
    """Everything in this process speaks this language instead of English."""
    known, default = dict(trans_real._translations), trans_real._default
    catalogue = _Catalogue(trans_real.translation("en"))
    trans_real._translations["en"] = trans_real._default = catalogue
    trans_real.activate("en")
    mark = ("DECIMAL_SEPARATOR", "en")
    formats._format_cache[mark] = DECIMAL_MARK
    try:
        yield
    finally:
        trans_real._translations.clear()
        trans_real._translations.update(known)
        trans_real._default = default
        trans_real.activate("en")
        formats._format_cache.pop(mark, None)


# --- what a page says -------------------------------------------------------------------

# Attributes that are read aloud, shown, or put on the page by a script.
_SAID = re.compile(r"title|placeholder|alt|label|aria-(label|description|valuetext)|data-.+")
_NOT_SAID = re.compile(r"data-(screen|bs-theme|face|draft-url|sign-in-url|key|keys|allauth-onload)")
_VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr circle line path rect".split()
)
_SILENT = frozenset({"script", "style"})
# One sentence may run through these.
_WITHIN = frozenset("a abbr b bdi br em i kbd mark s small span strong sub sup time".split())
_MESSAGE = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
_LETTER = re.compile(r"[A-Za-zÀ-ɏ]")


def _is_said(tag: str, name: str, kind: str) -> bool:
    if name == "value":
        return tag == "input" and kind in ("submit", "button", "reset")
    return bool(_SAID.fullmatch(name)) and not _NOT_SAID.fullmatch(name)


class _Reader(HTMLParser):
    def __init__(self, names: re.Pattern[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._names = names
        self._open: list[str] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _WITHIN:
            self._settle()
        self._text += "\n" if tag == "br" else ""
        if tag not in _VOID:
            self._open.append(tag)
        for name, value in attrs:
            if value and _is_said(tag, name, dict(attrs).get("type") or ""):
                self._look(f"<{tag} {name}>", value)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _WITHIN:
            self._settle()
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not _SILENT & set(self._open):
            self._text += data

    def close(self) -> None:
        super().close()
        self._settle()

    def _settle(self) -> None:
        text, self._text = self._text, ""
        if text.strip():
            self._look(f"<{self._open[-1] if self._open else ''}>", text)

    def _look(self, where: str, text: str) -> None:
        if why := why_not_translatable(text, self._names):
            self.found.append(f"{where} {why}: {' '.join(text.split())[:160]!r}")


def names_pattern(names: Collection[str]) -> re.Pattern[str]:
    """What finds these names: they are said alike in all languages."""
    ordered = sorted(names, key=len, reverse=True)
    known = "|".join([*map(re.escape, ordered), r"https?://\S+", r"[A-Z]-\d+", r"[A-Z2-7]{32}"])
    return re.compile(rf"(?<!\w)({known})(?!\w)")


def why_not_translatable(text: str, names: re.Pattern[str]) -> str | None:
    """What is wrong with these words of a page; None when they can all be translated."""
    outside, found = text, 1
    while found:
        outside, found = _MESSAGE.subn(" ", outside)
    if OPEN in outside or CLOSE in outside:
        return "a message was cut"
    if _LETTER.search(outside) and _LETTER.search(outside := names.sub(" ", outside)):
        return f"{' '.join(outside.split())!r} is no message"
    text = names.sub(" ", text)
    if re.search(r"\d{4}-\d\d-\d\d", text):
        return "a day as machines write it"
    if re.search(r"(?<![\d.])\d+\.\d{1,2}(?![\d.])", text):
        return "a number in the way of English"
    return None


def untranslatable(page: str, names: re.Pattern[str]) -> list[str]:
    """Each piece of a page that no translator can reach."""
    reader = _Reader(names)
    reader.feed(page)
    reader.close()
    return reader.found
