"""What one heading says its column holds."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from .roots import SERVICE, field_of_words
from .scores import instrument_in
from .vocabulary import DATE_WORDS, HARMLESS, NOT_IDENTIFIER, NUMBER_WORDS, phrases
from .words import close, heading_words, plain

DATE_FIELDS = frozenset({"born_on", "referred_on", "opened_on", "closed_on", "on", "sent_on"}) | {
    "follow_up_on",
    "score_date",
    "alta",
}
NAME_FIELDS = frozenset(
    {"name", "family", "second_family", "given", "middle", "preferred", "particle"}
)
SEVERAL = frozenset({"identifier", "score", "score_date", "note", "known"})
ANCHORS = frozenset({"name", "family", "given", "born_on", "identifier"})

# Words of an upper heading that only gather columns, so that the lower heading speaks for itself.
_GROUPING = frozenset(
    """
    episode episodes referral referrals care treatment dates service services status contact key
    important admin administration intake closure identifiers numbers identity identification
    timeline support work worker staff assignment allocation clinical summary
    betreuung fall termine eckdaten stammdaten verlauf hilfe massnahme
    episodio atencion fechas identificacion seguimiento profesional suivi prise charge identite
    insats insatser tider arende presa carico trajectum traject zorg
    """.split()
)
_SCORE_WORDS = frozenset(
    "score scores total last latest recent most current result punktwert wert ergebnis puntuacion "
    "punteggio resultat poang sum sumscore baseline".split()
)


class Match(NamedTuple):
    """A field, how sure the words are, the rank of the phrase among its like, an instrument.

    flag is the status that a yes means, where the column holds yes and no.
    """

    field: str
    confidence: float
    rank: int = 0
    instrument: str | None = None
    flag: str | None = None


class _Lexicon(NamedTuple):
    sets: dict[frozenset[str], str]
    ranks: dict[frozenset[str], int]
    joined: dict[str, str]
    words: frozenset[str]


@cache
def _lexicon(kind: str) -> _Lexicon:
    sets = phrases(kind)
    _add_bare(sets)
    ranks = {words: rank for rank, words in enumerate(sets)}
    joined: dict[str, str] = {}
    for words, name in sets.items():
        if len(words) == 1:
            joined.setdefault(next(iter(words)), name)
    for compact, name in _COMPACT.items():
        joined.setdefault(compact, name)
    known = frozenset(word for words in sets for word in words)
    return _Lexicon(sets, ranks, joined, known)


def _add_bare(sets: dict[frozenset[str], str]) -> None:
    """'Taken on' without its little words, so that 'date taken on' is found; if it stays clear."""
    bare: dict[frozenset[str], set[str]] = {}
    for words, field in sets.items():
        less = words - HARMLESS - DATE_WORDS
        if less and less != words and field in DATE_FIELDS:
            bare.setdefault(less, set()).add(field)
    for words, fields in bare.items():
        if len(fields) == 1 and not words <= SERVICE and max(map(len, words)) > 2:
            sets.setdefault(words, fields.pop())


_COMPACT = {
    "dateofbirth": "born_on",
    "birthdate": "born_on",
    "dateofreferral": "referred_on",
    "referraldate": "referred_on",
    "startdate": "opened_on",
    "enddate": "closed_on",
    "closedate": "closed_on",
    "opendate": "opened_on",
    "casemanager": "worker",
    "fullname": "name",
    "clientname": "name",
    "patientname": "name",
}


@lru_cache(maxsize=20_000)
def match_heading(heading: str, kind: str, group: str = "") -> Match | None:
    """The field that a heading, with the heading above it if there is one, names in full."""
    if not heading.strip() and not group.strip():
        return None
    if group and heading:
        both = _match(heading_words(f"{group} {heading}"), kind)
        if both is not None and both.field != "known":
            return both
        alone = _understood(heading, kind)
        extra = set(plain(group).split()) - HARMLESS
        if alone is None or not extra:
            return alone
        if extra <= _GROUPING and alone.field not in NAME_FIELDS:
            return alone._replace(confidence=alone.confidence * 0.9)
        return Match("known", 0.5) if alone.field == "known" else None
    return _understood(heading or group, kind)


_ALTERNATIVES = re.compile(r"\s*[/|]\s*|\s+[-–—]\s+|\n")


def _understood(heading: str, kind: str) -> Match | None:
    """A heading as a whole; else one that says the same twice: 'Prénom / First name'."""
    whole = _match(heading_words(heading), kind)
    if whole is not None and whole.confidence >= 0.8:
        return whole
    parts = [part for part in _ALTERNATIVES.split(heading) if part.strip()]
    if len(parts) < 2 or len(parts) > 4:
        return whole
    matches = [match for part in parts if (match := _match(heading_words(part), kind))]
    telling = [match for match in matches if match.field not in ("known", "note")] or matches
    if len({match.field for match in telling}) != 1:
        return whole
    best = max(telling)
    return best._replace(confidence=best.confidence * 0.9)


def _match(words: tuple[str, ...], kind: str) -> Match | None:
    if not words or len(words) > 12:
        return None
    lexicon = _lexicon(kind)
    found = _by_set(words, lexicon, 1.0)
    if found:
        return found
    instrument = instrument_in(words)
    if instrument is not None:
        name, rest = instrument
        left = set(rest) - HARMLESS - _SCORE_WORDS
        if not left:
            return Match("score", 0.95, instrument=name)
        if left <= DATE_WORDS | {"done", "completed", "taken"}:
            return Match("score_date", 0.95, instrument=name)
        return None
    if kind == "people" or len(words) > 1:
        combined = _by_name_words(words, lexicon) or _by_roots(words, kind)
        if combined:
            return combined
    vetoes = NOT_IDENTIFIER | DATE_WORDS - HARMLESS
    if set(words) & NUMBER_WORDS and not set(words) & vetoes and len(words) <= 5:
        return Match("identifier", 0.7)
    joined = "".join(words)
    if joined in lexicon.joined and len(words) != 1:
        return Match(lexicon.joined[joined], 0.9)
    if joined in _COMPACT:
        return Match(_COMPACT[joined], 0.9)
    return _by_slip(words, lexicon)


def _by_set(words: tuple[str, ...], lexicon: _Lexicon, confidence: float) -> Match | None:
    whole = frozenset(words)
    bare = whole - HARMLESS
    for step, tried in enumerate((whole, bare, whole - DATE_WORDS, bare - DATE_WORDS)):
        name = lexicon.sets.get(tried)
        if name is None:
            continue
        if step >= 2 and whole & DATE_WORDS and name not in DATE_FIELDS:
            continue
        return Match(name, confidence - 0.02 * step, lexicon.ranks[tried])
    # 'Fecha de alta en el recurso': the service itself may be named beside a day.
    name = lexicon.sets.get(bare - DATE_WORDS - SERVICE)
    if name in DATE_FIELDS and bare & SERVICE:
        return Match(name, confidence - 0.1, lexicon.ranks[bare - DATE_WORDS - SERVICE])
    return _by_each_word(bare - DATE_WORDS, lexicon, confidence)


def _by_each_word(words: frozenset[str], lexicon: _Lexicon, confidence: float) -> Match | None:
    """Two or three words that each mean the same field: 'assigned worker'."""
    if not 2 <= len(words) <= 3:
        return None
    fields = {lexicon.sets.get(frozenset((word,))) for word in words}
    field = fields.pop()
    if fields or field is None or field == "known":
        return None
    rank = max(lexicon.ranks[frozenset((word,))] for word in words)
    return Match(field, confidence * 0.8, rank)


def _by_name_words(words: tuple[str, ...], lexicon: _Lexicon) -> Match | None:
    """'Surname & name', 'Nom, prénom usuel': every word is one for names, and one for families."""
    fields = {lexicon.sets.get(frozenset((word,))) for word in words if word not in HARMLESS}
    if "family" in fields and len(fields) > 1 and fields <= {"family", "given", "name"}:
        return Match("name", 0.9)
    return None


def _by_roots(words: tuple[str, ...], kind: str) -> Match | None:
    field = field_of_words(words)
    if field is None or (kind != "people" and field not in ("born_on", "worker")):
        return None
    return Match(field, 0.75)


def _by_slip(words: tuple[str, ...], lexicon: _Lexicon) -> Match | None:
    """A heading with one mistyped word."""
    mended = []
    slips = 0
    for word in words:
        if word in lexicon.words or word in HARMLESS or len(word) < 5:
            mended.append(word)
            continue
        near = {known for known in lexicon.words if close(word, known)}
        if len(near) != 1:
            return None
        mended.append(near.pop())
        slips += 1
    return _by_set(tuple(mended), lexicon, 0.85) if slips == 1 else None


@lru_cache(maxsize=50_000)
def is_heading_word(text: str, kind: str) -> bool:
    """True when a text is, word for word, a known heading: a quick look at data."""
    if len(text) > 60:
        return False
    words = frozenset(heading_words(text)) - HARMLESS
    sets = _lexicon(kind).sets
    return words in sets or words - DATE_WORDS in sets


_FORMAT_HINT = re.compile(
    r"\b(d{1,2}|m{1,3}|y{2,4}|t{1,2}|j{2,4}|a{2,4})([./ -])(d{1,2}|m{1,3}|t{1,2})"
    r"\2(y{2,4}|j{2,4}|a{2,4}|d{1,2}|t{1,2})\b",
    re.IGNORECASE,
)


def order_in_heading(heading: str) -> str | None:
    """The order of day, month and year that a heading such as 'DOB (dd/mm/yyyy)' prescribes."""
    found = _FORMAT_HINT.search(heading)
    if not found:
        return None
    letters = [found[1][0].lower(), found[3][0].lower(), found[4][0].lower()]
    order = "".join({"t": "d", "j": "y", "a": "y"}.get(letter, letter) for letter in letters)
    return order if order in ("dmy", "mdy", "ymd") else None


_NAME_PARTS = (
    (
        "family",
        "last surname family lastname nachname familienname nom apellido apellidos cognome "
        "achternaam efternamn etternavn efternavn sukunimi nazwisko sobrenome apelido prijmeni "
        "priezvisko nume prezime priimek soyad soyadi cognoms pavarde uzvards фамилия "
        "прізвище".split(),
    ),
    (
        "given",
        "first forename given firstname vorname prenom nombre nombres nome voornaam fornamn "
        "fornavn etunimi imie vor forenames jmeno meno prenume ime ad adi vardas vards имя "
        "ім".split(),
    ),
)


# One word for the whole name, in a language that writes the family name first.
_FAMILY_FIRST = frozenset(
    plain(word) for word in ("фио", "ф.и.о.", "піб", "п.і.б.", "név", "họ tên")
)
_SURNAMES = frozenset("surname surnames nachname familienname cognome efternamn".split())


def name_order_in_heading(heading: str) -> str | None:
    """'family_given' or 'given_family' when a heading such as 'Client (Last, First)' says so."""
    words = plain(heading).split()
    places = {}
    for part, known in _NAME_PARTS:
        found = [place for place, word in enumerate(words) if word in known]
        if found:
            places[part] = found[0]
    if plain(heading) in _FAMILY_FIRST or set(words) & {"фио", "піб"}:
        return "family_given"
    if "given" not in places and {"name", "names"} & set(words) and set(words) & _SURNAMES:
        # 'Surname & name', but not 'family name'.
        places["given"] = min(
            place for place, word in enumerate(words) if word in ("name", "names")
        )
    if len(places) < 2:
        return None
    return "family_given" if places["family"] < places["given"] else "given_family"
