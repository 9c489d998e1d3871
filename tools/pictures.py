"""Take the documentation's pictures from a demo agency that is being served.

`docs/pictures/pictures.json` lists them: name, who signs in, the path, and the width.
Runs inside the virtual environment; dev.py serves the agency.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tools import browser as chromium
from tools.environment import ROOT

PICTURES = ROOT / "docs" / "pictures"
HEIGHT = 900


def wanted() -> list[dict[str, Any]]:
    """Return the list of pictures."""
    path = PICTURES / "pictures.json"
    if not path.exists():
        return []
    return list(json.loads(path.read_text(encoding="utf-8"))["pictures"])


def take(browser: Browser, picture: dict[str, Any], *, address: str, password: str) -> Path:
    """Sign in as the picture's person, open its page and keep what is seen."""
    width = int(picture.get("width", 1360))
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": HEIGHT}, reduced_motion="reduce"
    )
    try:
        page = context.new_page()
        if picture.get("as"):
            page.goto("/")
            page.fill("input[name=login]", picture["as"])
            page.fill("input[name=password]", password)
            page.press("input[name=password]", "Enter")
            page.wait_for_load_state("networkidle")
        answer = page.goto(picture["path"])
        if answer is None or not answer.ok:
            raise RuntimeError(f"{picture['name']}: {picture['path']} did not open")
        page.wait_for_load_state("networkidle")
        target = PICTURES / f"{picture['name']}.png"
        page.screenshot(path=target, full_page=bool(picture.get("whole", False)))
        return target
    finally:
        context.close()


def main() -> int:
    """Take every picture of the list."""
    listed = wanted()
    if not listed:
        print(f"{(PICTURES / 'pictures.json').relative_to(ROOT)} lists no picture.")
        return 2
    address, password = os.environ["CASEWORK_BASE_URL"], os.environ["CASEWORK_DEMO_PASSWORD"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=list(chromium.ARGUMENTS)
        )
        for picture in listed:
            done = take(browser, picture, address=address, password=password)
            print(done.relative_to(ROOT))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
