"""Finding somebody: one row a person, as much of it as may be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casework.base.accounts import kept_words
from casework.base.core.questions import question
from casework.base.core.screens import screen
from casework.base.core.slots import filled
from casework.base.core.words import today
from casework.base.ui.parts import Link
from casework.registry.workforce.permissions import Permission

from .. import actions, wording
from ..finding import MOST, Card, place_of, region_of
from ..models import Person
from ..rules.names import tokens
from ..rules.search import LONGEST_TYPED, SearchQuery, read_query, why_not_locate, why_not_search
from ..tabs import record_url
from .framing import Request


@dataclass(frozen=True)
class Found:
    """One row of the results. What only an open record tells is empty for the others."""

    card: Card
    url: str = ""
    born: str = ""
    age: str = ""
    number: str = ""
    also: str = ""
    offered: tuple[Link, ...] = ()


@question
def _found(people: Sequence[UUID]) -> QuerySet[Person]:
    return Person.objects.filter(pk__among=people)


def read(request: Request, typed: str) -> SearchQuery:
    """What was typed, sorted for the agency's place."""
    actor = request.actor
    return read_query(
        typed,
        today=today(actor, timezone.now()),
        region=region_of(actor),
        place=place_of(actor),
    )


def rows(actor: Any, cards: list[Card]) -> list[Found]:
    """The cards with what open records add, in one query whatever their number."""
    day = today(actor, timezone.now())
    open_ids = [card.person_id for card in cards if card.is_open]
    people = {one.pk: one for one in (_found(people=open_ids) if open_ids else [])}
    return [
        replace(_row(card, people.get(card.person_id), day), offered=_offered(actor, card))
        for card in cards
    ]


def _offered(actor: Any, card: Card) -> tuple[Link, ...]:
    """What other rooms begin for somebody who was found, through the slot `search_actions`."""
    offered = (fill(actor, card.person_id, card.is_open) for fill in filled("search_actions"))
    return tuple(one for one in offered if one is not None)


def _row(card: Card, person: Person | None, day: date) -> Found:
    if person is None:
        return Found(card, born=card.born_year)
    said = set(tokens(f"{person.shown_name} {person.legal_name}"))
    return Found(
        card,
        url=record_url(person.pk),
        born=wording.born_words(person.born, today=day),
        age=wording.age_words(person, today=day),
        number=person.number,
        also="" if set(tokens(card.matched)) <= said else card.matched,
    )


@screen(Permission.PERSON_LOCATE, methods=("GET", "POST"))
def person_search(request: Request) -> HttpResponse:
    """Names, birth dates, numbers and phones in any order; while typing, the list alone."""
    actor = request.actor
    is_part = request.headers.get("HX-Request") == "true"
    if kept_words.is_search(request) and not is_part:
        return kept_words.to_results(request, longest=LONGEST_TYPED)
    typed = kept_words.typed(request, longest=LONGEST_TYPED)
    page: dict[str, Any] = {
        "typed": typed,
        "search_words": typed,
        "results": [],
        "may_register": actor.may(Permission.PERSON_CREATE),
    }
    if typed:
        query = read(request, typed)
        page["refused"] = why_not_search(query)
        if page["refused"] is None:
            page["results"] = rows(actor, actions.look_for(by=actor, query=query))
            page["narrow"] = why_not_locate(query)
            page["is_full"] = len(page["results"]) >= MOST
    if not is_part:
        return render(request, "people/person_search.html", page)
    found = render(request, "people/_search_results.html", page)
    return kept_words.follow(request, found, longest=LONGEST_TYPED) if typed else found
