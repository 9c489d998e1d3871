"""Menus, what lies over the page, and lists to find something in: opened and closed by keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

NARROW = {"width": 390, "height": 844}


def _opens_and_closes(page, opener, opened, *, key: str) -> None:
    """A key opens it, Tab goes into it, Escape closes it, and the focus is back where it was."""
    opener.focus()
    page.keyboard.press(key)
    expect(opened).to_be_visible()
    page.keyboard.press("Tab")
    assert opened.evaluate("one => one.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(opened).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_menus_of_a_page(page, sign_in, key):
    sign_in(page, "dana")
    _opens_and_closes(page, page.locator(".cw-me > summary"), page.locator(".cw-me-card"), key=key)
    page.set_viewport_size(NARROW)
    _opens_and_closes(
        page, page.get_by_role("button", name="Menu"), page.locator("#cw-nav"), key=key
    )
    page.locator("main").get_by_role("link", name="Ray Begay", exact=True).first.click()
    _opens_and_closes(
        page,
        page.get_by_role("button", name="More about Ray Begay"),
        page.locator("#cw-person-facts"),
        key=key,
    )


def test_the_list_of_keys(page, sign_in):
    sign_in(page, "dana")
    link = page.locator("main").get_by_role("link", name="Ray Begay", exact=True).first
    link.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Shortcut keys")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_one_of_a_long_list(page, site, sign_in):
    """A few letters and Enter; Escape takes the letters away and keeps what is chosen."""
    sign_in(page, "adam", to="/workforce/workers/new/")
    find = page.get_by_label("Find another").first
    find.focus()
    page.keyboard.type("urd")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Urdu")).to_be_checked()
    expect(find).to_be_focused()
    page.keyboard.type("zzz")
    page.keyboard.press("Escape")
    expect(find).to_have_value("")
    expect(page.get_by_role("checkbox", name="Urdu")).to_be_checked()
    assert "/workforce/workers/new/" in page.url
