"""What must have happened before every screen has something to show; done by keyboard."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
from django.urls import reverse
from playwright.sync_api import Browser

from .hands import Hands, hands_of

# The day of the demo agency.
TODAY = datetime.now(ZoneInfo("America/New_York")).date()
ROWS = [
    ["Case No", "Surname", "First name", "DOB", "Opened", "Key person", "Status"],
    ["Z-1", "Achterberg", "Wilma", "1971-02-11", "2026-01-05", "Dana Whitlock", "Open"],
    ["Z-2", "Brandauer", "Oskar", "1962-08-30", "2026-02-16", "Nobody Here", "Open"],
]


def workbook(rows: list[list[str]]) -> bytes:
    """A spreadsheet as another system gives it."""
    book = openpyxl.Workbook()
    book.active.title = "Clients"
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def look_until_finished(hands: Hands) -> None:
    """She looks again until it is finished, as one does without scripts."""
    while not hands.page.get_by_role("link", name="See the result").count():
        hands.follow("Look again")
    hands.follow("See the result")


def send_a_file(hands: Hands, rows: list[list[str]]) -> str:
    """Choose a file and let it be read; return the address of the work on it."""
    hands.open("/exchange/new/")
    hands.tick("People")
    hands.give("File", name="clients.xlsx", content=workbook(rows))
    hands.press("Read the file")
    work = hands.page.url
    look_until_finished(hands)
    return work


def register(hands: Hands, given: str, family: str) -> None:
    """Somebody new, with no more than a name."""
    hands.open("/people/new/")
    hands.write("Given name", given)
    hands.write("Family name", family)
    hands.save("Register")


def join(hands: Hands, name: str, other: str) -> None:
    """Both are one person: from the record of the first."""
    hands.search(name)
    hands.follow(name)
    hands.follow("Details")
    hands.follow(re.compile("Join with another record"))
    hands.write("Find the other record", other)
    hands.press("Find")
    hands.follow(re.compile(f"Compare {other}"))
    hands.tick(re.compile("C-"))
    hands.write("How do you know that both are the same person?", "Both have the same mother.")
    hands.tick("I have compared both records")
    hands.save(re.compile("^Join"))


def _details_of_somebody(lee: Hands) -> list[str]:
    """A number, an address with a warning, and a second record; the pages that show them."""
    register(lee, "Tomasz", "Wrobel")
    register(lee, "Evander", "Quillfeather")
    lee.search("Tomasz Wrobel")
    lee.follow("Tomasz Wrobel")
    lee.follow("Details")
    details = lee.page.url
    lee.follow(re.compile("^Add a number"))
    lee.choose("What kind of number?", "Another number")
    lee.write("Number", "77-120-4")
    lee.write("Who gave it (optional)", "The housing office")
    lee.save()
    lee.follow("Addresses")
    addresses = lee.page.url
    lee.follow(re.compile("^Add an address"))
    lee.tick("Home")
    lee.write("Street and house (optional)", "3 Mill Lane")
    lee.save()
    lee.follow(re.compile("warning"))
    lee.write("What happened, or what is there?", "A dog that is not tied.")
    lee.day("When was that?", TODAY - timedelta(days=20))
    lee.day("When do we ask again?", TODAY + timedelta(days=60))
    lee.save()
    join(lee, "Tomasz Wrobel", "Evander Quillfeather")
    return [details, addresses]


def set_the_stage(browser: Browser, site) -> dict[str, list[str]]:
    """Return for a walker, and for a visitor, where the walk begins as well."""
    with hands_of(browser, site, "lee") as lee:
        work = send_a_file(lee, ROWS)
        lee.press("See what would come in")
        look_until_finished(lee)
        preview = lee.page.url
        shown = _details_of_somebody(lee)
        lee.open("/intake/")
        lee.follow("Jonah Abrams")
        lee.press("I am looking at it")
    with hands_of(browser, site, "adam", to="/workforce/workers/") as adam:
        adam.follow("Petra Lindqvist")
        worker = adam.page.url
        adam.follow("New credential")
        adam.write("What it is", "Nursing licence")
        adam.save()
        adam.press("Make a one-time link")
        link = adam.page.locator(".wf-link").inner_text()
    # Open for some minutes to who has just shown that it is she.
    codes = site.address + reverse("mfa_generate_recovery_codes")
    return {"lee": [codes, work, preview, *shown], "adam": [worker], "": [link]}
