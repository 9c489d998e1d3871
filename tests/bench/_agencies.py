"""Seeded databases for measuring, built once for each state of the source and kept."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

from tools import databases, sources
from tools.clones import Clone
from tools.environment import ROOT

SEED = 1
ON = "2026-11-20"
CONTACTS = 20
PASSWORD = "bench-bench-bench"
PREFIX = "casework_bench_"


def superuser() -> str:
    """The server of `dev.py bench`."""
    url = os.environ.get("CASEWORK_TEST_SUPERUSER_URL")
    if not url:
        sys.exit("no server to measure on: run `python3 dev.py bench NAME`")
    return url


def seeded(people: int, workers: int) -> Clone:
    """A database with that many people; made when it is missing or older than its source."""
    url, name = superuser(), f"{PREFIX}{people}"
    wanted = f"{sources.schema()} {_source_of_seeding()} {people} {workers} {SEED} {ON}"
    clone = Clone(url, name)
    with databases.connect(url) as connection:
        found = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s",
            [name],
        ).fetchone()
    if found and found[0] == wanted:
        return clone
    print(f"building a database of {people} people; this is done once", flush=True)
    databases.drop_database(url, name)
    databases.create_database(url, name)
    casework(clone, "migrate", "--verbosity", "0")
    casework(
        clone, "seed", "--people", str(people), "--workers", str(workers),
        "--contacts-per-person", str(CONTACTS), "--seed", str(SEED), "--on", ON,
        "--password", PASSWORD,
    )  # fmt: skip
    remember(url, name, wanted)
    return clone


def plain_copy(of: Clone, name: str = "scratch") -> Clone:
    """A copy to write into."""
    copy = Clone(of.superuser_url, f"{of.name}_{name}")
    databases.drop_database(of.superuser_url, copy.name)
    databases.create_database(of.superuser_url, copy.name, template=of.name)
    return copy


def bare_copy(of: Clone) -> Clone:
    """A copy without policies and without our triggers: what they cost is the difference."""
    name = plain_copy(of, "bare").name
    with databases.connect(of.superuser_url, name) as connection:
        rows = connection.execute(
            "select format('alter table %I disable row level security', relname) from pg_class"
            " where relnamespace = 'public'::regnamespace and relrowsecurity"
            " union all select format('alter table %I no force row level security', relname)"
            " from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity"
            " union all select format('drop trigger %I on %I', t.tgname, c.relname)"
            " from pg_trigger t join pg_class c on c.oid = t.tgrelid"
            " where not t.tgisinternal and t.tgparentid = 0"
            "   and c.relnamespace = 'public'::regnamespace"
            "   and t.tgname <> 'audit_event_hashed'"
        ).fetchall()
        for (statement,) in rows:
            connection.execute(statement)
        connection.execute("alter table audit_event alter hash set default ''")
        connection.execute("drop trigger audit_event_hashed on audit_event")
        connection.execute("vacuum (analyze)")
    return Clone(of.superuser_url, name)


def drop(clone: Clone) -> None:
    """Take a scratch copy away."""
    with contextlib.suppress(Exception):
        databases.drop_database(clone.superuser_url, clone.name)


def casework(clone: Clone, *words: str) -> None:
    """Run a command to its end, and say what it took of the machine."""
    command = [sys.executable, "-m", "casework.config.cli", *words]
    before, began = os.times(), time.monotonic()
    server: dict[int, float] = {}
    with (
        databases.connect(clone.superuser_url) as watching,
        subprocess.Popen(command, cwd=ROOT, env=clone.variables()) as run,
    ):
        while run.poll() is None:
            server |= backends_of(watching, clone.name)
            with contextlib.suppress(subprocess.TimeoutExpired):
                run.wait(0.5)
    if run.returncode:
        sys.exit(f"this failed: casework {words[0]}")
    after = os.times()
    own = after.children_user + after.children_system
    own -= before.children_user + before.children_system
    print(
        f"casework {words[0]}: {time.monotonic() - began:.0f} s, of them CPU:"
        f" application {own:.0f} s, PostgreSQL {sum(server.values()):.0f} s;"
        f" load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
        flush=True,
    )


def backends_of(watching: psycopg.Connection, database: str) -> dict[int, float]:
    """CPU seconds of each process of the server that works on this database."""
    rows = watching.execute(
        "select pid from pg_stat_activity where datname = %s", [database]
    ).fetchall()
    used = {}
    for (pid,) in rows:
        with contextlib.suppress(OSError):
            used[pid] = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return used


def _source_of_seeding() -> str:
    """Changes of the seeding make other people."""
    folder = ROOT / "src/casework/config/seeding"
    return f"{sum(_sum(path) for path in sorted(folder.glob('*.py'))):x}"


def _sum(path: Path) -> int:
    import zlib

    return zlib.crc32(path.read_bytes())


def remember(url: str, name: str, words: str) -> None:
    with databases.connect(url) as connection:
        connection.execute(
            sql.SQL("comment on database {} is {}").format(sql.Identifier(name), sql.Literal(words))
        )
