"""Somebody whose name is mistyped is found; `python3 dev.py bench search` measures it whole."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.bench import _names, search
from tools.environment import ROOT

PEOPLE, SLIPS = 3_000, 180


@pytest.fixture(scope="module")
def turns(cloned_database):
    """What the measurement says of a small agency in which many share the common names."""
    clone = cloned_database("search")
    command = [sys.executable, "-m", "casework.config.cli", *search.seeding()]
    seeded = subprocess.run(
        command, cwd=ROOT, env=clone.variables(), capture_output=True, text=True, check=False
    )
    assert seeded.returncode == 0, seeded.stderr
    search.fill(clone, _names.people(PEOPLE, search.SEED, crowded=True))
    done = subprocess.run(
        [
            sys.executable, "-m", "tests.bench._searching", "--people", str(PEOPLE),
            "--slips", str(SLIPS), "--seed", "7", "--crowded",
        ],
        cwd=ROOT, env=clone.variables({"BENCH_READS": clone.url("postgres")}),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


def test_a_mistyped_name_finds_with_the_birth_year_and_without(turns):
    for turn, kinds in turns["turns"].items():
        assert kinds["all"]["strict"] >= 0.96, (turn, kinds["all"], turns["missed"])


def test_every_kind_of_slip_was_tried(turns):
    for kinds in turns["turns"].values():
        assert set(_names.KINDS) <= set(kinds)
        assert sum(kinds[kind]["number"] for kind in _names.KINDS) == SLIPS
