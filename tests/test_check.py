"""`casework check` as the technician runs it: what it finds, how it ends, and that it is quiet."""

from __future__ import annotations

import base64
import re
import secrets
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from casework.config.checkup import (
    FOR_THE_TECHNICIAN,
    about_the_server,
    findings,
    wanted_triggers,
)
from tools import databases
from tools.environment import ROOT

SAFE = {
    "CASEWORK_DEMO": "no",
    "CASEWORK_DEBUG": "no",
    "CASEWORK_HTTPS": "yes",
    "CASEWORK_SECRET_KEY": secrets.token_urlsafe(60),
    "CASEWORK_FIELD_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    "CASEWORK_ALLOWED_HOSTS": "casework.example.org",
    "CASEWORK_BASE_URL": "https://casework.example.org",
    "CASEWORK_MAIL_URL": "smtp://mail.example.org:587",
}


@pytest.fixture(scope="module")
def clone(cloned_database):
    return cloned_database("check")


def _check(clone, **more):
    return subprocess.run(
        [sys.executable, "-m", "casework.config.cli", "check"],
        cwd=ROOT,
        env={**clone.variables(), **SAFE, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def _to_mend(done):
    """But for what the server of the tests does on purpose: it need not survive a power cut."""
    lines = [line for line in done.stdout.splitlines() if line.startswith("mend: ")]
    return [line for line in lines if "lost at a power cut" not in line]


def test_a_fresh_installation_lacks_only_its_background_worker(clone):
    done = _check(clone)
    assert done.returncode == 1, done.stderr
    (line,) = _to_mend(done)
    assert "Start `casework jobs`" in line


def test_the_owner_of_the_tables_is_no_role_for_serving(clone):
    done = _check(clone, DATABASE_URL=clone.url(databases.MIGRATE, acts_as=databases.OWNER))
    assert "casework_owner, who can act as the owner of the tables" in done.stdout


def test_a_role_past_row_security_is_no_role_for_serving(clone):
    done = _check(clone, DATABASE_URL=clone.url(databases.BULK))
    assert "every worker would see every record" in " ".join(done.stdout.split())


def test_who_may_become_such_a_role_is_no_role_for_serving(clone):
    done = _check(clone, DATABASE_URL=clone.url(databases.MIGRATE))
    assert "every worker would see every record" in " ".join(done.stdout.split())


@pytest.mark.parametrize("role", [databases.BULK, databases.MIGRATE])
def test_no_page_is_served_past_row_security(clone, role):
    done = subprocess.run(
        [sys.executable, "-m", "casework.config.cli", "serve", "--port", "0"],
        cwd=ROOT,
        env={**clone.variables(), **SAFE, "DATABASE_URL": clone.url(role)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "Casework does not start" in done.stderr
    assert f"signs in as {role}" in done.stderr


def test_without_a_database_the_technician_gets_the_statements(clone):
    nowhere = clone.url(databases.APP).replace(clone.name, "casework_not_there")
    done = _check(clone, DATABASE_URL=nowhere)
    assert done.returncode == 1
    assert "create role casework_app login" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_settings_that_cannot_be_read_end_with_what_to_do(clone):
    done = _check(clone, CASEWORK_HTTPS="perhaps")
    assert done.returncode == 2
    assert "it is `yes` or `no`" in done.stderr


def _wrong():
    return " ".join(one.says for one in findings(timezone.now()) if one.is_wrong)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEBUG", True, "CASEWORK_DEBUG is `yes`"),
        ("DEMO", True, "everybody's password is known"),
        ("SECRET_KEY", "short", "CASEWORK_SECRET_KEY is shorter"),
        ("SECRET_KEY", "change-me-" * 6, "CASEWORK_SECRET_KEY is no random key"),
        ("FIELD_KEY", "", "CASEWORK_FIELD_KEY is not set"),
        ("FIELD_KEY", base64.b64encode(b"only-for-tests--" * 2).decode(), "is no random key"),
        ("FIELD_KEY", base64.b64encode(bytes(32)).decode(), "is no random key"),
        ("FIELD_KEY", "bm90IDMyIGJ5dGVz", "base64 of 32 random bytes"),
        ("ALLOWED_HOSTS", [], "CASEWORK_ALLOWED_HOSTS is empty"),
        ("ALLOWED_HOSTS", ["*"], "forged links"),
        ("HTTPS", False, "travel in the open"),
        ("BASE_URL", "http://casework.example.org", "does not begin with https://"),
        ("STATIC_ROOT", "/nonexistent", "run `casework collectstatic"),
    ],
)
def test_each_unsafe_setting_is_named(settings, name, value, said):
    settings.DEBUG = settings.DEMO = False
    settings.SECRET_KEY = SAFE["CASEWORK_SECRET_KEY"]
    settings.FIELD_KEY = SAFE["CASEWORK_FIELD_KEY"]
    settings.ALLOWED_HOSTS = ["casework.example.org"]
    settings.HTTPS = True
    settings.BASE_URL = SAFE["CASEWORK_BASE_URL"]
    settings.STATIC_ROOT = None
    assert said not in _wrong()
    setattr(settings, name, value)
    assert said in _wrong()


SOUND = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "password_encryption": "scram-sha-256",
    "ssl": "off",
    "listen_addresses": "localhost, ::1",
}


def _of_the_server(version=150_018, **more):
    found = list(about_the_server(version, f"{version / 10_000:.2f}", {**SOUND, **more}))
    assert all(one.is_wrong for one in found)
    return " ".join(one.says for one in found)


@pytest.mark.parametrize("version", [150_018, 160_014, 170_010, 180_004, 190_000])
def test_a_sound_server_needs_no_mending(version):
    assert _of_the_server(version) == ""
    assert _of_the_server(version, ssl="on", listen_addresses="*") == ""


@pytest.mark.parametrize("version", [150_017, 160_013, 170_009, 180_003])
def test_a_server_with_known_holes_is_named(version):
    assert "holes that lead around row security" in _of_the_server(version)


def test_a_server_that_is_too_old_is_named():
    assert "needs 15 or newer" in _of_the_server(140_099)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("fsync", "off", "Set fsync = on"),
        ("full_page_writes", "off", "Set full_page_writes = on"),
        ("synchronous_commit", "off", "Set synchronous_commit = on"),
        ("password_encryption", "md5", "scram-sha-256"),
        ("listen_addresses", "*", "without TLS"),
        ("listen_addresses", "localhost,10.0.0.4", "without TLS"),
    ],
)
def test_each_unsafe_setting_of_the_server_is_named(name, value, said):
    assert said in _of_the_server(**{name: value})


