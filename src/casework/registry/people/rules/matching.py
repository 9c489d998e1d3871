"""Is the person being entered somebody we know already? A score, its reasons, and a verdict.

The score runs from 0 to 100 and only orders and filters; a human decides, and sees the reasons.
Points, found by trial on invented families and typing slips (see the tests):

  names        up to 45, by the likeness of given and family names in any order
  birth date   35 the same, 22 a slip (day and month swapped, one digit), 15 fits a partial date,
               8 within two years where one was a guess; -35 surely different
  phone        10 the same number, 0 otherwise: people share and change phones
  identifier   60 the same number; -28 two different numbers of one kind that each has only one of

LIKELY from 75, POSSIBLE from 50. An identical checked number makes a match likely unless the names
and the birth date both disagree: then somebody used another's card, and a human must look.
Twins share birth date, family, phone and home: two given names that are nothing alike, with the
rest alike, are two people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from casework.base.core.says import _

from .identifiers import KINDS, normalise
from .names import tokens
from .partial_dates import PartialDate
from .tables import are_same_name, heads

LIKELY = 75
POSSIBLE = 50

NAME_POINTS = 45
SAME_BIRTH, SLIP_BIRTH, FITTING_BIRTH, NEAR_BIRTH, OTHER_BIRTH = 35, 22, 15, 8, -35
SAME_PHONE = 10
SAME_NUMBER, OTHER_NUMBER = 60, -28

# Two words are read as one name from here on; below `UNLIKE` they are clearly two names.
ALIKE = 0.84
UNLIKE = 0.72
NICKNAME = 0.95
INITIAL = 0.80
TWO_NAMES = 0.70


class Verdict(StrEnum):
    """What the score suggests; never acted on without a human."""

    LIKELY = "likely same"
    POSSIBLE = "possible"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Name:
    """One name of somebody: legal, preferred or former."""

    given: str = ""
    family: str = ""


@dataclass(frozen=True)
class Known:
    """What is compared of a person: all names, birth date, phones (E.164), numbers by kind."""

    names: tuple[Name, ...]
    born: PartialDate | None = None
    is_born_estimated: bool = False
    phones: frozenset[str] = frozenset()
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Likeness:
    """How alike two people are, why, and what is suggested."""

    score: int
    reasons: tuple[str, ...]
    verdict: Verdict


def word_likeness(one: str, other: str) -> float:
    """How far two folded words are one name, 0 to 1: the same, a nickname, an initial, a slip."""
    if one == other:
        return 1.0
    if are_same_name(one, other):
        return NICKNAME
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return INITIAL if long.startswith(short) else 0.0
    if len(short) <= 3 and OSA.distance(short, long) > 1:
        return 0.0
    alike = JaroWinkler.similarity(one, other)
    slips = OSA.distance(one, other)
    if one in heads() and other in heads():
        # Two well-known names are two names, however few letters lie between Maria and Marta.
        return min(alike, TWO_NAMES)
    # One slip in a word of four letters or more is a slip, whatever the measure says.
    if slips == 1 and len(short) >= 4:
        alike = max(alike, 0.90)
    return alike


def _cover(few: Sequence[str], many: Sequence[str]) -> float:
    """How well each word of the shorter name finds a partner of its own in the longer one."""
    if not few:
        return 0.0
    left, total = list(many), 0.0
    for word in sorted(few, key=len, reverse=True):
        best = max(left, key=lambda other: word_likeness(word, other), default="")
        total += word_likeness(word, best) if best else 0.0
        if best:
            left.remove(best)
    return total / len(few)


def part_likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The likeness of two given, or two family, names of one or more words each.

    A shorter name inside a longer one loses little: García and García López, Maria and Maria José.
    """
    if not one or not other:
        return 0.0
    few, many = sorted((one, other), key=len)
    covered = _cover(few, many) - 0.03 * (len(many) - len(few))
    joined = word_likeness("".join(one), "".join(other)) if len(few) != len(many) else 0.0
    return max(covered, joined, 0.0)


def name_likeness(one: Name, other: Name) -> tuple[float, float]:
    """Likeness of the given and of the family name; also tried with one of them turned round."""
    given, family = tokens(one.given), tokens(one.family)
    other_given, other_family = tokens(other.given), tokens(other.family)
    straight = (part_likeness(given, other_given), part_likeness(family, other_family))
    turned = (part_likeness(given, other_family), part_likeness(family, other_given))
    if not all((given, family, other_given, other_family)):
        # Somebody known by one word only: compared with all words of the other.
        whole = part_likeness(given + family, other_given + other_family)
        only = len(given + family) == len(other_given + other_family) == 1
        return max(straight, (whole, whole if only else whole * 0.8), key=sum)
    return straight if sum(straight) >= sum(turned) else turned


def best_names(one: Known, other: Known) -> tuple[float, float]:
    """The most alike pair of names, former ones too."""
    pairs = [name_likeness(a, b) for a in one.names for b in other.names]
    return max(pairs, key=sum, default=(0.0, 0.0))


def _is_slip(one: date, other: date) -> bool:
    """Day and month swapped, one digit wrong, or two neighbouring digits turned round."""
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return True
    return OSA.distance(one.strftime("%Y%m%d"), other.strftime("%Y%m%d")) == 1


