"""Open, closed or waiting, from words; and the words of contacts and of referrals to others."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from .months import MONTHS
from .statuswords import (
    AFTER,
    BEFORE,
    CLOSED,
    CLOSED_ALONE,
    ELSEWHERE,
    INSTRUCTION,
    NEUTRAL,
    OPEN,
    OPEN_ALONE,
    TITLE_OPEN,
    UNCLEAR,
    WAITING,
    WAITING_ALONE,
)
from .words import plain

_MONTHS = frozenset(MONTHS)

_LETTERS = {
    "open": frozenset({"a", "o"}),
    "closed": frozenset({"c", "d", "x"}),
    "waiting": frozenset({"w"}),
}


def _table(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(plain(phrase).split()) for phrase in text.split("|")) - {()}


_ALONE = {"closed": _table(CLOSED_ALONE), "open": _table(OPEN_ALONE)}
_ALONE["waiting"] = _table(WAITING_ALONE)
_PHRASES = {
    "closed": _table(CLOSED) | _ALONE["closed"],
    "open": _table(OPEN) | _ALONE["open"],
    "waiting": _table(WAITING) | _ALONE["waiting"],
    "unclear": _table(UNCLEAR),
}
_ALONE["unclear"] = frozenset()
_STATUS_OF = {
    words: name for name in ("unclear", "waiting", "open", "closed") for words in _PHRASES[name]
}
_TITLES = _table(TITLE_OPEN)
_BEGINNINGS = frozenset(words[0] for words in (*_STATUS_OF, *_TITLES))
_LONGEST = max(len(words) for group in _PHRASES.values() for words in group)


class _Found(NamedTuple):
    start: int
    size: int
    status: str
    alone: bool


def _found(words: tuple[str, ...], *, title: bool) -> list[_Found]:
    """The status phrases in a text, longest first, none inside another."""
    starts = [place for place, word in enumerate(words) if word in _BEGINNINGS]
    if not starts:
        return []
    found: list[_Found] = []
    taken: set[int] = set()
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for start in starts:
            if start + size > len(words) or not taken.isdisjoint(range(start, start + size)):
                continue
            piece = words[start : start + size]
            status = _STATUS_OF.get(piece)
            if title and piece in _TITLES:
                status = "open"
            if status:
                alone = piece in _ALONE[status] and not (title and piece in _TITLES)
                found.append(_Found(start, size, status, alone))
                taken.update(range(start, start + size))
    return sorted(found)


@lru_cache(maxsize=5_000)
def status_in(text: str, *, title: bool = False) -> str | None:
    """The one status that a text names; 'not closed', or two at once, name none."""
    if "?" in text:
        return None
    words = tuple(word for word in plain(text).split() if not any(c.isdigit() for c in word))
    if not words or len(words) > 12 or set(words) & ELSEWHERE:
        return None
    if title and set(words) & INSTRUCTION:
        return None
    found = _found(words, title=title)
    taken = {place for one in found for place in range(one.start, one.start + one.size)}
    rest = {word for place, word in enumerate(words) if place not in taken}
    for one in found:
        after = one.start + one.size
        before = one.start - 1
        if before >= 0 and before not in taken and words[before] in BEFORE:
            return None
        if after < len(words) and after not in taken and words[after] in AFTER:
            return None
        if one.status == "unclear":
            return None
        sure = any(other.status == one.status and not other.alone for other in found)
        if one.alone and not sure and not rest <= NEUTRAL | _MONTHS:
            return None
    statuses = {one.status for one in found}
    if len(statuses) == 1:
        return statuses.pop()
    if statuses == {"open", "waiting"} and found[0].status == "waiting" and found[0].size > 1:
        return "waiting"
    return None


def mentions_status(text: str) -> bool:
    """True when a text has any word of status, even if they do not agree."""
    return bool(_found(tuple(plain(text).split()[:12]), title=False))


def letter_codes(values: Iterable[str]) -> dict[str, str]:
    """What single letters mean in a status column that has hardly anything else.

    A with C, or O with C, is the usual pair; a C beside neither could mean 'current'.
    """
    seen = {plain(value) for value in values}
    if not seen or not seen <= {"a", "o", "c", "d", "x", "w"}:
        return {}
    if len(seen & _LETTERS["open"]) != 1 or not seen & {"c", "d", "x", "w"}:
        return {}
    return {letter: status for status, letters in _LETTERS.items() for letter in letters & seen}


# Contacts

_KINDS = """
home_visit = home visit|hv|home|homevisit|visit at home|in home|hausbesuch|hb|
 visita domiciliaria|domicilio|
 visite a domicile|visita domiciliare|huisbezoek|hembesok|hjemmebesok|hjemmebesog|
 kotikaynti|wizyta domowa
