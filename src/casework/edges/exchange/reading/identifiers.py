"""Numbers and codes of a person: their form, and their check digit where the system has one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from .cells import Broken, Cell, as_written
from .reasons import Why, why
from .words import is_blank, is_unknown, plain, tidy

_SEPARATORS = re.compile(r"[\s.\-/·–]+")


@dataclass(slots=True, frozen=True)
class IdentifierRead:
    """An identifier in the form of its system, the birth date it contains, or why not."""

    value: str | None = None
    born_on: date | None = None
    why: Why | None = None


@dataclass(slots=True, frozen=True)
class System:
    """One national system: its name, its form, how it checks itself, what it says of the birth."""

    name: str
    form: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    digits: int = 0
    born: Callable[[str], date | None] | None = None
    allow: str = ""


def _weighted(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def luhn(digits: str) -> bool:
    """The check used for Swedish numbers, cards and many others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        step = int(digit) * (2 if place % 2 else 1)
        total += step - 9 if step > 9 else step
    return total % 10 == 0


def _nhs(text: str) -> bool:
    check = 11 - _weighted(text, range(10, 1, -1)) % 11
    return check != 10 and check % 11 == int(text[9])


def _chi(text: str) -> bool:
    return _nhs(text) and _date(text[4:6], text[2:4], text[:2]) is not None


