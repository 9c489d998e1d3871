"""Invented people with the names of many languages, and what a hurried hand makes of them.

The words stand in `names.toml`. Common names are common: the n-th of a list comes with a weight of
1/n to a power; and each language has a tail of rare family names, made letter by letter in the
likeness of its common ones.
"""

from __future__ import annotations

import bisect
import itertools
import random
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
LANGUAGES = {key: one for key, one in TABLE.items() if "share" in one}
RARE, RARE_POWER = 4_000, 0.4
# Where people of few families live close together: the tails count half.
CROWDED, CROWDED_TAIL = (0.75, 0.85), 0.5
# A name on the papers, one used instead, and one from before.
HAS_CALLED, HAS_FORMER = 0.1, 0.06

KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BARE = str.maketrans("łŁøØđĐıİæßð", "lLoOdDiIasd")


@dataclass(frozen=True)
class Human:
    """Somebody invented, with every name the agency knows."""

    language: str
    given: str
    family: str
    born: str
    called: str = ""
    former: str = ""

    @property
    def names(self) -> list[str]:
        """Each name as the words that may be typed for it."""
        more = [f"{self.called} {self.family}"] if self.called else []
        more += [f"{self.given} {self.former}"] if self.former else []
        return [f"{self.given} {self.family}", *more]


@dataclass(frozen=True)
class Slip:
    """What was typed, of what kind the slip is, and who was meant: a place in the list."""

    kind: str
    typed: str
    born: str
    meant: int


class _Weighted:
    """Draws from a list in which the earlier ones are commoner."""

    def __init__(self, words: list[str], power: float) -> None:
        self.words = words
        self.sums = list(itertools.accumulate((n + 1) ** -power for n in range(len(words))))

    def draw(self, chance: random.Random) -> str:
        at = bisect.bisect(self.sums, chance.random() * self.sums[-1])
        return self.words[min(at, len(self.words) - 1)]


def _rare(heads: list[str], chance: random.Random, number: int) -> list[str]:
    """Names that begin, go on and end as the heads do: two letters decide about the next."""
    after: dict[str, list[str]] = {}
    for word in heads:
        whole = "^^" + word.lower() + "$"
        for at in range(len(whole) - 2):
            after.setdefault(whole[at : at + 2], []).append(whole[at + 2])
    found: dict[str, None] = {}
    for _try in range(number * 6):
        word = "^^"
        while not word.endswith("$") and len(word) < 15:
            word += chance.choice(after[word[-2:]])
        name = word.strip("^$")
        if 4 <= len(name) <= 12 and name.isalpha():
            found[name.capitalize()] = None
        if len(found) >= number:
            break
    return [name for name in found if name not in heads]


def people(number: int, seed: int, *, crowded: bool = False) -> list[Human]:
    """The same number and seed make the same people. Crowded: many more share the common names."""
    chance = random.Random(f"{seed}/people")
    drawing: dict[str, dict[str, Any]] = {}
    for key, one in LANGUAGES.items():
        heads = one["family"].split()
        given, family = CROWDED if crowded else one["power"]
        drawing[key] = {
            "given": _Weighted(one["given"].split(), given),
            "middle": _Weighted(one.get("middle", one["given"]).split(), given),
            "family": _Weighted(heads, family),
            "rare": _Weighted(_rare(heads, chance, RARE) if one["tail"] else heads, RARE_POWER),
        }
    keys, shares = list(LANGUAGES), [one["share"] for one in LANGUAGES.values()]
    short = _pairs("nicknames")
    return [
        _human(key, drawing[key], LANGUAGES[key], chance, short, CROWDED_TAIL if crowded else 1)
        for key in chance.choices(keys, shares, k=number)
    ]


