"""Numbers and codes of a person: their form, and their check digit where the system has one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .cells import Broken, Cell, as_written
from .checkdigits import Born
from .reasons import Why, why
from .systems import BY_NAME, SYSTEMS, System
from .words import is_blank, is_unknown, plain, tidy

_SEPARATORS = re.compile(r"[\s.\-/·–]+")


@dataclass(slots=True, frozen=True)
class IdentifierRead:
    """An identifier in the form of its system, the birth date it contains, or why not."""

    value: str | None = None
    born: Born = None
    why: Why | None = None


def contradicts(born: Born, day: date) -> bool:
    """True when a number names another day of birth."""
    if isinstance(born, tuple):
        return born != (day.year % 100, day.month, day.day)
    return born is not None and born != day


def holds_last_digits(heading: str) -> bool:
    """'SSN (last 4)' identifies nobody."""
    return bool(_LAST_DIGITS.search(plain(heading)))


def system_of(heading: str) -> str | None:
    """The national system that a heading names."""
    words = plain(heading.replace("#", " number "))
    if words in BY_NAME:
        return BY_NAME[words]
    less = " ".join(word for word in words.split() if word not in _NOISE)
    return BY_NAME.get(less)


_LAST_DIGITS = re.compile(r"\blast ?\d|\blast (?:two|three|four|five)\b|letzte|derniers")
_NOISE = frozenset(
    "client patient person number no nr num id klient klientens personens usuario".split()
)


class IdentifierColumn:
    """One column of identifiers: its system, and how many digits its codes have."""

    def __init__(self, name: str, system: str | None = None, digits: int | None = None) -> None:
        self.name = name
        self.system = SYSTEMS.get(system or "")
        self.digits = digits
        self._seen: Counter[str] = Counter()

    def learn(self, values: Iterable[Cell]) -> None:
        """Finds how long codes made of digits are in this column, from those stored as text."""
        if self.digits is not None or self.system is not None:
            return
        lengths: Counter[int] = Counter()
        padded = 0
        for value in values:
            if isinstance(value, str) and not isinstance(value, Broken):
                text = _SEPARATORS.sub("", value)
                if text.isdigit():
                    lengths[len(text)] += 1
                    padded += text.startswith("0")
        if not lengths:
            return
        length, times = lengths.most_common(1)[0]
        if times >= 3 and times >= 0.9 * sum(lengths.values()):
            self.digits = length

    def read(self, value: Cell) -> IdentifierRead:
        """The identifier of one cell; a wrong check digit makes it unreadable."""
        if value is None:
            return IdentifierRead()
        if isinstance(value, Broken):
            return IdentifierRead(why=why("broken", value=str(value)))
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return IdentifierRead(why=why("identifier_form", system=self.name))
        if isinstance(value, float) or (isinstance(value, int) and abs(value) >= 10**15):
            return IdentifierRead(why=why("identifier_rounded"))
        text = tidy(as_written(value)).lstrip("'")
        if is_blank(text) or is_unknown(text):
            return IdentifierRead()
        if re.fullmatch(r"\d(?:[.,]\d+)?E\+?\d+", text, re.IGNORECASE):
            return IdentifierRead(why=why("identifier_rounded"))
        if self.system is not None:
            return self._by_system(text, self.system, isinstance(value, int))
        if isinstance(value, int) and self.digits and len(text) < self.digits:
            return IdentifierRead(
                why=why("identifier_zero", digits=len(text), expected=self.digits)
            )
        if not any(char.isdigit() for char in text) or len(text) > 40 or "?" in text:
            return IdentifierRead(why=why("identifier_form", system=self.name))
        return IdentifierRead(value=text)

    def _by_system(self, text: str, system: System, is_number: bool) -> IdentifierRead:
        compact = _SEPARATORS.sub("", text).upper()
        if system.allow or system.name.startswith("Swedish"):
            compact = re.sub(r"[\s./]", "", text).upper()
        if is_number and system.digits and len(compact) < system.digits:
            return IdentifierRead(
                why=why("identifier_zero", digits=len(compact), expected=system.digits)
            )
        if compact.isdigit() and system.digits and len(compact) != system.digits:
            return IdentifierRead(
                why=why(
                    "identifier_length",
                    digits=len(compact),
                    system=system.name,
                    expected=system.digits,
                )
            )
        if not system.form.fullmatch(compact):
            return IdentifierRead(why=why("identifier_form", system=system.name))
        bare = compact if system.allow else re.sub(r"[-+]", "", compact)
        if system.check is not None and not system.check(bare):
            return IdentifierRead(why=why("identifier_check"))
        return IdentifierRead(value=compact, born=system.born(bare) if system.born else None)


_TOO_OPEN = frozenset({"chi", "cz", "nz"})
"""Checks that a column of other numbers can pass."""


def system_from_values(values: Iterable[Cell]) -> str | None:
    """The one checked system that nearly all of a column's codes satisfy, when there are enough."""
    texts = [
        tidy(as_written(value))
        for value in values
        if isinstance(value, str | int) and not isinstance(value, bool | Broken)
    ]
    texts = [text for text in texts if text and not is_blank(text) and not is_unknown(text)]
    if len(texts) < 8 or sum(len(text) >= 7 for text in texts) < 0.9 * len(texts):
        return None
    passing = []
    for key, system in SYSTEMS.items():
        if system.check is None or key in _TOO_OPEN:
            continue
        column = IdentifierColumn(system.name, key)
        if sum(column.read(text).value is not None for text in texts) >= 0.9 * len(texts):
            passing.append(key)
    return passing[0] if len(passing) == 1 else None
