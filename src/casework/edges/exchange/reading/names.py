"""Names of people as lists hold them, split where only one split is possible.

Family, Given - Given Family - FAMILY Given - titles, suffixes, particles, nicknames, single names,
any script. Which order a column keeps is learnt from its heading, from capitals, and from the names
of the same file whose parts are certain.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .casing import in_name_case
from .cells import Broken, Cell, as_written
from .givennames import GIVEN, looks_like_family
from .nameorder import order_of_words
from .namewords import (
    COMMAS,
    EAST_ASIAN,
    HANGUL,
    NICKNAME,
    PARTICLES,
    PATRONYMIC,
    SUFFIXES,
    TITLES,
    TWO_PEOPLE,
    aside,
    trouble,
    without_titles,
)
from .reasons import Why, why
from .words import is_no_name, plain, tidy


@dataclass(slots=True, frozen=True)
class NameRead:
    """The parts of a name, or why not; written keeps the cell."""

    family: str | None = None
    given: str | None = None
    preferred: str | None = None
    former: str | None = None
    suffix: str | None = None
    written: str = ""
    why: Why | None = None


NOTHING = NameRead()
ENOUGH_NAMES = 40_000
"""More than this is not kept: it is only evidence, and memory is limited."""


@dataclass(slots=True)
class NameBook:
    """The name parts of one file that are certain, and how they are spelt in mixed letters."""

    family: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    spelling: dict[str, str] = field(default_factory=dict)

    def learn(self, value: Cell) -> None:
        """Learns from a name with one comma: the family name stands before it."""
        if not isinstance(value, str) or len(value) > 80 or isinstance(value, Broken):
            return
        parts = [tidy(part) for part in COMMAS.split(NICKNAME.sub(" ", value))]
        if len(parts) == 2 and all(parts) and not any(char.isdigit() for char in value):
            self.learn_part("family", parts[0])
            self.learn_part("given", parts[1])

    def learn_part(self, part: str, value: Cell) -> None:
        """Learns from a cell that holds only one part."""
        if not isinstance(value, str) or len(value) > 60:
            return
        text = tidy(value)
        store = self.family if part == "family" else self.given
        if len(store) < ENOUGH_NAMES:
            store.add(plain(text))
        for word in text.split():
            if not word.isupper() and not word.islower() and len(self.spelling) < ENOUGH_NAMES:
                self.spelling.setdefault(word.casefold(), word)

    def spell(self, text: str) -> str:
        """Capitals or small letters throughout become ordinary ones, as elsewhere in the file."""
        if not text.isupper() and not text.islower():
            return text
        words = []
        for word in text.split(" "):
            known = self.spelling.get(word.casefold())
            words.append(known or in_name_case(word))
        return " ".join(words)


class NameColumn:
    """A column of whole names: its order, and the book that helps with names without a comma.

    chosen: a person has set the order, so nothing may contradict it. leaning: the order that the
    few names agree on which say anything.
    """

    def __init__(
        self,
        book: NameBook,
        order: str | None = None,
        *,
        chosen: bool = False,
        leaning: str | None = None,
    ) -> None:
        self.book, self.order, self.chosen = book, order, chosen
        self.leaning = order or leaning
        self._known: dict[str, NameRead] = {}

    def read(self, value: Cell) -> NameRead:
        """The parts of one whole name."""
        if value is None:
            return NOTHING
        if isinstance(value, Broken):
            return NameRead(written=str(value), why=why("broken", value=str(value)))
        if not isinstance(value, str):
            return NameRead(written=as_written(value), why=why("name_not"))
        known = self._known.get(value)
        if known is None:
            known = self._read(value)
            if len(self._known) < 50_000:
                self._known[value] = known
        return known

    def _read(self, raw: str) -> NameRead:
        written = raw.strip()
        problem = trouble(written)
        if problem is not None:
            return NameRead(written=written, why=problem)
        if is_no_name(written):
            return NameRead(written=written)
        text, preferred, former = aside(tidy(written))
        if TWO_PEOPLE.search(f" {text} ") or "\n" in written:
            return NameRead(written=written, why=why("name_two_people"))
        parts = [
            part.strip(" .") if part.strip(" .") in SUFFIXES else part.strip()
            for part in COMMAS.split(text)
        ]
        parts = [part for part in parts if part]
        if len(parts) > 1:
            read = self._by_comma(parts, written)
        elif parts:
            read = self._by_words(parts[0].split(), written)
        else:
            read = NameRead(written=written, why=why("name_not"))
        if read.why is None:
            read = NameRead(read.family, read.given, preferred, former, read.suffix, written)
        return read

    def _by_comma(self, parts: list[str], written: str) -> NameRead:
        suffix = None
        rest = []
        for part in parts:
            if plain(part) in SUFFIXES:
                suffix = part
            else:
                rest.append(part)
        if len(rest) == 1:
            read = self._by_words(rest[0].split(), written)
            return NameRead(read.family, read.given, None, None, suffix, written, read.why)
        if len(rest) != 2:
            return NameRead(written=written, why=why("name_split"))
        family = without_titles(rest[0].split())
        given = without_titles(rest[1].split())
        if family and plain(family[-1]) in SUFFIXES and len(family) > 1:
            suffix = family.pop()
        if given and plain(given[-1]) in SUFFIXES and len(given) > 1:
            suffix = given.pop()
        if not family or not given:
            return NameRead(written=written, why=why("name_one_word"))
        return self._made(family, given, written, suffix)

    def _by_words(self, words: list[str], written: str) -> NameRead:
        titled = len(words)
        words = without_titles(words)
        titled -= len(words)
        suffix = words.pop() if len(words) > 1 and plain(words[-1]) in SUFFIXES else None
        if not words:
            return NameRead(written=written, why=why("name_not"))
        if len(words) == 1 and HANGUL.match(words[0]):
            # Korean names are written in one word: one syllable of family name, one or two more.
            return self._made([words[0][0]], [words[0][1:]], written, None)
        if len(words) == 1:
            return NameRead(written=written, why=why("name_one_word"))
        if EAST_ASIAN.match(" ".join(words)):
            if len(words) == 2:
                return self._made(words[:1], words[1:], written, None)
            return NameRead(written=written, why=why("name_split"))
        capitals = self._by_capitals(words)
        if capitals is not None:
            return self._made(*capitals, written, suffix)
        if titled or suffix:
            return self._split_after_given(words, written, suffix)
        return self._by_order(words, written)

    @staticmethod
    def _by_capitals(words: list[str]) -> tuple[list[str], list[str]] | None:
        """FAMILY Given or Given FAMILY, where capitals mark the family name."""
        high = [
            len(word) > 1 and word.isupper() and sum(c.isalpha() for c in word) > 1
            for word in words
        ]
        if (
            not any(high)
            or all(high)
            or any(word.endswith(".") for word, up in zip(words, high, strict=True) if up)
        ):
            return None
        first, last = high.index(True), len(high) - 1 - high[::-1].index(True)
        if not all(
            high[place] or plain(words[place]) in PARTICLES for place in range(first, last + 1)
        ):
            return None
        if first == 0:
            return words[: last + 1], words[last + 1 :]
        start = first
        while start > 1 and plain(words[start - 1]) in PARTICLES:
            start -= 1
        return (words[start:], words[:start]) if last == len(words) - 1 else None

    def _by_order(self, words: list[str], written: str) -> NameRead:
        """Two or more words without a mark: the file's certain names and the column's order agree,
        or one of them speaks and the other is silent; otherwise nobody knows."""
        hint = None if self.chosen else self._from_book(words) or order_of_words(words)
        if hint == "conflict" or (hint and self.order and hint != self.order):
            return NameRead(written=written, why=why("name_order"))
        if hint == "family_given" != self.leaning and self._is_weak(words):
            # 'Kim Leslie': a given name in last place may as well be a family name.
            return NameRead(written=written, why=why("name_order"))
        order = hint or self.order
        if order == "family_given":
            return self._split_after_family(words, written)
        if order == "given_family":
            return self._split_after_given(words, written, None)
        return NameRead(written=written, why=why("name_order"))

    def _is_weak(self, words: list[str]) -> bool:
        return self._from_book(words) is None and not looks_like_family(words[0])

    def _from_book(self, words: list[str]) -> str | None:
        """What the certain names of the file say about the order of these words."""
        first, last = plain(words[0]), plain(words[-1])
        book = self.book
        natural = (first in book.given) + (last in book.family)
        reverse = (first in book.family) + (last in book.given)
        for size in range(2, len(words)):
            natural += plain(" ".join(words[-size:])) in book.family
            reverse += plain(" ".join(words[:size])) in book.family
        if natural == reverse:
            return "conflict" if natural > 0 else None
        return "given_family" if natural > reverse else "family_given"

    def _split_after_given(self, words: list[str], written: str, suffix: str | None) -> NameRead:
        start = len(words) - 1
        while start > 1 and plain(words[start - 1]) in PARTICLES:
            start -= 1
        known = [
            size
            for size in range(2, len(words))
            if plain(" ".join(words[-size:])) in self.book.family
        ]
        if known:
            start = min(start, len(words) - max(known))
        middle = words[1:start]
        if middle and not known and not self._middle_is_given(middle, words[start:]):
            return NameRead(written=written, why=why("name_split"))
        return self._made(words[start:], words[:start], written, suffix)

    def _middle_is_given(self, middle: list[str], family: list[str]) -> bool:
        """A middle word is a given name when it is an initial or known as one."""
        if all(len(word.strip(".")) == 1 for word in middle):
            return True
        if plain(" ".join(family)) in self.book.family:
            return True
        return all(plain(word) in self.book.given or plain(word) in GIVEN for word in middle)

    def _split_after_family(self, words: list[str], written: str) -> NameRead:
        end = 1
        while end < len(words) - 1 and plain(words[end - 1]) in PARTICLES:
            end += 1
        known = [
            size
            for size in range(2, len(words))
            if plain(" ".join(words[:size])) in self.book.family
        ]
        if known:
            end = max(end, max(known))
        elif len(words) - end > 1:
            rest = words[end:]
            initials = all(len(word.strip(".")) == 1 for word in rest[1:])
            if not (
                initials
                or all(PATRONYMIC.search(word) for word in rest[1:])
                or plain(" ".join(rest)) in self.book.given
                or plain(words[0]) in self.book.family
            ):
                return NameRead(written=written, why=why("name_split"))
        return self._made(words[:end], words[end:], written, None)

    def _made(
        self,
        family: list[str],
        given: list[str],
        written: str,
        suffix: str | None,
    ) -> NameRead:
        return NameRead(
            self.book.spell(" ".join(family)),
            self.book.spell(" ".join(given)),
            suffix=suffix,
            written=written,
        )


def read_part(value: Cell, book: NameBook) -> NameRead:
    """A cell that holds one part of a name; the part stands in `family` of the answer."""
    if value is None:
        return NOTHING
    if isinstance(value, Broken):
        return NameRead(written=str(value), why=why("broken", value=str(value)))
    if not isinstance(value, str):
        return NameRead(written=as_written(value), why=why("name_not"))
    written = value.strip()
    if written.isalpha() and len(written) > 1 and not is_no_name(written):
        return NameRead(book.spell(written), written=written)
    problem = trouble(written)
    if problem is not None:
        return NameRead(written=written, why=problem)
    if is_no_name(written):
        return NameRead(written=written)
    text, preferred, former = aside(tidy(written))
    if TWO_PEOPLE.search(f" {text} ") and "-" not in text:
        return NameRead(written=written, why=why("name_two_people"))
    pieces = [piece.strip() for piece in COMMAS.split(text) if piece.strip()]
    if len([piece for piece in pieces if plain(piece) not in SUFFIXES | TITLES]) > 1:
        return NameRead(written=written, why=why("name_split"))
    words = without_titles(" ".join(pieces).split())
    suffix = words.pop() if len(words) > 1 and plain(words[-1]) in SUFFIXES else None
    if not words:
        return NameRead(written=written, why=why("name_not"))
    return NameRead(book.spell(" ".join(words)), None, preferred, former, suffix, written)
