"""Journeys walk the demo agency on the real server, in a real browser."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "casework-demo"
SETTINGS = {
    "CASEWORK_DEMO": "yes",
    "CASEWORK_DEMO_PASSWORD": PASSWORD,
    "CASEWORK_SECOND_FACTOR": "offered",
    "CASEWORK_DATABASE_POOL": "4",
    "CASEWORK_WEB_WORKERS": "1",
    "CASEWORK_WEB_THREADS": "8",
}


class Site:
    """A server process on a database of its own. It can be killed and started again."""

    def __init__(self, variables: dict[str, str]) -> None:
        self.variables = variables
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *words: str) -> str:
        """One casework command on this site's database."""
        done = subprocess.run(
            [sys.executable, "-m", "casework.config.cli", *words],
            cwd=ROOT,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-3000:]
        return done.stdout.decode()

    def start(self) -> None:
        """Serve, and wait until it answers."""
        words = ["serve", "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "casework.config.cli", *words],
            cwd=ROOT,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None, "the server ended while starting"
            assert time.monotonic() < deadline, "the server does not answer"

    def _answers(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        select_wait(0.05)
        return False

    def kill(self) -> None:
        """As the power does: at once, with everything that runs in it."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def select_wait(seconds: float) -> None:
    """Give the other process the processor between two looks at its door."""
    import select

    select.select([], [], [], seconds)


@contextlib.contextmanager
def served(clone) -> Iterator[Site]:
    """The demo agency in this database, served."""
    made = Site(clone.variables(SETTINGS))
    made.run("demo", "--people", "12")
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="session")
def site(cloned_database) -> Iterator[Site]:
    """The demo agency, served. Journeys share it and use different people of the cast."""
    with served(cloned_database("journeys")) as made:
        yield made


@pytest.fixture(scope="module")
def walked(cloned_database, request) -> Iterator[Site]:
    """A demo agency for one walk through every page: a walk leaves nothing as it was."""
    with served(cloned_database(request.module.__name__.rpartition(".")[2])) as made:
        yield made


@pytest.fixture(scope="session")
def sign_in(site):
    """`sign_in(page, "dana")` ends on My day."""
    return signing_in(site)


def signing_in(site: Site):
    """As `sign_in`, on a site of one's own."""

    def signed_in(page, name: str, *, to: str = "/"):
        page.goto(f"{site.address}/accounts/login/?next={to}")
        page.get_by_label("Name or mail").fill(name)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    return signed_in
