"""Finds how the letters of a text file are written, the same way every time.

Marks at the beginning, then UTF-16 by its zeros, then strict UTF-8. What is left is one of the old
one-byte or East Asian encodings: each candidate is judged by whether its letters stand where
letters of that kind stand in words.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from .cells import CannotRead

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "mac_roman", "cp850", "cp852")
_OTHER_SCRIPTS = {
    "cp1251": "CYRILLIC",
    "koi8_r": "CYRILLIC",
    "cp1253": "GREEK",
    "cp1255": "HEBREW",
    "cp1256": "ARABIC",
}
_EAST_ASIAN = ("shift_jis", "gb18030", "big5", "euc_kr")
_SAMPLE = 60_000
_TWICE = re.compile("[\u00c2-\u00df][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")
_LOST = "\ufffd"
_BEYOND = re.compile(r"[^\x00-\x7f]+")

# How often letters with marks occur in names and words; only their order matters here.
_COMMON = {
    **dict.fromkeys("éáíóúüöäñèçå", 3.0),
    **dict.fromkeys("ÉÁÍÓÚÜÖÄÑÈÇÅßøæëêãõôîâàïò", 2.0),
    **dict.fromkeys("łśąęćżźńóčřšžýěůőűăşţğıİĞŞŁŚŻŹČŘŠŽĐđŐāēīūņļķģ", 1.6),
    **dict.fromkeys("’‘“”–—…€£°", 1.5),
    **dict.fromkeys("\u00a0´«»½¼·§©®", 0.5),
}


def decode(data: bytes) -> tuple[str, str, list[str]]:
    """The text, the name of its encoding, and remarks for the person who chose the file."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            text, _, remarks = _once(_strictly(data, name))
            return text, name.replace("-sig", ""), remarks
    wide = _wide(data)
    if wide:
        return _strictly(data, wide), wide, []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _once(text)
    mended = _mostly_utf8(data)
    if mended is not None:
        return mended
    if b"\0" in data:
        raise CannotRead("nul", line=data.count(b"\n", 0, data.find(b"\0")) + 1)
    telling = b"\n".join(line for line in data.split(b"\n") if not line.isascii())
    name, close = _best_guess(telling[:_SAMPLE], _first_beyond(data))
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        text = data.decode(name, errors="replace")
    remark = f"The letters were read as {name}."
    if close:
        remark += f" {close} is nearly as likely: check a name with an accent."
    return text, name, [remark]


def _once(text: str) -> tuple[str, str, list[str]]:
    """Undoes what turns Müller into MÃ¼ller, where every letter of the file beyond ASCII agrees."""
    if text.isascii() or not _TWICE.search(text):
        return text, "utf-8", []
    try:
        whole = b"".join(_byte(char) for char in text).decode("utf-8")
    except ValueError:
        return text, "utf-8", []
    return whole, "utf-8", ["The letters had been saved wrongly (MÃ¼ller) and were put right."]


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")


def _first_beyond(data: bytes) -> int:
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.isascii():
            return number
    return 1


def _mostly_utf8(data: bytes) -> tuple[str, str, list[str]] | None:
    """UTF-8 with a few broken letters: they stay visibly broken, and names with them unread."""
    if b"\0" in data:
        return None
    text = data.decode("utf-8", "replace")
    broken = text.count(_LOST)
    whole = sum(len(run[0]) for run in _BEYOND.finditer(text)) - broken
    if whole < 5 * broken:
        return None
    line = text.count("\n", 0, text.find(_LOST)) + 1
    return text, "utf-8", [f"{broken} letters are broken, the first in line {line}."]


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise CannotRead("encoding", line=data.count(b"\n", 0, error.start) + 1) from error


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in ordinary text nearly every second byte is zero."""
    sample = data[:4000]
    if len(sample) < 8 or len(data) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _best_guess(sample: bytes, line: int) -> tuple[str, str | None]:
    scores: dict[str, float] = {}
    for name in (*_LATIN, *_OTHER_SCRIPTS, *_EAST_ASIAN):
        score = _score(sample, name)
        if score is not None:
            scores[name] = score
    if not scores or max(scores.values()) <= -5:
        raise CannotRead("encoding", line=line)
    ranked = sorted(scores, key=lambda name: -scores[name])
    best = ranked[0]
    rivals = [
        name for name in ranked[1:] if scores[name] > scores[best] - 0.25 and scores[name] > 0
    ]
    differing = [name for name in rivals if _reads_differently(sample, best, name)]
    return best, differing[0] if differing else None


def _reads_differently(sample: bytes, one: str, other: str) -> bool:
    return sample.decode(one, "replace") != sample.decode(other, "replace")


def _score(sample: bytes, name: str) -> float | None:
    """The mean fitness of the letters beyond ASCII; higher is better."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return None
        text = sample.decode(name, "ignore")
    found: Counter[str] = Counter()
    penalty = 0.0
    runs = 0
    for run in _BEYOND.finditer(text):
        runs += 1
        found.update(run[0])
        penalty += sum(_misplaced(text, place, text[place]) for place in range(*run.span()))
    total = sum(found.values())
    if not total:
        return 0.0
    fit = _fitness(found, name, total / runs)
    return fit - 6 * penalty / total + (0.2 if name == "cp1252" else 0.0)


def _fitness(found: Counter[str], name: str, mean_run: float) -> float:
    total = sum(found.values())
    if name in _EAST_ASIAN:
        wide = sum(n for char, n in found.items() if unicodedata.east_asian_width(char) in "WF")
        hanzi = sum(n for char, n in found.items() if "\u3040" <= char <= "\u9fff" or char >= "가")
        return 4 * hanzi / total - 2 if wide / total > 0.9 and mean_run >= 1.5 else -10.0
    if name in _OTHER_SCRIPTS:
        script = _OTHER_SCRIPTS[name]
        own = sum(n for char, n in found.items() if unicodedata.name(char, "").startswith(script))
        small = sum(n for char, n in found.items() if char.islower())
        if mean_run < 2.5 or own / total < 0.85:
            return -10.0
        return 2.0 + small / total
    return sum(
        _COMMON.get(char, -1.0 if char.isalpha() else -3.0) * n for char, n in found.items()
    ) / (total)


def _misplaced(text: str, place: int, char: str) -> float:
    """A capital inside a small word, or a sign between two letters, is rarely what was meant."""
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    category = unicodedata.category(char)
    if category in ("Cc", "Cn", "Co"):
        return 2.0
    if char.isupper() and before.islower():
        return 1.0
    if char.islower() and before.isupper() and after.isupper():
        return 1.0
    if char not in "’·" and category[0] in "PSN" and before.isalpha() and after.isalpha():
        return 1.0
    if category[0] in "SN" and before.isalpha():
        return 0.5
    return 0.0
