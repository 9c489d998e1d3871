"""Reading that crosses records: who is meant, who is alike, which records are one person's.

Nothing here writes. What is found past row security comes from three functions of the database
that give back a minimal card; the actions that call them leave the trail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, F, Func, OuterRef, Q, QuerySet

from casework.base.accounts.actors import Actor, ActorKind
from casework.base.core.acting import current, remembered
from casework.base.core.questions import Asked, question
from casework.base.drafts.models import Receipt
from casework.registry.workforce.models import Worker

from .models import ContactPoint, Identifier, Person, PersonName
from .rules import matching
from .rules.matching import Known, Likeness, Name
from .rules.partial_dates import PartialDate
from .rules.registering import why_not_change_record
from .rules.search import SearchQuery
from .rules.tables import same_names

_REGIONS = {"us": "US", "england": "GB"}
MOST = 20


@dataclass(frozen=True)
class Card:
    """What anybody who may look for people learns: that somebody is known, and where to ask."""

    person_id: UUID
    shown_name: str
    born_year: str
    is_open: bool
    team_name: str = ""
    team_phone: str = ""
    found_by: str = ""
    matched: str = ""
    responsible: str = ""


@dataclass(frozen=True)
class Alike:
    """Somebody known already who may be the person that is being entered."""

    card: Card
    likeness: Likeness


def place_of(actor: Any) -> str:
    """Where the agency is: 'us' or 'england'."""
    return str(getattr(getattr(actor, "agency", None), "place", "us"))


def region_of(actor: Any) -> str:
    """The country whose phone numbers need no code."""
    return _REGIONS.get(place_of(actor), "US")


def with_joined() -> QuerySet[Person]:
    """People with the records that are joined to them, so that `record_ids` need not ask."""
    joined = Person.objects.filter(merged_into=OuterRef("pk")).values("pk")
    return Person.objects.annotate(joined_ids=ArraySubquery(joined))


@question
def _joined_to(whole: UUID) -> QuerySet[Person, UUID]:
    return Person.objects.filter(merged_into=whole).values_list("pk", flat=True)


def record_ids(person: Person) -> list[UUID]:
    """The record to read and those joined to it: every reading of a person goes over this set."""
    whole = person.canonical_id
    known = getattr(person, "joined_ids", None)
    if known is not None and whole == person.pk:
        return [whole, *known]
    return [whole, *_joined_to(whole=whole)]


@question
def _changeable(people: Sequence[UUID]) -> QuerySet[Person, UUID]:
    is_so = Func(F("pk"), function="people_may_change", output_field=BooleanField())
    return Person.objects.filter(is_so, pk__among=people).values_list("pk", flat=True)


def ask_may_change(person_id: UUID) -> Asked:
    """What `may_change` asks of one record, to ask it ahead."""
    return _changeable.ahead(people=[person_id])


def records_of(whole_id: UUID) -> QuerySet[Person, UUID]:
    """The same set for a condition of another query: `person_id__in=records_of(canonical_id)`."""
    mine = Q(pk=whole_id) | Q(merged_into=whole_id)
    return Person.objects.filter(mine).values_list("pk", flat=True)


def may_change(*person_ids: UUID) -> bool:
    """Whether the acting one may change all of these records, not only read them."""
    return set(_changeable(people=list(person_ids))) == set(person_ids)


def next_number() -> str:
    """The next record number of the agency."""
    with connection.cursor() as cursor:
        cursor.execute("select people_next_number()")
        return str(cursor.fetchone()[0])


def _none_if_empty(many: Sequence[str]) -> list[str] | None:
    return list(many) or None


def locate(query: SearchQuery, *, everyone: bool, most: int = MOST) -> list[Card]:
    """Who may be meant, the likeliest first; `everyone` looks beyond those open to the actor."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select person_id, shown_name, born_year, is_open, coalesce(team_name, ''),"
            " coalesce(team_phone, ''), found_by, matched, responsible from people_locate("
            "%s::text[], %s::text[], %s::text[], %s::text[], %s, %s) order by place",
            [
                _none_if_empty(query.words),
                _none_if_empty(query.born),
                list(query.numbers),
                list(query.phones),
                everyone,
                most,
            ],
        )
        return [Card(*row) for row in cursor.fetchall()]


