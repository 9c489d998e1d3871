"""Every page that somebody comes to, in a browser without scripts: it offers what it can do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import signing_in
from .crawl import Crawl, Place, open_place
from .stage import set_the_stage
from .test_every_page import told

LOOK = Path(__file__).with_name("without_scripts.js").read_text(encoding="utf-8")
REFUSED = (409, 422)


class Looked:
    """What was wrong on each screen, and where a form asks for something."""

    def __init__(self) -> None:
        self.faults: dict[str, list[str]] = {}
        self.sent: dict[str, list[str]] = {}


def _send_empty(page, place: Place) -> list[str]:
    """Press Enter on each form as it comes: it works, or says beside the field what is missing."""
    page.goto(place.address)
    page.evaluate(LOOK)
    found = []
    for at in page.evaluate("cwPlain.asking()"):
        page.goto(place.address)
        # Not a part of the form's own: those beside rows add a row, or take one away.
        button = page.locator(f"form >> nth={at}").locator("button:not([formnovalidate]):visible")
        button.last.focus()
        with page.expect_navigation() as sent:
            page.keyboard.press("Enter")
        status = sent.value.status if sent.value else 0
        page.evaluate(LOOK)
        if status in REFUSED or page.locator(".cw-errors").count():
            found += page.evaluate("cwPlain.unsaid()")
        elif status != 200:
            found.append(f"answers {status}")
    return found


@pytest.fixture(scope="module")
def looked(walked, browser) -> Iterator[Looked]:
    """One page of each screen; when all have been seen, each form is sent as it comes."""
    looked = Looked()
    asking = []
    crawl = Crawl(walked, browser, signing_in(walked), java_script_enabled=False)
    for place, page in crawl.walk(set_the_stage(browser, walked)):
        open_place(page, place)
        page.evaluate(LOOK)
        if found := page.evaluate("cwPlain.faults()"):
            looked.faults[place.screen] = found
        if page.evaluate("cwPlain.asking()"):
            asking.append((place, page))
    for place, page in asking:
        if found := _send_empty(page, place):
            looked.sent[place.screen] = found
    crawl.close()
    return looked


def test_every_page_offers_only_what_it_can_do(looked):
    assert not looked.faults, told(looked.faults)


def test_every_form_works_or_says_what_is_missing(looked):
    assert not looked.sent, told(looked.sent)
