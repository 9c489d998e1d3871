"""The theme says the same to those who chose the dark and to those whose device did."""

import re
from pathlib import Path

import pytest

from casework.base.ui.icons import ICONS

STATIC = Path(__file__).resolve().parents[1] / "static" / "ui"
OURS = sorted(STATIC.glob("*.css"))


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--cw-[\w-]+|color-scheme):\s*([^;]+);", block))


def block_of(css: str, selector: str) -> str:
    start = css.index(selector + " {")
    return css[start : css.index("}", start)]


@pytest.fixture(scope="module")
def theme() -> str:
    return (STATIC / "theme.css").read_text()


def test_dark_is_the_same_chosen_or_not(theme):
    chosen = tokens(block_of(theme, '[data-bs-theme="dark"]'))
    followed = tokens(block_of(theme, ":root:not([data-bs-theme])"))
    assert chosen == followed


def test_dark_names_every_colour_that_light_names(theme):
    light = tokens(block_of(theme, ':root, [data-bs-theme="light"]'))
    assert set(light) == set(tokens(block_of(theme, '[data-bs-theme="dark"]')))


def luminance(colour: str) -> float:
    figures = colour.lstrip("#")
    if len(figures) == 3:
        figures = "".join(figure * 2 for figure in figures)
    parts = [int(figures[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


WORDS_ON = [
    ("ink", "paper", 7), ("ink", "ground", 7), ("ink", "well", 7), ("ink", "tint", 7),
    ("ink-2", "paper", 4.5), ("ink-2", "ground", 4.5), ("ink-2", "tint", 4.5),
    ("accent", "paper", 4.5), ("accent", "ground", 4.5), ("on-accent", "accent", 4.5),
    ("on-accent", "accent-2", 4.5), ("on-top", "top", 7), ("on-top-2", "top", 4.5),
    ("alert", "alert-bg", 4.5), ("warn", "warn-bg", 4.5), ("ok", "ok-bg", 4.5),
    ("alert", "paper", 4.5), ("warn", "paper", 4.5), ("edge", "paper", 3), ("edge", "ground", 3),
    ("data-1", "paper", 3), ("data-2", "paper", 3), ("data-warn", "paper", 3),
]  # fmt: skip


@pytest.mark.parametrize(("words", "ground", "least"), WORDS_ON)
@pytest.mark.parametrize("name", ['[data-bs-theme="dark"]', ':root, [data-bs-theme="light"]'])
def test_words_stand_out(theme, name, words, ground, least):
    colours = tokens(block_of(theme, name))
    assert contrast(colours[f"--cw-{words}"], colours[f"--cw-{ground}"]) >= least


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere_and_every_colour_is_a_token(path):
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert "@import" not in css
    for address in re.findall(r"url\(([^)]*)\)", css):
        assert address.startswith(('"vendor/', '"data:image/svg+xml'))
    known = set(re.findall(r"(--cw-[\w-]+):", (STATIC / "theme.css").read_text()))
    assert set(re.findall(r"var\((--cw-[\w-]+)", css)) <= known


def test_icons_are_drawn_with_lines_only():
    for name, path in ICONS.items():
        assert re.fullmatch(r"[MmLlHhVvCcSsAaZz0-9 .,-]+", path), name
