"""Every page that somebody comes to: it fits a phone, is accessible, and needs no mouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from .conftest import signing_in
from .crawl import NOBODY_COMES, Crawl, open_place, screens_with_a_page
from .keys import LISTEN, faults_by_keyboard, faults_when_small
from .stage import set_the_stage

DESK = {"width": 1360, "height": 900}
PHONE = {"width": 320, "height": 844}
SCRIPTS = "[...document.scripts].map((one) => one.src).filter(Boolean).sort().join(' ')"


class Looked:
    """What was wrong on each screen, by what was asked of it."""

    def __init__(self) -> None:
        self.screens: set[str] = set()
        self.faults: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.scripts: set[str] = set()

    def note(self, asked: str, screen: str, found: list[str]) -> None:
        if found:
            self.faults[asked][screen] = found


def _width(page) -> list[str]:
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{wider} px too wide at {page.viewport_size['width']}"] if wider > 0 else []


def _axe(page, axe_clean) -> list[str]:
    try:
        axe_clean(page)
    except AssertionError as said:
        return [f"at {page.viewport_size['width']}: {said}"]
    return []


def _is_new_with_its_scripts(page, looked: Looked) -> bool:
    """Only a script can hold the focus: backwards is walked once for each set of them."""
    scripts = page.evaluate(SCRIPTS)
    is_new = scripts not in looked.scripts
    looked.scripts.add(scripts)
    return is_new


@pytest.fixture(scope="module")
def looked(walked, browser, axe_clean) -> Iterator[Looked]:
    """One page of each screen, opened once and looked at in every way."""
    looked = Looked()
    crawl = Crawl(
        walked, browser, signing_in(walked), script=LISTEN, viewport=DESK, reduced_motion="reduce"
    )
    for place, page in crawl.walk(set_the_stage(browser, walked)):
        page.set_viewport_size(DESK)
        open_place(page, place)
        looked.screens.add(place.screen)
        wide, axe = _width(page), _axe(page, axe_clean)
        keys = faults_by_keyboard(page, both_ways=_is_new_with_its_scripts(page, looked))
        page.set_viewport_size(PHONE)
        # Whatever has the focus may lie over something: the link over the navigation does.
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        looked.note("width", place.screen, wide + _width(page))
        looked.note("axe", place.screen, axe + _axe(page, axe_clean))
        looked.note("keys", place.screen, keys + faults_when_small(page))
    crawl.close()
    return looked


def told(faults: dict[str, list[str]]) -> str:
    """Every fault, one a line, under the name of its screen."""
    return "".join(f"\n{screen}\n  " + "\n  ".join(found) for screen, found in faults.items())


def test_every_page_fits(looked):
    assert not looked.faults["width"], told(looked.faults["width"])


def test_every_page_is_accessible(looked):
    assert not looked.faults["axe"], told(looked.faults["axe"])


def test_every_page_needs_no_mouse(looked):
    """Tab comes to whatever a mouse could press, in turn; one sees where; nothing holds it."""
    assert not looked.faults["keys"], told(looked.faults["keys"])


def test_somebody_comes_to_every_screen(looked):
    """A new screen is looked at by itself, or is named with the reason why not."""
    missed = set(screens_with_a_page()) - looked.screens
    assert not missed - set(NOBODY_COMES), f"nobody comes to {sorted(missed - set(NOBODY_COMES))}"
    assert missed >= set(NOBODY_COMES), f"walked: {sorted(set(NOBODY_COMES) - missed)}"
