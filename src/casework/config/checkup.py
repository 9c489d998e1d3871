"""What is missing or unsafe in this installation, as the technician should read it.

Every answer is a sentence that names the thing and what to do. Nothing here changes anything, and
nothing it says speaks of people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.db.migrations import RunSQL
from django.db.migrations.loader import MigrationLoader

from casework.base.accounts import sealing
from casework.base.jobs import health as work
from casework.base.notify.health import why_mail_does_not_go
from casework.config.health import is_migrated
from casework.registry.door import security

OLDEST_SERVER = 150_000
# Minor versions below these let row security be read around (the corrections of May 2026).
SAFE_SERVERS = {15: 18, 16: 14, 17: 10, 18: 4}
# Fewer different characters than this were typed, not drawn.
FEWEST_SIGNS = 12
EXTENSIONS = ("btree_gist", "fuzzystrmatch", "pg_trgm", "unaccent")
# Clocks further apart than this make reminders and sign-in codes go wrong.
CLOCKS_APART = timedelta(seconds=30)
FOR_THE_TECHNICIAN = """\
    create role casework_owner nologin;
    create role casework_migrate login password '...' in role casework_owner;
    create role casework_app login password '...';
    create role casework_bulk login bypassrls password '...';
    grant casework_bulk to casework_migrate;
    create database casework owner casework_owner encoding 'UTF8' template template0;
    revoke all on database casework from public;
    grant connect on database casework to casework_migrate, casework_app, casework_bulk;
    \\connect casework
    alter schema public owner to casework_owner;
    revoke create on schema public from public;
    create extension if not exists btree_gist;
    create extension if not exists fuzzystrmatch;
    create extension if not exists pg_trgm;
    create extension if not exists unaccent;"""


@dataclass(frozen=True)
class Finding:
    """One sentence. `is_wrong`: do not work with real people before it is mended."""

    is_wrong: bool
    says: str


def _wrong(says: str) -> Finding:
    return Finding(is_wrong=True, says=says)


def _note(says: str) -> Finding:
    return Finding(is_wrong=False, says=says)


def findings(now: datetime) -> list[Finding]:
    """All there is to say, in the order in which it is best mended."""
    found = list(_about_settings())
    try:
        return found + list(_about_the_database(now))
    except Error as error:
        reason = " ".join(str(error).split())
        return [
            *found,
            _wrong(
                f"The database does not answer: {reason}\n"
                "    Where it is not made yet, a superuser of the server runs:\n"
                f"{FOR_THE_TECHNICIAN}"
            ),
        ]


def _about_settings() -> Iterator[Finding]:
    if settings.DEBUG:
        yield _wrong("CASEWORK_DEBUG is `yes`: errors show what people typed. Leave it out.")
    if settings.DEMO:
        yield _wrong("CASEWORK_DEMO is `yes`: everybody's password is known. Leave it out.")
        return
    if len(settings.SECRET_KEY) < 50:
        yield _wrong("CASEWORK_SECRET_KEY is shorter than 50 characters: make a longer one.")
    elif len(set(settings.SECRET_KEY)) < FEWEST_SIGNS:
        yield _wrong(
            "CASEWORK_SECRET_KEY is no random key: whoever guesses it signs in as anybody."
        )
    try:
        sealing.seal(b"", use="check")
    except ImproperlyConfigured as error:
        yield _wrong(str(error))
    else:
        if sealing.key_is_guessable():
            yield _wrong("CASEWORK_FIELD_KEY is no random key: make one with a generator.")
    if not settings.ALLOWED_HOSTS:
        yield _wrong("CASEWORK_ALLOWED_HOSTS is empty: every page answers 400. Name the site.")
    if "*" in settings.ALLOWED_HOSTS:
        yield _wrong("CASEWORK_ALLOWED_HOSTS is `*`: forged links work. Name the site.")
    if not settings.HTTPS:
        yield _wrong("CASEWORK_HTTPS is `no`: passwords and records travel in the open.")
    if not settings.BASE_URL.startswith("https://"):
        yield _wrong("CASEWORK_BASE_URL does not begin with https://: links in mail do not work.")
    if not settings.STATIC_ROOT:
        yield _note("CASEWORK_STATIC_ROOT is not set: pages send their style sheets slowly.")
    elif not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield _wrong("CASEWORK_STATIC_ROOT is empty: run `casework collectstatic --noinput`.")
    if not settings.SECOND_FACTOR_REQUIRED:
        yield _note("CASEWORK_SECOND_FACTOR is not `required`: a stolen password is enough.")


def why_not_serve() -> list[str]:
    """What is so wrong with the sign-in at the database that no page may be shown."""
    try:
        return [finding.says for finding in _about_the_role()]
    except Error:
        return []  # /readyz says so, and the server of the database may come up later


def _ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _about_the_database(now: datetime) -> Iterator[Finding]:
    (version, shown, encoding, clock) = _ask(
        """select current_setting('server_version_num')::int, current_setting('server_version'),
                  current_setting('server_encoding'), clock_timestamp()"""
    )[0]
    yield from about_the_server(version, shown, dict(_ask(_SAFETY)))
    if encoding != "UTF8":
        yield _wrong(f"The database's encoding is {encoding}; names need UTF8. Make it anew.")
    if abs(clock - now) > CLOCKS_APART:
        yield _wrong(
            f"The database's clock says {clock.astimezone(UTC):%H:%M:%S}, this machine's "
            f"{now.astimezone(UTC):%H:%M:%S} (UTC). Keep both by a time server."
        )
    there = {name for (name,) in _ask("select extname from pg_extension")}
    for name in EXTENSIONS:
        if name not in there:
            yield _wrong(f"The extension {name} is missing. Run there: create extension {name};")
    yield from _about_the_role()
    if not is_migrated():
        yield _wrong("The schema is behind this program: run `casework migrate`.")
        return
    yield from _about_the_tables()
    yield from _about_work_behind(now)


_SAFETY = """
select name, current_setting(name) from unnest(array['fsync', 'full_page_writes',
  'synchronous_commit', 'password_encryption', 'ssl', 'listen_addresses']) name"""
_HERE_ONLY = {"", "localhost", "127.0.0.1", "::1"}


def about_the_server(version: int, shown: str, said: dict[str, str]) -> Iterator[Finding]:
    """Its version, and whether what it has acknowledged is still there after a power cut."""
    major, minor = divmod(version, 10_000)
    if version < OLDEST_SERVER:
        yield _wrong(f"PostgreSQL is {shown}; Casework needs 15 or newer.")
    elif minor < SAFE_SERVERS.get(major, 0):
        yield _wrong(
            f"PostgreSQL is {shown}; holes that lead around row security are closed in "
            f"{major}.{SAFE_SERVERS[major]}. Bring the server up to date."
        )
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if said[name] == "off":
            yield _wrong(
                f"The database runs with {name} = off: what was saved is lost at a power cut. "
                f"Set {name} = on."
            )
    if said["password_encryption"] != "scram-sha-256":  # noqa: S105 - names a way, is none
        yield _wrong(
            "The database keeps passwords of roles in an old way. Set password_encryption = "
            "'scram-sha-256' and give the roles their passwords anew."
        )
    listens = {one.strip() for one in said["listen_addresses"].split(",")}
    if said["ssl"] == "off" and not listens <= _HERE_ONLY:
        yield _wrong(
            "The database listens beyond this machine without TLS: records travel in the open. "
            "Set ssl = on, or listen_addresses = 'localhost'."
        )


def _about_the_role() -> Iterator[Finding]:
    name, is_super, bypasses = _ask(
        "select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user"
    )[0]
    stands_for = _ask(
        """select 1 from pg_roles r where (r.rolsuper or r.rolbypassrls)
              and pg_has_role(current_user, r.oid, 'member') limit 1"""
    )
    if is_super or bypasses or stands_for:
        yield _wrong(
            f"DATABASE_URL signs in as {name}, whom row security does not hold: every worker "
            "would see every record. Sign in as casework_app."
        )
        return
    owns = _ask(
        """select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p')
              and pg_has_role(current_user, c.relowner, 'member')"""
    )[0][0]
    if owns:
        yield _wrong(
            f"DATABASE_URL signs in as {name}, who can act as the owner of the tables. "
            "Sign in as casework_app, which owns nothing."
        )


def _about_the_tables() -> Iterator[Finding]:
    for (table,) in _ask(
        """select distinct c.relname
             from pg_class c join pg_namespace n on n.oid = c.relnamespace
             join pg_policy p on p.polrelid = c.oid
            where n.nspname = 'public'
              and not (c.relrowsecurity and c.relforcerowsecurity)"""
    ):
        yield _wrong(f"Row security of {table} is switched off: run `casework migrate`.")
    if not _ask("select 1 from pg_policy limit 1"):
        yield _wrong("No table has row security: run `casework migrate`.")
        return
    yield from _about_the_promises()


def _about_the_promises() -> Iterator[Finding]:
    """What the models and migrations ask of the database, held against what is there."""
    policies = set(
        _ask("select tablename::text, policyname::text from pg_policies where schemaname='public'")
    )
    for model in security.our_models():
        if getattr(model, "row_security", None) is None:
            continue
        table = model._meta.db_table
        for verb in getattr(model, "app_may", security.MAY).split():
            if (table, f"app_{verb}") not in policies:
                yield _wrong(f"{table} has no rule for {verb}: run `casework migrate`.")
    triggers = set(
        _ask(
            """select c.relname::text, t.tgname::text
                 from pg_trigger t join pg_class c on c.oid = t.tgrelid
                 join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and not t.tgisinternal and t.tgenabled in ('O', 'A')"""
        )
    )
    for table, name in sorted(wanted_triggers() - triggers):
        yield _wrong(
            f"The trigger {name} of {table} is missing or switched off: what it keeps is not kept. "
            "Restore it from the migrations, and ask who took it away."
        )
    for verb in ("update", "delete", "truncate"):
        if _ask(f"select 1 where has_table_privilege('audit_event', '{verb}')"):
            yield _wrong(f"The application may {verb} the trail: run `casework migrate`.")


_TRIGGER = re.compile(
    r"create\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\s+(\w+)\s.*?\bon\s+(\w+)", re.DOTALL
)


def wanted_triggers() -> set[tuple[str, str]]:
    """(table, trigger) of every trigger that our migrations make."""
    return {
        (table, name)
        for migration in MigrationLoader(None).disk_migrations.values()
        if type(migration).__module__.startswith("casework.")
        for operation in migration.operations
        if isinstance(operation, RunSQL) and isinstance(operation.sql, str)
        for name, table in _TRIGGER.findall(operation.sql)
    }


def _about_work_behind(now: datetime) -> Iterator[Finding]:
    if not work.is_alive(now):
        yield _wrong("No background worker runs: nothing is reminded. Start `casework jobs`.")
    if failed := work.failed_count():
        yield _note(
            f"{failed} background jobs failed for good in the last 30 days. The administrator "
            "settles them on the page Upkeep."
        )
    if reason := why_mail_does_not_go(now):
        yield _note(reason)
