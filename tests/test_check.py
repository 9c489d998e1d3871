"""`casework check` as the technician runs it: what it finds, how it ends, and that it is quiet."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from casework.config.checkup import FOR_THE_TECHNICIAN, findings
from tools import databases
from tools.environment import ROOT

SAFE = {
    "CASEWORK_DEMO": "no",
    "CASEWORK_DEBUG": "no",
    "CASEWORK_HTTPS": "yes",
    "CASEWORK_SECRET_KEY": "s" * 60,
    "CASEWORK_FIELD_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
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
    return [line for line in done.stdout.splitlines() if line.startswith("mend: ")]


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
        ("FIELD_KEY", "", "CASEWORK_FIELD_KEY is not set"),
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