def birth_points(one: Known, other: Known) -> tuple[int, str]:
    """Points for the birth dates and the reason in words; nothing where one isn't known."""
    if one.born is None or other.born is None:
        return 0, ""
    if one.born == other.born and one.born.is_whole:
        return SAME_BIRTH, _("same birth date")
    day, other_day = one.born.as_date(), other.born.as_date()
    if day and other_day and _is_slip(day, other_day):
        if (day.month, day.day) == (other_day.day, other_day.month):
            return SLIP_BIRTH, _("birth date with day and month swapped")
        return SLIP_BIRTH, _("birth date differs by one slip")
    if one.born.overlaps(other.born):
        return FITTING_BIRTH, _("birth dates fit as far as they are known")
    years = abs(one.born.year - other.born.year)
    if (one.is_born_estimated or other.is_born_estimated) and years <= 2:
        return NEAR_BIRTH, _("about the same age")
    return OTHER_BIRTH, _("different birth date")


def number_points(one: Known, other: Known) -> tuple[int, str]:
    """Points for identifiers: one in common outweighs any that differ."""
    mine = {(kind, normalise(number)) for kind, number in one.numbers}
    theirs = {(kind, normalise(number)) for kind, number in other.numbers}
    shared = sorted(mine & theirs)
    if shared:
        return SAME_NUMBER, _("same %(kind)s") % {"kind": _label(shared[0][0])}
    single = {code for code, kind in KINDS.items() if kind.is_one_per_person and kind.why_not}
    clash = sorted(single & {kind for kind, _n in mine} & {kind for kind, _n in theirs})
    if clash:
        return OTHER_NUMBER, _("different %(kind)s") % {"kind": _label(clash[0])}
    return 0, ""


def _label(kind: str) -> str:
    return _(KINDS[kind].label) if kind in KINDS else kind


def _name_reason(given: float, family: float) -> str:
    if given >= 0.999 and family >= 0.999:
        return _("same name")
    if given >= ALIKE and family >= ALIKE:
        return _("much the same name")
    if family >= ALIKE:
        return _("same family name, other given name")
    if given >= ALIKE:
        return _("same given name, other family name")
    return _("different name")


def _look_like_twins(given: float, family: float, one: Known, other: Known) -> bool:
    """The same birth date and family, and given names that are nothing alike."""
    same_day = one.born is not None and one.born == other.born and one.born.is_whole
    return same_day and family >= ALIKE and given < UNLIKE


def _share(likeness: float) -> float:
    """The share of the points: none up to 0.6, where only letters are in common, all from 0.9."""
    return min(1.0, max(0.0, (likeness - 0.6) / 0.3))


def compare(one: Known, other: Known) -> Likeness:
    """Score two people, say why, and suggest a verdict."""
    given, family = best_names(one, other)
    born, born_reason = birth_points(one, other)
    number, number_reason = number_points(one, other)
    phone = SAME_PHONE if one.phones & other.phones else 0
    alike = (_share(given) + _share(family)) / 2
    score = NAME_POINTS * alike + born + phone + number
    reasons = [_name_reason(given, family), born_reason, number_reason]
    if phone:
        reasons.append(_("same phone"))
    if number == SAME_NUMBER:
        disagree = born == OTHER_BIRTH and min(given, family) < UNLIKE
        score = max(score, POSSIBLE if disagree else LIKELY)
        if disagree:
            score = min(score, LIKELY - 1)
    elif _look_like_twins(given, family, one, other):
        score = min(score, POSSIBLE - 1)
        reasons.append(_("may be twins: other given name"))
    elif number == OTHER_NUMBER:
        score = min(score, LIKELY - 1)
    if born == 0 and number != SAME_NUMBER and given >= ALIKE and family >= ALIKE:
        # Without a birth date on one side the same name is worth a look, and no more.
        score = min(max(score, POSSIBLE), LIKELY - 1)
    whole = round(min(100, max(0, score)))
    return Likeness(whole, tuple(reason for reason in reasons if reason), _verdict(whole))


def _verdict(score: int) -> Verdict:
    if score >= LIKELY:
        return Verdict.LIKELY
    return Verdict.POSSIBLE if score >= POSSIBLE else Verdict.DIFFERENT


@dataclass(frozen=True)
class Candidate:
    """Somebody already known, by the key the caller uses, and how alike she is."""

    key: object
    likeness: Likeness


def duplicates(new: Known, candidates: Iterable[tuple[object, Known]]) -> list[Candidate]:
    """Those who may be the same person, the most alike first; the different are left out."""
    scored = [Candidate(key, compare(new, known)) for key, known in candidates]
    found = [one for one in scored if one.likeness.verdict != Verdict.DIFFERENT]
    return sorted(found, key=lambda one: (-one.likeness.score, str(one.key)))


def are_namesakes(one: Name, other: Name) -> bool:
    """Two people whose names are easily mistaken for each other on a list or a banner."""
    given, family = name_likeness(one, other)
    spoken = fuzz.ratio(
        " ".join(tokens(f"{one.given} {one.family}")),
        " ".join(tokens(f"{other.given} {other.family}")),
    )
    return (given >= ALIKE and family >= ALIKE) or spoken >= 92
