"""Who works with whom: one worker is often written in full, by initials and by first name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .cells import Broken, Cell
from .reasons import Why, why
from .words import is_blank, plain, tidy

_TWO = re.compile(
    r"\s*(?:/|&|\+|;|\n|→|>|\s(?:and|und|y|et|och|og|e|en|ja|i|then|then to|dann|puis|luego)\s)\s*"
)
_NOBODY = frozenset(
    (
        "unassigned|unallocated|vacant|nobody|none|none yet|no worker|n a|waiting|wait list|"
        "waitlist|not assigned|not allocated|to be assigned|to be allocated|open pool|nadie|"
        "sin asignar|niemand|nicht zugewiesen|personne|non attribue|ingen|ej tilldelad|"
        "otilldelad|nessuno|brak"
    ).split("|")
) | {""}
_UNSURE = frozenset("unknown|not known|tbc|tbd|tba|unbekannt|inconnu|desconocido|okand".split("|"))


@dataclass(slots=True, frozen=True)
class WorkerRead:
    """A worker's name as the file writes it in full, or why not."""

    name: str | None = None
    why: Why | None = None


class WorkerBook:
    """All the ways in which one file writes its workers."""

    def __init__(self, legend: dict[str, str] | None = None) -> None:
        self._written: Counter[str] = Counter()
        self._full: dict[str, str] = {}
        self._legend = legend or {}
        self._known: dict[str, WorkerRead] = {}

    def learn(self, values: Iterable[Cell]) -> None:
        """Takes in every cell of the worker columns; call settle afterwards."""
        for value in values:
            if not isinstance(value, str) or isinstance(value, Broken) or len(value) > 60:
                continue
            text = tidy(value)
            if not _TWO.search(text) and "?" not in text:
                self._written[text] += 1

    def settle(self) -> None:
        """Decides which ways of writing are full names, in the spelling used most."""
        best: dict[str, tuple[bool, int, str]] = {}
        for text, times in self._written.items():
            name = _natural(text)
            if _is_full(name):
                key = plain(name)
                mixed = not name.isupper() and not name.islower()
                best[key] = max(best.get(key, (False, 0, "")), (mixed, times, name))
        for code, meaning in self._legend.items():
            # A legend tells of workers only where their column uses its codes.
            name = _natural(meaning)
            if _is_full(name) and code in {plain(text) for text in self._written}:
                best.setdefault(plain(name), (True, 0, name))
        self._full = {key: spelling for key, (_, _, spelling) in best.items()}
        # 'M. Hill' is the same as the only 'Mary Hill' of the file.
        for key in sorted(self._full, key=len):
            words = key.split()
            if len(words[0]) == 1:
                longer = [other for other in self._full if _abbreviates(words, other.split())]
                if len(longer) == 1:
                    self._full[key] = self._full[longer[0]]
                continue
            # 'Mary Pat' is the beginning of the only 'Mary Pat Keane'.
            longer = [other for other in self._full if other.startswith(f"{key} ")]
            if len(longer) == 1:
                self._full[key] = self._full[longer[0]]

    def knows(self, text: str) -> bool:
        """True when a text is, or shortens, the full name of a worker of this file."""
        return bool(self._legend.get(plain(text))) or self.read(text).name in self._full.values()

    def read(self, value: Cell) -> WorkerRead:
        """The worker of one cell, in full where the file says who the initials are."""
        if value is None:
            return WorkerRead()
        if isinstance(value, Broken) or not isinstance(value, str):
            return WorkerRead(why=why("name_not"))
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = self._read(tidy(value))
            if len(self._known) > 50_000:
                self._known.clear()
        return known

    def _read(self, text: str) -> WorkerRead:
        if is_blank(text) or (plain(text) and "?" not in text and plain(text) in _NOBODY):
            return WorkerRead()
        if plain(text) in _UNSURE or "?" in text:
            return WorkerRead(why=why("worker_doubtful"))
        if "\ufffd" in text:
            return WorkerRead(why=why("garbled"))
        if not any(char.isalpha() for char in text):
            return WorkerRead(why=why("name_not"))
        meaning = self._legend.get(plain(text))
        if meaning and _is_full(_natural(meaning)):
            return WorkerRead(name=self._full.get(plain(_natural(meaning)), _natural(meaning)))
        if len(_TWO.split(text)) > 1 and all(_TWO.split(text)):
            return WorkerRead(why=why("worker_two"))
        bare = re.sub(r"\s*\(.*?\)\s*", " ", text).strip() or text
        name = _natural(bare)
        if any(char.isdigit() for char in name) and not _is_full(name):
            return WorkerRead(name=text)
        full = self._full.get(plain(name))
        if full:
            return WorkerRead(name=full)
        fitting = sorted({self._full[key] for key in self._full if _shortens(name, key.split())})
        if len(fitting) == 1:
            return WorkerRead(name=fitting[0])
        if fitting:
            return WorkerRead(why=why("worker_several", names=" / ".join(fitting)))
        return WorkerRead(name=name if _is_full(name) else bare)


def _natural(text: str) -> str:
    """'Shah, Priya' in the order in which it is spoken."""
    parts = [part.strip() for part in text.split(",")]
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 and all(parts) else text


def _is_full(name: str) -> bool:
    words = plain(name).split()
    return 2 <= len(words) <= 5 and len(words[-1]) > 1 and not any(char.isdigit() for char in name)


def _abbreviates(short: list[str], long: list[str]) -> bool:
    return (
        short != long
        and len(long[0]) > 1
        and len(short[0]) == 1
        and long[0].startswith(short[0])
        and short[1:] == long[1:]
    )


def _shortens(text: str, full: list[str]) -> bool:
    """True when a text is the initials, the first or last name, or part of both."""
    words = plain(text).split()
    letters = "".join(words)
    initials = "".join(word[0] for word in full)
    short = len(words) == 1 and len(letters) <= 4 and (text.isupper() or len(letters) <= 3)
    outer = full[0][0] + full[-1][0] if len(full) > 2 else initials
    if short and letters in (initials, outer):
        return True
    if words and all(len(word) == 1 for word in words) and letters == initials:
        return True
    if len(words) == 1 and len(letters) > 1:
        return words[0] in (full[0], full[-1])
    if 1 < len(words) < len(full) and words in (full[: len(words)], full[-len(words) :]):
        return True
    if len(words) == 2:
        one, two = words
        return (len(one) == 1 and full[0].startswith(one) and two == full[-1]) or (
            one == full[0] and len(two) == 1 and full[-1].startswith(two)
        )
    return False
