"""The Chromium of the operating system, which browser tests and pictures drive.

Standard library only: the front door looks for it before the tests begin.
"""

from __future__ import annotations

import shutil

from tools.environment import SetupFailed, install_system_package

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# No sandbox: tests run as root in containers, on pages of our own. The rest keeps the browser
# from calling home, which a closed network would refuse a hundred times a run.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """Return the path of a Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> str:
    """Return the path of a Chromium, installing it when we may; a missing one is an error."""
    if find() is None:
        install_system_package("chromium", why="The browser tests need Chromium")
    path = find()
    if path is None:
        raise SetupFailed("Chromium was installed but is not on the path")
    return path