phone = phone|phone call|telephone|tc|tel|call|t c|telephone call|phone contact|telefon|
 telefonat|anruf|
 telefonkontakt|telefonisch|llamada|telefono|llamada telefonica|appel|appel telephonique|
 telefonata|telefonica|
 telefoon|telefonsamtal|telefonkontakt|telefonsamtale|puhelu|puhelin|telefoniczny|
 rozmowa telefoniczna
office = office visit|ov|office|in office|clinic|clinic visit|at office|buro|burotermin|
 im buro|sprechstunde|despacho|
 oficina|consulta|bureau|au bureau|ufficio|ambulatorio|kantoor|op kantoor|mottagning|
 kontorsbesok|kontor|
 mottagningsbesok|vastaanotto|biuro
community = community|community visit|outreach|street outreach|field|field visit|
 in community|cv|streetwork|aufsuchend|comunidad|calle|terrain
collateral = collateral|col|collateral contact|collateral call|family contact|angehorige|
 angehorigengesprach|familia
transport = transport|tr|transportation|drive|fahrt|begleitung|transporte|acompanamiento|
 accompagnement
video = video|video call|telehealth|teams|zoom|virtual|vc|videocall|videoanruf|
 videogesprach|videollamada|visio|
 videosamtal|videokonsultation|teleconsulta
text = text|sms|text message|txt|whatsapp|message|nachricht|mensaje|mensaje de texto
email = email|e mail|mail|correo|courriel|epost|e post
letter = letter|post|brief|carta|courrier|brev|kirje
group = group|group session|gruppe|gruppenangebot|grupo|groupe|gruppo|groep|grupp|ryhma
meeting = meeting|case conference|conference|mdt|team meeting|case conf|fallbesprechung|
 helferkonferenz|reunion|riunione|
 overleg|mote|samradsmote|palaveri
face_to_face = face to face|f2f|ftf|in person|inperson|personlich|presencial|en personne|
 visit|besuch|visita|besok|bezoek
"""
_NOT_SEEN = """
no show|ns|dna|did not attend|not attended|noshow|fta|failed to attend|not there|
 nicht erschienen|no asistio|absent|non presente|uteblev|uteblivit|abwesend|assente|ausente|
 afwezig|niet verschenen|ikke mott|ei saapunut
"""
_CANCELLED = """
cancelled|canceled|cx|cancelled by client|cancelled by service|cancelled by worker|abgesagt|
 cancelado|annule|avbokat|afgezegd|avlyst
"""
_SEEN = """
attended|seen|kept|yes|y|present|show|showed|arrived|erschienen|asistio|si|narvarande|motte|met|
 ja|anwesend|presente|aanwezig
"""


def _kinds() -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in _KINDS.strip().splitlines():
        if "=" in line:
            name, line = (part.strip() for part in line.split("=", 1))
        for phrase in line.split("|"):
            if phrase.strip():
                found.setdefault(plain(phrase), name)
    return found


KINDS = _kinds()


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(phrase) for phrase in text.split("|") if phrase.strip())


_ATTENDANCE = (
    ("not_there", _words(_NOT_SEEN)),
    ("cancelled", _words(_CANCELLED)),
    ("seen", _words(_SEEN)),
)


def kind_of_contact(text: str, legend: dict[str, str]) -> tuple[str | None, str | None]:
    """The kind and the attendance that a word or code gives; a legend in the file comes first."""
    for said in (legend.get(plain(text), ""), text):
        words = plain(said)
        if not words:
            continue
        kind = KINDS.get(words)
        attendance = attendance_of(words)
        if kind or attendance:
            return kind, attendance
        inside = {
            KINDS[phrase] for phrase in KINDS if len(phrase) > 3 and f" {phrase} " in f" {words} "
        }
        if len(inside) == 1:
            return inside.pop(), None
    return None, None


def attendance_of(text: str) -> str | None:
    """Whether the person was there, by a word of attendance."""
    words = plain(text)
    return next((name for name, known in _ATTENDANCE if words in known), None)
