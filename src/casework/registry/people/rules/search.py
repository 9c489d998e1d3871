"""What was typed into the search box: words of a name, a birth date, a number, a phone.

Everything may stand in any order: 'mensah grace 1987', '3/4/87 ríos', '943 476 5919'.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from casework.base.core.says import _

from . import identifiers, phones
from .names import search_key, tokens
from .partial_dates import OLDEST, PartialDate
from .tables import same_names

MOST_WORDS = 6
MOST_SPELLINGS = 12
LONGEST_TYPED = 200

_TITLES = frozenset("mr mrs ms miss mx dr sr sra srta don dona".split())
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene", "february feb febrero", "march mar marzo",
            "april apr abril abr", "may mayo", "june jun junio", "july jul julio",
            "august aug agosto ago", "september sept sep septiembre setiembre set",
            "october oct octubre", "november nov noviembre", "december dec diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_NAMED = "|".join(sorted(_MONTHS, key=len, reverse=True))
_EDGE, _END = r"(?<![\w/.\-])", r"(?![\w/\-]|\.\d)"

_ISO = re.compile(rf"{_EDGE}(\d{{4}})([-/.])(\d{{1,2}})(?:\2(\d{{1,2}}))?{_END}")
_THREE = re.compile(rf"{_EDGE}(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_END}")
_MONTH_YEAR = re.compile(rf"{_EDGE}(\d{{1,2}})[-/.](\d{{4}}){_END}")
_DAY_NAMED = re.compile(
    rf"{_EDGE}(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of |de )?({_NAMED})\.?(?:\s+de)?,?\s*"
    rf"(\d{{4}}|\d{{2}}){_END}"
)
_NAMED_DAY = re.compile(
    rf"{_EDGE}({_NAMED})\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}|\d{{2}}){_END}"
)
_NAMED_YEAR = re.compile(rf"{_EDGE}({_NAMED})\.?,?\s+(?:de )?(\d{{4}}){_END}")
_EIGHT = re.compile(rf"{_EDGE}(\d{{8}}){_END}")
_YEAR = re.compile(rf"{_EDGE}((?:19|20)\d{{2}}){_END}")
# A run of digits written with the usual signs: a phone or somebody's number.
_DIGITS = re.compile(r"(?<!\w)\+?\(?\d(?:[\s().\-/]{0,2}\d){4,17}(?!\w)")
# Letters and digits mixed: a record number, a DNI, a policy number.
_MIXED = re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[^\W\d_])\w[\w-]{2,30}(?![\w-])")


@dataclass(frozen=True)
class SearchQuery:
    """What to look for. `words` and `born` go to people_find() as they are.

    A word may carry other spellings: 'bob/robert/rob'. `numbers` are normalised identifiers,
    tried against every kind; `kinds` says which checked kinds they fit; `phones` are E.164.
    """

    words: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing in it can be looked for."""
        return not (self.words or self.born or self.numbers or self.phones)


def _year(text: str, today: date) -> list[int]:
    """A year of two digits is this century's if it has come, and the last one's as well."""
    if len(text) == 4:
        return [int(text)]
    recent = 2000 + int(text)
    return [year for year in (recent - 100, recent) if today.year - OLDEST <= year <= today.year]


def _dates(years: list[int], pairs: list[tuple[int, int | None]], today: date) -> list[str]:
    found = []
    for year in years:
        for month, day in pairs:
            try:
                one = PartialDate(year, month, day)
            except ValueError:
                continue
            if one.earliest <= today and today.year - year <= OLDEST:
                found.append(str(one))
    return found


def _read_dates(text: str, today: date, is_month_first: bool) -> tuple[str, list[str]]:
    """Take the birth dates out of the text; a day and month that could be either give both."""

    def either(one: str, other: str) -> list[tuple[int, int | None]]:
        day_first: tuple[int, int | None] = (int(other), int(one))
        month_first: tuple[int, int | None] = (int(one), int(other))
        return [month_first, day_first] if is_month_first else [day_first, month_first]

    readings: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[str]]], ...] = (
        (_ISO, lambda m: _dates([int(m[1])], [(int(m[3]), int(m[4]) if m[4] else None)], today)),
        (_THREE, lambda m: _dates(_year(m[4], today), either(m[1], m[3]), today)),
        (_DAY_NAMED, lambda m: _dates(_year(m[3], today), [(_MONTHS[m[2]], int(m[1]))], today)),
        (_NAMED_DAY, lambda m: _dates(_year(m[3], today), [(_MONTHS[m[1]], int(m[2]))], today)),
        (_NAMED_YEAR, lambda m: _dates([int(m[2])], [(_MONTHS[m[1]], None)], today)),
        (_MONTH_YEAR, lambda m: _dates([int(m[2])], [(int(m[1]), None)], today)),
    )
    for pattern, read in readings:
        if (match := pattern.search(text)) and (found := read(match)):
            return f"{text[: match.start()]} {text[match.end() :]}", list(dict.fromkeys(found))
    return text, []


