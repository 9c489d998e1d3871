"""One process, one thread, one application: what each page costs it and its database.

Calls the WSGI application itself, so that a test client's own work is not counted. Prints one line
of JSON. Run by `pages`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4
from zoneinfo import ZoneInfo

import django

# Each connection of the pool plans a statement when it meets it for the third time.
WARM = 12
COUNTED = 12


class Missing(Exception):
    """This page is not there, or does not answer as it should."""


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Visitor:
    """A browser's part: cookies, and the token of forms."""

    app: Callable[..., Any]
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        path: str,
        data: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        path, _, query = path.partition("?")
        sent = urlencode(data or {}).encode()
        environ = {
            "REQUEST_METHOD": "GET" if data is None else "POST",
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "HTTP_HOST": "127.0.0.1",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(sent)),
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(sent),
            "wsgi.errors": sys.stderr,
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **(headers or {}),
        }
        said: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> None:
            said.update(status=int(status[:3]), headers=headers)

        answer = self.app(environ, start)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        for name, value in said["headers"]:
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
        return Answer(said["status"], said["headers"], body)

    def sign_in(self, name: str, password: str, token: str = "") -> Answer:
        token = token or _token(self.ask("/accounts/login/"))
        sent = {"csrfmiddlewaretoken": token, "login": name, "password": password}
        return self.ask("/accounts/login/", sent)


def _token(answer: Answer) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', answer.body)
    if not found:
        raise Missing(f"no form ({answer.status})")
    return found.group(1).decode()


# --- the pages ---------------------------------------------------------------------------


@dataclass
class Site:
    """What the steps need to know: who looks, and at whom."""

    app: Callable[..., Any]
    password: str
    worker: Visitor
    leader: Visitor
    part_time: Visitor
    people: list[str]
    episodes: list[str]
    names: list[str]
    token: str
    zone: str
    turn: int = 0

    def one(self, of: list[str]) -> str:
        self.turn += 1
        return of[self.turn % len(of)]


def _open(visitor: Visitor, path: str) -> Answer:
    answer = visitor.ask(path)
    if answer.status != 200:
        raise Missing(f"answers {answer.status}")
    return answer


def _find(site: Site, words: str) -> Answer:
    """While somebody types: the list alone."""
    sent = {"q": words, "csrfmiddlewaretoken": site.worker.cookies.get("csrf", "")}
    answer = site.worker.ask(_named("people:person_search"), sent, {"HTTP_HX_REQUEST": "true"})
    if answer.status != 200:
        raise Missing(f"answers {answer.status}")
    return answer


def _slip(name: str) -> str:
    """The name with its third letter left out."""
    return name[:2] + name[3:]


def _named(name: str, *given: str) -> str:
    from django.urls import NoReverseMatch, reverse

    try:
        return reverse(name, args=given)
    except NoReverseMatch:
        raise Missing("has no address") from None


def _sign_in(site: Site) -> Answer:
    # The empty form was fetched before: what is measured is the sending of it.
    visitor = Visitor(site.app, {"csrf": site.token})
    answer = visitor.sign_in("bench", site.password, site.token)
    if answer.status not in (302, 303) or not any("casework" in name for name in visitor.cookies):
        raise Missing(f"answers {answer.status}")
    return answer


def _save(site: Site) -> Answer:
    episode = site.one(site.episodes)
    path = _named("contacts:contact_new", episode)
    # "Saved." was shown on the page that a browser goes on to.
    site.worker.cookies.pop("messages", None)
    now = datetime.now(ZoneInfo(site.zone)) - timedelta(minutes=90)
    sent = {
        "csrfmiddlewaretoken": site.worker.cookies.get("csrf", ""),
        "_key": str(uuid4()),
        "note": "Visited at home as agreed. Sleeping better than last week. No change to the plan. "
        * 3,
        "attendance": "seen",
        "mode": "in_person",
        "where": "home",
        "started_on": f"{now:%Y-%m-%d}",
        "started_time": f"{now:%H:%M}",
        "minutes": "30",
        "is_about": "on",
        "functions": "monitoring",
        "sign": "yes",
    }
    answer = site.worker.ask(path, sent)
    # Who is not signed in is sent on as well, and nothing is saved.
    if answer.status != 302 or not dict(answer.headers)["Location"].startswith("/contacts/"):
        raise Missing(f"answers {answer.status}: {_complaint(answer)}")
    return answer


def _complaint(answer: Answer) -> str:
    found = re.findall(
        rb"(?:errorlist|invalid-feedback|cw-error)[^>]*>(.{0,200})", answer.body, re.DOTALL
    )
    return b" | ".join(found[:3]).decode(errors="replace")[:300]


STEPS: dict[str, Callable[[Site], Answer]] = {
    "sign in": _sign_in,
    "my day": lambda s: _open(s.worker, _named("myday:my_day")),
    "my people": lambda s: _open(s.worker, _named("myday:my_people")),
    "my people, about 20": lambda s: _open(s.part_time, _named("myday:my_people")),
    "record overview": lambda s: _open(s.worker, _named("record:record_overview", s.one(s.people))),
    "timeline": lambda s: _open(s.worker, _named("record:record_timeline", s.one(s.people))),
    "search": lambda s: _find(s, s.one(s.names)),
    "search misspelt": lambda s: _find(s, _slip(s.one(s.names))),
    "save a contact": _save,
    "my team": lambda s: _open(s.leader, _named("oversight:my_team")),
}


