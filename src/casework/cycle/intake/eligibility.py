"""Rule sets of eligibility as data, and what answers make of them. The decision is a person's.

A file lists criteria in plain words and groups such as "two of these three". An answer is yes,
no, or not known yet; what is not known decides nothing by itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

FOLDER = Path(__file__).resolve().parents[2] / "content" / "eligibility"
FILE_SHAPE = 1
GENERAL = "general_adult"
_KEYS = frozenset(
    {"shape", "code", "name", "version", "dated", "places", "practice_models", "top", "source"}
    | {"criteria", "groups"}
)


class BadRuleSet(ValueError):
    """A rule set's file cannot be used; the message names the file, the key and the fault."""

    def __init__(self, file: str, key: str, why: str) -> None:
        super().__init__(f"{file}: {key}: {why}")
        self.file, self.key, self.why = file, key, why


class Standing(StrEnum):
    """What the answers say together."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Criterion:
    """One line of the worksheet."""

    code: str
    words: str
    hint: str = ""


@dataclass(frozen=True)
class Group:
    """At least so many of these criteria or groups."""

    code: str
    words: str
    at_least: int
    of: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Where the rule set comes from, and when somebody looked."""

    kind: str
    title: str
    checked_on: date


@dataclass(frozen=True)
class RuleSet:
    """One programme's criteria, with the group that decides at the top."""

    code: str
    name: str
    version: str
    dated: date
    places: tuple[str, ...]
    practice_models: tuple[str, ...]
    source: Source
    criteria: tuple[Criterion, ...]
    groups: Mapping[str, Group]
    top: str

    @property
    def criterion_codes(self) -> frozenset[str]:
        return frozenset(one.code for one in self.criteria)


@dataclass(frozen=True)
class Result:
    """What the answers make of the rule set, and which criteria decide."""

    standing: Standing
    decided_by: tuple[str, ...]
    answered: int
    of: int


def result(rule_set: RuleSet, answers: Mapping[str, str]) -> Result:
    """Met, not met or not known yet. `answers` are "yes", "no" or "unknown" by criterion.

    `decided_by` are the criteria that made it so; where it is not known yet, those to ask about.
    """
    standing, deciding = _stands(rule_set, rule_set.top, answers)
    order = [one.code for one in rule_set.criteria]
    known = sum(answers.get(code, "unknown") in ("yes", "no") for code in order)
    return Result(standing, tuple(sorted(set(deciding), key=order.index)), known, len(order))


def _stands(rule_set: RuleSet, code: str, answers: Mapping[str, str]) -> tuple[Standing, list[str]]:
    group = rule_set.groups.get(code)
    if group is None:
        said = {"yes": Standing.MET, "no": Standing.NOT_MET}
        return said.get(answers.get(code, "unknown"), Standing.UNKNOWN), [code]
    parts = [_stands(rule_set, part, answers) for part in group.of]
    by_standing = {
        standing: [part for part in parts if part[0] is standing] for standing in Standing
    }
    met, unknown = by_standing[Standing.MET], by_standing[Standing.UNKNOWN]
    if len(met) >= group.at_least:
        standing = Standing.MET
    elif len(met) + len(unknown) < group.at_least:
        standing = Standing.NOT_MET
    else:
        standing = Standing.UNKNOWN
    return standing, [one for _, deciding in by_standing[standing] for one in deciding]


def load_folder(folder: Path) -> dict[str, RuleSet]:
    """Every rule set of a folder by code; one bad file stops the whole reading."""
    found = (load_file(path) for path in sorted(folder.glob("*.toml")))
    return {one.code: one for one in found}


@cache
def rule_sets() -> dict[str, RuleSet]:
    """The rule sets that come with the product."""
    return load_folder(FOLDER)


def get(code: str) -> RuleSet | None:
    """The rule set of this code, if it is there."""
    return rule_sets().get(code)


def words() -> Iterator[str]:
    """What pages show of the rule sets, for translators."""
    for one in rule_sets().values():
        yield from (one.name, one.source.title)
        for criterion in one.criteria:
            yield from (part for part in (criterion.words, criterion.hint) if part)


def fitting(*, practice_model: str, place: str) -> str:
    """The rule set that says of itself that it fits the team's model and place, or the general."""
    for one in rule_sets().values():
        if practice_model in one.practice_models and (not one.places or place in one.places):
            return one.code
    return GENERAL


# --- reading a file strictly ---


