"""Every page that a link leads to: it opens, it fits a narrow phone, it is accessible."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urlsplit

from django.urls import resolve

# A narrow phone, and a desk's screen.
WIDTHS = (320, 1360)
# No pages: the browser saves them or shows them as they are, or they end the visit.
NOT_PAGES = {"accounts:sign_out", "account_logout", "diary:feed", "contacts:contact_plain"}
# One after the other: each is shown only what nobody before had on the screen.
WALKERS = ("lee", "dana", "ines", "adam", "quinn", "bill")


def _screen(address: str) -> str:
    return resolve(urlsplit(address).path).view_name


def _links(page, site) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    ours = (urldefrag(one).url for one in found if one.startswith(site.address + "/"))
    return [one for one in ours if not re.search(r"/(static|media)/", one)]


def _problems(page, address: str, axe_clean) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        answer = page.goto(address)
        if answer.status != 200:
            return [f"{answer.status} at {address}"]
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wider > 0:
            found.append(f"{wider} px too wide at {width}")
        try:
            axe_clean(page)
        except AssertionError as said:
            found.append(f"at {width}: {said}")
    return found


def test_every_page_that_a_link_leads_to(site, sign_in, browser, axe_clean):
    """One page of each screen, by whoever of the demo's workers comes to it first."""
    looked_at: dict[str, list[str]] = {}
    for who in WALKERS:
        context = browser.new_context()
        page = sign_in(context.new_page(), who)
        waiting, here = [site.address + "/"], set()
        while waiting:
            address = waiting.pop(0)
            screen = _screen(address)
            if screen in here or screen in NOT_PAGES:
                continue
            here.add(screen)
            if screen in looked_at:
                page.goto(address)
            else:
                looked_at[screen] = _problems(page, address, axe_clean)
            waiting += _links(page, site)
        context.close()
    assert {screen: found for screen, found in looked_at.items() if found} == {}
    # Whoever signs in has a desk, and a leader's links lead nearly everywhere.
    assert {"myday:my_day", "record:record_overview", "oversight:my_team"} <= set(looked_at)
