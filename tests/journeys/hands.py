"""Hands on a keyboard: no mouse, no script. What Tab does not come to cannot be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import PASSWORD

MOST_PRESSES = 300
HAS_FOCUS = "one => one === document.activeElement"
# Tab comes to one of a group of radio buttons; the arrows lead to the others.
IN_GROUP = """one => one === document.activeElement || (one.type === "radio"
    && one.name === document.activeElement.name && one.form === document.activeElement.form)"""


class Hands:
    """Whoever works with the keyboard alone, on pages without scripts."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = home

    def open(self, path: str) -> None:
        """Type an address."""
        answer = self.page.goto(self.home + path)
        assert answer, path
        assert answer.status == 200, f"{answer.status} at {path}"

    def see(self, words: str | re.Pattern[str]) -> None:
        """The page says so."""
        expect(self.page.locator("main").get_by_text(words).first).to_be_visible()

    def sign_in(self, name: str) -> None:
        """On the sign-in page."""
        self.write("Name or mail", name)
        self.write("Password", PASSWORD)
        self.press("Sign in")

    # --- where the focus goes --------------------------------------------------------------

    def _tab_to(self, one: Locator, reached: str = HAS_FOCUS) -> None:
        assert one.count() == 1, f"{one.count()} of {one} on {self.page.url}"
        target = one.element_handle()
        for _ in range(MOST_PRESSES):
            if target.evaluate(reached):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not come to {one} on {self.page.url}")

    def _named(self, role, name: str | re.Pattern[str]) -> Locator:
        everywhere = self.page.get_by_role(role, name=name, exact=isinstance(name, str))
        inside = self.page.locator("main").get_by_role(role, name=name, exact=isinstance(name, str))
        return inside.first if inside.count() else everywhere.first

    def _labelled(self, label: str) -> Locator:
        named = self.page.get_by_label(label, exact=True)
        return named.and_(self.page.locator("input, select, textarea")).first

    # --- what they press -------------------------------------------------------------------

    def follow(self, name: str | re.Pattern[str]) -> None:
        """A link, with Enter."""
        self._enter(self._named("link", name))

    def press(self, name: str | re.Pattern[str]) -> None:
        """A button that sends its form, with Enter."""
        self._enter(self._named("button", name))

    def jump(self, name: str) -> None:
        """A link within the page."""
        self._tab_to(self._named("link", name))
        self.page.keyboard.press("Enter")

    def save(self, name: str | re.Pattern[str] = "Save") -> None:
        """A button that sends its form, and nothing is refused."""
        self.press(name)
        refused = self.page.locator(".cw-errors")
        assert not refused.count(), f"{refused.inner_text()} on {self.page.url}"

    def _enter(self, one: Locator) -> None:
        self._tab_to(one)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def unfold(self, words: str | re.Pattern[str]) -> None:
        """What is folded away opens with Space."""
        summary = self.page.locator("summary").filter(has_text=words).first
        self._tab_to(summary)
        self.page.keyboard.press("Space")
        assert summary.evaluate("one => one.parentElement.open")

    def write(self, label: str, words: str) -> None:
        """Words into a field, in place of what stands there."""
        self.write_in(self._labelled(label), words)

    def write_in(self, field: Locator, words: str) -> None:
        """The same, where a label alone does not say which field."""
        self._tab_to(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)

    def choose(self, label: str, option: str) -> None:
        """Of a list, by its first letters."""
        field = self._labelled(label)
        self._tab_to(field)
        self.page.keyboard.type(option)
        expect(field.locator("option:checked")).to_have_text(re.compile("^" + re.escape(option)))

    def day(self, label: str, day: date) -> None:
        """Month, day and year, as the browser asks for them."""
        self.day_in(self._labelled(label), day)

    def day_in(self, field: Locator, day: date) -> None:
        """The same, where a label alone does not say which field."""
        self._tab_to(field)
        self.page.keyboard.type(day.strftime("%m%d%Y"))
        expect(field).to_have_value(day.isoformat())

    def time_in(self, field: Locator, hour: int, minute: int) -> None:
        """Hours, minutes, morning or afternoon."""
        self._tab_to(field)
        self.page.keyboard.type(f"{hour % 12 or 12:02}{minute:02}{'PM' if hour > 11 else 'AM'}")
        expect(field).to_have_value(f"{hour:02}:{minute:02}")

    def tick(self, name: str | re.Pattern[str], *, among: str = "") -> None:
        """A tick box with Space, one of several with the arrows."""
        scope = self.page.get_by_role("group", name=among).first if among else self.page
        exact = isinstance(name, str)
        boxes = scope.get_by_role("checkbox", name=name, exact=exact)
        one = scope.get_by_role("radio", name=name, exact=exact).or_(boxes).first
        self._tab_to(one, IN_GROUP)
        for _ in range(MOST_PRESSES):
            if one.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("ArrowDown")
        if not one.is_checked():
            self.page.keyboard.press("Space")
        expect(one).to_be_checked()

    def give(self, label: str, *, name: str, content: bytes) -> None:
        """A file. The window in which it is chosen is the browser's own."""
        field = self._labelled(label)
        self._tab_to(field)
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        field.set_input_files(file)

    def search(self, words: str) -> None:
        """The search box of every page sends itself with Enter."""
        field = self.page.get_by_role("search").get_by_label("Find a person")
        self.write_in(field, words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@contextmanager
def hands_of(browser: Browser, site, name: str, *, to: str = "/") -> Iterator[Hands]:
    """`with hands_of(browser, site, "dana") as dana:` has signed in, by keyboard as well."""
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    context.set_default_timeout(15_000)
    hands = Hands(context.new_page(), site.address)
    try:
        hands.open(f"/accounts/login/?next={to}")
        hands.sign_in(name)
        assert "/accounts/login" not in hands.page.url
        yield hands
    finally:
        context.close()
