"""Which part of a name comes first: what single names and whole columns say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from .cells import Cell
from .givennames import GIVEN, looks_like_family
from .namewords import COMMAS, NICKNAME, PARTICLES, TITLES, TWO_PEOPLE, trouble, without_titles
from .words import plain, tidy


def order_of_words(words: list[str]) -> str | None:
    """Which word is the family name, from given names in wide use and the form of family names."""
    first = _speaks(words[0])
    last = _speaks(words[-1])
    if len(words) > 2 and any(plain(word) in PARTICLES and word.islower() for word in words[1:-1]):
        last = last or "family"
    if {first, last} == {"given", "family"} or (first and not last) or (last and not first):
        return "given_family" if first == "given" or last == "family" else "family_given"
    return None


def _speaks(word: str) -> str | None:
    bare = plain(word)
    pieces = set(bare.split())
    if pieces and pieces <= GIVEN:
        return "given"
    return "family" if looks_like_family(word) else None


def learn_order(values: Iterable[Cell]) -> tuple[str | None, str | None]:
    """The order that nearly all names without a comma agree on, if at least three do.

    Beside it the order that two or more agree on and none contradicts.
    """
    votes: Counter[str] = Counter()
    ends: list[tuple[str, str]] = []
    for value in values:
        if not isinstance(value, str) or COMMAS.search(value) or len(value) > 60:
            continue
        if TWO_PEOPLE.search(f" {value} ") or trouble(value):
            continue
        words = tidy(NICKNAME.sub(" ", value)).split()
        titled = len(words) > 2 and plain(words[0]) in TITLES
        initial = len(words) == 3 and len(words[1].strip(".")) == 1
        words = without_titles(words)
        if not 2 <= len(words) <= 5:
            continue
        if not words[-1].isupper() or len(words[-1].strip(".")) > 1:
            ends.append((plain(words[0]), plain(words[-1])))
        elif len(words[0]) > 1:
            votes["family_given"] += 1
            continue
        if titled or initial:
            votes["given_family"] += 1
            continue
        said = order_of_words(words)
        if said:
            votes[said] += 1
    if _is_sorted([last for _, last in ends]) and not _is_sorted([first for first, _ in ends]):
        votes["given_family"] += 3
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < 2:
        return None, None
    best, times = ranked[0]
    fewer = ranked[1][1] if len(ranked) > 1 else 0
    return best if times >= max(3, 9 * fewer) else None, None if fewer else best


def _is_sorted(words: list[str]) -> bool:
    """True for a list of some length in the order of the alphabet: people sort by family name."""
    return len(set(words)) >= 7 and all(one <= other for one, other in pairwise(words))
