"""People come over whole, once, without a red wall; and go again where nobody touched them."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from casework.base.clocks.models import Clock
from casework.base.core.acting import acting
from casework.cycle.intake.models import Referral
from casework.cycle.monitoring import reasons as monitoring
from casework.edges.exchange import actions, bringing
from casework.edges.exchange.models import (
    Import,
    ImportedRow,
    ImportState,
    QuotedText,
    RowState,
    SavedMapping,
    UnplacedText,
)
from casework.registry.episodes.models import Episode, Responsibility
from casework.registry.episodes.tests.factories import make_episode, make_world, now
from casework.registry.people import actions as people
from casework.registry.people.models import Identifier, Person, PersonName

from .factories import PEOPLE, bring, reading_of, take_back, technician
from .reading_files import shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


def _states(as_owner, made):
    with as_owner():
        return Counter(made.rows.values_list("state", flat=True))


def _person(as_owner, given):
    with as_owner():
        name = PersonName.objects.get(given=given)
        return name.person


def _file(tmp_path, text=PEOPLE, name="people.csv"):
    path = tmp_path / name
    path.write_text(text)
    return str(path)


def test_rows_become_people_episodes_and_a_referral(as_owner, world):
    made = bring(as_owner, world)
    assert _states(as_owner, made) == {RowState.CREATED: 6}
    with as_owner():
        assert Person.objects.filter(brought_over_by=made.pk).count() == 6
        episodes = Episode.objects.filter(brought_over_by=made.pk)
        assert Counter(episodes.values_list("state", flat=True)) == {"active": 3, "closed": 1}
        assert {one.brought_over_on for one in episodes} == {now().date()}
        ada = episodes.get(person__names__given="Ada")
        assert ada.responsible_id == world.workers["dana"].pk
        assert not ada.is_held
        assert ada.accepted_at.date().isoformat() == "2026-01-05"
        nowak = episodes.get(person__names__given="Jan")
        assert nowak.is_held
        assert nowak.responsible_id == world.workers["lee"].pk
        assert Referral.objects.get(brought_over_by=made.pk).state == "waiting"
        rows = {row.row: row for row in made.rows.all()}
        assert rows[2].cell.endswith(", 2")
        assert rows[7].episode_id is None
        assert Identifier.objects.get(person_id=rows[2].person_id).normal == "A1"
    assert made.counts["unknown_workers"] == {"Somebody Unknown": 1}


def test_what_has_no_room_yet_is_kept_as_it_was_written(as_owner, world):
    bring(as_owner, world)
    ada = _person(as_owner, "Ada")
    with acting(world.actor("dana")):
        source = QuotedText.objects.get(person=ada).source
    assert source["risk"] == "high"
    assert source["scores"][0]["score"] == 14
    with acting(world.actor("moira")):
        assert not QuotedText.objects.exists()
        assert not ImportedRow.objects.exists()


def test_a_closed_row_that_says_little_is_a_person_whom_the_team_reads(as_owner, world):
    bring(as_owner, world)
    rui = _person(as_owner, "Rui")
    with acting(world.actor("dana")):
        assert Person.objects.filter(pk=rui.pk).exists()
        assert QuotedText.objects.get(person=rui).source["closed_on"] == "2025-06-01"
        assert not Episode.objects.filter(person=rui).exists()


def test_no_red_wall(as_owner, world):
    lines = [PEOPLE.splitlines()[0]]
    lines += [
        f"B-{n},Family{chr(65 + n)}x,Given{chr(65 + n)}x,19{40 + n}-01-02,,2021-01-0{n % 9 + 1},,"
        f"{'Dana Tester' if n % 2 else 'Nobody Known'},Open,,,"
        for n in range(20)
    ]
    bring(as_owner, world, "\n".join(lines) + "\n")
    with as_owner():
        due = list(Episode.objects.filter(responsible_id=world.workers["dana"].pk))
        times = sorted(one.next_due_at for one in due)
        assert len(times) == 10
        assert len({one.date() for one in times}) == 10
        assert now() < times[0]
        assert times[-1] <= now() + timedelta(days=30)
        clocks = Clock.objects.filter(subject_id__in=Episode.objects.values("pk"))
        assert not clocks.late(now()).exists()
        assert len({one.date() for one in clocks.values_list("due_at", flat=True)}) >= 10
        assert (
            Responsibility.objects.filter(
                worker=world.workers["dana"], reason="brought_over", confirmed_at=None
            ).count()
            == 10
        )
    dana = world.actor("dana")
    with acting(dana):
        assert monitoring.not_seen(dana, now()) == []
        later = monitoring.not_seen(dana, now() + timedelta(days=29))
    assert 0 < len(later) <= 10


def test_the_same_file_twice_changes_nothing(as_owner, world):
    first = bring(as_owner, world)
    again = bring(as_owner, world)
    assert again.pk == first.pk
    with as_owner():
        assert Import.objects.count() == 1
        assert Person.objects.count() == 6


def test_a_longer_file_brings_only_what_is_new(as_owner, world):
    bring(as_owner, world)
    second = bring(as_owner, world, PEOPLE + "A-7,Kaur,Simran,1984-02-02,,2026-04-01,,,Open,,,\n")
    assert _states(as_owner, second) == {RowState.SAME: 6, RowState.CREATED: 1}


def test_likely_duplicates_are_offered_and_not_merged(as_owner, world):
    bring(as_owner, world)
    head = PEOPLE.splitlines()[0]
    row = "Z-9,Okafor,Ada,1990-04-17,,2026-02-01,,,Open,,,"
    second = bring(
        as_owner, world, f"{head}\n{row}\nZ-8,Abbey,Max,1950-01-01,,2026-02-01,,,Open,,,\n"
    )
    assert _states(as_owner, second) == {RowState.OFFERED_DUPLICATE: 1, RowState.CREATED: 1}
    ada = _person(as_owner, "Ada")
    with acting(world.actor("lee")):
        assert UnplacedText.objects.get().source["like"] == [str(ada.pk)]
    with acting(world.actor("sana")):
        assert not UnplacedText.objects.exists()
    third = bring(
        as_owner,
        world,
        f"{head}\n{row}\nZ-8,Abbey,Max,1950-01-01,,2026-02-01,,,Open,,,\n",
        create=[_cell(as_owner, second, RowState.OFFERED_DUPLICATE)],
    )
    assert _states(as_owner, third) == {RowState.SAME: 1, RowState.CREATED: 1}


def _cell(as_owner, made, state):
    with as_owner():
        row = made.rows.get(state=state)
    return f"{row.sheet}!{row.row}"


def test_two_rows_of_one_person_in_a_file_make_one_person_the_open_one(as_owner, world):
    head = PEOPLE.splitlines()[0]
    made = bring(
        as_owner,
        world,
        f"{head}\nC-1,Abbey,Max,1950-01-01,,2024-02-01,2024-09-01,,Closed,,,\n"
        "C-2,Abbey,Max,1950-01-01,,2026-02-01,,,Open,,,\n",
    )
    assert _states(as_owner, made) == {RowState.OFFERED_DUPLICATE: 1, RowState.CREATED: 1}
    with as_owner():
        assert made.rows.get(state=RowState.CREATED).row == 3


def test_a_row_that_cannot_be_stored_leaves_nothing_and_is_listed(as_owner, world, monkeypatch):
    opening = actions.people.episodes.open_episode

    def refusing(*, person, **more):
        from casework.base.core.refusals import Refused

        if person.sort_key.startswith("lind"):
            raise Refused("No.")
        return opening(person=person, **more)

    monkeypatch.setattr(actions.people.episodes, "open_episode", refusing)
    made = bring(as_owner, world)
    assert _states(as_owner, made) == {RowState.CREATED: 5, RowState.LEFT_OUT: 1}
    with as_owner():
        assert Person.objects.count() == 5
        assert not PersonName.objects.filter(family="Lind").exists()
        assert made.rows.get(state=RowState.LEFT_OUT).why == "No."
        assert UnplacedText.objects.get().source["family"] == "Lind"


def test_a_mistake_of_ours_leaves_nothing_of_the_file(as_owner, world, monkeypatch):
    def failing(*args, **more):
        raise RuntimeError("a mistake")

    monkeypatch.setattr(bringing.Bringing, "store", failing)
    with pytest.raises(RuntimeError):
        bring(as_owner, world)
    # The error left as_owner before it could step back.
    with connection.cursor() as cursor:
        cursor.execute("set local role casework_app")
    with as_owner():
        assert not Person.objects.exists()
        assert not Import.objects.exists()


def test_a_team_without_a_leader_is_refused_before_anything(as_owner, world):
    from casework.base.core.refusals import Refused
    from casework.registry.workforce.models import Position

    with as_owner():
        Position.objects.filter(role="team_leader").delete()
    with pytest.raises(Refused):
        bring(as_owner, world)


# Undo


def test_undo_removes_what_nobody_touched(as_owner, world):
    made = bring(as_owner, world)
    undone = take_back(as_owner, made)
    assert undone.state == ImportState.UNDONE
    assert undone.counts["taken_back"] == 6
    with as_owner():
        for model in (Person, Episode, Referral, Identifier, QuotedText, PersonName):
            assert not model.objects.exists(), model
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from door_access")
            assert cursor.fetchone()[0] == 0
    assert _states(as_owner, made) == {RowState.UNDONE: 6}


def test_undo_keeps_and_lists_who_was_worked_with(as_owner, world):
    made = bring(as_owner, world)
    ada = _person(as_owner, "Ada")
    dana = world.actor("dana")
    with acting(dana):
        people.add_name(
            by=dana,
            person=Person.objects.get(pk=ada.pk),
            kind="alias",
            given="Addy",
            family="",
            since_on=None,
            is_hidden=False,
            now=now(),
        )
    undone = take_back(as_owner, made)
    assert (undone.counts["taken_back"], undone.counts["kept"]) == (5, 1)
    with as_owner():
        assert [one.pk for one in Person.objects.all()] == [ada.pk]
        assert QuotedText.objects.get().person_id == ada.pk
        assert Episode.objects.get().responsible_id == dana.id
    assert _states(as_owner, made) == {RowState.UNDONE: 5, RowState.KEPT: 1}


def test_what_was_taken_back_can_come_again_and_nothing_is_taken_back_twice(as_owner, world):
    from casework.base.core.refusals import Refused

    made = bring(as_owner, world)
    take_back(as_owner, made)
    with pytest.raises(Refused):
        take_back(as_owner, made)
    with connection.cursor() as cursor:
        cursor.execute("set local role casework_app")
    again = bring(as_owner, world)
    assert again.pk != made.pk
    assert _states(as_owner, again) == {RowState.CREATED: 6}


@pytest.mark.parametrize("name", ["exchange_take_back_person", "exchange_take_back_contact"])
def test_the_application_may_not_take_back(db, name):
    with connection.cursor() as cursor:
        cursor.execute(
            "select has_function_privilege('casework_app', %s, 'execute')", [f"{name}(uuid)"]
        )
        assert cursor.fetchone() == (False,)


def test_a_person_who_was_registered_here_is_never_taken_back(as_owner, world):
    episode = make_episode(world)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("select exchange_take_back_person(%s)", [episode.person_id])
        assert cursor.fetchone() == (False,)


# The command


def _call(as_owner, *words):
    out = StringIO()
    with as_owner():
        call_command("import_files", *words, stdout=out)
    return out.getvalue()


def test_a_dry_run_prints_the_contract_and_writes_nothing(as_owner, world, tmp_path):
    told = json.loads(_call(as_owner, "people", _file(tmp_path), "--dry-run", "--json"))
    assert {"rows", "unreadable", "duplicates"} <= set(told)
    first = told["rows"][0]
    assert {
        "sheet", "row", "family", "given", "born_on", "identifiers", "status", "referred_on",
        "opened_on", "closed_on", "worker", "scores",
    } <= set(first)  # fmt: skip
    assert (first["family"], first["born_on"], first["status"]) == ("Okafor", "1990-04-17", "open")
    with as_owner():
        assert not Person.objects.exists()
        assert not Import.objects.exists()


def test_the_command_brings_over_says_so_and_takes_back(as_owner, world, tmp_path):
    path = _file(tmp_path)
    told = json.loads(_call(as_owner, "people", path, "--team", "north", "--json"))
    assert told["counts"]["created"] == 6
    assert told["changed"]
    assert "Nothing was changed" in _call(as_owner, "people", path, "--team", "north")
    assert "6 rows were taken back" in _call(as_owner, "undo", told["import"])


def test_a_mapping_is_shown_changed_and_used_again(as_owner, world, tmp_path):
    path, mapping = _file(tmp_path), tmp_path / "mapping.json"
    _call(as_owner, "people", path, "--dry-run", "--json", "--write-mapping", str(mapping))
    given = json.loads(mapping.read_text())
    column = next(c for c in given["tables"][0]["columns"] if c["field"] == "worker")
    column["field"] = None
    mapping.write_text(json.dumps(given))
    _call(as_owner, "people", path, "--team", "north", "--mapping", str(mapping))
    with as_owner():
        assert SavedMapping.objects.get().kind == "people"
        assert Episode.objects.exclude(state="closed").filter(is_held=True).count() == 3
    told = json.loads(_call(as_owner, "people", path, "--dry-run", "--json"))
    assert {row["worker"] for row in told["rows"]} == {None}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["people", "nowhere.csv"], "no such file"),
        (["undo", "nonsense"], "no such import"),
    ],
)
def test_refusals_end_with_2_and_say_what_to_do(as_owner, world, words, said):
    with pytest.raises(CommandError, match=said) as refused:
        call_command("import_files", *words)
    assert refused.value.returncode == 2


def test_no_team_and_no_table_are_refused(as_owner, world, tmp_path):
    with pytest.raises(CommandError, match="say which team") as refused:
        call_command("import_files", "people", _file(tmp_path))
    assert refused.value.returncode == 2
    with pytest.raises(CommandError) as refused:
        call_command("import_files", "people", _file(tmp_path, "nothing\n", "empty.csv"))
    assert refused.value.returncode == 2


def test_the_shared_caseload_comes_over_whole(as_owner, world):
    folder = shared("spreadsheets-us")
    by = technician()
    key = json.loads((folder / "answer-key.json").read_text())
    with as_owner(), acting(by):
        made = actions.bring_people(
            by=by,
            team=world.teams["north"],
            reading=reading_of((folder / "caseload-tracker.xlsx").read_bytes()),
            now=now(),
        )
    states = _states(as_owner, made)
    assert sum(states.values()) == len(key["rows"])
    assert states[RowState.OFFERED_DUPLICATE] >= len(key["returned_people"])
    assert states[RowState.CREATED] > 0.9 * len(key["rows"])
    assert made.counts["unreadable"] >= len(key["unreadable"])
    with as_owner():
        assert not Clock.objects.late(now()).exists()
        assert not Referral.objects.filter(due_at__lt=now()).exists()
    undone = take_back(as_owner, made)
    assert undone.counts["kept"] == 0
    with as_owner():
        assert not Person.objects.exists()
