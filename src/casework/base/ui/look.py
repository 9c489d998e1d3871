"""What each browser chose about the look: light or dark, the letters, shortcut keys.

Kept in three cookies and not on the account: the same worker may want dark on the phone at night
and light at the desk, and a page must be drawn right before any script runs.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

YEAR = 365 * 24 * 60 * 60

THEMES = ("auto", "light", "dark")
FACES = ("standard", "hyperlegible")
KEYS = ("on", "off")

COOKIES = {"theme": THEMES, "face": FACES, "keys": KEYS}


@dataclass(frozen=True)
class Look:
    """The choices of one browser; the first of each list stands where nothing was chosen."""

    theme: str = THEMES[0]
    face: str = FACES[0]
    keys: str = KEYS[0]


def look_of(request: HttpRequest) -> Look:
    """Only known words are taken from a cookie; anything else counts as not chosen."""
    chosen = {}
    for name, words in COOKIES.items():
        word = request.COOKIES.get(f"look-{name}")
        if word in words:
            chosen[name] = word
    return Look(**chosen)


def remember(response: HttpResponse, request: HttpRequest, chosen: dict[str, str]) -> None:
    """Keep what was chosen for a year, out of the reach of scripts."""
    for name, words in COOKIES.items():
        if chosen.get(name) in words:
            response.set_cookie(
                f"look-{name}",
                chosen[name],
                max_age=YEAR,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )


def look(request: HttpRequest) -> dict[str, Look]:
    """Context processor: `look` in every template."""
    return {"look": look_of(request)}
