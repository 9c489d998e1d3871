"""How long something took, in minutes, as people write it: 1h15, 1:15, 75, 75 min, 1.25 hrs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from .cells import Broken, Cell
from .reasons import Why, why
from .words import is_blank, is_unknown, plain, tidy

LONGEST = 24 * 60
_HOUR = (
    r"(?:h|hr|hrs|hour|hours|std|stdn?|stunden?|heures?|horas?|ore|ora|uren|uur|u|timm(?:ar|e)|tim"
    r"|timer?|t|tuntia?|godz(?:in[ay]?)?)\.?"
)
_MINUTE = r"(?:m|min|mins|minute|minutes|minuten|minut[oi]s?|minut(?:er|ter)?|minuuttia?|['’′])\.?"
_NUMBER = r"(\d{1,4}(?:[.,]\d{1,3})?)"
_HOURS = re.compile(rf"^{_NUMBER}\s*{_HOUR}$")
_MINUTES = re.compile(rf"^{_NUMBER}\s*{_MINUTE}$")
_BOTH = re.compile(
    rf"^(\d{{1,2}})\s*{_HOUR}\s*(?:and|und|et|y|e|og|och|,)?\s*(\d{{1,2}})\s*(?:{_MINUTE})?$"
)
_COLON = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?$")
_FRACTION = re.compile(rf"^(?:(\d{{1,2}})[\s-]*)?(½|¼|¾|1/2|1/4|3/4)\s*(?:{_HOUR})?$")
_ISO = re.compile(r"^pt(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:\d+s)?$")
_RANGE = re.compile(r"\d\s*(?:-|–|—|to|bis|à|a)\s*\d")
_PARTS = {"½": 30, "1/2": 30, "¼": 15, "1/4": 15, "¾": 45, "3/4": 45}
_CLOCK = re.compile(
    r"^\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?|uhr)?$|^\d{1,2}\s*[ap]\.?m\.?$", re.IGNORECASE
)


@dataclass(slots=True, frozen=True)
class DurationRead:
    """Minutes, or why not."""

    minutes: int | None = None
    why: Why | None = None


def unit_in_heading(heading: str) -> str | None:
    """'minutes' or 'hours' when the heading names one of them."""
    words = set(plain(heading).split())
    minutes = words & {
        "minutes",
        "mins",
        "min",
        "minuten",
        "minutos",
        "minuter",
        "minutter",
        "minuti",
        "minuutit",
    }
    hours = words & {
        "hours",
        "hrs",
        "hr",
        "stunden",
        "horas",
        "heures",
        "timmar",
        "timer",
        "uren",
        "ore",
        "std",
    }
    if bool(minutes) == bool(hours):
        return None
    return "minutes" if minutes else "hours"


def learn_unit(values: Iterable[Cell], heading: str = "") -> str | None:
    """What a bare number in the column counts: by the heading, else by what is possible.

    Whole numbers that go above a day's hours are minutes, and then only the small ones stay open;
    a column that is never above twelve and has parts of one is hours.
    """
    named = unit_in_heading(heading)
    if named:
        return named
    numbers: list[float] = []
    for value in values:
        number = _bare(value)
        if number is not None:
            numbers.append(number)
    if not numbers:
        return None
    whole = all(number == int(number) for number in numbers)
    if whole and max(numbers) > 24:
        return "probably minutes"
    if not whole and max(numbers) <= 12:
        return "hours"
    return None


def _bare(value: Cell) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,4}(?:[.,]\d{1,2})?\s*", value):
        return float(value.strip().replace(",", "."))
    return None


def read_duration(value: Cell, unit: str | None = None) -> DurationRead:
    """Minutes in a cell; unit says what a bare number counts, where the column has decided."""
    if value is None:
        return DurationRead()
    if isinstance(value, Broken):
        return DurationRead(why=why("broken", value=str(value)))
    if isinstance(value, timedelta):
        return _minutes(value.total_seconds() / 60)
    if isinstance(value, time):
        return _minutes(value.hour * 60 + value.minute + value.second / 60)
    if isinstance(value, bool | datetime) or not isinstance(value, str | int | float):
        return DurationRead(why=why("duration_not"))
    if isinstance(value, int | float):
        return _in_unit(float(value), unit)
    text = tidy(value).casefold()
    if is_blank(text) or is_unknown(text):
        return DurationRead()
    return _from_text(text, unit)


def _from_text(text: str, unit: str | None) -> DurationRead:
    if len(text) > 40:
        return DurationRead(why=why("duration_not"))
    bare = _bare(text)
    if bare is not None:
        return _in_unit(bare, unit)
    found = _COLON.match(text)
    if found:
        if int(found[2]) > 59:
            return DurationRead(why=why("duration_not"))
        return _minutes(int(found[1]) * 60 + int(found[2]))
    found = _MINUTES.match(text)
    if found:
        return _minutes(float(found[1].replace(",", ".")))
    found = _HOURS.match(text)
    if found:
        return _minutes(float(found[1].replace(",", ".")) * 60)
    found = _BOTH.match(text)
    if found:
        if int(found[2]) > 59:
            return DurationRead(why=why("duration_not"))
        return _minutes(int(found[1]) * 60 + int(found[2]))
    found = _FRACTION.match(text)
    if found and (found[1] or found[2] in "½¼¾" or text != found[2]):
        return _minutes(int(found[1] or 0) * 60 + _PARTS[found[2]])
    found = _ISO.match(text)
    if found and (found[1] or found[2]):
        return _minutes(int(found[1] or 0) * 60 + int(found[2] or 0))
    return DurationRead(why=why("duration_range" if _RANGE.search(text) else "duration_not"))


def _in_unit(number: float, unit: str | None) -> DurationRead:
    if number < 0:
        return DurationRead(why=why("duration_not"))
    if unit == "probably minutes" and 0 < number < 10:
        return DurationRead(why=why("duration_unit"))
    if unit in ("minutes", "probably minutes"):
        if number != int(number):
            return DurationRead(why=why("duration_unit"))
        return _minutes(number)
    if unit == "hours":
        return _minutes(number * 60) if number <= 24 else DurationRead(why=why("duration_unit"))
    if number > 24 and number == int(number):
        return _minutes(number)
    if number == 0:
        return DurationRead(minutes=0)
    return DurationRead(why=why("duration_unit"))


def _minutes(minutes: float) -> DurationRead:
    if minutes > LONGEST:
        return DurationRead(why=why("duration_long"))
    return DurationRead(minutes=int(minutes + 0.5))


def are_clock_times(values: Iterable[Cell]) -> bool:
    """True when a column called 'time' holds times of day and not lengths."""
    clock = lengths = late = 0
    for value in values:
        if isinstance(value, time):
            clock += 1
            late += value.hour >= 7
        elif isinstance(value, str):
            text = tidy(value)
            if _CLOCK.match(text):
                clock += 1
                hour = int(re.match(r"\d+", text)[0])  # type: ignore[index]
                late += hour >= 7 or text.lower().endswith(("m", "m.", "uhr"))
            elif not is_blank(text):
                lengths += 1
        elif value is not None:
            lengths += 1
    return clock > 4 * lengths and late > 0.2 * clock
