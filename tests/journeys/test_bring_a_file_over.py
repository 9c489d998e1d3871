"""A leader brings a spreadsheet over, looks at what came, and takes it back."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

ROWS = [
    ["Case No", "Surname", "First name", "DOB", "Opened", "Key person", "Status"],
    ["Q-1", "Okoro", "Adaeze", "1990-04-17", "2026-01-05", "Dana Whitlock", "Open"],
    ["Q-2", "Lindqvist", "Olof", "1955-06-23", "2026-02-16", "Nobody Here", "Open"],
    ["Q-3", "Nowak", "Jan", "next spring", "2026-03-20", "", "Open"],
]


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Clients"
    for row in ROWS:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fits(page: Page) -> None:
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    too_wide = page.evaluate(
        "[...document.querySelectorAll('main *')]"
        ".filter(one => one.getBoundingClientRect().right > innerWidth + 1)"
        ".map(one => one.outerHTML.slice(0, 200))"
    )
    assert wide <= 320, f"{page.url} is {wide} wide: {too_wide[:5]}"
    page.set_viewport_size(size)


@pytest.fixture
def looked_at(axe_clean):
    """Each page of the way: without a fault for axe, wide and narrow."""

    def look(page: Page) -> None:
        axe_clean(page)
        _fits(page)
        page.set_viewport_size({"width": 320, "height": 800})
        axe_clean(page)
        page.set_viewport_size({"width": 1360, "height": 900})

    return look


def when_she_chooses_a_file(page: Page) -> None:
    page.get_by_role("link", name="Bring a file over").click()
    page.get_by_role("radio", name="People", exact=True).check()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "clients.xlsx", "mimeType": "application/octet-stream", "buffer": _workbook()}
    )


def when_she_says_what_a_column_is(page: Page) -> None:
    column = page.get_by_label("F: Key person")
    expect(column).not_to_have_value("worker")
    column.select_option(label="Worker")
    page.get_by_role("button", name="See what would come in").click()


def then_she_sees_what_would_come(page: Page, looked_at) -> None:
    expect(page.get_by_role("heading", name="What would come in")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Adaeze Okoro.*Dana Whitlock"))).to_be_visible()
    looked_at(page)
    page.get_by_role("link", name=re.compile("Cells that could not be read")).click()
    expect(page.get_by_text("next spring")).to_be_visible()
    looked_at(page)
    page.get_by_role("link", name=re.compile("Workers not known")).click()
    expect(page.get_by_text("Nobody Here")).to_be_visible()


def then_she_sees_the_result(page: Page) -> None:
    expect(page.get_by_role("heading", name="clients.xlsx", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Jan Nowak")).to_be_visible()


def test_a_leader_brings_a_file_over_and_takes_it_back(site, sign_in, page, looked_at):
    sign_in(page, "lee", to="/exchange/")
    looked_at(page)
    when_she_chooses_a_file(page)
    looked_at(page)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="What the columns mean")).to_be_visible()
    looked_at(page)
    when_she_says_what_a_column_is(page)
    then_she_sees_what_would_come(page, looked_at)
    page.get_by_role("button", name="Bring it over").click()
    then_she_sees_the_result(page)
    looked_at(page)
    page.get_by_role("link", name="Take this file back").click()
    expect(page.get_by_text("3 rows go")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("taken back", exact=True)).to_be_visible()
    page.get_by_role("searchbox", name="Find a person").fill("Adaeze Okoro")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Find a person")).to_be_visible()
    expect(page.get_by_role("link", name="Adaeze Okoro")).to_have_count(0)


def test_the_same_way_without_scripts(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/accounts/login/?next=/exchange/")
    page.get_by_label("Name or mail").fill("lee")
    page.get_by_label("Password", exact=True).fill("casework-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    when_she_chooses_a_file(page)
    page.get_by_role("button", name="Read the file").click()
    _wait_for_the_result(page)
    page.get_by_role("button", name="See what would come in").click()
    _wait_for_the_result(page)
    expect(page.get_by_role("row", name=re.compile("Adaeze Okoro"))).to_be_visible()
    page.get_by_role("button", name="Throw the file away").click()
    expect(page.get_by_text("Nothing of it was kept")).to_be_visible()
    context.close()


def _wait_for_the_result(page: Page) -> None:
    """She looks again until it is finished, as one does without scripts."""
    result = page.get_by_role("link", name="See the result")
    again = page.get_by_role("link", name="Look again")
    while not result.count():
        again.click()
    result.click()
