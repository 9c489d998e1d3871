"""No main screen reads a big table from end to end. Big is over 10,000 rows.

What is asked of a seeded agency, as the application's role under row security, is held against the
server's own count of sequential scans in the same transaction: that counts what policies and
functions read too, which the plan of the outer statement would not show.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from html import unescape

import psycopg
import pytest
from django.db import connections, transaction
from django.db.models import Count
from django.urls import Resolver404, resolve
from django.utils import timezone

from casework.base.accounts.models import Account
from casework.base.core.acting import acting
from casework.base.core.slots import filled
from casework.cycle.contacts.models import ContactPerson
from casework.cycle.contacts.timeline import timeline_entries
from casework.desks.myday import gathering as my_day
from casework.desks.oversight import gathering as my_team
from casework.registry.door import gate
from casework.registry.episodes.models import Episode, State
from casework.registry.people import finding
from casework.registry.people.models import Person
from casework.registry.people.rules.search import read_query
from casework.registry.workforce.actors import worker_actor
from tools import databases
from tools.clones import Clone
from tools.environment import ROOT

pytestmark = pytest.mark.oldest_postgres

PREFIX = "casework_seeded_"
# A few more than 10,000, so that the people themselves are a big table.
PEOPLE, CONTACTS, BIG = 10_100, 3, 10_000
BUILD_LOCK = 7_226_004
# Advisory locks of this class say: a test session still reads that agency.
IN_USE_LOCK = 7_226_005

_SCANNED = """
select s.relname, c.reltuples::bigint from pg_stat_xact_user_tables s
  join pg_class c on c.oid = s.relid
 where s.seq_scan > 0 and c.reltuples > %s"""


@pytest.fixture(scope="session")
def agency(clones):
    """A database of 10,100 people, made once for each state of the source and kept."""
    seeding = sorted((ROOT / "src/casework/config/seeding").glob("*.py"))
    sum_ = zlib.crc32(b"".join(path.read_bytes() for path in seeding))
    name = PREFIX + clones.template.rpartition("_")[2] + f"_{sum_:08x}"
    clone = Clone(clones.superuser_url, name)
    with databases.connect(clones.superuser_url) as holding:
        holding.execute("select pg_advisory_lock(%s)", [BUILD_LOCK])
        holding.execute("select pg_advisory_lock_shared(%s, %s)", [IN_USE_LOCK, _key(name)])
        there = dict(
            holding.execute(
                "select datname, shobj_description(oid, 'pg_database') from pg_database"
                " where starts_with(datname, %s)",
                [PREFIX],
            ).fetchall()
        )
        _drop_unused(holding, clones.superuser_url, set(there) - {name})
        if there.get(name) != "complete":
            databases.drop_database(clones.superuser_url, name)
            databases.create_database(clones.superuser_url, name, template=clones.template)
            _seed(clone)
            holding.execute(f"comment on database {name} is 'complete'")
        holding.execute("select pg_advisory_unlock(%s)", [BUILD_LOCK])
        yield clone


def _drop_unused(holding, superuser_url, names):
    """Agencies of other states of the source go, unless another test session reads them."""
    for name in names:
        lock = [IN_USE_LOCK, _key(name)]
        if holding.execute("select pg_try_advisory_lock(%s, %s)", lock).fetchone() == (True,):
            databases.drop_database(superuser_url, name)
            holding.execute("select pg_advisory_unlock(%s, %s)", lock)


def _key(name):
    return zlib.crc32(name.encode()) - 2**31


def _seed(clone):
    done = subprocess.run(
        [
            sys.executable, "-m", "casework.config.cli", "seed", "--people", str(PEOPLE),
            "--workers", "200", "--contacts-per-person", str(CONTACTS),
        ],
        cwd=ROOT, env=clone.variables(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture
def in_agency(agency, django_db_setup, django_db_blocker):
    """Django's connections stand on the seeded database for one test; a family name of it."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "trail")}

    def stand_on(names):
        for alias, name in names.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name

    with psycopg.connect(agency.url("postgres")) as reading:
        (name,) = reading.execute(
            "select family from people_personname where kind = 'legal' order by id limit 1"
        ).fetchone()
    with django_db_blocker.unblock():
        stand_on(dict.fromkeys(before, agency.name))
        try:
            with transaction.atomic():
                yield name
                transaction.set_rollback(True)
        finally:
            stand_on(before)


def _actor(name):
    return worker_actor(Account.objects.get(name=name))


def _one_of(actor):
    return (
        Episode.objects.filter(responsible_id=actor.id)
        .exclude(state=State.CLOSED)
        .order_by("pk")[0]
    )


def caseload(actor, now, name):
    return my_day.people_rows(actor, now)


def day(actor, now, name):
    found = my_day.reasons(actor, now)
    return my_day.drawn(found.rows, found.people, actor=actor, now=now), my_day.load_of(actor, now)


def opening(actor, now, name):
    person = gate.open_or_404(
        Person.objects, by=actor, person="pk", pk=_one_of(actor).person_id, seen_as="overview"
    )
    ids = finding.record_ids(person)
    slots = ("person_overview", "person_overview_side", "visit_cards")
    return [fill(actor, person, ids, now) for slot in slots for fill in filled(slot)], ids


