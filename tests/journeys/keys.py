"""One page by the keyboard alone: what the Tab key comes to, and what one sees of it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

WATCH = Path(__file__).with_name("keyboard.js").read_text(encoding="utf-8")
# Runs before every page: which elements listen to a mouse.
LISTEN = """
(() => {
  window.cwHeard = new WeakMap();
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (kind, ...rest) {
    if (this instanceof Element) {
      if (!window.cwHeard.has(this)) window.cwHeard.set(this, new Set());
      window.cwHeard.get(this).add(kind);
    }
    return add.call(this, kind, ...rest);
  };
})();
"""
# A page longer than this many presses would be a fault of its own.
MOST_PRESSES = 600
# A narrow phone, and a desk's screen made four times as large.
SMALL = ((320, 640), (320, 256))


def faults_by_keyboard(page: Page, *, both_ways: bool) -> list[str]:
    """Walk over the whole page with Tab, and back if asked; return what a worker would miss."""
    page.evaluate(WATCH)
    found = []
    page.evaluate("cwKeys.begin()")
    page.keyboard.press("Tab")
    if page.locator("nav").count():
        page.keyboard.press("Enter")
        if not page.evaluate("document.activeElement === document.querySelector('main')"):
            found.append("the first stop does not lead over the navigation")
    for key in ("Tab", "Shift+Tab") if both_ways else ("Tab",):
        page.evaluate("cwKeys.start()")
        _press_until_round(page, key)
        found += [f"{key} {one}" for one in page.evaluate("cwKeys.faults", key == "Tab")]
    return [*found, *page.evaluate("cwKeys.standing()")]


def _press_until_round(page: Page, key: str) -> None:
    for _ in range(MOST_PRESSES // 10):
        for _ in range(10):
            page.keyboard.press(key)
        if page.evaluate("cwKeys.isOver()"):
            return


def faults_when_small(page: Page) -> list[str]:
    """Each control gets the focus, from the last to the first: nothing lies over it."""
    found = []
    for width, height in SMALL:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} × {height}: {one}" for one in page.evaluate("cwKeys.upwards()")]
    return found
