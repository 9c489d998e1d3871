"""Asks the search what was mistyped, as the application's role. Prints one line of JSON."""

from __future__ import annotations

import argparse
import json
import statistics
from datetime import date
from typing import Any

import django

from tests.bench import _agencies, _names
from tests.bench._measuring import Backends

TURNS = ("without the birth year", "with the birth year")
MOST = 20
WARM = 25


def far(typed: str, name: str) -> float:
    """0 is what was meant, 1 nothing alike: the mean over the typed words, each against a word
    of its own; a word that is only begun is there, and its missing end costs next to nothing."""
    from rapidfuzz.distance import OSA

    from casework.registry.people.rules.names import tokens

    left, sums = list(tokens(name)), []
    for word in sorted(tokens(typed), key=len, reverse=True):
        costs = [
            (0.0 if one.startswith(word) else OSA.normalized_distance(word, one), one)
            for one in left
        ]
        cost, nearest = min(costs, default=(1.0, ""))
        sums.append(cost)
        if nearest:
            left.remove(nearest)
    return sum(sums) / max(1, len(sums))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--slips", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--crowded", action="store_true")
    given = parser.parse_args()
    django.setup()
    humans = _names.people(given.people, 1, crowded=given.crowded)
    own, ids = _everybody()
    slips = list(_names.slips(humans, given.slips, given.seed, own=range(own)))
    turns: dict[str, Any] = {}
    missed: list[str] = []
    for turn in TURNS:
        asked = [_ask(one, humans, ids, with_year=turn == TURNS[1]) for one in slips]
        kinds = {"all": asked}
        for kind in _names.KINDS:
            kinds[kind] = [one for one in asked if one["kind"] == kind]
        turns[turn] = {kind: _sum(many) for kind, many in kinds.items() if many}
        missed += [f"{turn}: {one['kind']}: {one['said']}" for one in asked if not one["strict"]]
    print(json.dumps({"turns": turns, "missed": missed}))


def _sum(many: list[dict[str, Any]]) -> dict[str, float]:
    used = sorted(one["cpu"] for one in many)
    return {
        "number": len(many),
        "strict": sum(one["strict"] for one in many) / len(many),
        "fair": sum(one["fair"] for one in many) / len(many),
        "median": statistics.median(used),
        "p95": used[int(len(used) * 0.95)],
    }


def _everybody() -> tuple[int, dict[int, Any]]:
    """How many are the searcher's own, and the id of each place in the list."""
    import os

    import psycopg

    from casework.base.accounts.models import Account
    from casework.base.core.acting import acting
    from casework.registry.people.models import Person
    from casework.registry.workforce.actors import worker_actor

    # The id of a person's first name says the place in the list.
    with psycopg.connect(os.environ["BENCH_READS"]) as reading:
        rows = reading.execute(
            "select id, person_id from people_personname where kind = 'legal'"
        ).fetchall()
    with acting(worker_actor(Account.objects.get(name="bench"))):
        mine = set(Person.objects.values_list("pk", flat=True))
    ids = {(key.int >> 8) // 4: person for key, person in rows}
    return sum(ids[n] in mine for n in range(len(mine))), ids


_warm: list[bool] = []


def _ask(
    slip: _names.Slip, humans: list[_names.Human], ids: dict[int, Any], *, with_year: bool
) -> dict[str, Any]:
    from casework.base.accounts.models import Account
    from casework.base.core.acting import acting
    from casework.registry.people.finding import locate
    from casework.registry.people.rules.search import read_query, why_not_locate
    from casework.registry.workforce.actors import worker_actor

    typed = f"{slip.typed} {slip.born}" if with_year else slip.typed
    query = read_query(typed, today=date.fromisoformat(_agencies.ON))
    with acting(worker_actor(Account.objects.get(name="bench"))):
        if not _warm:
            _warm.append(True)
            for _turn in range(WARM):
                locate(query, everyone=True)
        backends = Backends()
        before = backends.milliseconds()
        cards = locate(query, everyone=why_not_locate(query) is None)
        used = backends.milliseconds() - before
    found = [card.person_id for card in cards]
    strict = ids[slip.meant] in found
    human = humans[slip.meant]
    fair = strict
    if not strict and len(found) >= MOST:
        places = _places(ids)
        wanted = _nearest(slip.typed, human)
        fair = all(
            _nearest(slip.typed, humans[places[one]]) <= wanted + 1e-9
            and (not with_year or humans[places[one]].born[:4] == slip.born)
            for one in found
        )
    return {
        "kind": slip.kind,
        "strict": strict,
        "fair": fair,
        "cpu": used,
        "said": f"{typed!r} for {human.names} found {[c.shown_name for c in cards[:4]]}"
        f" {len(cards)} {cards[0].found_by if cards else ''}{' FAIR' if fair else ''}",
    }


def _nearest(typed: str, human: _names.Human) -> float:
    return min(far(typed, name) for name in human.names)


_turned: dict[Any, int] = {}


def _places(ids: dict[int, Any]) -> dict[Any, int]:
    if not _turned:
        _turned.update({person: place for place, person in ids.items()})
    return _turned


if __name__ == "__main__":
    main()
