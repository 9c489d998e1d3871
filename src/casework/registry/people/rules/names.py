"""Names as people carry them: shown as written, found without accents, sorted and shortened.

Every key used for finding is made here and nowhere else, so that what is stored and what is
typed are folded by the same code.
"""

import re
import unicodedata
from dataclasses import dataclass

from casework.base.core.says import _

LONGEST = 120
# Longer parts would only slow the search down; PostgreSQL's levenshtein() refuses 256 bytes.
LONGEST_WORD = 60
LONGEST_FULL = 250

# Letters that Unicode does not take apart but PostgreSQL's unaccent() does. Lower case only:
# keys are lowered first.
_FOLDED = {
    "æ": "ae", "ð": "d", "ø": "o", "þ": "th", "ß": "ss", "đ": "d", "ħ": "h", "ı": "i",
    "ĸ": "q", "ł": "l", "ŋ": "n", "œ": "oe", "ŧ": "t", "ƀ": "b", "ƃ": "b", "ƈ": "c",
    "ƌ": "d", "ƒ": "f", "ƙ": "k", "ƚ": "l", "ƞ": "n", "ƥ": "p", "ƭ": "t", "ƴ": "y",
    "ƶ": "z", "ǥ": "g", "ȥ": "z", "ɓ": "b", "ɖ": "d", "ɗ": "d", "ɛ": "e", "ɠ": "g",
    "ɨ": "i", "ɲ": "n", "ɽ": "r", "ʈ": "t", "ʉ": "u", "ʋ": "v", "ɇ": "e", "ɉ": "j",
    "ɏ": "y", "ʼ": "'", "ʻ": "'", "ʽ": "'", "ʹ": "'", "‘": "'", "’": "'", "‛": "'",
    "′": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
}  # fmt: skip
_FOLD = str.maketrans(_FOLDED)

# Marks that hang on a name like an apostrophe: O'Brien, N`Diaye, Qur'an with a proper ʿayn.
_HANGING = re.compile(r"['`´ʾʿˈ.\u05f3\u05f4]")
# Overrides can make one name look like another; ordinary right-to-left text needs none of them.
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINING = "\u200c\u200d"
# Small words inside a family name that are not what the name is filed under.
_PARTICLES = frozenset(
    "al el bin ibn bint ben de del della der den des di da das do dos du la las le los van von "
    "vander ten ter te y e zu zum zur af av ap mac san st".split()
)
# How a Dutch, German or French name is filed: under the word after these, when written small.
_FILED_AFTER = frozenset("van von der den ter ten te de du des la zu zum zur af av".split())


@dataclass(frozen=True)
class NameKeys:
    """What the search table stores for one name."""

    given_key: str
    family_key: str
    full_key: str


def why_not_name(text: str) -> str | None:
    """A name may use any script and sign; it is not empty, endless or full of hidden marks."""
    if not text.strip():
        return _("Write a name, or a word that tells who this is.")
    if len(text) > LONGEST:
        return _("This name is longer than %(most)s characters.") % {"most": LONGEST}
    for letter in text:
        if letter in _TURNING:
            return _("This name has a hidden mark that turns the writing round. Type it again.")
        if unicodedata.category(letter) in ("Cc", "Cs", "Co", "Zl", "Zp"):
            return _("This name has a hidden character that can't be shown. Type it again.")
    if not any(unicodedata.category(letter)[0] in "LNS" for letter in text):
        return _("A name needs at least one letter.")
    return None


def tidy(text: str) -> str:
    """A name as typed, with the spaces put right and the letters in their one agreed form."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def search_key(text: str) -> str:
    """Small letters without accents: what lower(unaccent(text)) gives for the letters of names."""
    taken_apart = unicodedata.normalize("NFKD", text.lower().translate(_FOLD))
    bare = "".join(mark for mark in taken_apart if not unicodedata.combining(mark))
    # A second round: taking apart can itself yield a folded letter (ǿ is ø with an accent).
    return unicodedata.normalize("NFC", bare.lower().translate(_FOLD))


def tokens(text: str) -> tuple[str, ...]:
    """The words of a name, folded: O’Brien is one word, Smith-Jones two, an emoji none."""
    folded = _HANGING.sub("", search_key(text))
    kept = (
        letter if unicodedata.category(letter)[0] in "LNM" else ("" if letter in _JOINING else " ")
        for letter in folded
    )
    return tuple(word[:LONGEST_WORD] for word in "".join(kept).split())


def name_keys(given: str, family: str) -> NameKeys:
    """The three keys of one name for the search table; the joined form finds 'Mac Donald' too."""
    first, last = tokens(given), tokens(family)
    whole = list(first) + list(last)
    for part in (first, last):
        joined = "".join(part)
        if 2 <= len(part) <= 3 and len(joined) <= 20:
            whole.append(joined)
    full = " ".join(dict.fromkeys(whole))
    return NameKeys(
        " ".join(first)[:LONGEST], " ".join(last)[:LONGEST], full[:LONGEST_FULL].rstrip()
    )


def legal_name(given: str, family: str) -> str:
    """The name on papers, given before family, with whichever of them is known."""
    return tidy(f"{given} {family}")


def display_name(*, given: str, family: str, called: str = "") -> str:
    """The name to say: what the person is called, then the family name, unless already in it."""
    called, family = tidy(called), tidy(family)
    if not called:
        return legal_name(given, family)
    if not family or set(tokens(family)) <= set(tokens(called)):
        return called
    return f"{called} {family}"


def legal_name_differs(*, given: str, family: str, called: str = "") -> bool:
    """The legal name is shown, small, only where it says something the shown name does not."""
    shown = display_name(given=given, family=family, called=called)
    return tidy(shown) != legal_name(given, family)


def sort_key(given: str, family: str) -> str:
    """Filed under family then given, without accents; 'van der Berg' stands under B."""
    words = tidy(family).split()
    while len(words) > 1 and words[0] in _FILED_AFTER:
        words = words[1:] + words[:1]
    return f"{' '.join(tokens(' '.join(words)))} {' '.join(tokens(given))}".strip()


def initials(shown: str, most: int = 3) -> str:
    """First letters only, for calendars and small screens: 'Siobhán Ríos' gives SR."""
    found: list[str] = []
    words = [word for word in re.split(r"[\s\-‐‑–]+", tidy(shown)) if word]
    for word in words:
        letters = [mark for mark in word if unicodedata.category(mark)[0] in "LN"]
        small = word.islower() and search_key(word) in _PARTICLES and len(words) > 1
        if letters and not small:
            found.append(letters[0].upper()[:1])
    if not found:
        found = [mark.upper()[:1] for mark in tidy(shown) if mark.isalnum()][:1]
    if len(found) > most:
        found = found[: most - 1] + found[-1:]
    return "".join(found) or "?"
