"""National systems of numbers: their form, their check, the words that name them in a heading."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from . import checkdigits as by
from .checkdigits import Born


@dataclass(slots=True, frozen=True)
class System:
    """One national system: its name, its form, how it checks itself, what it says of the birth."""

    name: str
    form: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    digits: int = 0
    born: Callable[[str], Born] | None = None
    allow: str = ""


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


SYSTEMS: dict[str, System] = {
    "nhs": System("NHS number", _form(r"\d{10}"), by.nhs, 10),
    "chi": System("CHI number", _form(r"\d{10}"), by.chi, 10, by.day_first),
    "se": System(
        "Swedish personnummer", _form(r"(?:\d{2})?\d{6}[-+]?\d{4}"), by.sweden, 0, by.born_sweden
    ),
    "fi": System(
        "Finnish henkilötunnus",
        _form(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Z]"),
        by.finland,
        0,
        by.born_finland,
        "-+",
    ),
    "no": System("Norwegian fødselsnummer", _form(r"\d{11}"), by.norway, 11, by.born_norway),
    "dk": System("Danish CPR number", _form(r"\d{10}"), None, 10, by.born_denmark),
    "es": System("Spanish DNI/NIE", _form(r"(?:\d{8}|[XYZ]\d{7})[A-Z]"), by.dni),
    "nl": System("Dutch BSN", _form(r"\d{9}"), by.bsn, 9),
    "us-ssn": System(
        "US Social Security number",
        _form(r"(?!000|666|9\d\d)\d{3}(?!00)\d{2}(?!0000)\d{4}"),
        None,
        9,
    ),
    "pl": System("Polish PESEL", _form(r"\d{11}"), by.pesel, 11, by.born_pesel),
    "it": System(
        "Italian codice fiscale",
        _form(r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]"),
        by.codice_fiscale,
        0,
        by.born_codice,
    ),
    "fr": System("French NIR", _form(r"[12378]\d{4}(?:\d{2}|2A|2B)\d{8}"), by.france),
    "de": System("German Krankenversichertennummer", _form(r"[A-Z]\d{9}"), by.germany),
    "in": System("Indian Aadhaar number", _form(r"[2-9]\d{11}"), by.verhoeff, 12),
    "cz": System("Czech rodné číslo", _form(r"\d{9,10}"), by.czech, 0, by.born_czech),
    "ch": System("Swiss AHV number", _form(r"756\d{10}"), by.ean, 13),
    "at": System("Austrian SVNR", _form(r"\d{10}"), by.austria, 10, by.born_austria),
    "be": System("Belgian national number", _form(r"\d{11}"), by.belgium, 11, by.born_belgium),
    "ro": System("Romanian CNP", _form(r"[1-9]\d{12}"), by.romania, 13, by.born_romania),
    "bg": System("Bulgarian EGN", _form(r"\d{10}"), by.bulgaria, 10, by.born_bulgaria),
    "ee": System("Estonian isikukood", _form(r"[1-8]\d{10}"), by.baltic, 11, by.born_baltic),
    "lt": System("Lithuanian asmens kodas", _form(r"[1-8]\d{10}"), by.baltic, 11, by.born_baltic),
    "is": System("Icelandic kennitala", _form(r"\d{10}"), by.iceland, 10, by.born_iceland),
    "tr": System("Turkish TCKN", _form(r"[1-9]\d{10}"), by.turkey, 11),
    "gr": System("Greek AMKA", _form(r"\d{11}"), by.luhn, 11, by.day_first),
    "hr": System("Croatian OIB", _form(r"\d{11}"), by.oib, 11),
    "pt": System("Portuguese NIF", _form(r"[1-35689]\d{8}"), by.nif, 9),
    "br": System("Brazilian CPF", _form(r"\d{11}"), by.cpf, 11),
    "ie": System("Irish PPS number", _form(r"\d{7}[A-W][A-IW]?"), by.pps),
    "nz": System("New Zealand NHI", _form(r"[A-HJ-NP-Z]{3}(?:\d{4}|\d{2}[A-HJ-NP-Z]{2})"), by.nhi),
    "au": System("Australian Medicare number", _form(r"[2-6]\d{9,10}"), by.medicare),
    "za": System("South African ID number", _form(r"\d{13}"), by.luhn, 13, by.year_first),
    "mx": System(
        "Mexican CURP", _form(r"[A-Z]{4}\d{6}[A-Z]{6}[0-9A-Z]\d"), by.curp, 0, by.born_curp
    ),
    "cn": System("Chinese identity number", _form(r"\d{17}[\dX]"), by.china, 0, by.born_china),
    "cl": System("Chilean RUT", _form(r"\d{7,8}[\dK]"), by.rut),
    "uk-nino": System(
        "UK National Insurance number",
        _form(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]"),
    ),
}
_SPOKEN: tuple[tuple[str, str], ...] = (
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
    ("it", "codice fiscale|cf|cod fiscale|cod fisc"),
    ("fr", "numero de securite sociale|nir|num secu|securite sociale"),
    ("de", "kvnr|versichertennummer|krankenversichertennummer"),
    ("in", "aadhaar|aadhar|aadhaar number|aadhaar no"),
    ("cz", "rodne cislo|rc|rod cislo|r c"),
    ("ch", "ahv|ahv nr|ahv nummer|avs|no avs|numero avs"),
    ("at", "svnr|sv nr|sv nummer|sozialversicherungsnummer"),
    ("be", "rijksregisternummer|rijksregisternr|rrn|rrnr|insz|niss|registre national"),
    ("ro", "cnp"),
    ("bg", "egn|егн"),
    ("ee", "isikukood"),
    ("lt", "asmens kodas"),
    ("is", "kennitala|kt"),
    ("tr", "tc kimlik|tc kimlik no|tckn|tc no|t c kimlik no"),
    ("gr", "amka|αμκα"),
    ("hr", "oib"),
    ("br", "cpf"),
    ("ie", "pps|ppsn|pps number|pps no"),
    ("nz", "nhi|nhi number|nhi no"),
    ("mx", "curp"),
    ("cn", "身份证号|身份证号码|身份证"),
    ("cl", "rut|run"),
    ("uk-nino", "national insurance|national insurance number|ni number|nino|ni no"),
)
BY_NAME = {name: key for key, names in _SPOKEN for name in names.split("|")}
