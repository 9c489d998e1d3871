"""Is a person found although the name is mistyped? `python3 dev.py bench search [--people N]`.

Invented people with the names of many languages (`names.toml`); 500 slips of twelve kinds, with
and without the birth year. Found strictly: the one who was meant is among the first twenty. Found
fairly: that, or the page is full and each of its twenty is at least as near to what was typed as
the one who was meant, so that nobody could have told which of them it is.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

from casework.registry.people import naming
from tests.bench import _agencies, _names
from tools import databases, sources
from tools.clones import Clone
from tools.environment import DEV, ROOT

SEED, SLIPS = 1, 500
# These are open to the one who searches, or to a colleague: they come from `casework seed`.
SEEDED, WORKERS = 300, 20
ON = date.fromisoformat(_agencies.ON)


class _Name:
    def __init__(self, number: int, kind: str, given: str, family: str) -> None:
        self.id, self.kind, self.given, self.family = UUID(int=number << 8), kind, given, family
        self.since_on = self.until_on = None


def _names_of(human: _names.Human, number: int) -> list[_Name]:
    first = number * 4 + 1
    found = [_Name(first, "legal", human.given, human.family)]
    if human.called:
        found.append(_Name(first + 1, "preferred", human.called, ""))
    if human.former:
        found.append(_Name(first + 2, "former", human.given, human.former))
    return found


def _database(humans: list[_names.Human], kind: str) -> Clone:
    """The database of these people; made when it is missing or older than its source."""
    url, name = _agencies.superuser(), f"{_agencies.PREFIX}search_{kind}_{len(humans)}"
    clone = Clone(url, name)
    sums = sum(zlib.crc32(Path(_names.__file__).with_name(file).read_bytes())
               for file in ("_names.py", "names.toml", "search.py"))  # fmt: skip
    wanted = f"{sources.schema()} {sums:x} {SEED}"
    with databases.connect(url) as connection:
        found = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s",
            [name],
        ).fetchone()
    if found and found[0] == wanted:
        return clone
    print(f"building a database of {len(humans)} names; this is done once", flush=True)
    databases.drop_database(url, name)
    databases.create_database(url, name)
    _agencies.casework(clone, "migrate", "--verbosity", "0")
    _agencies.casework(clone, *seeding())
    fill(clone, humans)
    _agencies.remember(url, name, wanted)
    return clone


def seeding() -> list[str]:
    """The agency around the names: teams, and people whose record is open to the searcher."""
    return [
        "seed", "--people", str(SEEDED), "--workers", str(WORKERS),
        "--contacts-per-person", "0", "--seed", str(SEED), "--on", _agencies.ON,
    ]  # fmt: skip


def fill(clone: Clone, humans: list[_names.Human]) -> None:
    """The first of them take the place of the seeded ones; the others are of other teams."""
    with databases.connect(clone.superuser_url, clone.name) as connection:
        connection.execute("set session_replication_role = replica")
        seeded = [
            row[0]
            for row in connection.execute(
                "select p.id from people_person p"
                # The searcher's own come first: these are meant by one part of a name.
                " order by exists (select from door_access a join workforce_position w"
                "   on w.team_id = a.grantee_id join workforce_worker k on k.id = w.worker_id"
                "   join accounts_account c on c.id = k.account_id"
                "   where a.person_id = p.id and c.name = 'bench') desc, p.id"
            ).fetchall()
        ]
        teams = [
            row[0]
            for row in connection.execute(
                "select id from workforce_team"
                " where kind = 'team' and name <> 'Team 1' order by name"
            ).fetchall()
        ]
        ids = [*seeded, *(UUID(int=(1 << 100) + n) for n in range(len(humans) - len(seeded)))]
        connection.execute("delete from people_personname")
        connection.execute("delete from people_searchname")
        rows = list(zip(ids, humans, strict=True))
        with connection.cursor() as cursor:
            cursor.executemany(
                "update people_person set shown_name = %s, legal_name = %s, sort_key = %s,"
                " born = %s, born_on = %s where id = %s",
                [(*_shown(n, one)[:3], one.born, one.born, key)
                 for n, (key, one) in enumerate(rows[: len(seeded)])],
            )  # fmt: skip
            with cursor.copy(
                "copy people_person (id, number, shown_name, legal_name, sort_key, initials, born,"
                " born_on, registered_at, registered_by, version, pronouns, gender, sex_recorded,"
                " first_language, other_languages, needs_interpreter, interpreter_note, ethnicity,"
                " best_way, what_to_avoid, where_to_find, what_matters) from stdin"
            ) as copy:
                for n, (key, one) in enumerate(rows[len(seeded) :], len(seeded)):
                    copy.write_row(
                        (key, f"C-{50_000 + n}", *_shown(n, one), one.born, one.born, ON,
                         UUID(int=1),
                         1, "", "", "", "en", "{}", "not_asked", "", "", "", "", "", "")
                    )  # fmt: skip
            with cursor.copy(
                "copy people_personname (id, person_id, kind, given, family, is_hidden, version)"
                " from stdin"
            ) as copy:
                for n, (key, one) in enumerate(rows):
                    for name in _names_of(one, n):
                        copy.write_row((name.id, key, name.kind, name.given, name.family, False, 1))
            with cursor.copy(
                "copy people_searchname (id, person_id, given_key, family_key, full_key,"
                " born_year, born_on, is_former) from stdin"
            ) as copy:
                for row in _search_rows(rows):
                    copy.write_row(row)
            with cursor.copy(
                "copy door_access (id, person_id, grantee_id, grantee_kind, reason, opens,"
                " source_id, valid_from, is_derived) from stdin"
            ) as copy:
                for n, key in enumerate(ids[len(seeded) :]):
                    copy.write_row(
                        (UUID(int=(2 << 100) + n), key, teams[n % len(teams)], "team", "team",
                         "record", UUID(int=(3 << 100) + n), ON, False)
                    )  # fmt: skip
        connection.execute("set session_replication_role = origin")
        connection.execute("vacuum (analyze)")


def _shown(number: int, human: _names.Human) -> tuple[str, str, str, str]:
    shown = naming.shown_name(_names_of(human, number), ON)
    return shown.shown_name, shown.legal_name, shown.sort_key, shown.initials


def _search_rows(rows: list[tuple[UUID, _names.Human]]) -> Iterator[tuple[object, ...]]:
    for n, (key, one) in enumerate(rows):
        for made in naming.search_rows(_names_of(one, n), ON):
            yield (
                made.id, key, made.given_key, made.family_key, made.full_key, int(one.born[:4]),
                one.born, made.is_former,
            )  # fmt: skip


def _line(what: str, one: dict[str, float]) -> str:
    return (
        f"{what:24} {one['number']:4.0f}  strict {one['strict']:.3f}  fair {one['fair']:.3f}"
        f"  PG CPU ms median {one['median']:6.2f}  p95 {one['p95']:6.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--slips", type=int, default=SLIPS)
    parser.add_argument("--seed", type=int, default=SEED, help="of the slips")
    parser.add_argument("--crowded", action="store_true", help="many more share the common names")
    parser.add_argument("--missed", action="store_true", help="list the slips that did not find")
    given = parser.parse_args()
    humans = _names.people(given.people, SEED, crowded=given.crowded)
    clone = _database(humans, "crowded" if given.crowded else "life")
    done = subprocess.run(
        [
            sys.executable, "-m", "tests.bench._searching", "--people", str(given.people),
            "--slips", str(given.slips), "--seed", str(given.seed),
            *(["--crowded"] if given.crowded else []),
        ],
        cwd=ROOT, env=clone.variables({"BENCH_READS": clone.url("postgres")}),
        stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit("this failed: the searching")
    found = json.loads(done.stdout.decode().strip().splitlines()[-1])
    for turn, kinds in found["turns"].items():
        print(
            f"\n{turn}: {given.people} people, {given.slips} slips, seed {given.seed}"
            f"{', crowded' if given.crowded else ''}"
        )
        for kind, one in kinds.items():
            print(_line(kind, one))
    if given.missed:
        for line in found["missed"]:
            print(line)
    path = DEV / "bench" / f"search-{given.people}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
