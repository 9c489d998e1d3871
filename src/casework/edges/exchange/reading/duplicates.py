"""Rows of one file that may be the same person: offered, never merged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from .people import PersonRow
from .words import close, plain

_MANY = 60
"""Above this number of rows in one bucket only rows that agree in full are compared."""

_SAME = "same name and date of birth"
_FAMILY = "same family name and date of birth"
_NUMBER = "same {system}"
_LIKE = "similar name, same date of birth"
_NO_BIRTH = "same name, a date of birth is missing"
_NEAR = "same name, dates of birth differ by a slip"


class _Groups:
    """Rows joined step by step, with the reasons for joining."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}
        self._why: dict[int, set[str]] = {}

    def _root(self, item: int) -> int:
        while self._parent.setdefault(item, item) != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, one: int, other: int, reason: str) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parent[second] = first
        reasons = self._why.setdefault(first, set())
        reasons |= self._why.pop(second, set()) if first != second else set()
        reasons.add(reason)

    def groups(self) -> list[tuple[list[int], set[str]]]:
        members: dict[int, list[int]] = {}
        for item in self._parent:
            members.setdefault(self._root(item), []).append(item)
        return [
            (sorted(items), self._why.get(root, set()))
            for root, items in sorted(members.items())
            if len(items) > 1
        ]


def find_duplicates(rows: list[PersonRow]) -> list[dict[str, Any]]:
    """Groups of rows that may be one person, each with the reasons."""
    groups = _Groups()
    names = [_key(row) for row in rows]
    _by_number(rows, groups)
    by_birth: dict[date, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        if row.born_on and names[place]:
            by_birth.setdefault(row.born_on, []).append(place)
        if names[place]:
            by_name.setdefault(names[place], []).append(place)
    for places in by_birth.values():
        _compare_births(rows, names, places, groups)
    for places in by_name.values():
        _compare_names(rows, places, groups)
    return [
        {
            "rows": [
                {
                    "sheet": rows[item].sheet,
                    "row": rows[item].row,
                    "family": rows[item].family,
                    "given": rows[item].given,
                    "status": rows[item].status,
                }
                for item in items
            ],
            "why": "; ".join(sorted(reasons)),
        }
        for items, reasons in groups.groups()
    ]


def _key(row: PersonRow) -> str:
    """The words of the name in one order, so that a turned name meets itself."""
    return " ".join(sorted(plain(f"{row.family or ''} {row.given or ''}").split()))


def _by_number(rows: list[PersonRow], groups: _Groups) -> None:
    first: dict[tuple[str, str], int] = {}
    for place, row in enumerate(rows):
        for identifier in row.identifiers:
            if identifier["value"] is None:
                continue
            key = (identifier["system"], plain(identifier["value"]).replace(" ", ""))
            if key in first:
                groups.join(first[key], place, _NUMBER.format(system=identifier["system"]))
            else:
                first[key] = place


def _compare_births(
    rows: list[PersonRow], names: list[str], places: list[int], groups: _Groups
) -> None:
    first: dict[str, int] = {}
    for place in places:
        if names[place] in first:
            groups.join(first[names[place]], place, _SAME)
        else:
            first[names[place]] = place
    different = list(first.values())
    if len(different) > _MANY:
        return
    for one, other in _couples(different):
        if plain(rows[one].family or "") == plain(rows[other].family or "-"):
            groups.join(one, other, _FAMILY)
        elif _alike(rows[one], rows[other]):
            groups.join(one, other, _LIKE)


def _couples(places: list[int]) -> Iterable[tuple[int, int]]:
    for step, one in enumerate(places):
        for other in places[step + 1 :]:
            yield one, other


def _alike(one: PersonRow, other: PersonRow) -> bool:
    family, family2 = plain(one.family or ""), plain(other.family or "")
    given, given2 = plain(one.given or ""), plain(other.given or "")
    if not family or not family2:
        return False
    same_family = close(family, family2, 3) or _within(family, family2)
    same_given = (
        close(given, given2, 3)
        or _within(given, given2)
        or (bool(given and given2) and min(len(given), len(given2)) == 1 and given[0] == given2[0])
        or plain(one.preferred or "-") == given2
        or plain(other.preferred or "-") == given
    )
    return same_family and same_given


def _within(one: str, other: str) -> bool:
    """One name has a part more: Garcia and Garcia Lopez."""
    first, second = set(one.split()), set(other.split())
    return bool(first and second) and (first <= second or second <= first)


def _compare_names(rows: list[PersonRow], places: list[int], groups: _Groups) -> None:
    if not 1 < len(places) <= _MANY:
        return
    for one, other in _couples(places):
        born, born2 = rows[one].born_on, rows[other].born_on
        if born and born2:
            if born != born2 and _slip(born, born2):
                groups.join(one, other, _NEAR)
        elif _years_agree(rows[one], rows[other]):
            groups.join(one, other, _NO_BIRTH)


def _slip(one: date, other: date) -> bool:
    """Day and month turned, or one part of the date different."""
    turned = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    return (
        turned
        or sum(a == b for a, b in zip(one.timetuple(), other.timetuple()[:3], strict=False)) == 2
    )


def _years_agree(one: PersonRow, other: PersonRow) -> bool:
    known = [
        row.born_partial or (row.born_on.isoformat() if row.born_on else "") for row in (one, other)
    ]
    if not all(known):
        return True
    length = min(len(known[0]), len(known[1]))
    return known[0][:length] == known[1][:length]
