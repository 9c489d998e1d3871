"""Words as compared: without case, accents, punctuation and hints in brackets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BRACKETS = re.compile(r"[(\[{（][^)\]}）]*[)\]}）]?")
_NOT_WORD = re.compile(r"[^\w#]+|_+", re.UNICODE)
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0xAD])
_CO_ORD = re.compile(r"\bco[-. ]+ord(?=in|\b)", re.IGNORECASE)
_DATE_TIME = re.compile(r"\bdate\s*/\s*time\b", re.IGNORECASE)
_BY_US = re.compile(r"\bby (?:the |our )?(?:team|us|service)\b", re.IGNORECASE)
_YES_NO = re.compile(
    r"\b(?:[yjsot]|yes|ja|si|oui|sim)\s*/\s*n(?:o|ein|on|ee|ej|ei|ao)?\b", re.IGNORECASE
)
# What the columns of databases are called: LAST_NM, CASE_MGR_NM, STATUS_CD.
_SHORTENED = {
    "nm": "name",
    "nbr": "number",
    "mgr": "manager",
    "lname": "last name",
    "fname": "first name",
    "mname": "middle name",
    "fam": "family",
    "cd": "code",
    "desc": "",
}
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000]+")
_TURKISH = {
    ord("İ"): "I",
    ord("ı"): "i",
    ord("ł"): "l",
    ord("Ł"): "L",
    ord("ø"): "o",
    ord("Ø"): "O",
}
_TURKISH |= {ord("đ"): "d", ord("Đ"): "D", ord("æ"): "ae", ord("Æ"): "AE", ord("œ"): "oe"}

# What stands in a cell instead of nothing.
BLANKS = frozenset(
    "- -- --- – — . / n/a n.a. na n\\a none nil null nan #n/a s/d s.d. k.a. entfällt nvt n.v.t. "
    "keine kein ninguno ninguna aucun aucune geen ingen inga nessuno nessuna nenhum brak ei".split()
)
UNKNOWN = frozenset(
    "? ?? ??? ???? unk unk. unknown u/k not known nk n/k tbc tbd tba pending unbekannt unbek. "
    "unbek inconnu inconnue desconocido desconocida se desconoce onbekend okänt okänd ukendt "
    "ukjent tuntematon sconosciuto nieznany nieznana asked declined refused".split()
) | {"not known", "to be confirmed", "se desconoce", "not given", "not recorded", "no data"}


_NO_NAME = frozenset("n/a n.a. #n/a none unknown unbekannt inconnu inconnue desconocido".split())


def tidy(text: str) -> str:
    """The text with one kind of space, no invisible signs and composed letters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """For comparing: no case, no accents, no punctuation, single spaces."""
    if text.isascii():
        return " ".join(_NOT_WORD.sub(" ", text.lower()).split())
    spread = unicodedata.normalize("NFKD", text.translate(_INVISIBLE).translate(_TURKISH))
    bare = "".join(char for char in spread if not unicodedata.combining(char))
    return " ".join(_NOT_WORD.sub(" ", bare.casefold()).split())


def is_blank(text: str) -> bool:
    """A sign or word that stands for nothing."""
    return text.strip().casefold() in BLANKS


def is_no_name(text: str) -> bool:
    """Stands for nothing where a name is expected; Na, Nil and Null are names of people."""
    if text.strip().casefold() in _NO_NAME:
        return True
    return all(unicodedata.category(char)[0] in "PZC" for char in text)


def is_unknown(text: str) -> bool:
    """A sign or word that says that nobody knows."""
    return text.strip().casefold() in UNKNOWN


def heading_name(heading: str) -> str:
    """A column's name as people would say it: on one line, without hints in brackets."""
    short = tidy(_BRACKETS.sub(" ", heading)).strip(" :*-–")
    return short or tidy(heading)


def heading_words(heading: str) -> tuple[str, ...]:
    """The words of a heading for comparing, hints in brackets left out, '#' as 'number'."""
    bare = _BRACKETS.sub(" ", heading) if heading_name(heading) != tidy(heading) else heading
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ][a-zà-ÿ])", " ", bare)
    text = _BY_US.sub(" ", _DATE_TIME.sub("date", text))
    text = text.replace("#", " number ").replace("№", " number ").replace("n°", " number ")
    text = text.replace("'s", " ").replace("’s", " ")
    text = _YES_NO.sub(" ", _CO_ORD.sub("coord", text))
    words = []
    for word in plain(text).split():
        words.extend(_SHORTENED.get(word, word).split())
    return tuple(words)


def brackets(heading: str) -> str:
    """What a heading says in brackets, for example (Last, First) or (dd/mm/yyyy)."""
    return " ".join(tidy(part) for part in _BRACKETS.findall(heading))


def close(one: str, other: str, shortest: int = 5) -> bool:
    """True when two words that are long enough differ by one slip of the keyboard."""
    if one == other:
        return True
    if min(len(one), len(other)) < shortest or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    if len(one) == len(other):
        wrong = [place for place in range(len(one)) if one[place] != other[place]]
        if len(wrong) == 1:
            return True
        return (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and one[wrong[0]] == other[wrong[1]]
            and one[wrong[1]] == other[wrong[0]]
        )
    short, long = sorted((one, other), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