def cards(person_ids: Iterable[UUID]) -> dict[UUID, Card]:
    """The minimal cards of these people, without those who bar the actor."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select person_id, shown_name, born_year, is_open, coalesce(team_name, ''),"
            " coalesce(team_phone, '') from people_cards(%s::uuid[])",
            [list(person_ids)],
        )
        return {row[0]: Card(*row) for row in cursor.fetchall()}


def _words(known: Known) -> list[str]:
    """The words of the first name, each with its other spellings; all of them must be met."""
    if not known.names:
        return []
    name = known.names[0]
    words = dict.fromkeys(matching.tokens(f"{name.given} {name.family}"))
    return ["/".join((word, *sorted(same_names().get(word, ()))[:11])) for word in words]


def _known(row: tuple[Any, ...]) -> Known:
    _person, names, born, phones, numbers = row
    return Known(
        names=tuple(Name(given, family) for given, family in _json(names)),
        born=PartialDate.parse_or_none(born),
        phones=frozenset(phones),
        numbers=tuple((kind, number) for kind, number in _json(numbers)),
    )


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def alike(known: Known, *, but: Iterable[UUID] = (), most: int = 8) -> list[Alike]:
    """Those who may be the same person, the likeliest first, as cards with reasons."""
    born = [str(known.born)] if known.born else None
    numbers = [matching.normalise(number) for _kind, number in known.numbers]
    with connection.cursor() as cursor:
        cursor.execute(
            "select person_id, names, born, phones, numbers from people_alike("
            "%s::text[], %s::text[], %s::text[], %s::text[])",
            [_none_if_empty(_words(known)), born, numbers, list(known.phones)],
        )
        left_out = set(but)
        rows = [row for row in cursor.fetchall() if row[0] not in left_out]
    found = matching.duplicates(known, ((row[0], _known(row)) for row in rows))[:most]
    if not found:
        return []
    shown = cards(one.key for one in found)  # type: ignore[misc]
    return [Alike(shown[one.key], one.likeness) for one in found if one.key in shown]  # type: ignore[index]


def known_of(person: Person, *, person_ids: Sequence[UUID]) -> Known:
    """What is compared of somebody whose record is open."""
    names = PersonName.objects.filter(person_id__in=person_ids).values_list("given", "family")
    phones = ContactPoint.objects.filter(person_id__in=person_ids, channel="phone")
    numbers = Identifier.objects.filter(person_id__in=person_ids)
    return Known(
        names=tuple(Name(given, family) for given, family in names),
        born=PartialDate.parse_or_none(person.born),
        phones=frozenset(phones.exclude(normal="").values_list("normal", flat=True)),
        numbers=tuple(numbers.values_list("kind", "normal")),
    )


@question
def _workers(workers: Sequence[UUID]) -> QuerySet[Worker, tuple[UUID, str, str]]:
    return Worker.objects.filter(pk__among=workers).values_list("pk", "given", "family")


def _known_workers() -> dict[UUID, str]:
    def whoever_asks() -> dict[UUID, str]:
        by = current()
        return {by.id: by.name} if isinstance(by, Actor) and by.kind == ActorKind.WORKER else {}

    return remembered("worker names", whoever_asks)


def know_workers(names: Mapping[UUID, str]) -> None:
    """Names that came with something else on this page: `worker_names` need not ask for them."""
    _known_workers().update(names)


def worker_names(worker_ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Who these workers are: one query, for those whose name this page does not know yet."""
    asked = {one for one in worker_ids if one is not None}
    known = _known_workers()
    if missing := asked - known.keys():
        known |= {
            pk: f"{given} {family}".strip() for pk, given, family in _workers(workers=list(missing))
        }
    return {one: known[one] for one in asked if one in known}


def was_stored(key: UUID) -> bool:
    """Whether the form with this key was stored before: then that answer stands."""
    return Receipt.objects.filter(pk=key, result_id__isnull=False).exists()


def reading_only() -> str:
    """The reason given to those who may read this record and not change it."""
    return str(why_not_change_record(may_change=False))