def _human(
    key: str,
    draw: dict[str, Any],
    one: dict[str, Any],
    chance: random.Random,
    short: dict[str, list[str]],
    tails: float,
) -> Human:
    given = first = draw["given"].draw(chance)
    if chance.random() < one["second"]:
        second = draw["middle"].draw(chance)
        while second == first:
            second = draw["middle"].draw(chance)
        given = f"{second} {first}" if key == "vietnamese" else f"{first} {second}"
    if chance.random() < 0.15 and first != given and key == "english":
        given = f"{first} {given.split()[1][0]}"  # only the initial is known

    def family() -> str:
        return str(draw["rare" if chance.random() < one["tail"] * tails else "family"].draw(chance))

    last = family()
    if chance.random() < one["double"]:
        last += (" " if key in ("spanish", "portuguese") else "-") + family()
    nicknames = short.get(first, [])
    called = chance.choice(nicknames) if nicknames and chance.random() < HAS_CALLED * 2 else ""
    if not called and chance.random() < HAS_CALLED / 4:
        called = draw["given"].draw(chance)
    born = (
        f"{chance.randrange(1935, 2009)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    )
    return Human(
        key, given, last.replace("-", " ") if key == "german" and "-" in last[:5] else last, born,
        called, family() if chance.random() < HAS_FORMER else "",
    )  # fmt: skip


def _pairs(of: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in TABLE["other"][of].split():
        one, _, other = pair.partition("/")
        found.setdefault(one, []).append(other)
    return found


# --- the slips ---------------------------------------------------------------------------


def bare(text: str) -> str:
    """Without accents, as most people type."""
    apart = unicodedata.normalize("NFKD", text.translate(_BARE))
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def _drop(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _double(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[: at + 1] + word[at:]


def _swap(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _neighbour(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    for number, row in enumerate(KEYS):
        if (place := row.find(bare(word[at]).lower()[:1] or "?")) >= 0:
            near = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            near += KEYS[number - 1][place : place + 1] if number else ""
            return word[:at] + chance.choice(near) + word[at + 1 :]
    return word


def _respelt(word: str, chance: random.Random) -> str:
    low = bare(word).lower()
    ways = []
    for pair in TABLE["respelt"]["pairs"].split():
        one, _, other = pair.partition("/")
        ways += [(one, other)] if one in low else []
        ways += [(other, one)] if other in low and len(other) > 1 else []
    if not ways:
        return word
    one, other = chance.choice(ways)
    return low.replace(one, other, 1)


_Change = Callable[[str, random.Random], str]


def _in_one_word(change: _Change) -> Callable[[Human, random.Random], str]:
    def make(human: Human, chance: random.Random) -> str:
        words = _typed(human, chance)
        fit = [n for n, word in enumerate(words) if len(word) >= 4 and word.isascii()]
        if not fit:
            return ""
        at = chance.choice(fit)
        changed = change(words[at], chance)
        if changed.lower() == words[at].lower():
            return ""
        return " ".join([*words[:at], changed, *words[at + 1 :]])

    return make


def _first(human: Human) -> str:
    """The given name somebody goes by."""
    return human.given.split()[-1 if human.language == "vietnamese" else 0]


def _typed(human: Human, chance: random.Random) -> list[str]:
    """The part of the name that people remember: the first given name, one or all family names."""
    given, family = bare(human.given).split(), bare(human.family).split()
    first = [bare(_first(human))]
    if chance.random() < 0.2:
        first = given
    last = family[:1] if len(family[0]) > 3 and chance.random() < 0.5 else family
    return [*first, *last]


def _accents(human: Human, chance: random.Random) -> str:
    whole = f"{_first(human)} {human.family}"
    return bare(whole) if bare(whole) != whole and human.language != "cyrillic" else ""


def _swapped(human: Human, chance: random.Random) -> str:
    return f"{human.family}{chance.choice((', ', ' '))}{_first(human)}"


def _partial(human: Human, chance: random.Random) -> str:
    first = bare(_first(human))
    if len(first) < 5:
        return ""
    return f"{first[: chance.randrange(3, len(first))]} {bare(human.family.split()[0])}"


def _one_part(human: Human, chance: random.Random) -> str:
    return chance.choice((bare(_first(human)), bare(human.family)))


def _from_list(of: str) -> Callable[[Human, random.Random], str]:
    table = _pairs(of)

    def make(human: Human, chance: random.Random) -> str:
        words = [_first(human), *human.family.split()[:1]]
        fit = [n for n, word in enumerate(words) if word in table]
        if not fit or (of == "nicknames" and fit[0] > 0):
            return ""
        at = chance.choice(fit) if of != "nicknames" else 0
        words[at] = chance.choice(table[words[at]])
        return bare(" ".join(words))

    return make


def _two_slips(human: Human, chance: random.Random) -> str:
    words = [bare(_first(human)), bare(human.family.split()[0])]
    if not all(len(word) >= 5 and word.isascii() for word in words):
        return ""
    changes = (_drop, _double, _swap, _neighbour)
    return " ".join(chance.choice(changes)(word, chance) for word in words)


KINDS: dict[str, Callable[[Human, random.Random], str]] = {
    "a letter dropped": _in_one_word(_drop),
    "a letter doubled": _in_one_word(_double),
    "two letters swapped": _in_one_word(_swap),
    "a neighbouring key": _in_one_word(_neighbour),
    "written as it sounds": _in_one_word(_respelt),
    "accents left out": _accents,
    "family name first": _swapped,
    "given name begun": _partial,
    "one part only": _one_part,
    "a nickname": _from_list("nicknames"),
    "another spelling": _from_list("spellings"),
    "a slip in each part": _two_slips,
}


def slips(known: list[Human], number: int, seed: int, *, own: range) -> Iterator[Slip]:
    """So many slips, kind by kind in turn, each of somebody drawn by chance from everybody.

    One part of a name looks through one's own people only: there the meant one is of `own`.
    """
    chance = random.Random(f"{seed}/slips")
    kinds = list(KINDS)
    for turn in range(number):
        kind = kinds[turn % len(kinds)]
        typed = ""
        while not typed or typed.count(" ") > 5:
            meant = chance.choice(own) if kind == "one part only" else chance.randrange(len(known))
            typed = KINDS[kind](known[meant], chance)
        yield Slip(kind, typed, known[meant].born[:4], meant)
