"""The demo agency: its database, its secrets, its web server. Standard library only."""

from __future__ import annotations

import argparse
import base64
import contextlib
import ctypes
import http.client
import ipaddress
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tools import postgres, sources
from tools.environment import DEV, PYTHON, ROOT, SetupFailed, packages, variables
from tools.placement import PR_SET_PDEATHSIG

HOME = DEV / "pg"
DATABASE = "casework"
DEFAULT_PASSWORD = "casework-demo"
ANSWER_SECONDS = 60
STOP_SECONDS = 20


def serve(given: argparse.Namespace) -> int:
    """Open the demo, seed it once, serve it and stop cleanly on Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, _stop_asked)
    _refuse_taken_port(given.host, given.port)
    own_server = "DATABASE_URL" in os.environ
    if given.fresh:
        if own_server:
            raise SetupFailed("--fresh only throws away the embedded database, not DATABASE_URL's")
        postgres.remove(HOME, packages=packages())
    password = os.environ.get("CASEWORK_DEMO_PASSWORD") or _password(given.host)
    address = f"http://{_shown(given.host)}:{given.port}"
    more = {"CASEWORK_DEMO_PASSWORD": password, "CASEWORK_BASE_URL": address}
    if not _is_loopback(given.host):
        more["CASEWORK_ALLOWED_HOSTS"] = "*" if _is_any(given.host) else given.host
    with open_demo(more) as own:
        _prepare(own, given.people, given.place)
        command = ["serve", "--host", given.host, "--port", str(given.port)]
        with _child(_casework(command), own) as server:
            _wait_until_it_answers(server, given.host, given.port)
            print(f"\nCasework answers at {address}/")
            print(f"Everybody's password: {password}")
            print("Stop it with Ctrl-C; the data stays until you start with --fresh.", flush=True)
            with contextlib.suppress(KeyboardInterrupt):
                return server.wait()
            return 0


@contextlib.contextmanager
def open_demo(more: dict[str, str] | None = None, *, home: Path = HOME) -> Iterator[dict[str, str]]:
    """Give the environment in which the demo's commands run; its database is there and runs."""
    given = [name for name in ("DATABASE_URL", "CASEWORK_OWNER_DATABASE_URL") if name in os.environ]
    if len(given) == 1:
        raise SetupFailed("set both DATABASE_URL and CASEWORK_OWNER_DATABASE_URL, or neither")
    if given:
        yield variables({**_settings(), **(more or {})})
        return
    with postgres.running(home, durable=True, packages=packages()) as server:
        superuser = server.url(postgres.SUPERUSER, "postgres")
        migrate = server.url("casework_migrate", DATABASE, acts_as="casework_owner")
        urls = {
            "DATABASE_URL": server.url("casework_app", DATABASE),
            "CASEWORK_OWNER_DATABASE_URL": migrate,
        }
        own = variables({**_settings(), **urls, **(more or {})})
        if _said(["-m", "tools.databases", superuser, DATABASE], own) == "created":
            _ready(home).unlink(missing_ok=True)
        yield own


@contextlib.contextmanager
def agency(home: Path, *, people: int | None, place: str | None) -> Iterator[dict[str, str]]:
    """Give a served demo agency of its own, apart from the demo that somebody may be using."""
    with open_demo({"CASEWORK_DEMO_PASSWORD": DEFAULT_PASSWORD}, home=home) as own:
        _prepare(own, people, place, home=home)
        with serving(own) as address:
            yield {**own, "CASEWORK_BASE_URL": address}


