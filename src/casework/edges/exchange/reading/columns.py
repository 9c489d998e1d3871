"""Proposes what each column means: by its heading, held against what its cells look like.

What is not decided stays unmapped and is kept as quoted text.
"""

from __future__ import annotations

from collections.abc import Callable

from .cells import Cell, as_written
from .durations import are_clock_times
from .evidence import Evidence, evidence_of
from .headings import DATE_FIELDS, SEVERAL, Match, match_heading
from .identifiers import holds_last_digits, system_from_values, system_of
from .layout import Column, Table
from .loose import UNKNOWN, settle_lonely
from .mapping import ColumnMapping, TableMapping, signature
from .statuses import status_in
from .statuswords import NEUTRAL
from .vocabulary import HARMLESS
from .words import heading_words, plain

ENOUGH = 0.6
KEPT = "kept as written"
_BOTH_NAMES = frozenset("nom nombre nome nombres".split())
_NAME_WORDS = frozenset("name names namn navn nimi naam nombre nombres nome nom imie".split())
_STILL = frozenset(
    "currently still now noch encore toujours todavia ancora ainda nog nu yn".split()
)
_BARE_STATE = frozenset("state stage stand estado stato stan tila".split())


def propose(table: Table, kind: str) -> TableMapping:
    """A mapping for one table, with a confidence and a reason for each column."""
    seen = [_evidence(table, column) for column in table.columns]
    matches = [
        _judged(table, column, seen[place], kind) for place, column in enumerate(table.columns)
    ]
    _settle_names(table, matches, seen)
    _settle_alta(matches)
    _settle_rivals(matches)
    if kind == "people":
        _settle_outcome(table, matches)
        settle_lonely(table, matches, seen)
    columns = []
    for place, column in enumerate(table.columns):
        match, because = matches[place]
        mapped = ColumnMapping(column.index, column.name, None, 0.0, because)
        if match is not None and match.field != "known" and match.confidence >= ENOUGH:
            mapped.field, mapped.confidence = match.field, round(match.confidence, 2)
            if match.flag:
                mapped.options["flag"] = match.flag
            if match.instrument:
                mapped.options["instrument"] = match.instrument
            if match.field == "identifier":
                system = system_of(column.heading) or system_of(column.name)
                if system:
                    mapped.options["system"] = system
        elif match is None or match.field == "identifier":
            _from_values(table, column, mapped)
        columns.append(mapped)
    return TableMapping(table.sheet.name, signature(table), table.header_rows, columns)


def unused_dates(table: Table, mapped: TableMapping) -> list[Column]:
    """Columns full of dates whose heading is not known: somebody should say what they are."""
    fields = {column.index: (column.field, column.because) for column in mapped.columns}
    return [
        column
        for column in table.columns
        if fields.get(column.index, (None, ""))[0] is None
        and fields.get(column.index, (None, ""))[1] != KEPT
        and _evidence(table, column).dates >= 0.7
    ]


def _cells(table: Table, column: Column) -> list[Cell]:
    return [record.values[column.index] for record in table.records]


def _evidence(table: Table, column: Column) -> Evidence:
    return evidence_of(_cells(table, column))


def _judged(table: Table, column: Column, seen: Evidence, kind: str) -> tuple[Match | None, str]:
    """The heading's match, or nothing when the cells speak against it."""
    match = match_heading(column.heading, kind, column.group)
    if kind == "people" and seen.flags >= 0.9:
        said = _asked_status(column)
        if said:
            return Match("status", 0.7, flag=said), "yes or no under a word of status"
    if match is None:
        return None, UNKNOWN
    if match.field == "known":
        return match, KEPT
    if match.field == "identifier" and holds_last_digits(column.words):
        return None, "only the last digits of a number"
    if not seen.filled:
        return match, "by its heading; the column is empty"
    if match.field == "duration" and are_clock_times(_cells(table, column)):
        return None, "holds times of day"
    if not _FITS.get(match.field, _anything)(seen, match, column):
        return None, f"the heading says {match.field}, but the cells do not look like it"
    return match, "by its heading and its cells"


