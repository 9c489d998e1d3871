"""Where every screen of the product stands in the demo agency, and who comes to it."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import (
    NoReverseMatch,
    Resolver404,
    URLPattern,
    URLResolver,
    get_resolver,
    resolve,
    reverse,
)
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page

from .conftest import PASSWORD

# One after the other: each looks at what nobody before came to. "" has not signed in.
WALKERS = ("lee", "dana", "ines", "adam", "quinn", "bill", "kwame", "moira", "")
# A screen that shows one thing in many states leads elsewhere from each: so many are looked at.
OF_MANY_STATES = re.compile(r"_detail$|^intake:referral_list$")
STATES = 12
# What is no page: the browser saves it, shows it as it is, or asks it behind a page.
NO_PAGES = {
    "healthz": "for machines",
    "readyz": "for machines",
    "diary:feed": "a file of appointments for a calendar",
    "diary:calendar_feed": "a file of appointments for a calendar",
    "exchange:work_result": "leads on to what the work made",
    "contacts:contact_plain": "words without a page, to take along",
    "mfa_download_recovery_codes": "a file to keep",
    "mfa_login_webauthn": "asked by the script of the sign-in page",
}
# Screens that no walker comes to, and why.
NOBODY_COMES = {
    "account_set_password": "for an account that never had a password: ours begin with a link",
    "account_reset_password_from_key": "the link of a mail, which works once",
    "mfa_authenticate": "between the password and the second step",
    "mfa_reauthenticate": "for who has a second step",
    "mfa_deactivate_totp": "for who has a second step",
    "mfa_view_recovery_codes": "for who has a second step",
    "mfa_reauthenticate_webauthn": "for who has a key",
    "mfa_remove_webauthn": "for who has a key",
    "mfa_edit_webauthn": "for who has a key",
}
ENDS_THE_VISIT = {"account_logout"}


@dataclass(frozen=True)
class Place:
    """One page of a screen, and the first of the walkers who comes to it."""

    screen: str
    address: str
    who: str


@dataclass(frozen=True)
class Answer:
    """What a walker got."""

    status: int
    is_page: bool
    """The screen that was asked for, and neither a refusal nor another one instead."""
    links: list[str]


def screens_with_a_page() -> dict[str, URLPattern]:
    """Every screen that answers GET: our own, and those of allauth that exist here."""

    def walk(resolver: URLResolver, room: str) -> Iterator[tuple[str, URLPattern]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from walk(one, one.app_name or room)
            else:
                yield f"{room}:{one.name}" if room else str(one.name), one

    return {
        name: pattern
        for name, pattern in walk(get_resolver(), "")
        if "GET" in getattr(pattern.callback, "screen_methods", ("GET",)) and name not in NO_PAGES
    }


def screen_of(address: str) -> str:
    """The name of the screen that answers at this address."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def links_of(answer: APIResponse) -> list[str]:
    """Where the links of a page lead, as far as they stay in the product."""
    given = re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', answer.text())
    found = (urldefrag(urljoin(answer.url, html.unescape(one))).url for one in given)
    ours = urljoin(answer.url, "/")
    return [one for one in found if one.startswith(ours) and not re.search("/(static|media)/", one)]


def open_place(page: Page, place: Place) -> None:
    """Open it in the browser, where it must be what the walker came to."""
    answer = page.goto(place.address)
    assert answer, place
    assert answer.status == 200, place
    assert screen_of(page.url) == place.screen, f"{place} became {page.url}"


class Crawl:
    """Follows every link as every walker; then asks for what no link led to."""

    def __init__(self, site, browser: Browser, sign_in, *, script: str = "", **how) -> None:
        self.site = site
        self.found: dict[str, Place] = {}
        self.known: dict[str, set[str]] = defaultdict(set)
        """What stood in the addresses: each parameter with its values."""
        self.pages: dict[str, Page] = {}
        self.contexts: list[BrowserContext] = []
        self._new_context = lambda: browser.new_context(**how)
        self._script = script
        self._sign_in = sign_in

    def _new_page(self) -> Page:
        self.contexts.append(self._new_context())
        if self._script:
            self.contexts[-1].add_init_script(self._script)
        return self.contexts[-1].new_page()

    def close(self) -> None:
        """Everybody goes home."""
        for context in self.contexts:
            context.close()

    def walk(self, starts: dict[str, list[str]]) -> Iterator[tuple[Place, Page]]:
        """Each screen once, with the page of the walker who came to it first, not yet opened.

        `starts` says where a walker begins as well: what no link leads to.
        """
        for who in WALKERS:
            page = self.pages[who] = self._new_page()
            if who:
                self._sign_in(page, who)
                self._show_that_it_is_still_you(page)
            yield from self._follow(who, [*starts.get(who, ()), self.site.address + "/"])
        for name, pattern in screens_with_a_page().items():
            if name not in self.found:
                yield from self._ask(name, pattern)

    def _show_that_it_is_still_you(self, page: Page) -> None:
        page.goto(self.site.address + reverse("mfa_activate_totp"))
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button").first.click()

    def _follow(self, who: str, waiting: list[str]) -> Iterator[tuple[Place, Page]]:
        looked_at: dict[str, set[str]] = defaultdict(set)
        while waiting:
            address = waiting.pop(0)
            screen = screen_of(address)
            most = STATES if OF_MANY_STATES.search(screen) else 1
            if address in looked_at[screen] or len(looked_at[screen]) >= most:
                continue
            if screen in NO_PAGES or screen in ENDS_THE_VISIT or not screen:
                continue
            looked_at[screen].add(address)
            is_new = screen not in self.found
            answer = self._open(who, screen, address)
            if answer.is_page:
                waiting += answer.links
                if is_new:
                    yield self.found[screen], self.pages[who]

    def _open(self, who: str, screen: str, address: str) -> Answer:
        got = self.pages[who].context.request.get(address)
        answer = Answer(got.status, got.status == 200 and screen_of(got.url) == screen, [])
        if answer.is_page:
            answer.links.extend(links_of(got))
            self.found.setdefault(screen, Place(screen, address, who))
            for one in (address, *answer.links):
                if screen_of(one):
                    for parameter, value in resolve(urlsplit(one).path).kwargs.items():
                        self.known[parameter].add(str(value))
        return answer

    def _ask(self, name: str, pattern: URLPattern) -> Iterator[tuple[Place, Page]]:
        parameters = list(pattern.pattern.regex.groupindex)
        values = [[one] for one in sorted(self.known[parameters[0]])] if parameters else [[]]
        for who in WALKERS:
            for value in values:
                try:
                    address = self.site.address + reverse(name, args=value)
                except NoReverseMatch:
                    continue
                answer = self._open(who, name, address)
                if answer.is_page:
                    yield self.found[name], self.pages[who]
                    return
                if answer.status == 403:  # asked before anything is looked up: as for all others
                    break
