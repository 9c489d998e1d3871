"""Test databases: one migrated template for each state of the source, copied in a blink.

Migrating takes many seconds and copying a fraction of one, so the template is migrated once,
by the owner's role as in production, and every test process works on its own copy.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

from tools import databases, sources
from tools.environment import ROOT, variables

TEMPLATE_PREFIX = "casework_template_"
CLONE_PREFIX = "casework_clone_"
# One process at a time builds or tidies; this also makes xdist's workers share one build.
BUILD_LOCK = 7_226_002
# Advisory locks of this class say: a test session still copies from that template.
IN_USE_LOCK = 7_226_003


class TemplateFailed(Exception):
    """The migrations do not run; the message is what they said."""


@dataclass(frozen=True)
class Clone:
    """One copy of the template, and how each role reaches it."""

    superuser_url: str
    name: str

    def url(self, role: str = databases.APP, *, acts_as: str | None = None) -> str:
        """Return the address for `role`."""
        return databases.url_for(self.superuser_url, role=role, database=self.name, acts_as=acts_as)

    def variables(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment of a real process that works on this copy."""
        return variables(
            {
                "DATABASE_URL": self.url(),
                "CASEWORK_OWNER_DATABASE_URL": self.url(databases.MIGRATE, acts_as=databases.OWNER),
                **(more or {}),
            }
        )


class Clones:
    """The copies of one test process; all of them go when it closes."""

    def __init__(self, superuser_url: str, worker: str) -> None:
        self.superuser_url = superuser_url
        self.template = TEMPLATE_PREFIX + sources.schema()
        self._prefix = f"{CLONE_PREFIX}{os.getpid()}_{worker}_"
        self._made: set[str] = set()
        self._connection = databases.connect(superuser_url)
        self._prepare()

    def make(self, name: str) -> Clone:
        """Copy the template under a name of this process; an older copy of that name goes."""
        full = self._prefix + re.sub(r"[^a-z0-9]+", "_", name.lower())[:24]
        databases.drop_database(self.superuser_url, full)
        databases.create_database(self.superuser_url, full, template=self.template)
        self._made.add(full)
        return Clone(self.superuser_url, full)

    def close(self) -> None:
        """Drop every copy and let go of the template."""
        for name in sorted(self._made):
            databases.drop_database(self.superuser_url, name)
        self._made.clear()
        self._connection.close()

    def _prepare(self) -> None:
        """Build the template if it is missing, mark it used, and drop what nobody uses."""
        self._connection.execute("SELECT pg_advisory_lock(%s)", [BUILD_LOCK])
        try:
            databases.prepare_roles(self.superuser_url, tests=True)
            if not self._is_complete():
                self._build()
            used = [IN_USE_LOCK, _key(self.template)]
            self._connection.execute("SELECT pg_advisory_lock_shared(%s, %s)", used)
            self._tidy()
        finally:
            self._connection.execute("SELECT pg_advisory_unlock(%s)", [BUILD_LOCK])

    def _is_complete(self) -> bool:
        """Say whether the template is there and its building was not cut short."""
        found = self._connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [self.template],
        ).fetchone()
        return found is not None and found[0] == "complete"

    def _build(self) -> None:
        databases.drop_database(self.superuser_url, self.template)
        databases.create_database(self.superuser_url, self.template)
        done = subprocess.run(
            [sys.executable, "-m", "casework.config.cli", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=Clone(self.superuser_url, self.template).variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            databases.drop_database(self.superuser_url, self.template)
            raise TemplateFailed(done.stdout.decode(errors="replace"))
        name = sql.Identifier(self.template)
        # Copying needs a template to which nobody is connected; so nobody can be.
        self._connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        self._connection.execute(sql.SQL("COMMENT ON DATABASE {} IS 'complete'").format(name))

    def _tidy(self) -> None:
        """Drop templates of other states of the source and the copies of dead processes."""
        names = self._connection.execute("SELECT datname FROM pg_database").fetchall()
        for (name,) in names:
            if name.startswith(CLONE_PREFIX) and not _is_alive(name):
                self._try_to_drop(name, force=False)
            if name.startswith(TEMPLATE_PREFIX) and name != self.template:
                lock = [IN_USE_LOCK, _key(name)]
                free = self._connection.execute("SELECT pg_try_advisory_lock(%s, %s)", lock)
                if free.fetchone() == (True,):
                    self._try_to_drop(name, force=True)
                    self._connection.execute("SELECT pg_advisory_unlock(%s, %s)", lock)

    def _try_to_drop(self, name: str, *, force: bool) -> None:
        command = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
        try:
            self._connection.execute(command + sql.SQL(" WITH (FORCE)") if force else command)
        except psycopg.errors.ObjectInUse:
            return


def _key(name: str) -> int:
    """Return the advisory lock's number for a template, as PostgreSQL's signed int."""
    return zlib.crc32(name.encode()) - 2**31


def _is_alive(clone: str) -> bool:
    """Say whether the process that made the copy still runs."""
    try:
        os.kill(int(clone.removeprefix(CLONE_PREFIX).split("_")[0]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