def _asked_status(column: Column) -> str | None:
    """'Active', 'Currently open?': the status that a yes means; 'active drug use' asks no such."""
    words = heading_words(column.words)
    said = status_in(" ".join(words))
    if said not in ("open", "closed") or len(words) > 4:
        return None
    rest = [word for word in words if status_in(word) is None]
    return said if set(rest) <= HARMLESS | NEUTRAL | _STILL else None


def _anything(seen: Evidence, match: Match, column: Column) -> bool:
    return True


def _dates(seen: Evidence, match: Match, column: Column) -> bool:
    return seen.dates >= (0.2 if match.field == "born_on" else 0.3)


def _whole_name(seen: Evidence, match: Match, column: Column) -> bool:
    if set(heading_words(column.words)) & _NAME_WORDS:
        return seen.dates < 0.5 and seen.with_digits < 0.5
    return seen.names >= 0.7 and seen.whole_names >= 0.5 and seen.dates < 0.2


def _part_of_name(seen: Evidence, match: Match, column: Column) -> bool:
    return seen.dates < 0.5


def _identifier(seen: Evidence, match: Match, column: Column) -> bool:
    if seen.dates > 0.5 and seen.numbers < 0.5:
        return False
    if match.confidence >= 0.9:
        return seen.with_digits >= 0.5
    return seen.with_digits >= 0.8 and seen.mean_length >= 3 and seen.different >= 0.5


def _worker(seen: Evidence, match: Match, column: Column) -> bool:
    if match.confidence < 0.8 and seen.filled >= 8 and seen.different > 0.6:
        # Nobody has a worker of their own: these are relatives or referrers.
        return False
    return seen.names >= 0.6 and seen.dates < 0.1


def _status(seen: Evidence, match: Match, column: Column) -> bool:
    words = set(heading_words(column.words))
    enough = max(seen.statuses, seen.outcomes) >= 0.5
    return enough or (not words & _BARE_STATE and seen.dates < 0.5 and seen.mean_length < 40)


def _score(seen: Evidence, match: Match, column: Column) -> bool:
    return seen.with_digits >= 0.3


def _duration(seen: Evidence, match: Match, column: Column) -> bool:
    return seen.with_digits >= 0.5 or seen.times >= 0.5


def _text(seen: Evidence, match: Match, column: Column) -> bool:
    return seen.dates < 0.5


def _attendance(seen: Evidence, match: Match, column: Column) -> bool:
    return seen.dates < 0.5 and seen.mean_length < 40


_FITS: dict[str, Callable[[Evidence, Match, Column], bool]] = {
    **dict.fromkeys(DATE_FIELDS, _dates),
    "name": _whole_name,
    **dict.fromkeys(("family", "given", "second_family", "preferred", "particle"), _part_of_name),
    "identifier": _identifier,
    "worker": _worker,
    "status": _status,
    "score": _score,
    "duration": _duration,
    "referred_from": _text,
    "agency": _text,
    "need": _text,
    "kind": _text,
    "risk": _text,
    "attendance": _attendance,
}


def _settle_names(
    table: Table, matches: list[tuple[Match | None, str]], seen: list[Evidence]
) -> None:
    """'Nom', 'nombre' or 'surname' alone, over cells of several words, holds whole names."""
    _settle_nom(table, matches)
    fields = {match.field for match, _ in matches if match}
    if "family" in fields and "given" in fields:
        for place, (match, _) in enumerate(matches):
            if match and match.field == "name":
                matches[place] = (None, "family and given name have columns of their own")
        return
    if "name" in fields and fields & {"family", "given"}:
        _settle_name_beside_part(table, matches)
        return
    for place, (match, because) in enumerate(matches):
        if match and match.field in ("family", "given") and seen[place].whole_names >= 0.8:
            words = set(plain(table.columns[place].words).split())
            if words & _BOTH_NAMES:
                matches[place] = (match._replace(field="name", confidence=0.7), because)


