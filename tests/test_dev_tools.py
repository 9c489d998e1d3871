"""The front door keeps its promises."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections

from tools import clones as copies
from tools import databases, environment, gate, network, placement, postgres, sources

ROOT = environment.ROOT
pytestmark = pytest.mark.django_db


def requirement_names(lines):
    names = (re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?", line) for line in lines)
    return {found[0].lower() for found in names if found}


def direct_requirements(name):
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    return requirement_names(line for line in lines if line[:1] not in {"", "#", "-"})


def test_the_package_and_the_lock_ask_for_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["trial"]
    assert requirement_names(asked) == direct_requirements("runtime")


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_the_locks_have_hashes_and_name_no_host(name):
    lock = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in lock
    assert "--index" not in lock
    pins = re.findall(r"^\S+==\S+ .*\\\n    --hash=sha256:", lock, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9].*==", lock, re.MULTILINE)) > 20


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_every_direct_requirement_is_locked_and_says_what_for(name):
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    locked = (ROOT / "requirements" / f"{name}.txt").read_text().lower()
    for wanted in direct_requirements(name):
        assert re.search(rf"^{re.escape(wanted.partition('[')[0])}(\[|==)", locked, re.MULTILINE)
        at = next(number for number, line in enumerate(lines) if line.lower().startswith(wanted))
        comment = next(line for line in reversed(lines[:at]) if line[:1] in {"#", ""})
        assert comment.startswith("# "), f"{wanted}: what is it for?"


def test_the_tools_before_the_environment_need_only_the_standard_library():
    program = (
        "import sys; sys.path.insert(0, '.'); import dev;"
        "print(sorted({name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names))"
    )
    said = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(eval(said.stdout)) <= {"__main__", "dev", "tools"}


def test_help_lists_every_task():
    said = subprocess.run(
        [sys.executable, "dev.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    tasks = "demo test check fix lock screen pictures bench shell casework"
    assert set(tasks.split()) <= set(said.stdout.split())


def test_a_taken_port_is_one_line_and_a_failure(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = subprocess.run(
            [sys.executable, "dev.py", "demo", "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert said.returncode == 1
    assert f"cannot serve on 127.0.0.1:{port}" in said.stderr
    assert len(said.stderr.splitlines()) == 1


def test_one_of_the_two_database_urls_is_refused():
    own = {**os.environ, "DATABASE_URL": "postgresql://somebody@/somewhere"}
    own.pop("CASEWORK_OWNER_DATABASE_URL", None)
    said = subprocess.run(
        [sys.executable, "dev.py", "casework", "help"],
        cwd=ROOT,
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "or neither" in said.stderr


def test_a_missing_package_is_named_in_one_line(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(environment.SetupFailed) as refused:
        environment.install_system_package("chromium", why="The browser tests need Chromium")
    assert "sudo apt-get install chromium" in str(refused.value)
    assert "\n" not in str(refused.value)


# --- the embedded server ----------------------------------------------------------------


@pytest.fixture
def deep_home(tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    return deep / "pg"


def test_the_server_is_private_and_stops_with_its_last_user(deep_home):
    with postgres.running(deep_home, durable=False) as server:
        url = server.url(postgres.SUPERUSER, "postgres")
        assert len(os.fsencode(server.socket_directory / placement.SOCKET_NAME)) < 107
        for folder in {server.socket_directory, Path(data_directory(url))}:
            assert folder.stat().st_mode & 0o777 == 0o700
        with postgres.running(deep_home, durable=False) as again:
            assert again == server
        with psycopg.connect(url) as connected:
            assert connected.execute("SHOW listen_addresses").fetchone() == ("",)
        with pytest.raises(postgres.PostgresUnavailable, match="in use"):
            postgres.remove(deep_home)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    postgres.remove(deep_home)
    assert not server.socket_directory.exists()


def data_directory(url):
    with psycopg.connect(url) as connected:
        return connected.execute("SHOW data_directory").fetchone()[0]


def test_a_directory_laid_by_somebody_else_is_refused(tmp_path, monkeypatch):
    place = placement.private_directory(tmp_path, None)
    try:
        place.chmod(0o755)
        with pytest.raises(postgres.PostgresUnavailable, match="not a private directory"):
            placement.private_directory(tmp_path, None)
    finally:
        place.rmdir()


# --- the test databases -----------------------------------------------------------------


def test_tests_act_as_the_application_and_may_not_create(django_db_setup):
    for alias in ["default", "trail"]:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT session_user, current_user")
            assert cursor.fetchone() == (databases.TEST, databases.APP)
            cursor.execute("SELECT has_schema_privilege('public', 'CREATE')")
            assert cursor.fetchone() == (False,)


def test_as_owner_lasts_as_long_as_its_block(as_owner):
    def acting():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return cursor.fetchone()[0]

    with as_owner():
        assert acting() == databases.OWNER
    assert acting() == databases.APP
    with pytest.raises(RuntimeError), as_owner():
        raise RuntimeError
    assert acting() == databases.APP


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_leaves_nothing(as_owner, turn):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('left_behind') IS NULL")
        assert cursor.fetchone() == (True,)
        cursor.execute("CREATE TABLE left_behind ()")


def test_a_clone_lets_in_only_our_roles(cloned_database):
    clone = cloned_database("entry")
    with psycopg.connect(clone.url(databases.APP)) as connected:
        found = connected.execute(
            "SELECT has_database_privilege('public', %s, 'CONNECT')", [clone.name]
        )
        assert found.fetchone() == (False,)
    owner = clone.url(databases.MIGRATE, acts_as=databases.OWNER)
    assert "role=casework_owner" in owner
    assert clone.variables()["CASEWORK_OWNER_DATABASE_URL"] == owner


def test_dead_processes_leave_no_copies(clones):
    orphan = f"{copies.CLONE_PREFIX}999999999_gw0_x"
    databases.create_database(clones.superuser_url, orphan)
    copies.Clones(clones.superuser_url, "tidy").close()
    assert not databases.database_exists(clones.superuser_url, orphan)


def test_the_schema_digest_overlooks_screens_only():
    assert sources._may_change_schema(sources.SOURCE / "cycle/x/models/goal.py")
    assert sources._may_change_schema(sources.SOURCE / "cycle/x/migrations/0001_forms.py")
    assert sources._may_change_schema(sources.SOURCE / "content/packs/us.json")
    assert not sources._may_change_schema(sources.SOURCE / "cycle/x/views/goal.py")
    assert not sources._may_change_schema(sources.SOURCE / "cycle/x/tests/factories.py")


# --- the shut network and the browser ---------------------------------------------------


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_nothing_leaves_this_machine(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as leaving, pytest.raises(network.NetworkShut):
        leaving.connect((host, 80))
    with pytest.raises(network.NetworkShut):
        socket.getaddrinfo("example.org", 80)


def test_a_step_that_cannot_be_taken_is_told_and_fails_nothing(capsys):
    says = gate.Step("greeting", ["this"], variables=dict(os.environ))
    cannot = gate.Step("another PostgreSQL", ["nowhere"], skipped="it is not installed")
    assert gate.run([says, cannot], {}) == 0
    assert "SKIPPED another PostgreSQL: it is not installed" in capsys.readouterr().out


def test_the_oldest_postgres_is_the_one_that_runs(tmp_path):
    programs = postgres.installed(gate.OLDEST_POSTGRES)
    if programs is None:
        pytest.skip(f"PostgreSQL {gate.OLDEST_POSTGRES} is not installed on this machine")
    home = tmp_path / "oldest"
    with (
        postgres.running(home, durable=False, programs=programs) as server,
        databases.connect(server.url(postgres.SUPERUSER, "postgres")) as there,
    ):
        assert there.info.server_version // 10_000 == gate.OLDEST_POSTGRES
    postgres.remove(home)


def test_axe_finds_what_is_wrong_and_lets_pass_what_is_right(page, axe_clean):
    head = "<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>"
    page.set_content(f"{head}<p>Words</p></main>")
    axe_clean(page)
    page.set_content(f"{head}<img src='data:,'></main>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe_clean(page)


def test_the_telephone_is_narrow(phone):
    phone.set_content(
        "<!doctype html><meta name=viewport content='width=device-width'><p>Words</p>"
    )
    assert phone.evaluate("window.innerWidth") == 390
