"""Scores of questionnaires in a cell: '12', '12 (3/4/26)', 'PHQ9=12', '12/27'."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .cells import Broken, Cell
from .dates import DateRead
from .reasons import Why, why
from .words import is_blank, is_unknown, plain, tidy

# Lowest and highest total of questionnaires in wide use, as their publishers give them.
RANGES: dict[str, tuple[int, int]] = {
    "phq-9": (0, 27),
    "phq-8": (0, 24),
    "phq-2": (0, 6),
    "phq-4": (0, 12),
    "phq-15": (0, 30),
    "gad-7": (0, 21),
    "gad-2": (0, 6),
    "k10": (10, 50),
    "k6": (0, 24),
    "pcl-5": (0, 80),
    "pc-ptsd-5": (0, 5),
    "ces-d": (0, 60),
    "audit": (0, 40),
    "audit-c": (0, 12),
    "dast-10": (0, 10),
    "bdi": (0, 63),
    "bdi-ii": (0, 63),
    "core-10": (0, 40),
    "honos": (0, 48),
    "wemwbs": (14, 70),
    "swemwbs": (7, 35),
    "who-5": (0, 100),
    "epds": (0, 30),
    "hads-a": (0, 21),
    "hads-d": (0, 21),
    "moca": (0, 30),
    "mmse": (0, 30),
    "gaf": (0, 100),
    "panss": (30, 210),
    "madrs": (0, 60),
    "aims": (0, 28),
    "cgi-s": (0, 7),
    "cgi-i": (0, 7),
}
_COMPACT = {name.replace("-", ""): name for name in RANGES}
_OUT_OF = re.compile(r"^(\d{1,3}) ?(?:/|of|out of|von|de|av|su) ?(\d{1,3})$")
_NAMED = re.compile(r"^([A-Za-z][A-Za-z0-9 -]*?)\s*[=:]\s*(.+)$")
_WITH_REST = re.compile(r"^(\d{1,3})\s*(?:\(([^()]*)\)|[-–,@;]?\s+(?:on\s+)?(\S.*))$")


@dataclass(slots=True, frozen=True)
class ScoreRead:
    """A score, the day it was taken if the cell says so, or why not."""

    score: int | None = None
    on: date | None = None
    why: Why | None = None
    date_why: Why | None = None


def instrument_in(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    """The questionnaire that a row of words names, and the words that are left."""
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            joined = "".join(words[start : start + size])
            if joined in _COMPACT:
                return _COMPACT[joined], words[:start] + words[start + size :]
    return None


def read_score(
    value: Cell,
    instrument: str,
    read_date: Callable[[Cell], DateRead],
    ranges: dict[str, tuple[int, int]] | None = None,
) -> ScoreRead:
    """The score in a cell; a total that the questionnaire cannot give is not a score."""
    limits = (ranges or RANGES).get(instrument)
    if value is None:
        return ScoreRead()
    if isinstance(value, Broken):
        return ScoreRead(why=why("broken", value=str(value)))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ScoreRead(why=why("score_not"))
    if isinstance(value, str):
        return _from_text(tidy(value), instrument, limits, read_date)
    if isinstance(value, float) and not value.is_integer():
        return ScoreRead(why=why("score_not"))
    return _within(int(value), None, None, instrument, limits)


def _from_text(
    text: str,
    instrument: str,
    limits: tuple[int, int] | None,
    read_date: Callable[[Cell], DateRead],
) -> ScoreRead:
    if is_blank(text) or is_unknown(text):
        return ScoreRead()
    named = _NAMED.match(text)
    if named:
        found = instrument_in(tuple(plain(named[1]).split()))
        if found is None or found[0] != instrument:
            return ScoreRead(why=why("score_other" if found else "score_not"))
        text = named[2].strip()
    if text.isdigit() and text.isascii() and len(text) <= 3:
        return _within(int(text), None, None, instrument, limits)
    out_of = _OUT_OF.match(text)
    if out_of:
        if limits and int(out_of[2]) == limits[1]:
            return _within(int(out_of[1]), None, None, instrument, limits)
        return ScoreRead(why=why("score_not"))
    rest = _WITH_REST.match(text)
    if rest:
        on = read_date((rest[2] or rest[3] or "").strip())
        date_why = why("score_date") if on.value is None else None
        return _within(int(rest[1]), on.value, date_why, instrument, limits)
    return ScoreRead(why=why("score_not"))


def _within(
    score: int,
    on: date | None,
    date_why: Why | None,
    instrument: str,
    limits: tuple[int, int] | None,
) -> ScoreRead:
    if limits and not limits[0] <= score <= limits[1]:
        return ScoreRead(
            why=why("score_range", instrument=instrument, low=limits[0], high=limits[1])
        )
    return ScoreRead(score=score, on=on, date_why=date_why)