def _settle_nom(table: Table, matches: list[tuple[Match | None, str]]) -> None:
    """Catalan 'nom' beside 'cognoms', Danish 'navn' beside 'efternavn': the given name."""
    fields = [match.field for match, _ in matches if match]
    if "given" in fields or "family" not in fields:
        return
    either: list[int] = []
    family: list[int] = []
    for place, (match, _) in enumerate(matches):
        if match and match.field in ("family", "name"):
            words = set(heading_words(table.columns[place].words))
            (either if words & (_BOTH_NAMES | _NAME_WORDS) else family).append(place)
    if len(either) != 1 or len(family) != 1:
        return
    match, _ = matches[either[0]]
    single = evidence_of(_cells(table, table.columns[either[0]])).whole_names < 0.5
    assert match is not None
    if single or match.field == "family":
        matches[either[0]] = (match._replace(field="given", confidence=0.8), "beside a family name")


def _settle_name_beside_part(table: Table, matches: list[tuple[Match | None, str]]) -> None:
    """'Name' beside 'Vorname' or 'First name' holds the family name."""
    fields = {match.field for match, _ in matches if match}
    for place, (match, because) in enumerate(matches):
        if not match or match.field != "name":
            continue
        single = evidence_of(_cells(table, table.columns[place])).whole_names < 0.5
        if "given" in fields and "family" not in fields and single:
            matches[place] = (match._replace(field="family", confidence=0.8), because)


def _settle_alta(matches: list[tuple[Match | None, str]]) -> None:
    """Spanish 'alta' opens beside 'baja' and closes beside 'ingreso'; alone it could be either."""
    fields = {match.field for match, _ in matches if match}
    for place, (match, _) in enumerate(matches):
        if match is None or match.field != "alta":
            continue
        if "closed_on" in fields and "opened_on" not in fields:
            matches[place] = (match._replace(field="opened_on"), "beside a date of leaving")
        elif "opened_on" in fields and "closed_on" not in fields:
            matches[place] = (match._replace(field="closed_on"), "beside a date of entering")
        else:
            matches[place] = (None, "could be the beginning or the end")


def _settle_rivals(matches: list[tuple[Match | None, str]]) -> None:
    """Two columns for one field: the surer heading wins, then the plainer word."""
    by_field: dict[str, list[int]] = {}
    for place, (match, _) in enumerate(matches):
        if match and match.field not in SEVERAL:
            by_field.setdefault(match.field, []).append(place)
    for name, places in by_field.items():
        if len(places) < 2:
            continue
        ranked = sorted(
            places,
            key=lambda place: (-matches[place][0].confidence, matches[place][0].rank),  # type: ignore[union-attr]
        )
        for place in ranked[1:]:
            matches[place] = (None, f"another column fits {name} better")


def _settle_outcome(table: Table, matches: list[tuple[Match | None, str]]) -> None:
    """'Outcome' of a case, where no other column gives a status and some of its cells say open."""
    if any(match and match.field == "status" for match, _ in matches):
        return
    for place, (match, _) in enumerate(matches):
        if match and match.field == "close_reason":
            texts = [as_written(value) for value in _cells(table, table.columns[place]) if value]
            said = [status_in(text) for text in texts]
            if said.count(None) <= 0.2 * len(said) and "open" in said:
                matches[place] = (Match("status", 0.7), "its cells say open and closed")


def _from_values(table: Table, column: Column, mapped: ColumnMapping) -> None:
    """A column of numbers that all pass one national check digit shows itself."""
    system = system_from_values(_cells(table, column)[:400])
    if system:
        mapped.field, mapped.confidence = "identifier", 0.8
        mapped.options["system"] = system
        mapped.because = "its numbers pass the check of this system"
