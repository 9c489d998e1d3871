"""Dates as people write them, read only where one reading is possible.

Day and month order is decided for a whole column from its own cells, then its sheet, then the file;
where nothing decides, a cell that could be read two ways is left unread. Two-digit years are read
by what is possible for a birth or for a service.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from .cells import Broken, Cell
from .formats import from_serial
from .months import DAYS, LINKS, MONTHS
from .reasons import Why, why
from .words import is_blank, is_unknown, plain, tidy

OLDEST = 105
"""No living person in a file is taken to be older than this when a century must be chosen."""
FIRST_SERVICE_YEAR = 1950
FURTHEST_AHEAD = 5
ORDERS = ("dmy", "mdy", "ymd")

_NUMBERS = re.compile(r"^(\d{1,4})\s*([./\-\s\\,'’])\s*(\d{1,2})\s*([./\-\s\\,'’])\s*(\d{1,4})\.?$")
_TIME = re.compile(
    r"[T\s,]+(?:at\s+|um\s+|kl\.?\s+)?\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?|uhr|h|z)?"
    r"(?:[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(r"^(\d{1,2})\s*[./\-]\s*(\d{4})$|^(\d{4})\s*[./\-]\s*(\d{1,2})$")
_EAST_ASIAN = re.compile(r"^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?$")
_ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|:[ae]|e)?$")
_NO_YEAR = re.compile(r"^\d{1,2}\s*[./\-]\s*\d{1,2}\.?$")
_DOUBTFUL = re.compile(
    r"\?|^(?:c\.|ca\.?|circa|approx\.?|about|around|~|est\.?|etwa|ungefähr|env\.?|aprox\.?)\s*"
    r"|\b(?:approx|or so|maybe)\b",
    re.IGNORECASE,
)
_BIRTH_MARK = re.compile(
    r"^(?:\*|born(?: on)?|d\.?o\.?b\.?|b\.|geb\.?|geboren(?: am)?|née? le|n[ée]e?\(e\) le"
    r"|nat[oa] il|fødd?t?|född|ur\.|nar\.)\s*:?\s*(?=\d)",
    re.IGNORECASE,
)
# 'Year' after a date: Polish, Russian, Ukrainian and Bulgarian.
_YEAR_MARK = re.compile(r"(?<=\d)\s*(?:r|roku|г|года|р|року)\.?$", re.IGNORECASE)
_AGE = re.compile(
    r"\s*[(\[]\s*(?:aged?|alter)?\s*\d{1,3}\s*"
    r"(?:y|yrs?|years?(?: old)?|yo|y/o|j|jahre|ans|años|anni|anos|jaar|år|lat|v)?\.?\s*[)\]]$",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\d\s*(?:–|—|\bto\b|\buntil\b|\bbis\b|&|\band\b|;|\bor\b)\s*\d|\n|\d\s+-\s+\d+[./]",
    re.IGNORECASE,
)


@dataclass(slots=True, frozen=True)
class DateRead:
    """A date, or only its year or month as text, or why not."""

    value: date | None = None
    partial: str | None = None
    why: Why | None = None


@dataclass(slots=True, frozen=True)
class Glance:
    """A cell looked at without knowing the order of its parts."""

    kind: str
    parts: tuple[int, int, int] | None = None
    widths: tuple[int, int, int] | None = None
    value: date | None = None
    partial: str | None = None
    why: Why | None = None


EMPTY = Glance("blank")


def glance(value: Cell) -> Glance:
    """What a cell is: a blank, a date, three numbers, a year, a month, a count of days, or none."""
    if value is None:
        return EMPTY
    if isinstance(value, Broken):
        return Glance("bad", why=why("broken", value=str(value)))
    if isinstance(value, datetime):
        return Glance("real", value=value.date())
    if isinstance(value, date):
        return Glance("real", value=value)
    if isinstance(value, bool | time | timedelta):
        return Glance("bad", why=why("date_not"))
    if isinstance(value, int | float):
        return _glance_number(value)
    return _glance_text(value)


def _glance_number(value: float) -> Glance:
    if float(value).is_integer():
        number = int(value)
        if 1850 <= number <= 2200:
            return Glance("year", partial=str(number), why=why("date_year"))
        if 18_500_101 <= number <= 22_001_231:
            return _compact(str(number))
    if 3_000 <= value <= 80_000:
        return Glance("serial", value=_day(from_serial(value)))
    return Glance("bad", why=why("date_number"))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


@lru_cache(maxsize=65_536)
def _glance_text(raw: str) -> Glance:
    text = tidy(raw.replace("\n", " ; ")).strip("'’`\" ")
    if not text.isascii():
        text = "".join(
            str(unicodedata.digit(char)) if not char.isascii() and char.isdigit() else char
            for char in text
        )
    if not text or is_blank(text):
        return EMPTY
    if is_unknown(text):
        return Glance("unknown", why=why("date_unknown"))
    if len(text) > 60:
        return Glance("bad", why=why("date_not"))
    if not any(char.isdigit() for char in text):
        return Glance("bad", why=why("date_not"))
    if _DOUBTFUL.search(text):
        return Glance("bad", why=why("date_doubtful"))
    text = _YEAR_MARK.sub("", _AGE.sub("", _BIRTH_MARK.sub("", text)))
    text = _TIME.sub("", text).strip(" ,") if _TIME.search(text) and len(text) > 8 else text
    if _PERIOD.search(text):
        return Glance("bad", why=why("date_two"))
    numbers = _NUMBERS.match(text)
    if numbers:
        first, _, second, _, third = numbers.groups()
        return Glance(
            "parts",
            parts=(int(first), int(second), int(third)),
            widths=(len(first), len(second), len(third)),
        )
    if text.isdigit():
        return _glance_digits(text)
    east = _EAST_ASIAN.match(text)
    if east:
        return _real(int(east[1]), int(east[2]), int(east[3]))
    month_year = _MONTH_YEAR.match(text)
    if month_year:
        month, year = (
            (month_year[1], month_year[2]) if month_year[1] else (month_year[4], month_year[3])
        )
        return _month(int(year), int(month))
    if _NO_YEAR.match(text):
        return Glance("bad", why=why("date_no_year"))
    return _glance_words(text)


def _glance_digits(text: str) -> Glance:
    if len(text) == 4 and 1850 <= int(text) <= 2200:
        return Glance("year", partial=text, why=why("date_year"))
    if len(text) == 8:
        return _compact(text)
    if len(text) == 5 and 3_000 <= int(text) <= 80_000:
        return Glance("serial", value=_day(from_serial(int(text))))
    return Glance("bad", why=why("date_number"))


def _compact(text: str) -> Glance:
    """Eight digits: year first when that is a date, else three parts in an order to be decided."""
    year_first = made(int(text[:4]), int(text[4:6]), int(text[6:]))
    last = int(text[4:])
    if year_first and 1850 <= year_first.year <= 2200:
        if not (1850 <= last <= 2200 and int(text[:2]) <= 31 and int(text[2:4]) <= 31):
            return Glance("real", value=year_first)
        return Glance("bad", why=why("date_order"))
    return Glance("parts", parts=(int(text[:2]), int(text[2:4]), last), widths=(2, 2, 4))


def _glance_words(text: str) -> Glance:
    """A date with its month in words: 4 Jan 2026, Jan 4 2026, 4. Januar 2026, March 1970."""
    tokens = [
        token
        for token in re.split(r"[\s,./\-]+|(?<=\d)(?=[A-Za-z]{3,})|(?<=[A-Za-z]{3})(?=\d)", text)
        if token
    ]
    month: int | None = None
    numbers: list[str] = []
    for token in tokens:
        bare = plain(token)
        ordinal = _ORDINAL.match(token.lower())
        year = re.fullmatch(r"['’]?(\d{4}|\d{2})", token)
        if bare in MONTHS and month is None:
            month = MONTHS[bare]
        elif year and (len(year[1]) == 4 or numbers or token[0] in "'’"):
            numbers.append(year[1] if token[0] not in "'’" else f"'{year[1]}")
        elif ordinal:
            numbers.append(ordinal[1])
        elif bare in DAYS or bare in LINKS or not bare:
            continue
        else:
            return Glance("bad", why=why("date_not"))
    if month is None:
        return Glance("bad", why=why("date_not"))
    if len(numbers) == 1:
        only = numbers[0]
        if len(only) == 4:
            return _month(int(only), month)
        return Glance("bad", why=why("date_year_or_month"))
    if len(numbers) != 2:
        return Glance("bad", why=why("date_not"))
    return _with_month(numbers, month)


def _with_month(numbers: list[str], month: int) -> Glance:
    first, second = numbers
    if len(first) == 4 and first.isdigit() and len(second) <= 2:
        first, second = second, first
    if len(second) == 4 and second.isdigit() and len(first) <= 2:
        return _real(int(second), month, int(first))
    second = second.lstrip("'")
    if len(second) == 2 and first.isdigit() and len(first) <= 2:
        return Glance("parts", parts=(int(first), month, int(second)), widths=(0, 0, 2))
    return Glance("bad", why=why("date_not"))


def made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _real(year: int, month: int, day: int) -> Glance:
    found = made(year, month, day)
    if found is None:
        return Glance("bad", why=why("date_impossible"))
    return Glance("real", value=found)


def _month(year: int, month: int) -> Glance:
    if not 1 <= month <= 12 or not 1850 <= year <= 2200:
        return Glance("bad", why=why("date_impossible"))
    return Glance("month", partial=f"{year:04d}-{month:02d}", why=why("date_month"))


def possible_orders(seen: Glance) -> frozenset[str]:
    """The orders in which three numbers are a day at all; two-digit years are taken as possible."""
    if seen.kind != "parts" or seen.parts is None or seen.widths is None:
        return frozenset()
    return _orders(seen.parts, seen.widths)


@lru_cache(maxsize=32_768)
def _orders(parts: tuple[int, int, int], widths: tuple[int, int, int]) -> frozenset[str]:
    if widths[0] == 0:
        return frozenset(ORDERS)
    return frozenset(order for order in ORDERS if _fits(parts, widths, order))


def _fits(parts: tuple[int, int, int], widths: tuple[int, int, int], order: str) -> bool:
    year, month, day = (order.index(part) for part in "ymd")
    if widths[year] not in (2, 4) or widths[day] > 2 or widths[month] > 2:
        return False
    # Without its century every year is taken for a leap year: 29 February stays possible.
    return made(parts[year] if widths[year] == 4 else 2000, parts[month], parts[day]) is not None


def order_votes(values: Iterable[Cell]) -> Counter[str]:
    """For each order, the cells that can be read in it and in no other; 'open' counts the rest."""
    votes: Counter[str] = Counter()
    short = []
    for value in values:
        if not isinstance(value, str) or isinstance(value, Broken):
            continue
        seen = glance(value)
        if seen.kind != "parts" or seen.widths is None or seen.widths[0] in (0, 4):
            continue
        orders = possible_orders(seen)
        if seen.widths[2] <= 2:
            short.append(orders)
        # Two digits everywhere: year first is only believed where nothing else is possible.
        orders = (orders - {"ymd"}) or orders
        if len(orders) == 1:
            votes[next(iter(orders))] += 1
        elif orders and seen.parts and seen.parts[0] != seen.parts[1]:
            votes["open"] += 1
    if votes["ymd"] and sum("ymd" in orders for orders in short) >= 0.95 * len(short):
        return Counter(ymd=len(short))
    return votes


def order_from(votes: Counter[str]) -> str | None:
    """The order that the votes agree on; one vote against it, and nobody knows."""
    if votes["dmy"] and votes["mdy"]:
        return None
    return next((order for order in ("dmy", "mdy", "ymd") if votes[order]), None)