def _dni(text: str) -> bool:
    number = text[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == text[-1]


def _bsn(text: str) -> bool:
    return _weighted(text, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0 and int(text) > 0


def _norway(text: str) -> bool:
    first = -_weighted(text, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
    second = -_weighted(text, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return first == int(text[9]) and second == int(text[10])


def _sweden(text: str) -> bool:
    return luhn(text[-10:])


def _finland(text: str) -> bool:
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(text[:6] + text[7:10]) % 31] == text[10]


def _pesel(text: str) -> bool:
    return _weighted(text, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def _codice_fiscale(text: str) -> bool:
    odd = (
        1,
        0,
        5,
        7,
        9,
        13,
        15,
        17,
        19,
        21,
        2,
        4,
        18,
        20,
        11,
        3,
        6,
        8,
        12,
        14,
        16,
        10,
        22,
        25,
        24,
        23,
    )
    total = 0
    for place, char in enumerate(text[:15]):
        number = int(char) if char.isdigit() else ord(char) - 65
        total += number if place % 2 else odd[number]
    return chr(65 + total % 26) == text[15]


def _france(text: str) -> bool:
    number = text[:13].replace("2A", "19").replace("2B", "18")
    return 97 - int(number) % 97 == int(text[13:])


def _germany(text: str) -> bool:
    """Krankenversichertennummer: the letter as two digits, weights 1 and 2."""
    digits = f"{ord(text[0]) - 64:02d}{text[1:9]}"
    total = 0
    for place, digit in enumerate(digits):
        step = int(digit) * (2 if place % 2 else 1)
        total += step // 10 + step % 10
    return total % 10 == int(text[9])


_D = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_P = ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4))


def verhoeff(digits: str) -> bool:
    """The check of the Indian Aadhaar number."""
    rows: list[tuple[int, ...]] = [_P[0], _P[1]]
    for _ in range(6):
        rows.append(tuple(rows[-1][_P[1][i]] for i in range(10)))
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = _D[check][rows[place % 8][int(digit)]]
    return check == 0


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(2000 + int(year) if len(year) == 2 else int(year), int(month), int(day))
    except ValueError:
        return None


def _born_sweden(text: str) -> date | None:
    if len(text) != 12:
        return None
    day = int(text[6:8])
    return _date(text[:4], text[4:6], str(day - 60 if day > 60 else day))


def _born_finland(text: str) -> date | None:
    century = {"+": 18, **dict.fromkeys("-UVWXY", 19), **dict.fromkeys("ABCDEF", 20)}[text[6]]
    return _date(f"{century}{text[4:6]}", text[2:4], text[:2])


def _born_pesel(text: str) -> date | None:
    month = int(text[2:4])
    century = {0: 19, 20: 20, 40: 21, 60: 22, 80: 18}[month // 20 * 20]
    return _date(f"{century}{text[:2]}", str(month % 20), text[4:6])


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


SYSTEMS: dict[str, System] = {
    "nhs": System("NHS number", _form(r"\d{10}"), _nhs, 10),
    "chi": System("CHI number", _form(r"\d{10}"), _chi, 10),
    "se": System(
        "Swedish personnummer", _form(r"(?:\d{2})?\d{6}[-+]?\d{4}"), _sweden, 0, _born_sweden
    ),
    "fi": System(
        "Finnish henkilötunnus",
        _form(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Z]"),
        _finland,
        0,
        _born_finland,
        "-+",
    ),
    "no": System("Norwegian fødselsnummer", _form(r"\d{11}"), _norway, 11),
    "dk": System("Danish CPR number", _form(r"\d{10}"), None, 10),
    "es": System("Spanish DNI/NIE", _form(r"(?:\d{8}|[XYZ]\d{7})[A-Z]"), _dni),
    "nl": System("Dutch BSN", _form(r"\d{9}"), _bsn, 9),
    "us-ssn": System(
        "US Social Security number",
        _form(r"(?!000|666|9\d\d)\d{3}(?!00)\d{2}(?!0000)\d{4}"),
        None,
        9,
    ),
    "pl": System("Polish PESEL", _form(r"\d{11}"), _pesel, 11, _born_pesel),
    "it": System(
        "Italian codice fiscale", _form(r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]"), _codice_fiscale
    ),
    "fr": System("French NIR", _form(r"[12378]\d{4}(?:\d{2}|2A|2B)\d{8}"), _france),
    "de": System("German Krankenversichertennummer", _form(r"[A-Z]\d{9}"), _germany),
    "in": System("Indian Aadhaar number", _form(r"[2-9]\d{11}"), verhoeff, 12),
    "uk-nino": System(
        "UK National Insurance number",
        _form(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]"),
    ),
}
_NAMES: tuple[tuple[str, str], ...] = (
    ("nhs", "nhs|nhs number|nhs no|nhs nummer"),
    ("chi", "chi|chi number|chi no"),
    ("se", "personnummer|pnr|persnr|personnr|pers nr|samordningsnummer"),
    ("fi", "henkilotunnus|hetu"),
    ("no", "fodselsnummer|fnr"),
    ("dk", "cpr|cpr nummer|cpr nr"),
    ("es", "dni|nie|dni nie|nif|dni o nie"),
    ("nl", "bsn|burgerservicenummer"),
    ("us-ssn", "ssn|social security|social security number|ssn number"),
    ("pl", "pesel"),
    ("it", "codice fiscale|cf"),
    ("fr", "numero de securite sociale|nir|num secu|securite sociale"),
    ("de", "kvnr|versichertennummer|krankenversichertennummer"),
    ("in", "aadhaar|aadhar|aadhaar number|aadhaar no"),
    ("uk-nino", "national insurance|national insurance number|ni number|nino|ni no"),
)
_BY_NAME = {name: key for key, names in _NAMES for name in names.split("|")}


def system_of(heading: str) -> str | None:
    """The national system that a heading names."""
    words = plain(heading.replace("#", " number "))
    if words in _BY_NAME:
        return _BY_NAME[words]
    less = " ".join(word for word in words.split() if word not in _NOISE)
    return _BY_NAME.get(less)


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
        return IdentifierRead(value=compact, born_on=system.born(bare) if system.born else None)


def system_from_values(values: Iterable[Cell]) -> str | None:
    """The one checked system that nearly all of a column's codes satisfy, when there are enough."""
    texts = [
        tidy(as_written(value))
        for value in values
        if isinstance(value, str | int) and not isinstance(value, bool | Broken)
    ]
    texts = [text for text in texts if text and not is_blank(text) and not is_unknown(text)]
    if len(texts) < 8:
        return None
    passing = []
    for key, system in SYSTEMS.items():
        if system.check is None or key == "chi":
            continue
        column = IdentifierColumn(system.name, key)
        if sum(column.read(text).value is not None for text in texts) >= 0.9 * len(texts):
            passing.append(key)
    return passing[0] if len(passing) == 1 else None