def timeline(actor, now, name):
    ids = [_one_of(actor).person_id]
    return [fill(actor, ids, None, 30, now) for fill in filled("timeline")]


def held(actor, now, name):
    return my_team.waiting(_actor("bench-leader"), now)


def quiet(actor, now, name):
    return my_team.quiet_rows(my_team.quiet(_actor("bench-leader"), now))


def search(actor, now, name):
    found = finding.locate(read_query(name, today=now.date()), everyone=True)
    assert found
    return found


def search_misspelt(actor, now, name):
    return finding.locate(read_query(name[:2] + name[3:], today=now.date()), everyone=True)


ASKED = [caseload, day, opening, timeline, held, quiet, search, search_misspelt]


@pytest.mark.parametrize("ask", ASKED, ids=lambda ask: ask.__name__)
def test_no_big_table_is_read_from_end_to_end(in_agency, ask):
    by = _actor("bench-leader" if ask in (held, quiet) else "bench")
    with acting(by):
        assert ask(by, timezone.now(), in_agency) is not None
        with connections["default"].cursor() as cursor:
            cursor.execute("select pg_stat_clear_snapshot()")
            cursor.execute(_SCANNED, [BIG])
            scanned = cursor.fetchall()
    assert scanned == []


@pytest.mark.parametrize("name", ["bench", "bench-leader"])
def test_no_page_reads_a_big_table_from_end_to_end(in_agency, client, settings, name):
    """Every page that links lead to, one of each kind, as one who works there sees it."""
    settings.SECOND_FACTOR_REQUIRED = False
    backend = settings.AUTHENTICATION_BACKENDS[0]
    client.force_login(Account.objects.get(name=name), backend=backend)
    waiting, kinds, scanned, before = ["/"], set(), {}, _scans()
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        assert answer.status_code < 400, address
        if (now := _scans()) != before:
            scanned[address] = {table for table in now if now[table] != before.get(table, 0)}
            before = now
        links = [answer["Location"]] if answer.status_code in (302, 303) else []
        if not answer.streaming:
            links += re.findall(r'href="(/[^"#]*)"', answer.content.decode())
        for link in map(unescape, links):
            try:
                kind = resolve(link.partition("?")[0]).view_name
            except Resolver404:
                continue
            # Of each page one, and one with a question.
            if (kind, "?" in link) not in kinds and kind not in LEFT:
                kinds.add((kind, "?" in link))
                waiting.append(link)
    assert len(kinds) > 60
    assert scanned == {}


# Signs out, or is not ours.
LEFT = {"account_logout", "django.views.static.serve"}


def _scans():
    """How often each big table was read from end to end in this transaction."""
    with connections["default"].cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")
        cursor.execute(
            "select s.relname, s.seq_scan from pg_stat_xact_user_tables s"
            " join pg_class c on c.oid = s.relid where s.seq_scan > 0 and c.reltuples > %s",
            [BIG],
        )
        return dict(cursor.fetchall())


def test_the_newest_entry_is_read_without_the_rest_of_the_history(in_agency):
    by = _actor("bench")
    with acting(by), connections["default"].cursor() as cursor:
        mine = Episode.objects.filter(responsible_id=by.id).values("person_id")
        histories = ContactPerson.objects.filter(person_id__in=mine).values_list("person_id")
        longest, entries = histories.annotate(entries=Count("pk")).order_by("-entries")[0]
        assert entries >= CONTACTS
        # So short a history is as cheap to sort: asked is whether there is a way without.
        cursor.execute("set local enable_sort = off")
        assert _read_for([longest], by, limit=1) == (1, 1)
        # A record that two were joined into is asked for in both places.
        assert _read_for([longest, by.id], by, limit=entries)[0] == entries


def _read_for(people, by, *, limit):
    """How many entries a timeline shows, and how many the database read for them."""
    asked = []

    def watch(execute, sql, params, many, context):
        if 'FROM "contacts_contactperson"' in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(watch):
        shown = timeline_entries(people, actor=by, before=None, limit=limit, now=timezone.now())
    (statement,) = asked
    with connections["default"].cursor() as cursor:
        cursor.execute("explain (analyze, format json) " + statement[0], statement[1])
        nodes = [cursor.fetchone()[0][0]["Plan"]]
    for node in nodes:
        nodes += node.get("Plans", [])
    (read,) = (
        node["Actual Rows"] * node["Actual Loops"]
        for node in nodes
        if node.get("Alias") == "contacts_contactperson"
    )
    return len(shown), read


def test_the_measuring_sees_a_scan(in_agency):
    with acting(_actor("bench")), connections["default"].cursor() as cursor:
        cursor.execute("set local enable_indexscan = off")
        cursor.execute("set local enable_bitmapscan = off")
        cursor.execute("set local enable_indexonlyscan = off")
        cursor.execute("select count(*) from people_person where sort_key = 'nobody'")
        cursor.execute(_SCANNED, [BIG])
        assert "people_person" in {name for name, _rows in cursor.fetchall()}


def test_the_tables_are_big_enough_to_tell(agency):
    with psycopg.connect(agency.url("postgres")) as connection:
        big = connection.execute(
            "select relname from pg_class where relkind = 'r' and reltuples > %s", [BIG]
        ).fetchall()
    assert {"people_person", "contacts_contactperson", "door_access"} <= {name for (name,) in big}