@contextlib.contextmanager
def serving(own: dict[str, str]) -> Iterator[str]:
    """Run the production server on a free port of this machine; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = _casework(["serve", "--host", "127.0.0.1", "--port", str(port)])
    with _child(command, {**own, "CASEWORK_BASE_URL": address}) as server:
        _wait_until_it_answers(server, "127.0.0.1", port)
        yield address


# --- the data ---------------------------------------------------------------------------


def _prepare(
    own: dict[str, str], people: int | None, place: str | None, *, home: Path = HOME
) -> None:
    """Migrate and collect where the source is new; seed the cast (the command does it once)."""
    ready = _ready(home)
    now = f"{sources.everything()} {own['DATABASE_URL']}"
    if not ready.exists() or ready.read_text() != now:
        _must(_casework(["migrate", "--verbosity", "0"]), own)
        _must(_casework(["collectstatic", "--noinput", "--verbosity", "0"]), own)
        ready.parent.mkdir(parents=True, exist_ok=True)
        ready.write_text(now)
    wanted = [] if people is None else ["--people", str(people)]
    wanted += [] if place is None else ["--place", place]
    _must(_casework(["demo", *wanted]), own)


def _ready(home: Path) -> Path:
    """Name the file that says for which source the database and the static files are ready."""
    return home / "ready-for"


def _settings() -> dict[str, str]:
    """Return the demo's settings; its secrets are made once and kept from other users."""
    kept = DEV / "demo-secrets.json"
    if not kept.exists():
        made = {
            "CASEWORK_SECRET_KEY": secrets.token_urlsafe(60),
            "CASEWORK_FIELD_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        with open(kept, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            json.dump(made, file)
    own = json.loads(kept.read_text())
    own |= {
        "CASEWORK_DEMO": "yes",
        "CASEWORK_HTTPS": "no",
        "CASEWORK_SECOND_FACTOR": "offered",
        "CASEWORK_STATIC_ROOT": str(DEV / "static"),
        "CASEWORK_MAIL_URL": f"file://{DEV / 'mail'}",
        "CASEWORK_WEB_WORKERS": "1",
        "CASEWORK_WEB_THREADS": "8",
    }
    # What the person at the keyboard sets wins over what the demo would choose.
    return {name: os.environ.get(name, value) for name, value in own.items()}


def _casework(words: Sequence[str]) -> list[str]:
    return ["-m", "casework.config.cli", *words]


def _said(words: Sequence[str], own: dict[str, str]) -> str:
    """Run a step of the preparation and return what it printed."""
    command = [str(PYTHON), *words]
    done = subprocess.run(
        command, cwd=ROOT, env=own, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        raise SetupFailed(f"this step failed: {' '.join(words[1:2])}")
    return done.stdout.decode().strip()


def _must(words: Sequence[str], own: dict[str, str]) -> None:
    """Run a step of the preparation; when it fails, stop."""
    command = [str(PYTHON), *words]
    done = subprocess.run(command, cwd=ROOT, env=own, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SetupFailed(f"this step failed: {' '.join(words[1:4])}")


# --- the address ------------------------------------------------------------------------


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def _is_any(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_unspecified
    return False


def _password(host: str) -> str:
    """Return the password everybody knows, or one of its own where others can reach the demo."""
    return DEFAULT_PASSWORD if _is_loopback(host) else secrets.token_urlsafe(12)


def _shown(host: str) -> str:
    """Return the host as it stands in an address somebody can type."""
    if _is_any(host):
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _refuse_taken_port(host: str, port: int) -> None:
    """Find out before the minute of installing, not after it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise SetupFailed(
                f"cannot serve on {host}:{port} ({problem.strerror}); choose with --port"
            ) from problem


# --- the web server ---------------------------------------------------------------------


@contextlib.contextmanager
def _child(words: Sequence[str], own: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run the web server; whatever ends us ends it, and it may finish its answers."""
    prctl: Callable[[int, int], int] | None = getattr(ctypes.CDLL(None), "prctl", None)
    child = subprocess.Popen(
        [str(PYTHON), *words],
        cwd=ROOT,
        env=own,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches us alone; we pass it on once
        preexec_fn=(lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM)) if prctl else None,
    )
    try:
        yield child
    finally:
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _wait_until_it_answers(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Return when /healthz answers; stop when the server ended or is silent too long."""
    reached = "127.0.0.1" if host == "0.0.0.0" else "::1" if host == "::" else host
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SetupFailed("the web server ended before it answered")
        asking = http.client.HTTPConnection(reached, port, timeout=5)
        try:
            asking.request("GET", "/healthz")
            if asking.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            asking.close()
        time.sleep(0.1)
    raise SetupFailed(f"the web server did not answer on {host}:{port}")


def _stop_asked(*_: object) -> None:
    raise KeyboardInterrupt
