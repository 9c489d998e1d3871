"""Reads the dates of one column, once the order of day and month in it is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from .cells import Broken, Cell
from .checkdigits import Born
from .dates import (
    EMPTY,
    FIRST_SERVICE_YEAR,
    FURTHEST_AHEAD,
    OLDEST,
    DateRead,
    Glance,
    glance,
    made,
    order_from,
    order_votes,
    possible_orders,
)
from .reasons import why

NOTHING = DateRead()
VERY_OLD = 120
"""A birth date written with its whole year is believed up to this age."""


class DateColumn:
    """One column: what its dates are for, their order, and the doubts about it."""

    def __init__(
        self,
        purpose: str,
        *,
        today: date,
        order: str | None = None,
        swapped: bool = False,
        era: bool = False,
    ) -> None:
        self.purpose, self.today, self.order = purpose, today, order
        self.era = era
        """True when the file counts its years from another beginning: 114 for 2025."""
        self.swapped = swapped
        """True when real dates in the column may have had day and month swapped on typing."""
        self._known: dict[str, DateRead] = {}

    def read(self, value: Cell) -> DateRead:
        """The date of one cell."""
        if value is None:
            return NOTHING
        if not isinstance(value, str) or isinstance(value, Broken):
            return self._judge(glance(value))
        known = self._known.get(value)
        if known is None:
            known = self._judge(glance(value))
            if len(self._known) < 50_000:
                self._known[value] = known
        return known

    def read_number(self, born: Born) -> DateRead:
        """The day of birth that a national number holds, whose century may be open."""
        if isinstance(born, tuple):
            return self._two_digit_year(*born)
        return self._in_range(born) if born else NOTHING

    def _judge(self, seen: Glance) -> DateRead:
        if seen.kind == "blank" or seen is EMPTY:
            return NOTHING
        if seen.kind in ("year", "month"):
            return self._partial(seen)
        if seen.why is not None:
            return DateRead(why=seen.why)
        if seen.kind == "parts":
            return self._from_parts(seen)
        if seen.value is None:
            return DateRead(why=why("date_number"))
        if seen.kind == "real" and self.swapped and _could_turn(seen.value):
            return DateRead(why=why("date_swapped"))
        read = self._in_range(seen.value)
        if seen.kind == "serial" and read.value is None:
            return DateRead(why=why("date_number"))
        return read

    def _partial(self, seen: Glance) -> DateRead:
        assert seen.partial is not None
        year = int(seen.partial[:4])
        if not self._year_fits(year):
            return DateRead(why=why("date_past" if year < self.today.year else "date_future"))
        return DateRead(partial=seen.partial, why=seen.why)

    def _from_parts(self, seen: Glance) -> DateRead:
        assert seen.parts is not None
        assert seen.widths is not None
        if seen.widths[0] == 0:
            day, month, year = seen.parts
            return self._two_digit_year(year, month, day)
        orders = possible_orders(seen)
        if not orders:
            return DateRead(why=why("date_impossible"))
        two_digits = seen.widths[0] <= 2 and seen.widths[2] <= 2
        if two_digits and self.order != "ymd":
            orders = orders - {"ymd"}
            if not orders:
                return DateRead(why=why("date_order"))
        if self.order in orders:
            return self._in_order(seen, str(self.order))
        if self.order is not None and seen.widths[0] <= 2 and self.order != "ymd":
            return DateRead(why=why("date_against_column" if orders else "date_impossible"))
        readings = {self._in_order(seen, order) for order in orders}
        if len(readings) == 1:
            return readings.pop()
        return DateRead(why=why("date_order"))

    def _in_order(self, seen: Glance, order: str) -> DateRead:
        assert seen.parts is not None
        assert seen.widths is not None
        year = seen.parts[order.index("y")]
        month, day = seen.parts[order.index("m")], seen.parts[order.index("d")]
        if seen.widths[order.index("y")] == 4:
            found = made(year, month, day)
            return self._in_range(found) if found else DateRead(why=why("date_impossible"))
        return self._two_digit_year(year, month, day)

    def _two_digit_year(self, year: int, month: int, day: int) -> DateRead:
        if self.era:
            return DateRead(why=why("date_century"))
        candidates = [made(century + year, month, day) for century in (1800, 1900, 2000)]
        fitting = [day for day in candidates if day and self._in_range(day, OLDEST).value]
        if len(fitting) == 1:
            return DateRead(value=fitting[0])
        if not fitting:
            possible = any(candidates)
            return DateRead(why=why("date_not" if possible else "date_impossible"))
        return DateRead(why=why("date_century"))

    def _year_fits(self, year: int) -> bool:
        low, high = self._years(VERY_OLD)
        return low <= year <= high

    def _years(self, oldest: int) -> tuple[int, int]:
        if self.purpose == "birth":
            return self.today.year - oldest, self.today.year
        return FIRST_SERVICE_YEAR, self.today.year + FURTHEST_AHEAD

    def _in_range(self, found: date, oldest: int = VERY_OLD) -> DateRead:
        low, high = self._years(oldest)
        if found.year < low:
            return DateRead(why=why("date_past"))
        if found.year > high or (self.purpose == "birth" and found > self.today):
            return DateRead(why=why("date_future"))
        return DateRead(value=found)


def counts_another_era(values: Iterable[Cell]) -> bool:
    """True for years of three digits before month and day, as in Taiwan: 114/03/20."""
    for value in values:
        seen = glance(value) if isinstance(value, str) else EMPTY
        if seen.widths and seen.widths[0] == 3 and max(seen.widths[1:]) <= 2:
            return True
    return False


def _could_turn(found: date) -> bool:
    return found.day <= 12 and found.day != found.month


def may_be_swapped(values: Iterable[Cell], order: str | None) -> bool:
    """True when a spreadsheet seems to have turned d/m into m/d as people typed.

    It then holds real dates only for days up to the 12th, and leaves the others as text that can
    only be read the other way.
    """
    real = text_open = 0
    late_real = False
    decided: dict[str, int] = {"dmy": 0, "mdy": 0}
    for value in values:
        if isinstance(value, datetime):
            real += 1
            late_real = late_real or value.day > 12
        elif isinstance(value, str):
            orders = possible_orders(glance(value))
            if len(orders & {"dmy", "mdy"}) == 1 and len(orders) == 1:
                decided[next(iter(orders & {"dmy", "mdy"}))] += 1
            elif len(orders) > 1:
                text_open += 1
    texts = max(decided.values())
    # By chance four real dates would all fall before the 13th once in forty times.
    enough = real >= 3 and texts >= 3 or real >= 4 and texts >= 1
    return enough and not late_real and text_open == 0 and order is not None


def decide_order(
    own: Iterable[Cell], sheet_order: str | None, file_order: str | None
) -> tuple[str | None, str]:
    """The order of a column and who decided: its own cells, its sheet, the file, or nobody."""
    votes = order_votes(own)
    order = order_from(votes)
    if order:
        return order, "column"
    if votes["dmy"] and votes["mdy"]:
        return None, "conflict"
    if sheet_order:
        return sheet_order, "sheet"
    if file_order:
        return file_order, "file"
    return None, "nothing"
