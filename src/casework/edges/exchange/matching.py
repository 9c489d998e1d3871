"""Whose row this is: by a number, or by name and birth date; never by a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from casework.base.core.says import _
from casework.registry.episodes.models import Episode
from casework.registry.people.models import Identifier, Person, SearchName
from casework.registry.people.rules.identifiers import normalise
from casework.registry.people.rules.names import name_keys
from casework.registry.workforce.models import Team


class People:
    """Everybody the rows of a file may be about, looked up once for the whole file."""

    def __init__(self, rows: Iterable[Any], *, team: Team, by_name: bool) -> None:
        rows = list(rows)
        self._by_name = by_name
        wanted = {
            normalise(one["value"]) for row in rows for one in row.identifiers if one["value"]
        }
        self._numbers: dict[str, set[UUID]] = {}
        for number, person_id in Identifier.objects.filter(
            normal__in=wanted, ended_on=None
        ).values_list("normal", "person_id"):
            self._numbers.setdefault(number, set()).add(person_id)
        keys = {_key(row) for row in rows} - {None}
        self._names: dict[tuple[str, str], set[tuple[UUID, str]]] = {}
        for family, given, person_id, born in SearchName.objects.filter(
            family_key__in={key[0] for key in keys if key}
        ).values_list("family_key", "given_key", "person_id", "born_on"):
            self._names.setdefault((family, given), set()).add((person_id, born))
        self._whole = dict(
            Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
        )
        # Of those found by a number: what they are called, and when they were born.
        self._called: dict[UUID, set[tuple[str, str, str]]] = {}
        numbered = {person_id for some in self._numbers.values() for person_id in some}
        for person_id, family, given, born in SearchName.objects.filter(
            person_id__in=numbered
        ).values_list("person_id", "family_key", "given_key", "born_on"):
            whole = self._whole.get(person_id, person_id)
            self._called.setdefault(whole, set()).add((family, given, born))
        self._of_team = set(Episode.objects.filter(team=team).values_list("person_id", flat=True))

    def of(self, row: Any) -> UUID | None:
        """The one person who is meant. Numbers of two people, or a number and a name that
        disagree, mean nobody."""
        by_number = self._wholes(
            person
            for one in row.identifiers
            if one["value"]
            for person in self._numbers.get(normalise(one["value"]), ())
        )
        named = self._names.get(_key(row) or ("", ""), set())
        born: date | None = row.born_on
        if by_number:
            if len(by_number) > 1:
                return None
            found = next(iter(by_number))
            return None if self._disagrees(found, row) else found
        if born is not None:
            same = self._wholes(one for one, known in named if known == born.isoformat())
            return next(iter(same)) if len(same) == 1 else None
        if self._by_name:
            same = self._wholes(one for one, _known in named)
            found_one = next(iter(same)) if len(same) == 1 else None
            return found_one if found_one in self._of_team else None
        return None

    def _disagrees(self, found: UUID, row: Any) -> bool:
        """The number is of somebody born on another day, or of whom neither name is in the row."""
        called = self._called.get(found, set())
        born: date | None = row.born_on
        if born is not None and any(
            known and not born.isoformat().startswith(known) for _f, _g, known in called
        ):
            return True
        key = _key(row)
        return key is not None and all({*key}.isdisjoint(names) for *names, _born in called)

    def _wholes(self, people: Iterable[UUID]) -> set[UUID]:
        return {self._whole.get(one, one) for one in people}


def _key(row: Any) -> tuple[str, str] | None:
    if not (row.family and row.given):
        return None
    keys = name_keys(row.given, row.family)
    return keys.family_key[:120], keys.given_key[:120]


def episodes_of(person_ids: Iterable[UUID], team: Team) -> Mapping[UUID, Episode]:
    """For each person the episode in this team: the open one, else the newest."""
    found: dict[UUID, Episode] = {}
    asked = set(person_ids)
    rows = Episode.objects.filter(
        Q(person_id__in=asked) | Q(person__merged_into_id__in=asked), team=team
    )
    for one in rows.select_related("person").order_by("accepted_at"):
        whole = one.person.canonical_id
        before = found.get(whole)
        if before is None or not before.is_open:
            found[whole] = one
    return found


def writable(person_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those whose record may be written in by whoever acts: nobody writes where she only reads."""
    asked = list(set(person_ids))
    with connection.cursor() as cursor:
        cursor.execute("select exchange_writable(%s::uuid[])", [asked])
        return frozenset(row[0] for row in cursor.fetchall())


def read_only() -> str:
    """Why a row did not come to somebody whose record is open to be read."""
    return _("Your team only reads this record now: nothing was added to it.")
