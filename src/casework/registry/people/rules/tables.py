"""The lists that clinicians own as data, read once: languages, relations, names of one person."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from casework.base.core.says import _

from .names import search_key

FOLDER = Path(__file__).resolve().parents[3] / "content" / "people"


@cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Language:
    """A language by its ISO 639 code, in English and in its own words."""

    code: str
    name: str
    own: str
    is_rtl: bool = False
    is_signed: bool = False
    usual_in: frozenset[str] = frozenset()
    """The places where it is one of the few that are offered first."""


@dataclass(frozen=True)
class Relation:
    """What somebody is to the person. `other_way` is what the person is to them."""

    code: str
    label: str
    kind: str
    other_way: str
    fhir: str


@cache
def languages() -> Mapping[str, Language]:
    """Every language of the list, by code, in the order of their English names."""
    table = _read("languages")
    found = [
        Language(
            code=row["code"],
            name=row["name"],
            own=row["own"],
            is_rtl=row.get("rtl", False),
            is_signed=row.get("signed", False),
            usual_in=frozenset(at for at, codes in table["usual"].items() if row["code"] in codes),
        )
        for row in table["languages"]
    ]
    return {one.code: one for one in sorted(found, key=lambda one: search_key(one.name))}


def language_name(code: str) -> str:
    """Its name in the language of the page; a code that isn't in the list shows itself."""
    known = languages().get(code)
    return _(known.name) if known else code


@cache
def relations() -> Mapping[str, Relation]:
    """Every relation of the list, by code, in the order written there."""
    return {
        row["code"]: Relation(
            row["code"], row["label"], row["kind"], row.get("other_way", ""), row.get("fhir", "")
        )
        for row in _read("relations")["relations"]
    }


def words() -> Iterator[str]:
    """What pages show of these lists, for translators."""
    yield from (one.name for one in languages().values())
    yield from (one.label for one in relations().values())


@cache
def same_names() -> Mapping[str, frozenset[str]]:
    """For a folded given name, the other names that may be the same one: bob gives robert."""
    groups: dict[str, set[str]] = {}
    table = _read("nicknames")
    for line in (*table["nicknames"], *table["spellings"]):
        group = line.split()
        for word in group:
            groups.setdefault(word, set()).update(group)
    return {word: frozenset(others - {word}) for word, others in groups.items()}


@cache
def heads() -> Mapping[str, frozenset[str]]:
    """The groups a folded name stands in, so that bob and rob meet in robert but not in a chain."""
    found: dict[str, set[str]] = {}
    table = _read("nicknames")
    for number, line in enumerate((*table["nicknames"], *table["spellings"])):
        for word in line.split():
            found.setdefault(word, set()).add(str(number))
    return {word: frozenset(groups) for word, groups in found.items()}


def are_same_name(one: str, other: str) -> bool:
    """Two folded words that stand in one group of the list."""
    return one == other or bool(heads().get(one, frozenset()) & heads().get(other, frozenset()))
