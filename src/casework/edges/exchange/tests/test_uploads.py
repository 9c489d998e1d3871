"""A file from the web: sent, read, mapped, tried out, brought over, forgotten."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection, connections

from casework.base.audit.models import Event
from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.edges.exchange import actions, jobs, kept, listed
from casework.edges.exchange.models import (
    Import,
    Part,
    SavedMapping,
    Upload,
    UploadPart,
    UploadState,
)
from casework.registry.episodes.tests.factories import make_episode, make_world, now
from casework.registry.people.models import Person
from casework.registry.workforce.permissions import Permission

from .factories import PEOPLE, bring_as
from .reading_files import workbook

pytestmark = pytest.mark.django_db
HEAD = PEOPLE.splitlines()[0]
BY_HAND = "Quux,Corge,Grault\nOkafor,Ada,1990-04-17\nLind,Olof,1955-06-23\n"


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


def send(world, data: str | bytes = PEOPLE, who="lee", kind="people", name="people.csv", **more):
    by = world.actor(who)
    with acting(by):
        return actions.upload_file(
            by=by,
            kind=kind,
            team=world.teams[more.pop("team", "north")],
            file_name=name,
            data=data.encode() if isinstance(data, str) else data,
            now=now(),
            **more,
        )


def act(world, action, upload, who="lee", **more):
    by = world.actor(who)
    with acting(by):
        return action(by=by, upload=upload, **more)


def read(world, *args, **more):
    upload = send(world, *args, **more)
    return act(world, actions.read_upload, upload, who=more.get("who", "lee"), now=now())


def tried(world, *args, **more):
    upload = read(world, *args, **more)
    return act(world, actions.try_upload, upload, now=now())


def told(world, upload, part, who="lee"):
    with acting(world.actor(who)):
        return kept.told(upload, part)


def people(as_owner):
    with as_owner():
        return Person.objects.count()


def parts(as_owner):
    with as_owner():
        return set(UploadPart.objects.values_list("part", flat=True))


def test_a_file_is_kept_sealed_and_for_its_sender_alone(as_owner, world):
    upload = send(world)
    with as_owner():
        sealed = UploadPart.objects.get(upload=upload).sealed
        args = [row.args for row in _jobs()]
    assert "Okafor" not in sealed
    assert args[0].keys() == {"progress_id", "by_kind", "by_id", "upload_id"}
    assert not any("Okafor" in str(one) or "people.csv" in str(one) for one in args)
    with acting(world.actor("lee")):
        assert kept.kept(upload, Part.FILE) == PEOPLE.encode()
    for who in ("sana", "dana", "adam"):
        with acting(world.actor(who)):
            assert not Upload.objects.exists()
            assert not UploadPart.objects.exists()


def _jobs():
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(task_name="exchange.read")


def test_only_a_leader_of_the_team_sends_a_file(world):
    for who, team in (("lee", "south"), ("dana", "north"), ("ines", "north")):
        with pytest.raises(Refused, match="do not lead"):
            send(world, who=who, team=team)


def test_reading_shows_the_columns_with_a_few_values(world):
    upload = read(world)
    assert upload.state == UploadState.READ
    page = told(world, upload, Part.READING)
    columns = page["mapping"]["tables"][0]["columns"]
    assert [one["field"] for one in columns[:4]] == ["identifier", "family", "given", "born_on"]
    assert page["samples"][0][1] == ["Okafor", "Lind", "Nowak"]
    assert page["rows"] == 6


def test_trying_out_tells_everything_and_stores_nothing(as_owner, world):
    make_episode(world, team="south", name="Zoe Far")
    before = people(as_owner)
    upload = tried(world)
    assert upload.state == UploadState.TRIED
    trial = told(world, upload, Part.TRIAL)
    assert trial["totals"]["come"] == 6
    first = trial["lists"]["come"][0]
    assert (first["name"], first["born_on"], first["becomes"]) == (
        "Ada Okafor",
        "1990-04-17",
        "episode",
    )
    assert trial["unknown_workers"] == [["Somebody Unknown", 1]]
    assert people(as_owner) == before
    with as_owner():
        assert not Import.objects.exists()
        assert Event.objects.filter(action="import_upload.tried").count() == 1
        assert not Event.objects.filter(action="person.registered", detail__brought_over=True)


def test_bringing_over_stores_it_once_and_forgets_the_file(as_owner, world):
    upload = tried(world)
    done = act(world, actions.bring_upload, upload, now=now())
    assert (done.state, people(as_owner)) == (UploadState.DONE, 6)
    assert parts(as_owner) == set()
    # Its job runs a second time after a crash; the button is pressed once more.
    again = act(world, actions.bring_upload, upload, now=now())
    assert again.came_as_id == done.came_as_id
    act(world, actions.run_upload, upload, now=now())
    assert people(as_owner) == 6
    with as_owner():
        assert Import.objects.count() == 1


def test_pressed_twice_it_is_one_job(world):
    upload = tried(world)
    with acting(world.actor("lee")):
        from casework.base.jobs.models import Progress

        # The jobs before this one were done by hand above.
        Progress.objects.update(state="done", finished_at=now())
    first = act(world, actions.run_upload, upload, now=now())
    second = act(world, actions.run_upload, upload, now=now())
    assert first.progress_id == second.progress_id


def test_the_same_file_again_would_change_nothing(as_owner, world):
    bring_as(world, "lee")
    trial = told(world, upload := tried(world), Part.TRIAL)
    assert trial["same_as"]
    act(world, actions.bring_upload, upload, now=now())
    assert people(as_owner) == 6


def test_somebody_known_elsewhere_is_offered_and_comes_when_told_apart(as_owner, world):
    bring_as(
        world,
        "sana",
        f"{HEAD}\nZ-1,Okafor,Ada,1990-04-17,,2026-02-01,,,Open,,,\n",
        team=world.teams["south"],
    )
    upload = tried(world)
    trial = told(world, upload, Part.TRIAL)
    (alike,) = trial["lists"]["alike"]
    assert alike["name"] == "Ada Okafor"
    assert trial["totals"]["come"] == 5
    with as_owner():
        located = Event.objects.filter(action="people.located", actor_id=world.workers["lee"].pk)
        assert located.get().detail["found"] == alike["source"]["like"]
    idle(world)
    cell = f"{alike['sheet']}!{alike['row']}"
    with pytest.raises(Refused, match="no such row"):
        act(world, actions.tell_apart, upload, cell="people!3", is_other=True)
    upload = act(world, actions.tell_apart, upload, cell=cell, is_other=True)
    act(world, actions.bring_upload, upload, now=now())
    assert people(as_owner) == 7


def idle(world):
    """The jobs that were put are done: the tests did their work themselves."""
    from casework.base.jobs.models import Progress

    with acting(world.actor("lee")):
        Progress.objects.update(state="done", finished_at=now())


def test_headings_that_nobody_understands_are_mapped_by_hand_and_remembered(as_owner, world):
    upload = read(world, BY_HAND)
    assert upload.state == UploadState.TO_MAP
    idle(world)
    mapping = told(world, upload, Part.READING)["mapping"]
    fields = ("family", "given", "born_on")
    for column, field in zip(mapping["tables"][0]["columns"], fields, strict=True):
        column["field"] = field
    mapping["tables"][0]["status"] = "open"
    upload = act(world, actions.map_upload, upload, mapping=mapping, now=now())
    upload = act(world, actions.try_upload, upload, now=now())
    assert told(world, upload, Part.TRIAL)["totals"]["come"] == 2
    with as_owner():
        assert not SavedMapping.objects.exists()
    act(world, actions.bring_upload, upload, now=now())
    assert people(as_owner) == 2
    longer = read(world, BY_HAND + "Nowak,Jan,1981-08-30\n")
    assert longer.state == UploadState.READ
    assert told(world, longer, Part.READING)["rows"] == 3


def test_what_was_seen_under_another_mapping_is_not_brought_over(as_owner, world):
    upload = tried(world)
    idle(world)
    mapping = told(world, upload, Part.READING)["mapping"]
    mapping["tables"][0]["columns"][7]["field"] = None
    # Sent, and its job is stopped before it has tried anything out.
    upload = act(world, actions.map_upload, upload, mapping=mapping, now=now())
    idle(world)
    assert told(world, upload, Part.TRIAL) is None
    with pytest.raises(Refused, match="Try the file out first"):
        act(world, actions.run_upload, upload, now=now())
    act(world, actions.bring_upload, upload, now=now())
    assert people(as_owner) == 0


def test_who_was_told_apart_stays_so_when_the_file_is_tried_again(world):
    twice = PEOPLE + PEOPLE.splitlines()[1].replace("A-1", "A-91") + "\n"
    upload = tried(world, twice)
    idle(world)
    upload = act(world, actions.tell_apart, upload, cell="people!8", is_other=True)
    upload = act(world, actions.map_upload, upload, mapping=None, now=now())
    upload = act(world, actions.try_upload, upload, now=now())
    lists = listed.lists_of(
        told(world, upload, Part.TRIAL), kind="people", separate=upload.separate
    )
    counts = {one.code: one.count for one in lists}
    assert (counts["come"], counts["alike"]) == (7, 0)


def test_files_that_wait_are_not_piled_up(world):
    for number in range(20):
        send(world, f"{PEOPLE}B-{number},Reyes,Iris,1984-02-02,,,,,Open,,,\n")
    with pytest.raises(Refused, match="wait already"):
        send(world, PEOPLE)


def test_whoever_leads_no_more_brings_nothing_over(as_owner, world):
    upload = tried(world)
    before = world.actor("lee")
    by = replace(before, led_team_ids=())
    with acting(by):
        refused = actions.bring_upload(by=by, upload=upload, now=now())
    assert "do not lead" in refused.refusal
    assert people(as_owner) == 0


def test_a_thrown_away_file_leaves_nothing(as_owner, world):
    upload = tried(world)
    act(world, actions.discard_upload, upload)
    assert parts(as_owner) == set()
    with as_owner():
        assert not Upload.objects.exists()
    with pytest.raises(Refused, match="not here any more"):
        act(world, actions.read_upload, upload, now=now())


def test_a_week_old_file_goes_and_a_younger_one_stays(as_owner, world):
    old, young = tried(world), send(world, HEAD + "\nB-1,Weber,Ines,1971-05-26,,,,,Open,,,\n")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "update exchange_upload set uploaded_at = now() - interval '8 days' where id = %s",
            [old.pk],
        )
    jobs.tidy()
    with as_owner():
        assert Upload.objects.get().pk == young.pk
        assert set(UploadPart.objects.values_list("upload_id", flat=True)) == {young.pk}
        assert Event.objects.get(action="import_upload.tidied").detail == {"count": 1}


def test_no_trail_holds_a_word_of_the_file(as_owner, world):
    upload = tried(world)
    act(world, actions.bring_upload, upload, now=now())
    with as_owner():
        said = str(list(Event.objects.values_list("action", "detail")))
    assert "import_upload.sent" in said
    for word in ("Okafor", "Weber", "1990", "people.csv", "A-1"):
        assert word not in said


def test_a_job_does_nothing_for_whoever_may_not_any_more(as_owner, world, monkeypatch):
    upload = send(world)
    with as_owner():
        from casework.registry.workforce.models import Position

        Position.objects.filter(worker=world.workers["lee"]).update(role="case_manager")
    assert not world.actor("lee").may(Permission.IMPORT_RUN)
    said = []

    class Teller:
        by_id = world.workers["lee"].pk

        def problem(self, code):
            said.append(code)

    jobs.read.__wrapped__(Teller(), upload_id=str(upload.pk))
    assert said == ["not_allowed"]
    with as_owner():
        assert Upload.objects.get().state == UploadState.READING


def test_a_workbook_with_hand_written_dates_says_which_cells(as_owner, world):
    data = workbook(
        {
            "Clients": [
                ["Family name", "Given name", "Date of birth", "Status"],
                ["Okafor", "Ada", "31/12/1990", "open"],
                ["Lind", "Olof", "soon", "open"],
            ]
        }
    )
    upload = tried(world, data, name="people.xlsx")
    (cell,) = [
        one for one in told(world, upload, Part.TRIAL)["lists"]["unread"] if one["value"] == "soon"
    ]
    assert (cell["sheet"], cell["row"], cell["cell"]) == ("Clients", 3, "C3")
    assert cell["why"]


@pytest.mark.django_db(transaction=True)
def test_a_page_does_not_wait_for_a_job(transactional_db, as_owner):
    world = make_world(as_owner)
    upload = tried(world)
    idle(world)
    held, done = threading.Event(), threading.Event()

    def hold():
        try:
            with acting(world.actor("lee")):
                Upload.objects.select_for_update().get(pk=upload.pk)
                held.set()
                done.wait(30)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(hold)
        assert held.wait(30)
        try:
            with pytest.raises(Refused, match="just being worked on"):
                act(world, actions.discard_upload, upload)
        finally:
            done.set()
        job.result()
    act(world, actions.discard_upload, upload)
