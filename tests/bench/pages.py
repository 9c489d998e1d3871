"""What each main page costs: `python3 dev.py bench pages [--people 100000]`.

Ratios within one run count; bare numbers depend on the machine and on who else uses it. R is the
same question in raw SQL over bare tables, F the page of a bare Django application over them, both
read from the shared folder where it is there. "Without" is the same request on a copy of the
database without row security and triggers.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import _agencies
from tools import databases
from tools.clones import Clone
from tools.environment import DEV, ROOT, variables

# Page: raw SQL that answers the same, page of the floor application that does.
COMPARED = {
    "my people, about 20": ("caseload_20", "caseload"),
    "record overview": ("record_4_queries", "record"),
    "timeline": ("record_4_queries", "record"),
    "search": ("find_prefix", ""),
    "search misspelt": ("find_phonetic_ranked", ""),
    "save a contact": ("note_commit_on", "note"),
    "my team": ("board_100", ""),
}
BARED = ("record overview", "save a contact")
PASSES = 2


def shared() -> Path | None:
    """The folder of the limits, or None, said aloud."""
    place = Path(os.environ.get("CASEWORK_SHARED", ROOT.parent / "shared")) / "bench"
    if place.exists():
        return place
    print(f"SKIPPED: the comparison with raw SQL and the floor, for want of {place}", flush=True)
    return None


def _measured(clone: Clone, *words: str) -> dict[str, Any]:
    own = clone.variables(
        {
            "CASEWORK_SECOND_FACTOR": "offered",
            "CASEWORK_ALLOWED_HOSTS": "127.0.0.1",
            "CASEWORK_DATABASE_POOL": "2",
            "CASEWORK_LOG_LEVEL": "error",
            "BENCH_READS": clone.url("postgres"),
        }
    )
    return _json(["-m", "tests.bench._measuring", "--password", _agencies.PASSWORD, *words], own)


def _json(words: list[str], own: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=own, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        sys.exit(f"this failed: {' '.join(words[:2])}")
    found: dict[str, Any] = json.loads(done.stdout.decode().strip().splitlines()[-1])
    return found


# --- the limits --------------------------------------------------------------------------


def _limits_database(place: Path, people: int, workers: int) -> str:
    """Build the bare tables of the shared folder, in a database of their own."""
    url, name = _agencies.superuser(), f"casework_limits_{people}"
    # Notes are saved into it: each run begins with a fresh one.
    databases.drop_database(url, name)
    databases.create_database(url, name, owner="postgres")
    values = {"n": people, "staff": workers, "contacts": _agencies.CONTACTS, "s": "bare"}
    with databases.connect(url, name) as connection:
        for extension in ("pg_trgm", "btree_gin", "fuzzystrmatch"):
            connection.execute(f"create extension {extension} schema public")
        for script in ("synth.sql", "limits_schema.sql"):
            text = "\n".join(
                line
                for line in (place / script).read_text().splitlines()
                if not line.startswith("\\")
            )
            text = re.sub(
                r"(?<!:):(n|staff|contacts|s)\b", lambda found: str(values[found[1]]), text
            )
            # Several statements go as one; only this one must stand alone.
            connection.execute(text.replace("vacuum analyze;", ""))
        connection.execute(
            "select setval(pg_get_serial_sequence('bare.contact', 'id'), max(id)) from bare.contact"
        )
        connection.execute("vacuum analyze")
    return name


def _raw(place: Path, name: str, people: int, workers: int) -> dict[str, Any]:
    """CPU of the backend for each raw query, in ms."""
    out = DEV / "bench" / "raw.jsonl"
    out.unlink(missing_ok=True)
    url = databases.url_for(_agencies.superuser(), role="postgres", database=name)
    subprocess.run(
        [
            sys.executable, str(place / "limits_sql.py"), "--dsn", url, "--schema", "bare",
            "--n", str(people), "--staff", str(workers), "--reps", "150", "--out", str(out),
        ],
        check=True, env=variables(), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    found = json.loads(out.read_text())
    return {key: one["cpu_us"] / 1000 for key, one in found.items() if isinstance(one, dict)}


def _floor(place: Path, name: str, people: int, workers: int) -> dict[str, Any]:
    parts = databases.parameters(_agencies.superuser())
    own = variables(
        {
            "DBMODE": "persist", "MW": "full", "DBNAME": name, "DBUSER": "postgres",
            "DBHOST": parts["HOST"], "DBPORT": parts["PORT"], "SCHEMA": "bare",
            "N": str(people), "STAFF": str(workers),
        }
    )  # fmt: skip
    return {
        page: one["cpu_ms"]
        for page, one in _json(["-m", "tests.bench._floor", str(place)], own).items()
    }


# --- the table ---------------------------------------------------------------------------


def _joined(passes: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of the passes, figure by figure."""
    joined: dict[str, Any] = {}
    for page in passes[0]:
        if any("missing" in one[page] for one in passes):
            joined[page] = next(one[page] for one in passes if "missing" in one[page])
            continue
        joined[page] = {
            figure: statistics.median(one[page][figure] for one in passes)
            for figure in passes[0][page]
        }
    return joined


