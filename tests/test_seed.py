"""`casework seed` as its user runs it: a command, an empty database, and what stands there."""

from __future__ import annotations

import subprocess
import sys

import psycopg
import pytest

from tools import databases
from tools.environment import ROOT

pytestmark = pytest.mark.oldest_postgres

PEOPLE = 200
ON = "2026-03-02"


def _seed(clone, *words):
    command = [sys.executable, "-m", "casework.config.cli", "seed", *words]
    return subprocess.run(
        command, cwd=ROOT, env=clone.variables(), capture_output=True, text=True, check=False
    )


def _arguments(seed):
    return (
        "--people", str(PEOPLE), "--workers", "20", "--contacts-per-person", "6",
        "--seed", str(seed), "--on", ON,
    )  # fmt: skip


def _ask(clone, sql, *values):
    url = clone.url(databases.MIGRATE, acts_as=databases.OWNER)
    settings = databases.parameters(url)
    with psycopg.connect(
        dbname=settings["NAME"],
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        host=settings["HOST"],
        port=settings["PORT"] or None,
        options=f"-c role={databases.OWNER}",
    ) as connection:
        return connection.execute(sql, values or None).fetchall()


@pytest.fixture(scope="module")
def seeded(cloned_database):
    clone = cloned_database("seed_one")
    done = _seed(clone, *_arguments(7))
    assert done.returncode == 0, done.stderr
    return clone


def _people(clone):
    return _ask(clone, "select id, number, shown_name, born from people_person order by number")


def test_as_many_people_as_asked_with_contacts_and_notes(seeded):
    ((people,),) = _ask(seeded, "select count(*) from people_person")
    ((contacts,),) = _ask(seeded, "select count(*) from contacts_contact")
    ((notes,),) = _ask(seeded, "select count(*) from contacts_contactnote where text <> ''")
    assert people == PEOPLE
    assert PEOPLE * 3 < contacts < PEOPLE * 8
    assert notes > contacts / 2


def test_every_open_episode_has_exactly_one_standing_row_of_the_ledger(seeded):
    rows = _ask(
        seeded,
        """select e.id, count(r.id) from episodes_episode e
             left join episodes_responsibility r on r.episode_id = e.id and r.until_at is null
            where e.state <> 'closed' group by e.id""",
    )
    assert len(rows) > PEOPLE * 0.75
    assert {count for _episode, count in rows} == {1}


def test_the_ledger_begins_with_acceptance_and_has_no_gap(seeded):
    rows = _ask(
        seeded,
        """select count(*) from (
             select r.from_at, e.accepted_at,
                    lag(r.until_at) over (partition by r.episode_id order by r.from_at) as before
               from episodes_responsibility r join episodes_episode e on e.id = r.episode_id) s
            where from_at <> coalesce(before, accepted_at)""",
    )
    assert rows == [(0,)]


def test_the_doors_are_what_episodes_and_ledger_say(seeded):
    standing = """select person_id, grantee_id from door_access
                   where reason in ('team', 'care_team') and valid_until is null"""
    wanted = """select person_id, team_id from episodes_episode where state <> 'closed'
                union select person_id, worker_id from episodes_responsibility
                       where until_at is null"""
    assert set(_ask(seeded, standing)) == set(_ask(seeded, wanted))


def test_nobody_is_in_two_places(seeded):
    rows = _ask(
        seeded,
        """select count(*) from diary_appointmentworker a join diary_appointmentworker b
             on a.worker_id = b.worker_id and a.id < b.id
            and a.starts_at < b.ends_at and b.starts_at < a.ends_at""",
    )
    assert rows == [(0,)]


def test_searching_a_seeded_name_finds_the_person(seeded):
    ((person, given, family),) = _ask(
        seeded,
        """select person_id, given_key, family_key from people_searchname
            where not is_former order by id limit 1""",
    )
    found = _ask(
        seeded, "select person_id from people_find(%s::text[])", [given.split()[0], family]
    )
    assert person in {one for (one,) in found}


def test_the_next_record_has_the_next_number(seeded):
    ((last,),) = _ask(seeded, "select max(substr(number, 3)::int) from people_person")
    assert _ask(seeded, "select people_next_number()") == [(f"C-{last + 1}",)]


def test_the_same_seed_makes_the_same_people(seeded, cloned_database):
    twin, other = cloned_database("seed_two"), cloned_database("seed_three")
    for clone, seed in ((twin, 7), (other, 8)):
        done = _seed(clone, *_arguments(seed))
        assert done.returncode == 0, done.stderr
    assert _people(twin) == _people(seeded)
    assert _people(other) != _people(seeded)
    notes = "select id, text from contacts_contactnote order by id"
    assert _ask(twin, notes) == _ask(seeded, notes)


def test_a_database_with_people_is_refused_and_stays_as_it_is(seeded):
    before = _people(seeded)
    done = _seed(seeded, *_arguments(9))
    assert done.returncode == 2
    assert "There are people in this database" in done.stderr
    assert _people(seeded) == before


def test_without_a_password_nobody_can_sign_in(seeded):
    rows = _ask(seeded, "select name, password from accounts_account order by name")
    assert [name for name, _password in rows] == ["bench", "bench-leader"]
    assert all(password.startswith("!") for _name, password in rows)