@pytest.mark.django_db
def test_the_server_is_asked_for_each_of_these_settings(as_owner):
    """Whatever this server is set to, another way for this transaction shows."""
    with connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit = on")
        assert "synchronous_commit" not in _wrong()
        cursor.execute("set local synchronous_commit = off")
        assert "Set synchronous_commit = on" in _wrong()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("done", "said"),
    [
        (
            "alter table people_person no force row level security",
            "Row security of people_person is switched off",
        ),
        (
            "alter table people_person disable row level security",
            "Row security of people_person is switched off",
        ),
        (
            "drop policy app_select on contacts_contactnote",
            "contacts_contactnote has no rule for select",
        ),
        (
            "drop trigger contacts_note_stands on contacts_contactnote",
            "The trigger contacts_note_stands of contacts_contactnote is missing",
        ),
        (
            "alter table audit_event disable trigger audit_event_hashed",
            "The trigger audit_event_hashed of audit_event is missing or switched off",
        ),
        ("grant update on audit_event to casework_app", "may update the trail"),
        ("grant delete on audit_event to casework_app", "may delete the trail"),
    ],
)
def test_each_wall_that_is_missing_is_named(as_owner, done, said):
    assert said not in _wrong()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(done)
    assert said in _wrong()


@pytest.mark.django_db
def test_every_trigger_that_is_there_is_one_that_is_looked_for():
    with connection.cursor() as cursor:
        cursor.execute(
            """select c.relname::text, t.tgname::text from pg_trigger t
                 join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and not t.tgisinternal and t.tgparentid = 0
                  and c.relname not like 'procrastinate%%'"""
        )
        assert set(cursor.fetchall()) == wanted_triggers()


@pytest.mark.django_db
def test_a_clock_that_is_wrong_is_named():
    late = [one.says for one in findings(timezone.now() - timedelta(minutes=3)) if one.is_wrong]
    assert any("The database's clock says" in says for says in late)


def test_the_guide_to_installing_gives_the_same_statements():
    def statements(text):
        plain = re.sub(r"--[^\n]*|'[^']*'", "", text)
        return {" ".join(line.split()) for line in re.split(r"[;\n]", plain)} - {""}

    guide = (ROOT / "docs" / "how-to" / "install-on-a-server.md").read_text()
    assert statements(FOR_THE_TECHNICIAN) <= statements(guide)
