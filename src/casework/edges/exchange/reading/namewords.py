"""Words and signs around names: titles, suffixes, particles, nicknames, and what is no name."""

from __future__ import annotations

import re

from .reasons import Why, why
from .words import is_no_name, plain, tidy

TITLES = frozenset(
    "mr mrs ms miss mx dr prof rev sir dame herr frau hr fru dhr mevr mw mme mlle sig sigra "
    "sra srta senor senora alhaji alhaja shri smt mstr".split()
)
SUFFIXES = frozenset("jr sr ii iii iv junior senior esq phd md jnr snr".split())
PARTICLES = frozenset(
    "van von der den de del della di da dos das do du la le el al bin ibn bint ben abu af av zu "
    "zum zur ten ter te vom y e i und san saint st ste mac mc o d' l' binti".split()
)
NICKNAME = re.compile(
    r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]|(?<!\w)['‘’]([^'‘’]{2,})['‘’](?!\w)|[(\[（]([^)\]）]+)[)\]）]"
)
_FORMER = re.compile(
    r"^(?:née?|born|geb\.?|geborene?|fka|formerly|nee|z domu|f\.?)\s+", re.IGNORECASE
)
_CALLED = re.compile(
    r"^(?:aka|goes by|known as|called|pref(?:ers|erred)?\.?|gen\.?)\s*:?\s+", re.IGNORECASE
)
TWO_PEOPLE = re.compile(r"\s(?:&|\+|and|und|og|och|et)\s|\s/\s|;|\n|(?<=\w)/(?=\w)", re.IGNORECASE)
_REMARK = re.compile(
    r"\b(?:do not|don't|deceased|moved|interpreter|baby of|unknown|test|duplicate|closed|client)\b",
    re.IGNORECASE,
)
EAST_ASIAN = re.compile(r"^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・\s]+$")
# The few family names of two syllables are left out, so that they stay unread.
HANGUL = re.compile(r"^(?!남궁|황보|제갈|사공|선우|독고|동방|서문)[\uac00-\ud7af]{2,3}$")
PATRONYMIC = re.compile(r"(?:ович|евич|ьич|ич|овна|евна|ична|івна|ївна|ovich|evich|ovna|evna)$")
COMMAS = re.compile(r"[,،、，]")


def trouble(text: str) -> Why | None:
    """What makes a cell no name at all: lost letters, digits, doubts, remarks."""
    if "\ufffd" in text or re.search(r"Ã[\x80-¿‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\w\?\w", text):
        return why("garbled")
    if any(ord(char) < 32 and char not in "\t\n\r" for char in text):
        return why("control")
    if "?" in text:
        return why("name_doubtful")
    if is_no_name(text):
        return None
    if (
        any(char.isdigit() for char in text)
        or len(text) > 120
        or not any(c.isalpha() for c in text)
    ):
        return why("name_not")
    if set("=@<>#*|\\") & set(text) or _REMARK.search(text) and len(text.split()) > 1:
        return why("name_not")
    return None


def aside(text: str) -> tuple[str, str | None, str | None]:
    """The name, and from quotes or brackets a name to be called by, or a former one."""
    preferred = former = None
    for found in NICKNAME.finditer(text):
        said = tidy(found[1] or found[2] or found[3] or "")
        if _FORMER.match(said):
            former = _FORMER.sub("", said)
        elif said and not any(char.isdigit() for char in said):
            preferred = _CALLED.sub("", said)
    return tidy(NICKNAME.sub(" ", text)).replace(" ,", ","), preferred, former


def without_titles(words: list[str]) -> list[str]:
    kept = list(words)
    while len(kept) > 1 and plain(kept[0]) in TITLES:
        kept.pop(0)
    while len(kept) > 1 and plain(kept[-1]) in TITLES and kept[-1].endswith("."):
        kept.pop()
    return kept