def _eight_digits(digits: str, today: date) -> list[str]:
    """19870303 may be a birth date as well as somebody's number."""
    pairs: list[tuple[int, int | None]] = [(int(digits[4:6]), int(digits[6:]))]
    return _dates([int(digits[:4])], pairs, today)


def _spellings(word: str) -> str:
    others = sorted(same_names().get(word, ()))[: MOST_SPELLINGS - 1]
    return "/".join((word, *others))


def read_query(
    typed: str,
    *,
    today: date,
    region: str = "US",
    place: str = "",
    is_month_first: bool | None = None,
) -> SearchQuery:
    """Sort what was typed into names, dates, numbers and phones.

    `region` is the agency's country for phones; months come first in the United States alone,
    unless said otherwise.
    """
    text = search_key(typed[:LONGEST_TYPED])
    month_first = region.upper() == "US" if is_month_first is None else is_month_first
    text, born = _read_dates(text, today, month_first)
    numbers: list[str] = []
    kinds: list[str] = []
    dialled: list[str] = []

    def take(match: re.Match[str]) -> str:
        plain = identifiers.normalise(match[0])
        if not born and (_EIGHT.fullmatch(match[0]) and _eight_digits(plain, today)):
            born.extend(_eight_digits(plain, today))
        numbers.append(plain)
        kinds.extend(identifiers.kinds_that_fit(plain, place))
        if phone := phones.normalise(match[0], region):
            dialled.append(phone)
        return " "

    text = _DIGITS.sub(take, text)

    def take_mixed(match: re.Match[str]) -> str:
        plain = identifiers.normalise(match[0])
        numbers.append(plain)
        kinds.extend(identifiers.kinds_that_fit(plain, place))
        return " "

    text = _MIXED.sub(take_mixed, text)
    match = _YEAR.search(text)
    if match and not born and today.year - OLDEST <= int(match[1]) <= today.year:
        born = [match[1]]
        text = f"{text[: match.start()]} {text[match.end() :]}"
    before, _comma, after = text.partition(",")
    if tokens(before) and tokens(after):
        text = f"{after} {before}"  # 'Mensah, Grace': people_find prefers given before family
    numbers += [word for word in tokens(text) if word.isdigit()]
    words = [word for word in tokens(text) if not word.isdigit()]
    if len(words) > 1:
        words = [word for word in words if word not in _TITLES] or words
    return SearchQuery(
        words=tuple(_spellings(word) for word in words[:MOST_WORDS]),
        born=tuple(born),
        numbers=tuple(dict.fromkeys(numbers)),
        kinds=tuple(dict.fromkeys(kinds)),
        phones=tuple(dict.fromkeys(dialled)),
    )


def why_not_search(query: SearchQuery) -> str | None:
    """Something to look for, and more than one letter of it."""
    if query.is_empty:
        return _("Write a name, a birth date, a phone number or another number.")
    only = query.words[0].split("/")[0] if len(query.words) == 1 else ""
    if only and len(only) == 1 and only.isascii() and not (query.born or query.numbers):
        return _("Write at least two letters.")
    return None


def why_not_locate(query: SearchQuery) -> str | None:
    """Finding people outside one's own teams takes enough to mean one person, not to browse.

    Two words of a name, one with a birth date or year, or a number or phone.
    """
    if query.numbers or query.phones:
        return None
    firsts = [word.split("/")[0] for word in query.words]
    # A name in Chinese or Korean is whole in two or three signs without a space.
    whole = sum(len(word) > 1 or not word.isascii() for word in firsts)
    if whole >= 2 or (whole == 1 and query.born):
        return None
    if whole == 1 and not firsts[0].isascii() and len(firsts[0]) >= 2:
        return None
    return _("Write given and family name, or one of them with a birth date or year.")
