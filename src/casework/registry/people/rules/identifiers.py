"""Numbers by which others know a person: what each looks like, who gives it, when it can't be.

A check digit says that a number was copied well, not that it belongs to this person.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from casework.base.core.says import _

from .marking import gettext_noop


@dataclass(frozen=True)
class IdentifierKind:
    """One sort of number. `place` is the jurisdiction pack that offers it; '' is everywhere."""

    code: str
    label: str
    issuer: str
    place: str
    fhir_system: str = ""
    is_sensitive: bool = False
    is_one_per_person: bool = True
    why_not: Callable[[str], str | None] | None = None
    show: Callable[[str], str] | None = None


def _digits_differ(number: str) -> bool:
    return len(set(number)) > 1


def why_not_nhs(number: str) -> str | None:
    """Ten digits, the last one checking the others by modulus 11."""
    if not re.fullmatch(r"[0-9]{10}", number):
        return _("An NHS number has 10 digits.")
    check = (11 - sum(int(d) * w for d, w in zip(number, range(10, 1, -1), strict=False)) % 11) % 11
    if check == 10 or check != int(number[9]) or not _digits_differ(number):
        return _("This NHS number has a wrong digit. Check it against the letter or card.")
    return None


def is_nhs_test_number(number: str) -> bool:
    """Numbers that begin with 999 are kept for tests and demonstrations, and nobody has one."""
    return normalise(number).startswith("999")


def why_not_ssn(number: str) -> str | None:
    """Nine digits; some areas, groups and serials are never given out."""
    if not re.fullmatch(r"[0-9]{9}", number):
        return _("A Social Security number has 9 digits.")
    area, group, serial = number[:3], number[3:5], number[5:]
    if area[0] == "9":
        return _("Numbers that begin with 9 are not Social Security numbers. It may be an ITIN.")
    if area in ("000", "666") or group == "00" or serial == "0000":
        return _("This Social Security number was never given to anybody. Check it.")
    if number in ("078051120", "219099999"):
        return _("This Social Security number comes from an advertisement. Check it.")
    return None


def is_ssn_test_number(number: str) -> bool:
    """Areas never given out (000, 666, 900-999) stand in demonstrations."""
    return normalise(number)[:3] in ("000", "666") or normalise(number)[:1] == "9"


_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def why_not_dni(number: str) -> str | None:
    """Eight digits and a letter (DNI), or X, Y, Z, seven digits and a letter (NIE)."""
    if not re.fullmatch(r"[0-9]{8}[A-Z]|[XYZ][0-9]{7}[A-Z]", number):
        return _("A DNI has 8 digits and a letter; a NIE has X, Y or Z, 7 digits and a letter.")
    body = number[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    if _DNI_LETTERS[int(body) % 23] != number[-1]:
        return _("The letter does not fit the digits. Check the number against the card.")
    return None


def why_not_personnummer(number: str) -> str | None:
    """Birth date and four digits with a Luhn check; days from 61 are coordination numbers."""
    if not re.fullmatch(r"(?:[0-9]{2})?[0-9]{10}", number):
        return _("A Swedish personal number has 10 or 12 digits.")
    short = number[-10:]
    day = int(short[4:6])
    try:
        # 2000 is a leap year, so 29 February passes when the century isn't written.
        year = int(number[:4]) if len(number) == 12 else 2000 + int(short[:2]) % 4
        date(year, int(short[2:4]), day - 60 if day > 60 else day)
    except ValueError:
        return _("The first part of this number is not a date.")
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(short))
    if sum(d // 10 + d % 10 for d in doubled) % 10:
        return _("This personal number has a wrong digit. Check it against the card.")
    return None


def why_not_bsn(number: str) -> str | None:
    """Nine digits (older ones are written with eight) that pass the test of eleven."""
    if not re.fullmatch(r"[0-9]{8,9}", number):
        return _("A BSN has 9 digits.")
    full = number.zfill(9)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    if sum(int(d) * w for d, w in zip(full, weights, strict=True)) % 11 or not int(full):
        return _("This BSN has a wrong digit. Check it against the card.")
    return None


def _grouped(*sizes: int, by: str = " ") -> Callable[[str], str]:
    def show(number: str) -> str:
        if len(number) != sum(sizes):
            return number
        pieces, at = [], 0
        for size in sizes:
            pieces.append(number[at : at + size])
            at += size
        return by.join(pieces)

    return show


def _show_personnummer(number: str) -> str:
    return f"{number[:-4]}-{number[-4:]}" if len(number) in (10, 12) else number


def _why_not_letters_and_digits(number: str) -> str | None:
    if not number:
        return _("Write the number.")
    if len(number) > 40:
        return _("This number is longer than 40 characters.")
    return None


KINDS: dict[str, IdentifierKind] = {
    kind.code: kind
    for kind in (
        IdentifierKind(
            "nhs", gettext_noop("NHS number"), "NHS England", "england",
            "https://fhir.nhs.uk/Id/nhs-number", why_not=why_not_nhs, show=_grouped(3, 3, 4),
        ),
        IdentifierKind(
            "ssn", gettext_noop("Social Security number"), "Social Security Administration", "us",
            "http://hl7.org/fhir/sid/us-ssn", is_sensitive=True,
            why_not=why_not_ssn, show=_grouped(3, 2, 4, by="-"),
        ),
        IdentifierKind(
            "medicaid", gettext_noop("Medicaid ID"), gettext_noop("State Medicaid agency"), "us",
        ),
        IdentifierKind(
            "medicare", gettext_noop("Medicare number"), "CMS", "us",
            "http://hl7.org/fhir/sid/us-mbi",
        ),
        IdentifierKind(
            "dni", gettext_noop("DNI or NIE"), "Policía Nacional", "spain", is_sensitive=True,
            why_not=why_not_dni,
        ),
        IdentifierKind(
            "personnummer", gettext_noop("Personal number"), "Skatteverket", "sweden",
            is_sensitive=True, why_not=why_not_personnummer, show=_show_personnummer,
        ),
        IdentifierKind(
            "bsn", gettext_noop("BSN"), gettext_noop("Municipality"), "netherlands",
            "http://fhir.nl/fhir/NamingSystem/bsn", is_sensitive=True, why_not=why_not_bsn,
        ),
        IdentifierKind("local", gettext_noop("Own record number"), gettext_noop("This agency"), ""),
        IdentifierKind("other", gettext_noop("Another number"), "", "", is_one_per_person=False),
    )
}  # fmt: skip


def normalise(number: str) -> str:
    """Without spaces, dots, dashes and slashes, in capitals: two ways of writing are one number."""
    # Capitals first: some letters become two signs, of which one is no letter.
    return "".join(
        str(int(sign)) if sign.isdecimal() else sign for sign in number.upper() if sign.isalnum()
    )


def why_not_identifier(*, kind: str, number: str, issuer: str = "") -> str | None:
    """The kind is known, the number has its shape and check digit, and somebody issued it."""
    if kind not in KINDS:
        return _("Choose what kind of number this is.")
    known = KINDS[kind]
    plain = normalise(number)
    if reason := _why_not_letters_and_digits(plain):
        return reason
    if not known.issuer and not issuer.strip():
        return _("Write who gave this number.")
    return known.why_not(plain) if known.why_not else None


def show_identifier(*, kind: str, number: str) -> str:
    """The number as its issuer prints it; an NHS number is 3-3-4."""
    known = KINDS.get(kind)
    plain = normalise(number)
    return known.show(plain) if known and known.show else plain


def hide_all_but_last(*, kind: str, number: str, last: int = 4) -> str:
    """A sensitive number on ordinary screens: only its end, enough to compare with a card."""
    plain = normalise(number)
    if kind not in KINDS or not KINDS[kind].is_sensitive:
        return show_identifier(kind=kind, number=number)
    return (
        "•" * max(0, len(plain) - last) + plain[-last:] if len(plain) > last else "•" * len(plain)
    )


def kinds_for(place: str) -> tuple[IdentifierKind, ...]:
    """What a form offers: the place's own numbers first, then those of everywhere."""
    own = tuple(kind for kind in KINDS.values() if kind.place == place)
    return own + tuple(kind for kind in KINDS.values() if not kind.place)


def kinds_that_fit(number: str, place: str = "") -> tuple[str, ...]:
    """Which checked kinds a typed number could be, for the search box; own place first."""
    plain = normalise(number)
    fits = [k for k in KINDS.values() if k.why_not and k.why_not(plain) is None]
    return tuple(k.code for k in sorted(fits, key=lambda kind: kind.place != place))
