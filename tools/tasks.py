"""What each task of dev.py does. Standard library only."""

from __future__ import annotations

import argparse
import base64
import contextlib
import dataclasses
import os
import subprocess
from collections.abc import Iterator, Sequence

from tools import browser, gate, postgres
from tools.environment import (
    DEV,
    PYTHON,
    ROOT,
    SetupFailed,
    ensure,
    packages,
    variables,
    write_locks,
)
from tools.trial import agency, open_demo, serve

BENCHES = ROOT / "tests" / "bench"
# Not secrets: they sign the sessions of test runs.
TEST_VARIABLES = {
    "CASEWORK_SECRET_KEY": "only-for-tests-" * 5,
    "CASEWORK_FIELD_KEY": base64.b64encode(b"only-for-tests--" * 2).decode(),
    "CASEWORK_DATABASE_POOL": "0",
    "CASEWORK_HTTPS": "no",
}


def demo(given: argparse.Namespace) -> int:
    """Serve the demo agency until Ctrl-C."""
    ensure("runtime")
    return serve(given)


def test(given: Sequence[str] | argparse.Namespace) -> int:
    """Run the gate, or pytest alone on what is named."""
    arguments = [] if isinstance(given, argparse.Namespace) else list(given)
    ensure("dev")
    browser.ensure()
    with _test_variables() as own:
        if arguments:
            return _module(["pytest", *arguments], own)
        with _oldest_postgres() as oldest:
            return gate.run([*gate.CHECKS, gate.TESTS, oldest], own)


def check() -> int:
    """Run the gate without the tests."""
    ensure("dev")
    with _test_variables() as own:
        return gate.run(gate.CHECKS, own)


def fix() -> int:
    """Format everything."""
    ensure("dev")
    return gate.run(gate.FIXES, variables(TEST_VARIABLES))


def lock() -> int:
    """Write the locks anew."""
    write_locks()
    print("Written. `python3 dev.py test` installs and tries them.")
    return 0


def screen(name: str) -> int:
    """Print the files of a screen."""
    ensure("runtime")
    nowhere = {"DATABASE_URL": "postgresql://nobody@/nowhere"}
    return _module(["tools.screens", name], variables({**TEST_VARIABLES, **nowhere}))


def pictures() -> int:
    """Take the documentation's pictures of a demo agency of their own."""
    ensure("dev")
    browser.ensure()
    with agency(DEV / "pg-pictures", people=None, place=None) as own:
        return _module(["tools.pictures"], own)


def bench(name: str | None, rest: Sequence[str]) -> int:
    """Run one measurement of tests/bench on a server that keeps its word to the disk."""
    known = sorted(path.stem for path in BENCHES.glob("[a-z]*.py"))
    if name not in known:
        raise SetupFailed(f"name a measurement of tests/bench: {', '.join(known) or 'none yet'}")
    ensure("dev")
    with _test_variables(durable=True) as own:
        return _module([f"tests.bench.{name}", *rest], own)


def casework(arguments: Sequence[str] | argparse.Namespace) -> int:
    """Run the casework command against the demo's database."""
    words = [] if isinstance(arguments, argparse.Namespace) else list(arguments)
    ensure("runtime")
    with open_demo() as own:
        return _module(["casework.config.cli", *words], own)


@contextlib.contextmanager
def _test_variables(*, durable: bool = False) -> Iterator[dict[str, str]]:
    """Give the environment of the checks, with a server on which they are superuser."""
    superuser = os.environ.get("CASEWORK_TEST_SUPERUSER_URL")
    if superuser:
        yield _prepared(superuser)
        return
    home = DEV / ("pg-bench" if durable else "pg-test")
    with postgres.running(home, durable=durable, packages=packages()) as server:
        yield _prepared(server.url(postgres.SUPERUSER, "postgres"))


@contextlib.contextmanager
def _oldest_postgres() -> Iterator[gate.Step]:
    """Give the step that tries the oldest PostgreSQL, on a server of its own where there is one."""
    version = gate.OLDEST_POSTGRES
    programs = postgres.installed(version)
    if programs is None:
        yield dataclasses.replace(gate.OLDEST, skipped="it is not installed on this machine")
        return
    home = DEV / f"pg-test-{version}"
    with postgres.running(home, durable=False, packages=packages(), programs=programs) as server:
        own = _prepared(server.url(postgres.SUPERUSER, "postgres"))
        yield dataclasses.replace(gate.OLDEST, variables=own)


def _prepared(superuser: str) -> dict[str, str]:
    """Prepare the roles of a test server, and return the environment of what runs on it."""
    # The migration check only looks for migrations that are missing: any database serves.
    own = {"CASEWORK_TEST_SUPERUSER_URL": superuser, "DATABASE_URL": superuser}
    prepared = variables({**TEST_VARIABLES, **own})
    prepared.pop("CASEWORK_OWNER_DATABASE_URL", None)
    if _module(["tools.databases", superuser, "--tests"], prepared):
        raise SetupFailed("the test server's roles cannot be prepared")
    return prepared


def _module(words: Sequence[str], own: dict[str, str]) -> int:
    """Run a module in the environment, at our own terminal."""
    return subprocess.run([str(PYTHON), "-m", *words], cwd=ROOT, env=own, check=False).returncode
