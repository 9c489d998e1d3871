"""Who an invented person is: names and their keys, ways to reach them, where and with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from casework.registry.people import naming
from casework.registry.people.rules.circumstances import CODES

from . import words
from .plan import Plan, days_before, made_id

Rows = dict[str, list[str]]

FIRST_NUMBER = 10_001
_HOUSING = [code.code for code in CODES if code.kind == "housing"][:8]
_WORK = [code.code for code in CODES if code.kind == "work"][:6]
_SAFE = ("yes", "yes", "yes", "not_asked", "no")


@dataclass
class Name:
    """One name, as the rules of naming read it."""

    id: UUID
    kind: str
    given: str
    family: str
    since_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True)
class Life:
    """What the history of somebody builds on."""

    id: str
    address: str
    registered_at: datetime


def add(rows: Rows, plan: Plan, number: int, chance: Random, *, by: str) -> Life:
    """Invent person `number` and add all that is known of them to `rows`."""
    registered = days_before(plan.now, 30 + chance.random() * 900)
    at, person = registered.isoformat(), made_id(chance, registered)
    names = _names(chance, registered)
    shown = naming.shown_name(names, plan.on)
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(24_500))
    rows["person"].append(
        f"{person}\tC-{FIRST_NUMBER + number}\t{shown.shown_name}\t{shown.legal_name}"
        f"\t{shown.sort_key}\t{shown.initials}\t{born}\t{born}"
        f"\t{chance.choice(('she/her', 'he/him', 'they/them', ''))}"
        f"\t{chance.choice(words.LANGUAGES)}\t{chance.choice(('no', 'not_asked'))}"
        f"\t{chance.choice(('By text, after ten', 'Ring in the afternoon', ''))}"
        f"\t{chance.choice(words.MATTERS)}\t{at}\t{by}"
    )
    for name in names:
        rows["name"].append(f"{name.id.hex}\t{person}\t{name.kind}\t{name.given}\t{name.family}")
    for keys in naming.search_rows(names, plan.on):
        rows["search"].append(
            f"{keys.id.hex}\t{person}\t{keys.given_key}\t{keys.family_key}"
            f"\t{keys.full_key}\t{born.year}\t{born}\t{'t' if keys.is_former else 'f'}"
        )
    _reach(rows, chance, person, registered)
    address = _home(rows, chance, person, registered)
    _around(rows, chance, person, registered, by)
    return Life(person, address, registered)


def _names(chance: Random, at: datetime) -> list[Name]:
    given, family = chance.choice(words.GIVEN), words.family(chance)

    def name(kind: str, first: str, last: str) -> Name:
        return Name(UUID(made_id(chance, at)), kind, first, last)

    names = [name("legal", given, family)]
    if chance.random() < 0.15:
        names.append(name("preferred", chance.choice(words.GIVEN), ""))
    if chance.random() < 0.08:
        names.append(name("former", given, words.family(chance)))
    return names


def _reach(rows: Rows, chance: Random, person: str, at: datetime) -> None:
    for place in range(1, chance.choice((1, 1, 1, 2)) + 1):
        shown, dialled = words.phone(chance)
        rows["phone"].append(
            f"{made_id(chance, at)}\t{person}\t{shown}\t{dialled}\t{'mobile' if place == 1 else ''}"
            f"\t{chance.choice(_SAFE)}\t{chance.choice(_SAFE)}\t{chance.choice(_SAFE)}\t{place}"
        )


def _home(rows: Rows, chance: Random, person: str, at: datetime) -> str:
    address = made_id(chance, at)
    city, code = chance.choice(words.CITIES)
    street = f"{chance.randrange(1, 200)} {chance.choice(words.STREETS)} Street"
    kind = "home" if chance.random() < 0.92 else "temporary"
    rows["address"].append(
        f"{address}\t{person}\t{kind}\t{street}\t{city}\tDC\t{code}\t{at.date()}"
    )
    return address


def _around(rows: Rows, chance: Random, person: str, at: datetime, by: str) -> None:
    """A supporter or two, sometimes a professional; housing, and mostly work."""
    relations = (("mother", "supporter"), ("sister", "supporter"), ("doctor", "professional"))
    for relation, kind in chance.sample(relations, chance.choice((0, 1, 1, 2))):
        shown, _dialled = words.phone(chance)
        rows["network"].append(
            f"{made_id(chance, at)}\t{person}\t{kind}"
            f"\t{chance.choice(words.GIVEN)} {words.family(chance)}\t{relation}\t{shown}"
            f"\t{chance.randrange(5)}\t{chance.randrange(5)}"
        )
    stands = [("housing", chance.choice(_HOUSING))]
    if chance.random() < 0.6:
        stands.append(("work", chance.choice(_WORK)))
    for kind, code in stands:
        rows["circumstance"].append(
            f"{made_id(chance, at)}\t{person}\t{kind}\t{code}\t{at.date()}\t{at.isoformat()}\t{by}"
        )
