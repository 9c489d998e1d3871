"""Every check in its order, each timed, with one summary at the end.

Standard library only.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.environment import PYTHON, ROOT

PYTHON_CODE = ("src", "tests", "tools", "conftest.py", "dev.py")


@dataclass(frozen=True)
class Step:
    """One check: its name, and the module with its arguments that performs it."""

    name: str
    arguments: Sequence[str]
    shows_output: bool = False
    # Its own environment instead of everybody's; or why it cannot be taken on this machine.
    variables: Mapping[str, str] | None = None
    skipped: str = ""


CHECKS = [
    Step("ruff check", ["ruff", "check", *PYTHON_CODE]),
    Step("ruff format", ["ruff", "format", "--check", *PYTHON_CODE]),
    Step("djlint", ["djlint", "src", "--lint", "--quiet"]),
    Step("mypy", ["mypy"]),
    Step("imports", ["tools.imports"]),
    Step("migrations", ["django", "makemigrations", "--check", "--dry-run"]),
]
SHARED_OUT = ("-n", "2", "--dist", "loadfile")
TESTS = Step("pytest", ["pytest", *SHARED_OUT], shows_output=True)
# What rests on the database itself, once more on the oldest PostgreSQL that we promise.
OLDEST_POSTGRES = 15
OLDEST = Step(
    f"PostgreSQL {OLDEST_POSTGRES}",
    ["pytest", *SHARED_OUT, "-m", "oldest_postgres", "-q"],
    shows_output=True,
)
FIXES = [
    Step("ruff check", ["ruff", "check", "--fix", "--exit-zero", "--quiet", *PYTHON_CODE]),
    Step("ruff format", ["ruff", "format", "--quiet", *PYTHON_CODE]),
]


def run(steps: Sequence[Step], variables: Mapping[str, str]) -> int:
    """Run all the steps, also after one has failed; return 0 only when each succeeded."""
    taken = [step for step in steps if not step.skipped]
    results = [(step, *_run(step, step.variables or variables)) for step in taken]
    failed = [step.name for step, code, _ in results if code]
    print("\n" + "-" * 40)
    for step, code, seconds in results:
        print(f"{'FAILED' if code else 'ok':8}{step.name:24}{seconds:6.1f} s")
    for step in steps:
        if step.skipped:
            print(f"SKIPPED {step.name}: {step.skipped}")
    print("-" * 40)
    print(f"Failed: {', '.join(failed)}" if failed else "All is well.", flush=True)
    return 1 if failed else 0


def _run(step: Step, variables: Mapping[str, str]) -> tuple[int, float]:
    """Run one step; a quiet one speaks only when it fails."""
    began = time.monotonic()
    print(f"{step.name} ...", flush=True)
    done = subprocess.run(
        [str(PYTHON), "-m", *step.arguments],
        cwd=ROOT,
        env=dict(variables),
        stdin=subprocess.DEVNULL,
        stdout=None if step.shows_output else subprocess.PIPE,
        stderr=None if step.shows_output else subprocess.STDOUT,
        check=False,
    )
    if done.returncode and done.stdout:
        sys.stdout.write(done.stdout.decode(errors="replace"))
    return done.returncode, time.monotonic() - began
