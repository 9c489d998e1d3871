"""Dates of which only the year, or the year and month, may be known.

Kept as the beginning of an ISO date, '1987-03-03', '1987-03' or '1987': text sorts as time does,
and what is not known is simply not there.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from casework.base.core.says import _

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
OLDEST = 130  # years; an earlier birth is a slip of the finger


@dataclass(frozen=True, order=False)
class PartialDate:
    """A date as far as it is known. A day needs its month, and the day must exist."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day without its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read an ISO prefix; anything else is a ValueError."""
        found = _SHAPE.fullmatch(text.strip())
        if not found or not found[0].isascii():
            raise ValueError(f"not a date, a month or a year: {text!r}")
        year, month, day = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def parse_or_none(cls, text: str | None) -> "PartialDate | None":
        """Read an ISO prefix; None for an empty or unreadable one."""
        try:
            return cls.parse(text) if text else None
        except ValueError:
            return None

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """A date known to the day."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def __lt__(self, other: "PartialDate") -> bool:
        return str(self) < str(other)

    @property
    def is_whole(self) -> bool:
        """Known to the day."""
        return self.day is not None

    @property
    def precision(self) -> str:
        """'day', 'month' or 'year'."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self) -> date:
        """The first day it can have been."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can have been."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def as_date(self) -> date | None:
        """The day itself where it is known."""
        return self.earliest if self.is_whole else None

    def overlaps(self, other: "PartialDate") -> bool:
        """Both may be the same day: neither says anything the other contradicts."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def is_surely_before(self, other: "PartialDate") -> bool:
        """Before it whatever the missing parts are."""
        return self.latest < other.earliest


def years_between(born: date, day: date) -> int:
    """Whole years from birth to a day; somebody born on 29 February turns on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_range(born: PartialDate, today: date) -> tuple[int, int]:
    """The youngest and the oldest the person can be today."""
    return (
        max(0, years_between(min(born.latest, today), today)),
        max(0, years_between(born.earliest, today)),
    )


@dataclass(frozen=True)
class Age:
    """An age for the screen: `low` and `high` differ by at most one; `is_about` marks a guess."""

    low: int
    high: int
    is_about: bool = False

    def __str__(self) -> str:
        if self.is_about:
            return _("about %(age)s") % {"age": self.high}
        if self.low == self.high:
            return str(self.low)
        return _("%(low)s or %(high)s") % {"low": self.low, "high": self.high}


def age(born: PartialDate, today: date, *, is_estimated: bool = False) -> Age:
    """'39' when known, '38 or 39' when the day is not, 'about 60' when the year was a guess."""
    low, high = age_range(born, today)
    return Age(low, high, is_about=is_estimated)


def age_text(born: PartialDate | None, today: date, *, is_estimated: bool = False) -> str:
    """The age in words; '' when nothing is known."""
    return "" if born is None else str(age(born, today, is_estimated=is_estimated))


def is_birthday(born: PartialDate, today: date) -> bool:
    """Only a date known to the day has a birthday; 29 February is kept on the 28th between."""
    if not born.is_whole:
        return False
    if (born.month, born.day) == (2, 29) and not calendar.isleap(today.year):
        return (today.month, today.day) == (2, 28)
    return (born.month, born.day) == (today.month, today.day)


def why_not_birth_date(born: PartialDate, today: date) -> str | None:
    """Nobody is born in the future, nor lives beyond any age ever reached."""
    if born.earliest > today:
        return _("This birth date is in the future.")
    if today.year - born.year > OLDEST:
        return _("This birth date is more than %(most)s years ago. Check the year.") % {
            "most": OLDEST
        }
    return None


@dataclass(frozen=True)
class Parts:
    """A partial date cut up for a form with three boxes, or for a formatter of any language."""

    year: str
    month: str
    day: str


def parts(born: PartialDate | None) -> Parts:
    """What stands in each of the three boxes."""
    if born is None:
        return Parts("", "", "")
    return Parts(str(born.year), str(born.month or ""), str(born.day or ""))


def from_parts(*, year: str, month: str, day: str) -> PartialDate | None:
    """Read three boxes: None when all are empty, a ValueError in plain words if they misfit."""
    year, month, day = year.strip(), month.strip(), day.strip()
    if not (year or month or day):
        return None
    if not year:
        raise ValueError(_("Write at least the year."))
    if not all(box.isascii() and box.isdigit() for box in (year, month, day) if box):
        raise ValueError(_("Write the date in numbers, for example 3 11 1987."))
    if len(year) != 4:
        raise ValueError(_("Write the year with four numbers, for example 1987."))
    if day and not month:
        raise ValueError(_("Write the month too, or leave the day empty."))
    if month and not 1 <= int(month) <= 12:
        raise ValueError(_("The month is a number from 1 to 12."))
    try:
        return PartialDate(int(year), int(month) if month else None, int(day) if day else None)
    except ValueError:
        raise ValueError(_("There is no such day. Check the day and the month.")) from None