# --- the clocks --------------------------------------------------------------------------


class Statements:
    """Counts what goes to the database, and how long it takes to come back.

    Statements that travel together are waited for when their answers are fetched, a transaction
    when it is committed: whatever the driver waits for outside of a statement is counted too.
    """

    def __init__(self) -> None:
        self.number, self.seconds = 0, 0.0
        self._is_inside = False

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        began, self._is_inside = time.perf_counter(), True
        try:
            return execute(sql, params, many, context)
        finally:
            self._is_inside = False
            self.number += 1
            self.seconds += time.perf_counter() - began

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Everything that is asked meanwhile."""
        import psycopg
        from django.db import connections

        aliases, wait = ("default", "trail"), psycopg.Connection.wait

        def waited(connection: Any, *given: Any, **more: Any) -> Any:
            if self._is_inside:
                return wait(connection, *given, **more)
            began = time.perf_counter()
            try:
                return wait(connection, *given, **more)
            finally:
                self.seconds += time.perf_counter() - began

        for alias in aliases:
            connections[alias].execute_wrappers.append(self)
        psycopg.Connection.wait = waited  # type: ignore[method-assign]
        try:
            yield
        finally:
            psycopg.Connection.wait = wait  # type: ignore[method-assign]
            for alias in aliases:
                connections[alias].execute_wrappers.remove(self)


class Backends:
    """The CPU of our connections' processes in the database server."""

    def __init__(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "select pid from pg_stat_activity where datname = current_database()"
                " and backend_type = 'client backend'"
            )
            self.pids = [pid for (pid,) in cursor.fetchall()]

    def milliseconds(self) -> float:
        return sum(
            int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6 for pid in self.pids
        )


def measure(
    site: Site, step: Callable[[Site], Answer], repeats: int, *, before: int = WARM
) -> dict[str, float]:
    """Queries and SQL time in one turn, then CPU and wall time without anything in between."""
    for _turn in range(before):
        answer = step(site)
    statements, counted = Statements(), min(before, COUNTED)
    with statements.counting():
        for _turn in range(counted):
            step(site)
    backends = Backends()
    walls, server, own = [], backends.milliseconds(), time.process_time()
    for _turn in range(repeats):
        began = time.perf_counter()
        step(site)
        walls.append((time.perf_counter() - began) * 1e3)
    own = (time.process_time() - own) * 1e3 / repeats
    server = (backends.milliseconds() - server) / repeats
    walls.sort()
    return {
        "queries": statements.number / counted,
        "sql_ms": statements.seconds * 1e3 / counted,
        "app_cpu_ms": own,
        "pg_cpu_ms": server,
        "cpu_ms": own + server,
        "p50_ms": statistics.median(walls),
        "p95_ms": walls[int(len(walls) * 0.95)],
        "kb": len(answer.body) / 1024,
    }


def site_of(app: Callable[..., Any], password: str) -> Site:
    """The seeded worker and her people, read as the owner of the tables reads them."""
    import psycopg

    with psycopg.connect(os.environ["BENCH_READS"]) as reading:
        rows = reading.execute(
            "select e.person_id, e.id from episodes_episode e"
            " join workforce_worker w on w.id = e.responsible_id"
            " join accounts_account a on a.id = w.account_id"
            " where a.name = 'bench' and e.state <> 'closed' order by e.id"
        ).fetchall()
        names = reading.execute(
            "select family from people_personname where kind = 'legal' order by id limit 200"
        ).fetchall()
        (zone,) = reading.execute("select time_zone from workforce_agency").fetchone()
        # Whoever has about as many people as the raw query and the floor's page show.
        (few,) = reading.execute(
            "update accounts_account set password = bench.password"
            " from accounts_account bench where bench.name = 'bench' and accounts_account.id ="
            " (select w.account_id from episodes_episode e"
            "   join workforce_worker w on w.id = e.responsible_id"
            "   where e.state <> 'closed' group by 1 order by abs(count(*) - 20), 1 limit 1)"
            " returning accounts_account.name"
        ).fetchone()
    worker, leader, part_time = Visitor(app), Visitor(app), Visitor(app)
    worker.sign_in("bench", password)
    leader.sign_in("bench-leader", password)
    part_time.sign_in(few, password)
    return Site(
        app,
        password,
        worker,
        leader,
        part_time,
        [str(person) for person, _episode in rows],
        [str(episode) for _person, episode in rows],
        [family for (family,) in names],
        worker.cookies["csrf"],
        zone,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=40)
    parser.add_argument("--password", required=True)
    parser.add_argument("--steps", nargs="*", default=list(STEPS))
    given = parser.parse_args()
    django.setup()
    from casework.config.wsgi import application

    site = site_of(application, given.password)
    found: dict[str, Any] = {}
    for name in given.steps:
        try:
            if name == "sign in":
                # Few enough for two runs within the minute that its limit counts.
                found[name] = measure(site, STEPS[name], 7, before=2)
            else:
                found[name] = measure(site, STEPS[name], given.repeats)
        except Missing as reason:
            found[name] = {"missing": str(reason)}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
