"""Ordinary letters for a name that was written in capitals or in small letters only."""

from __future__ import annotations

import re

# Mostly written so; who writes Macdonald is among the names listed to be looked at.
_MAC = re.compile(
    r"\bMac(donald|leod|kenzie|gregor|intosh|intyre|lean|farlane|millan|pherson|dougall|neil|lachlan"
    r"|kinnon|innes|isaac|lellan|rae|kay|callum|aulay|arthur|cormack|naughton|laren|iver|bride)\b"
)
_PIECE = re.compile(r"[^\W\d_]+", re.UNICODE)


def in_name_case(word: str) -> str:
    """O'BRIEN becomes O'Brien, MCDONALD McDonald, VAN-DYKE Van-Dyke; MACK stays Mack."""
    text = _PIECE.sub(lambda found: _capital(found[0]), word)
    text = re.sub(r"(?<=\w)(['’])S\b", lambda found: f"{found[1]}s", text)
    text = re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", text)
    return _MAC.sub(lambda found: f"Mac{found[1].capitalize()}", text)


def _capital(piece: str) -> str:
    lower = piece.lower()
    if piece.startswith("I") and "ı" in lower:
        return piece
    return lower[:1].upper() + lower[1:]
