"""Colours of rows mean something only where the sheet itself says what."""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache

from .words import plain, tidy

_NAMES = {
    "red": "red rot rojo rouge rosso rod rood vermelho punainen czerwony roja",
    "yellow": "yellow gelb amarillo jaune giallo gul geel amarelo keltainen zolty amarilla",
    "green": "green grun verde vert gron groen vihrea zielony gruen",
    "blue": "blue blau azul bleu blu bla blauw sininen niebieski",
    "orange": "orange naranja arancione oranje laranja oranssi pomaranczowy amber",
    "purple": "purple violet lila violett morado rosa pink viola lilla paars roxo purppura",
    "grey": "grey gray grau gris grigio gra grijs cinza harmaa szary",
}
_COLOURS = {word: name for name, words in _NAMES.items() for word in words.split()}
_PAIR = re.compile(
    r"([^\W\d_]+)\s*(?:=|:|→|means|bedeutet|heißt)\s*([^=:]+?)(?=\s{2,}|[;,|]|\s+[^\W\d_]+\s*[=:→]|$)",
    re.UNICODE,
)


def colour_legend(lines: list[str]) -> dict[str, str]:
    """Colour and meaning, from lines such as 'RED = high risk   YELLOW = plan overdue'."""
    return dict(_legend("\n".join(lines)))


@lru_cache(maxsize=200)
def _legend(text: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for line in text.splitlines():
        for pair in _PAIR.finditer(line):
            name = _COLOURS.get(plain(pair[1]))
            if name:
                found.setdefault(name, tidy(pair[2]))
    return tuple(found.items())


@lru_cache(maxsize=2_000)
def colour_name(rgb: str) -> str | None:
    """The everyday name of a fill, or None for white and black."""
    if not re.fullmatch(r"[0-9A-F]{6}", rgb):
        return None
    red, green, blue = (int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < 0.1:
        return "grey" if 0.25 < value < 0.97 else None
    degrees = hue * 360
    for limit, name in ((15, "red"), (42, "orange"), (70, "yellow"), (170, "green"), (260, "blue")):
        if degrees < limit:
            return name
    return "purple" if degrees < 340 else "red"
