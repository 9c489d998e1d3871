"""Five minutes that make a worker say "I want this tomorrow", on a phone."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

GOAL_SECONDS = 300


def given_dana_is_signed_in(phone: Page, sign_in) -> None:
    sign_in(phone, "dana")
    expect(phone.get_by_role("heading", name="My day", level=1)).to_be_visible()


def then_ray_is_first_with_the_reason(phone: Page) -> None:
    first = phone.locator("#who-needs-you li, section:has(#who-needs-you) li").first
    expect(first).to_contain_text("Ray Begay")
    expect(first).to_contain_text("Not seen for 19 days, usually every 6")


def when_she_tried_and_nobody_answered(phone: Page) -> None:
    """Two presses."""
    phone.get_by_role("link", name=re.compile("Tried, no answer.*Ray Begay")).click()
    phone.get_by_role("button", name="Looked for them elsewhere").click()


def then_the_attempt_stands_and_is_no_contact(phone: Page) -> None:
    phone.goto(phone.url.split("/", 3)[0] + "//" + phone.url.split("/")[2] + "/myday/people/")
    row = phone.locator("tr", has_text="Ray Begay")
    expect(row).to_contain_text("Not seen for 19 days")


def when_she_reads_before_she_goes_in_to_grace(phone: Page, site) -> None:
    phone.goto(site.address + "/")
    phone.get_by_role("link", name=re.compile("Before you go in.*Grace")).click()


def then_the_page_says_what_she_needs_at_the_door(phone: Page) -> None:
    for words in (
        "14 Alder Close",
        "Bell does not work",
        "Ring the benefits office before Wednesday",
        "Singing in the choir",
        "Abena Mensah",
    ):
        expect(phone.get_by_text(words).first).to_be_visible()


def when_she_types_a_note_and_the_signal_goes(phone: Page, site) -> None:
    phone.goto(site.address + "/")
    phone.get_by_role("link", name="Grace Mensah").first.click()
    phone.get_by_role("link", name="Record a contact").first.click()
    phone.get_by_label("Note", exact=True).fill("Grace was at choir on Tuesday.")
    expect(phone.get_by_text(re.compile("Draft saved"))).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_label("Note", exact=True).fill(
        "Grace was at choir on Tuesday. The landlord agreed to wait until the fifth."
    )
    phone.get_by_role("radio", name="Seen", exact=True).check()
    phone.get_by_role("radio", name="In person", exact=True).check()
    phone.get_by_role("radio", name="Their home", exact=True).check()
    phone.get_by_role("button", name="Save and sign").click()
    expect(phone.get_by_label("Note", exact=True)).to_have_value(re.compile("until the fifth"))


def then_nothing_is_lost_when_it_comes_back(phone: Page) -> None:
    phone.context.set_offline(False)
    phone.get_by_role("button", name=re.compile("Try again|Save and sign")).first.click()
    phone.wait_for_url(lambda url: "/new/" not in url)


def then_silence_moved_by_itself(phone: Page, site) -> None:
    phone.goto(site.address + "/myday/people/")
    row = phone.locator("tr", has_text="Grace Mensah")
    expect(row).to_contain_text("Seen today")


def test_five_minutes(phone: Page, site, sign_in, axe_clean):
    began = time.monotonic()
    given_dana_is_signed_in(phone, sign_in)
    then_ray_is_first_with_the_reason(phone)
    axe_clean(phone)
    when_she_tried_and_nobody_answered(phone)
    then_the_attempt_stands_and_is_no_contact(phone)
    when_she_reads_before_she_goes_in_to_grace(phone, site)
    then_the_page_says_what_she_needs_at_the_door(phone)
    axe_clean(phone)
    when_she_types_a_note_and_the_signal_goes(phone, site)
    then_nothing_is_lost_when_it_comes_back(phone)
    then_silence_moved_by_itself(phone, site)
    assert time.monotonic() - began < GOAL_SECONDS
