"""How national numbers check themselves, and the day of birth that some of them hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

Born = date | tuple[int, int, int] | None
"""A day; or the two digits of its year, its month and its day, where no century is given."""


def day_of(year: str, month: str, day: str) -> date | None:
    try:
        return date(2000 + int(year) if len(year) == 2 else int(year), int(month), int(day))
    except ValueError:
        return None


def weighted(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def luhn(digits: str) -> bool:
    """The check used for Swedish numbers, cards and many others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        step = int(digit) * (2 if place % 2 else 1)
        total += step - 9 if step > 9 else step
    return total % 10 == 0


def nhs(text: str) -> bool:
    check = 11 - weighted(text, range(10, 1, -1)) % 11
    return check != 10 and check % 11 == int(text[9])


def chi(text: str) -> bool:
    return nhs(text) and day_of(text[4:6], text[2:4], text[:2]) is not None


def dni(text: str) -> bool:
    number = text[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == text[-1]


def bsn(text: str) -> bool:
    return weighted(text, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0 and int(text) > 0


def norway(text: str) -> bool:
    first = -weighted(text, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
    second = -weighted(text, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return first == int(text[9]) and second == int(text[10])


def sweden(text: str) -> bool:
    return luhn(text[-10:])


def finland(text: str) -> bool:
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(text[:6] + text[7:10]) % 31] == text[10]


def pesel(text: str) -> bool:
    return weighted(text, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def codice_fiscale(text: str) -> bool:
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


def france(text: str) -> bool:
    number = text[:13].replace("2A", "19").replace("2B", "18")
    return 97 - int(number) % 97 == int(text[13:])


def germany(text: str) -> bool:
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


def born_sweden(text: str) -> Born:
    day = int(text[-6:-4])
    day = day - 60 if day > 60 else day
    if len(text) == 12:
        return day_of(text[:4], text[4:6], str(day))
    return int(text[:2]), int(text[2:4]), day


def born_finland(text: str) -> Born:
    century = {"+": 18, **dict.fromkeys("-UVWXY", 19), **dict.fromkeys("ABCDEF", 20)}[text[6]]
    return day_of(f"{century}{text[4:6]}", text[2:4], text[:2])


def born_pesel(text: str) -> Born:
    month = int(text[2:4])
    century = {0: 19, 20: 20, 40: 21, 60: 22, 80: 18}[month // 20 * 20]
    return day_of(f"{century}{text[:2]}", str(month % 20), text[4:6])


def day_first(text: str) -> Born:
    """DDMMYY at the beginning: Scotland, Greece."""
    return int(text[4:6]), int(text[2:4]), int(text[:2])


def year_first(text: str) -> Born:
    """YYMMDD at the beginning: South Africa."""
    return int(text[:2]), int(text[2:4]), int(text[4:6])


def born_austria(text: str) -> Born:
    return int(text[8:]), int(text[6:8]), int(text[4:6])


def austria(text: str) -> bool:
    return weighted(text, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)) % 11 == int(text[3])


def ean(text: str) -> bool:
    """The check of the Swiss AHV number, and of goods in shops."""
    return weighted(text, (1, 3) * 6 + (1,)) % 10 == 0


def belgium(text: str) -> bool:
    return int(text[9:]) in (97 - int(text[:9]) % 97, 97 - int(f"2{text[:9]}") % 97)


def born_belgium(text: str) -> Born:
    old = 97 - int(text[:9]) % 97 == int(text[9:])
    return day_of(f"{19 if old else 20}{text[:2]}", text[2:4], text[4:6])


def czech(text: str) -> bool:
    return len(text) == 9 or int(text[:9]) % 11 % 10 == int(text[9])


def born_czech(text: str) -> Born:
    year, month = int(text[:2]), int(text[2:4])
    century = 1900 if len(text) == 9 or year >= 54 else 2000
    month = next((month - more for more in (70, 50, 20) if month > more), month)
    return day_of(str(century + year), str(month), text[4:6])


def romania(text: str) -> bool:
    rest = weighted(text, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return (1 if rest == 10 else rest) == int(text[12])


def born_romania(text: str) -> Born:
    century = {"1": 19, "2": 19, "3": 18, "4": 18, "5": 20, "6": 20}.get(text[0])
    return day_of(f"{century}{text[1:3]}", text[3:5], text[5:7]) if century else None


def bulgaria(text: str) -> bool:
    return weighted(text, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10 == int(text[9])


def born_bulgaria(text: str) -> Born:
    month = int(text[2:4])
    century, more = (20, 40) if month > 40 else (18, 20) if month > 20 else (19, 0)
    return day_of(f"{century}{text[:2]}", str(month - more), text[4:6])


def baltic(text: str) -> bool:
    """Estonia and Lithuania."""
    for weights in ((1, 2, 3, 4, 5, 6, 7, 8, 9, 1), (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)):
        rest = weighted(text, weights) % 11
        if rest < 10:
            return rest == int(text[10])
    return text[10] == "0"


def born_baltic(text: str) -> Born:
    return day_of(f"{17 + (int(text[0]) + 1) // 2}{text[1:3]}", text[3:5], text[5:7])


def born_norway(text: str) -> Born:
    day, year, serial = int(text[:2]), int(text[4:6]), int(text[6:9])
    if serial < 500 or (serial >= 900 and year >= 40):
        century = 19
    elif serial < 750 and year >= 54:
        century = 18
    elif year < 40:
        century = 20
    else:
        return None
    return day_of(f"{century}{year:02d}", text[2:4], str(day - 40 if day > 40 else day))


def born_denmark(text: str) -> Born:
    year, serial = int(text[4:6]), int(text[6])
    if serial < 4:
        century = 19
    elif serial in (4, 9):
        century = 20 if year < 37 else 19
    else:
        century = 20 if year < 58 else 18
    return day_of(f"{century}{year:02d}", text[2:4], text[:2])


def iceland(text: str) -> bool:
    return weighted(text, (3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def born_iceland(text: str) -> Born:
    century = {"9": 19, "0": 20, "8": 18}.get(text[9])
    return day_of(f"{century}{text[4:6]}", text[2:4], text[:2]) if century else None


def turkey(text: str) -> bool:
    odd, even = sum(map(int, text[0:9:2])), sum(map(int, text[1:8:2]))
    return (odd * 7 - even) % 10 == int(text[9]) and sum(map(int, text[:10])) % 10 == int(text[10])


def oib(text: str) -> bool:
    """The Croatian check, ISO 7064 mod 11, 10."""
    rest = 10
    for digit in text[:10]:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return (11 - rest) % 10 == int(text[10])


def nif(text: str) -> bool:
    """The Portuguese tax number."""
    rest = weighted(text, range(9, 1, -1)) % 11
    return (0 if rest < 2 else 11 - rest) == int(text[8])


def cpf(text: str) -> bool:
    """Brazil: two check digits, and not eleven times the same digit."""
    first = weighted(text, range(10, 1, -1)) * 10 % 11 % 10
    second = weighted(text, range(11, 1, -1)) * 10 % 11 % 10
    return len(set(text)) > 1 and (first, second) == (int(text[9]), int(text[10]))


def pps(text: str) -> bool:
    """The Irish number: seven digits and a letter, since 2013 two."""
    extra = ord(text[8]) - 64 if len(text) == 9 and text[8] != "W" else 0
    return "WABCDEFGHIJKLMNOPQRSTUV"[(weighted(text, range(8, 1, -1)) + 9 * extra) % 23] == text[7]


def nhi(text: str) -> bool:
    """New Zealand; the newer form, with a letter at its end, is only held against its form."""
    if not text[6].isdigit():
        return True
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    total = sum((letters.index(char) + 1) * (7 - place) for place, char in enumerate(text[:3]))
    rest = (total + weighted(text[3:6], (4, 3, 2))) % 11
    return rest != 0 and (11 - rest) % 10 == int(text[6])


def medicare(text: str) -> bool:
    """Australia."""
    return weighted(text, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(text[8])


def curp(text: str) -> bool:
    """Mexico."""
    order = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    total = sum(order.index(char) * (18 - place) for place, char in enumerate(text[:17]))
    return -total % 10 == int(text[17])


def born_curp(text: str) -> Born:
    return day_of(f"{19 if text[16].isdigit() else 20}{text[4:6]}", text[6:8], text[8:10])


def china(text: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[weighted(text, weights) % 11] == text[17]


def born_china(text: str) -> Born:
    return day_of(text[6:10], text[10:12], text[12:14])


def rut(text: str) -> bool:
    """Chile."""
    total = sum(int(digit) * (2 + i % 6) for i, digit in enumerate(reversed(text[:-1])))
    return "0K987654321"[total % 11] == text[-1]


def born_codice(text: str) -> Born:
    letters = "LMNPQRSTUV"
    digits = "".join(str(letters.index(c)) if c in letters else c for c in text[6:8] + text[9:11])
    month = "ABCDEHLMPRST".find(text[8]) + 1
    day = int(digits[2:])
    return int(digits[:2]), month, day - 40 if day > 40 else day
