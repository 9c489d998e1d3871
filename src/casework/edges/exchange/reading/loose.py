"""A field that no heading names in full: the one column whose heading speaks of it in part.

Such a column is taken only if its cells show the field too, if no other column could be meant, and
if no word beside it says that it is about somebody or something else: a hospital, a plan, a lease.
Whoever brings the file over is told of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from .cells import Cell
from .evidence import Evidence, evidence_of
from .headings import Match
from .layout import Column, Table
from .roots import field_of_word
from .words import heading_words, plain

UNKNOWN = "this heading is not known"
LOOSE = "the only column whose heading speaks of it"
CONFIDENCE = 0.62
Matches = list[tuple[Match | None, str]]

# Beginnings of words for other people, other things and other moments, as plain() gives them.
_OTHERS = tuple(
    """
    mother father parent kin partner spouse carer guardian emergency school hospital ward doctor
    physician pcp psychiatr specialist probation parole court lawyer landlord employ bank previous
    former legal payee phone
    email address place city country letter plan review child baby sibling contact team agency
    office clinic intake screening duty assess backup second cover supervis housing benefit
    substance mutter vater eltern arzt hausarzt amt gericht schule madre padre medic ecole vorige
    fruhere ehemalig huisarts vorig lakare lege laege klinik krankenh spital hopital ospedal
    hospit ziekenhuis sjukhus sykehus sairaala szpital nemocnic korhaz
    depot injection clozapin blood lab test lease tenan rent insur author auth eligib certif
    recert approv bewillig kosten indicat beschikk section order sentence prison jail evaluat
    diagnos symptom illness krank enferm malad onset call visit appoint appt termin next last
    report consent risk safety crisis incident death died sterbe marri colleg vaccin covid training
    group course phase level tier transfer renew expir due target planned expected proposed
    estimated geplant vorauss previst prevu gepland planerad letzt nachst dernier prochain ultim
    proxim laatst volgend senast nasta siste neste sidst viimei seuraa ostatni nastepn
    wohn logement vivienda alloggio woning miet arbeit emploi empleo lavoro werk rente hilfeplan
    medikat medikament voucher grant funding budget payment billing invoice claim
    signed signature sent printed entered updated created modified
    """.split()
)
_OTHER_WORDS = frozenset("gp ex old past tel cto moj dols esa pip ssi ssdi aa 2 3 ii two".split())
_REFERRERS = frozenset("referrer referring referral".split())
_NAME = frozenset(
    "name names namn navn naam nimi nom nombre nome nazwisko jmeno prijmeni nume ime nev".split()
)
_FAMILY = frozenset(
    "surname last apellido apellidos cognome nachname familienname achternaam efternamn etternavn "
    "efternavn sukunimi nazwisko prijmeni apelido sobrenome family".split()
)
_GIVEN = frozenset(
    "first forename forenames given vorname prenom voornaam fornamn fornavn etunimi imie "
    "jmeno".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)|(?<=[./\- '])(\d{2})$")
_ORDER = ("referred_on", "opened_on", "closed_on")


def settle_lonely(table: Table, matches: Matches, seen: Sequence[Evidence]) -> None:
    """Finds a column for each field that still has none."""
    for field in ("born_on", *_ORDER, "worker", "family", "given", "status"):
        _settle(field, table, matches, seen)
    _settle_name(table, matches, seen)


def _settle(field: str, table: Table, matches: Matches, seen: Sequence[Evidence]) -> None:
    fields = {match.field for match, _ in matches if match}
    if field in fields:
        return
    if field in ("family", "given") and not fields & ({"family", "given"} - {field}):
        return
    places = [
        place
        for place in _free(matches)
        if _FITS[field](seen[place]) and _speaks(table.columns[place], field)
    ]
    if len(places) != 1:
        return
    if field in _ORDER and not _in_time(field, places[0], table, matches):
        return
    matches[places[0]] = (Match(field, CONFIDENCE), LOOSE)


def _free(matches: Matches) -> list[int]:
    return [
        place
        for place, (match, because) in enumerate(matches)
        if match is None and because == UNKNOWN
    ]


_FITS: dict[str, Callable[[Evidence], bool]] = {
    "born_on": lambda cells: cells.dates >= 0.6,
    **dict.fromkeys(_ORDER, lambda cells: cells.dates >= 0.7 and cells.filled >= 3),
    "worker": lambda cells: cells.names >= 0.9 and cells.different <= 0.5 and cells.filled >= 5,
    "family": lambda cells: cells.names >= 0.9 and cells.dates < 0.1,
    "given": lambda cells: cells.names >= 0.9 and cells.dates < 0.1,
    "status": lambda cells: cells.statuses >= 0.8 and cells.different <= 0.5,
}


def is_about_others(words: Sequence[str]) -> bool:
    """True when a heading speaks of somebody or something besides the person and the service."""
    return any(word in _OTHER_WORDS or word.startswith(_OTHERS) for word in words)


def _has_initials(text: str) -> bool:
    """A short word in capitals that says nothing here, such as CTO: it names something else."""
    if text.isupper():
        return False
    short = [word for word in _WORD.findall(text) if word.isupper() and 2 <= len(word) <= 5]
    return any(field_of_word(plain(word)) is None for word in short)


def _speaks(column: Column, field: str) -> bool:
    words = heading_words(column.words)
    if len(words) > 5 or is_about_others(words) or _has_initials(column.words):
        return False
    if field not in _ORDER and set(words) & _REFERRERS:
        return False
    if field == "family":
        return bool(set(words) & _FAMILY)
    if field == "given":
        return bool(set(words) & _GIVEN)
    spoken = {said for word in words if (said := field_of_word(word))}
    return spoken == {field}


def _in_time(field: str, place: int, table: Table, matches: Matches) -> bool:
    """The years stand as they must: referred, opened, closed; and none so old as a birth."""
    own = _years(table, place)
    known = [year for year in own if year]
    if not known or min(known) < max(known) - 40:
        return False
    for other, (match, _) in enumerate(matches):
        if match is None or match.field not in _ORDER:
            continue
        first, second = own, _years(table, other)
        if _ORDER.index(match.field) < _ORDER.index(field):
            first, second = second, first
        pairs = [(a, b) for a, b in zip(first, second, strict=True) if a and b]
        if sum(a > b for a, b in pairs) > 0.05 * len(pairs):
            return False
    return True


def _years(table: Table, place: int) -> list[int | None]:
    return [_year(record.values[place]) for record in table.records[:400]]


def _year(value: Cell) -> int | None:
    if isinstance(value, datetime):
        return value.year
    found = _YEAR.search(value.strip()) if isinstance(value, str) else None
    if not found:
        return None
    return int(found[1]) if found[1] else 2000 + int(found[2])


def _settle_name(table: Table, matches: Matches, seen: Sequence[Evidence]) -> None:
    """Whole names, nearly all different, in the only such column of a list with birth dates."""
    fields = {match.field for match, _ in matches if match}
    if fields & {"name", "family", "given"}:
        return
    spoken, shown = [], []
    for place in _free(matches):
        cells, words = seen[place], heading_words(table.columns[place].words)
        if cells.whole_names < 0.8 or cells.names < 0.8 or is_about_others(words):
            continue
        shown.append(place)
        if set(words) & _NAME and not set(words) & _REFERRERS:
            spoken.append(place)
    if len(spoken) == 1:
        matches[spoken[0]] = (Match("name", CONFIDENCE), LOOSE)
    elif (
        len(shown) == 1 and "born_on" in fields and len(fields & {*_ORDER, "worker", "status"}) >= 2
    ):
        cells = evidence_of([record.values[shown[0]] for record in table.records])
        if cells.different >= 0.8 and cells.filled >= 5:
            matches[shown[0]] = (Match("name", CONFIDENCE), LOOSE)