def _show(page: str, one: dict[str, Any]) -> str:
    if "missing" in one:
        return f"{page:20} MISSING: {one['missing']}"
    ratios = "".join(
        f"  {label} {one[key]:6.1f}" if key in one else f"  {label}      -"
        for key, label in (("x_raw", "xR"), ("x_floor", "xF"), ("x_without", "x without"))
    )
    return (
        f"{page:20} {one['queries']:4.0f} queries  SQL {one['sql_ms']:6.1f} ms"
        f"  app {one['app_cpu_ms']:6.1f}  PG {one['pg_cpu_ms']:5.1f}  CPU {one['cpu_ms']:6.1f} ms"
        f"  p50 {one['p50_ms']:6.1f}  p95 {one['p95_ms']:6.1f}{ratios}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--repeats", type=int, default=40)
    given = parser.parse_args()
    workers = given.workers or max(2, given.people // 50)
    (DEV / "bench").mkdir(parents=True, exist_ok=True)
    clone = _agencies.seeded(given.people, workers)
    # Saving adds rows: each run works on a copy, so that the next one measures the same.
    scratch = _agencies.plain_copy(clone)
    bare = _agencies.bare_copy(clone)
    place = shared()
    raws: list[dict[str, Any]] = []
    floors: list[dict[str, Any]] = []
    ours, without = [], []
    limits = _limits_database(place, given.people, workers) if place else ""
    repeats = ["--repeats", str(given.repeats)]
    try:
        for _pass in range(PASSES):
            ours.append(_measured(scratch, *repeats))
            without.append(_measured(bare, *repeats, "--steps", *BARED))
            if place:
                floors.append(_floor(place, limits, given.people, workers))
                raws.append(_raw(place, limits, given.people, workers))
    finally:
        _agencies.drop(scratch)
        _agencies.drop(bare)
    found = _joined(ours)
    plain = _joined(without)
    for page, one in found.items():
        if "missing" in one:
            continue
        raw, floor = COMPARED.get(page, ("", ""))
        if raws and raw:
            one["raw_cpu_ms"] = statistics.median(run[raw] for run in raws)
            one["x_raw"] = one["cpu_ms"] / one["raw_cpu_ms"]
        if floors and floor:
            one["floor_cpu_ms"] = statistics.median(run[floor] for run in floors)
            one["x_floor"] = one["cpu_ms"] / one["floor_cpu_ms"]
        if page in plain and "missing" not in plain[page]:
            one["without_cpu_ms"] = plain[page]["cpu_ms"]
            one["x_without"] = one["cpu_ms"] / one["without_cpu_ms"]
    print(f"\n{given.people} people, {workers} workers, seed {_agencies.SEED}, {_agencies.ON}")
    for page, one in found.items():
        print(_show(page, one))
    load = os.getloadavg()[0]
    print(f"load of the machine at the end: {load:.1f} on {os.cpu_count()} cores")
    path = DEV / "bench" / f"pages-{given.people}.json"
    path.write_text(
        json.dumps(
            {
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "people": given.people,
                "workers": workers,
                "seed": _agencies.SEED,
                "load": load,
                "pages": found,
                "floor": floors[-1] if floors else None,
                "raw": raws[-1] if raws else None,
            },
            indent=1,
        )
    )
    print(f"written to {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
