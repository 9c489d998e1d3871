"""Nothing typed is ever lost, and pressing twice makes one record."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

LEON = "Leon Fraser"
SIOBHAN = "Siobhán Ríos"


def open_contact_form(page: Page, site, name: str) -> None:
    page.goto(site.address + "/myday/people/")
    row = page.locator("tr", has_text=name)
    row.get_by_role("link", name=re.compile("Record a contact")).click()
    expect(page.get_by_label("Note", exact=True)).to_be_visible()


def note(page: Page):
    return page.get_by_label("Note", exact=True)


def write(page: Page, words: str) -> None:
    note(page).fill(words)
    expect(page.get_by_text(re.compile("Draft saved"))).to_be_visible()


def answer_the_rest(page: Page) -> None:
    page.get_by_role("radio", name="Seen", exact=True).check()
    page.get_by_role("radio", name="Phone", exact=True).check()


def entries_with(page: Page, site, name: str, words: str) -> int:
    page.goto(site.address + "/myday/people/")
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("link", name="Timeline").first.click()
    return page.get_by_text(words).count()


def test_the_server_is_killed_while_somebody_types(page, site, sign_in):
    sign_in(page, "dana")
    open_contact_form(page, site, LEON)
    write(page, "Before the power went.")
    site.kill()
    note(page).fill("Before the power went. And after it.")
    answer_the_rest(page)
    page.get_by_role("button", name="Save and sign").click()
    expect(note(page)).to_have_value("Before the power went. And after it.")
    site.start()
    page.get_by_role("button", name=re.compile("Try again|Save and sign")).first.click()
    page.wait_for_url(lambda url: "/new/" not in url)
    assert entries_with(page, site, LEON, "Before the power went. And after it.") == 1


def test_signed_out_while_typing_the_draft_waits(page, site, sign_in):
    sign_in(page, "dana")
    open_contact_form(page, site, SIOBHAN)
    write(page, "She showed me the garden.")
    address = page.url
    page.context.clear_cookies(name="casework")
    note(page).fill("She showed me the garden. Roses until November.")
    expect(page.get_by_text(re.compile("signed out", re.IGNORECASE)).first).to_be_visible()
    expect(note(page)).to_have_value("She showed me the garden. Roses until November.")
    other = page.context.new_page()
    sign_in(other, "dana")
    page.get_by_role("button", name="Try again").first.click()
    expect(page.get_by_text(re.compile("Draft saved"))).to_be_visible()
    page.goto(address)
    expect(note(page)).to_have_value("She showed me the garden. Roses until November.")


def test_words_typed_before_the_script_has_arrived_are_kept(page, site, sign_in):
    sign_in(page, "dana")
    open_contact_form(page, site, SIOBHAN)
    address, held = page.url, []
    page.route(re.compile(r"/js/drafts\."), lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    note(page).fill("Typed on a slow line.")
    held[0].continue_()
    expect(page.get_by_text(re.compile("Draft saved"))).to_be_visible()
    page.unroute_all()
    page.goto(address)
    expect(note(page)).to_have_value("Typed on a slow line.")


def test_a_second_tab_on_another_person_never_gets_the_text(page, site, sign_in):
    sign_in(page, "dana")
    open_contact_form(page, site, LEON)
    write(page, "Only about Leon.")
    second = page.context.new_page()
    open_contact_form(second, site, SIOBHAN)
    assert "Only about Leon." not in note(second).input_value()
    write(second, "Only about Siobhán.")
    open_contact_form(page, site, LEON)
    expect(note(page)).to_have_value("Only about Leon.")


def test_two_windows_on_one_form_are_both_told(page, site, sign_in):
    sign_in(page, "dana")
    open_contact_form(page, site, "Darnell Price")
    write(page, "From the first window.")
    second = page.context.new_page()
    open_contact_form(second, site, "Darnell Price")
    expect(note(second)).to_have_value("From the first window.")
    write(second, "From the second window.")
    note(page).fill("From the first window, later.")
    panel = page.locator("section", has_text="another window")
    expect(panel.get_by_text("From the second window.")).to_be_visible()
    expect(panel.get_by_text("From the first window, later.")).to_be_visible()
    panel.get_by_role("button", name="Keep what I have here").click()
    expect(page.get_by_text(re.compile("Draft saved"))).to_be_visible()
    expect(note(page)).to_have_value("From the first window, later.")


@pytest.mark.parametrize("presses", [2, 5])
def test_pressing_many_times_makes_one_record(page, site, sign_in, presses):
    sign_in(page, "kwame")
    page.goto(site.address + "/myday/people/")
    page.get_by_role("link", name=re.compile("Record a contact")).first.click()
    words = f"Pressed {presses} times."
    write(page, words)
    answer_the_rest(page)
    page.evaluate(
        """times => { const button = document.querySelector('button[value=yes]');
                      for (let n = 0; n < times; n++) button.click(); }""",
        presses,
    )
    page.wait_for_url(lambda url: "/new/" not in url)
    page.get_by_role("link", name="Timeline").first.click()
    assert page.get_by_text(words).count() == 1


def test_without_javascript_the_page_works_as_a_page(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + "/accounts/login/")
    page.get_by_label("Name or mail").fill("kwame")
    page.get_by_label("Password", exact=True).fill("casework-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(site.address + "/myday/people/")
    page.get_by_role("link", name=re.compile("Record a contact")).last.click()
    note(page).fill("Written without a script.")
    answer_the_rest(page)
    page.get_by_role("button", name="Save and sign").click()
    page.wait_for_url(lambda url: "/new/" not in url)
    page.get_by_role("link", name="Timeline").first.click()
    assert page.get_by_text("Written without a script.").count() == 1
    context.close()