def load_file(path: Path) -> RuleSet:
    """One rule set from its file: nothing missing, nothing unknown, nothing unused."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRuleSet(path.name, "(whole file)", f"is not TOML: {error}") from error
    file = path.name
    for key in sorted(set(raw) - _KEYS):
        _fail(file, key, "is not a key of a rule set")
    if raw.get("shape") != FILE_SHAPE:
        _fail(file, "shape", f"must be {FILE_SHAPE}, the only shape this release reads")
    criteria = tuple(
        _criterion(file, f"criteria.{n}", one) for n, one in _tables(file, raw, "criteria")
    )
    groups = [_group(file, f"groups.{n}", one) for n, one in _tables(file, raw, "groups")]
    rule_set = RuleSet(
        code=_text(file, raw, "code"),
        name=_text(file, raw, "name"),
        version=_text(file, raw, "version"),
        dated=_day(file, raw, "dated"),
        places=_texts(file, raw, "places"),
        practice_models=_texts(file, raw, "practice_models"),
        source=_source(file, raw.get("source")),
        criteria=criteria,
        groups={one.code: one for one in groups},
        top=_text(file, raw, "top"),
    )
    if rule_set.code != path.stem:
        _fail(file, "code", f"must be the file's name, {path.stem!r}")
    _check(file, rule_set, [*(one.code for one in criteria), *(one.code for one in groups)])
    return rule_set


def _check(file: str, rule_set: RuleSet, codes: list[str]) -> None:
    """Every code stands once and is used; no group stands inside itself."""
    for code in codes:
        if codes.count(code) > 1:
            _fail(file, "criteria and groups", f"have the code {code!r} twice")
    if rule_set.top not in rule_set.groups:
        _fail(file, "top", f"names a group that is not there: {rule_set.top!r}")
    used: set[str] = set()

    def walk(code: str, above: tuple[str, ...]) -> None:
        if code in above:
            _fail(file, f"groups {code!r}", "stands inside itself")
        if code not in rule_set.groups and code not in rule_set.criterion_codes:
            _fail(file, f"groups {above[-1]!r}", f"names what is not there: {code!r}")
        used.add(code)
        for part in rule_set.groups[code].of if code in rule_set.groups else ():
            walk(part, (*above, code))

    walk(rule_set.top, ())
    for code in codes:
        if code not in used:
            _fail(file, "top", f"never comes to {code!r}: it would decide nothing")


def _fail(file: str, key: str, why: str) -> NoReturn:
    raise BadRuleSet(file, key, why)


def _tables(file: str, raw: Mapping[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    given = raw.get(key)
    if not isinstance(given, list) or not given:
        _fail(file, key, "is missing")
    if not all(isinstance(one, dict) for one in given):
        _fail(file, key, "must be a list of tables")
    return list(enumerate(given, start=1))


def _text(file: str, raw: Mapping[str, Any], key: str, *, where: str = "") -> str:
    given = raw.get(key)
    if not isinstance(given, str) or not given.strip():
        _fail(file, where or key, "must be some text")
    return given.strip()


def _texts(file: str, raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    given = raw.get(key)
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        _fail(file, key, "must be a list of texts")
    return tuple(given)


def _day(file: str, raw: Mapping[str, Any], key: str, *, where: str = "") -> date:
    given = raw.get(key)
    if not isinstance(given, date) or isinstance(given, datetime):
        _fail(file, where or key, "must be a date such as 2026-11-21")
    return given


def _only(file: str, where: str, raw: Mapping[str, Any], keys: set[str]) -> None:
    for key in sorted(set(raw) - keys):
        _fail(file, f"{where}.{key}", "is not a key here")


def _criterion(file: str, where: str, raw: Mapping[str, Any]) -> Criterion:
    _only(file, where, raw, {"code", "words", "hint"})
    code = _text(file, raw, "code", where=f"{where}.code")
    if len(code) > 60:
        _fail(file, f"{where}.code", "must not be longer than 60 letters")
    hint = _text(file, raw, "hint", where=f"{where}.hint") if "hint" in raw else ""
    return Criterion(code, _text(file, raw, "words", where=f"{where}.words"), hint)


def _group(file: str, where: str, raw: Mapping[str, Any]) -> Group:
    _only(file, where, raw, {"code", "words", "at_least", "of"})
    of, at_least = raw.get("of"), raw.get("at_least")
    if not isinstance(of, list) or not of or not all(isinstance(one, str) for one in of):
        _fail(file, f"{where}.of", "must be a list of codes")
    if len(set(of)) < len(of):
        _fail(file, f"{where}.of", "has the same code twice")
    if isinstance(at_least, bool) or not isinstance(at_least, int):
        _fail(file, f"{where}.at_least", "must be a whole number")
    if not 1 <= at_least <= len(of):
        _fail(file, f"{where}.at_least", f"must be 1 to {len(of)}, as many as there are")
    return Group(
        _text(file, raw, "code", where=f"{where}.code"),
        _text(file, raw, "words", where=f"{where}.words"),
        at_least,
        tuple(of),
    )


def _source(file: str, raw: object) -> Source:
    if not isinstance(raw, dict):
        _fail(file, "source", "is missing")
    _only(file, "source", raw, {"kind", "title", "checked_on"})
    kind = _text(file, raw, "kind", where="source.kind")
    if kind not in ("published", "product"):
        _fail(file, "source.kind", "must be published or product")
    title = _text(file, raw, "title", where="source.title")
    return Source(kind, title, _day(file, raw, "checked_on", where="source.checked_on"))
