"""From a chosen file to its result, as pages without scripts."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.base.audit.models import Event
from casework.base.core.acting import acting
from casework.edges.exchange import actions
from casework.edges.exchange.models import Import, ImportState, RowState, Upload, UploadState
from casework.registry.episodes.tests.factories import make_world, now
from casework.registry.people.models import Person

from .factories import PEOPLE, bring_as
from .test_uploads import act, idle, read, tried

pytestmark = pytest.mark.django_db
HEAD = PEOPLE.splitlines()[0]


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


def text(answer):
    return answer.content.decode()


def choose(world, client, data=PEOPLE, kind="people"):
    return client.post(
        "/exchange/new/",
        {
            "kind": kind,
            "team": world.teams["north"].pk,
            "file": SimpleUploadedFile("people.csv", data.encode()),
        },
    )


def test_a_file_is_chosen_read_mapped_tried_and_brought_over(as_owner, world):
    lee = world.client("lee")
    assert "20 MB" in text(lee.get("/exchange/new/"))
    sent = choose(world, lee)
    with acting(world.actor("lee")):
        upload = Upload.objects.get()
    assert sent["Location"] == f"/jobs/{upload.progress_id}/"
    mapping = f"/exchange/uploads/{upload.pk}/"
    # While a job is at work every page of the file leads to it.
    assert lee.get(mapping)["Location"] == sent["Location"]
    act(world, actions.read_upload, upload, now=now())
    idle(world)
    after = lee.get(f"/exchange/work/{upload.progress_id}/")
    assert after["Location"] == mapping
    page = text(lee.get(mapping))
    assert "6 rows could be read" in page
    assert "Okafor" in page
    posted = lee.post(mapping, _as_shown(page))
    assert posted.status_code == 302
    with acting(world.actor("lee")):
        upload.refresh_from_db()
    assert upload.mapping is None, "nothing was changed, so nothing is remembered"
    act(world, actions.try_upload, upload, now=now())
    idle(world)
    preview = text(lee.get(f"{mapping}preview/"))
    assert "Nothing is stored yet" in preview
    assert "Ada Okafor" in preview
    ran = lee.post(f"{mapping}run/")
    again = lee.post(f"{mapping}run/")
    assert ran["Location"] == again["Location"]
    act(world, actions.bring_upload, upload, now=now())
    idle(world)
    with acting(world.actor("lee")):
        made = Import.objects.get()
        upload.refresh_from_db()
    done = lee.get(f"/exchange/work/{upload.progress_id}/")
    assert done["Location"] == f"/exchange/{made.pk}/"
    assert lee.get(mapping)["Location"] == f"/exchange/{made.pk}/"
    assert "Not brought over yet" not in text(lee.get("/exchange/"))


def _as_shown(page: str) -> dict[str, str]:
    """What a browser would send of a form that nobody changed."""
    sent = {}
    for name, inside in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        sent[name] = chosen[1] if chosen else ""
    for name in re.findall(r'type="checkbox" name="([^"]+)"[^>]*checked', page):
        sent[name] = "on"
    assert sent
    return sent


def test_a_column_is_taken_for_something_else(world):
    upload = read(world)
    idle(world)
    lee = world.client("lee")
    url = f"/exchange/uploads/{upload.pk}/"
    sent = _as_shown(text(lee.get(url)))
    column = next(name for name, value in sent.items() if value == "worker")
    assert lee.post(url, {**sent, column: "shoe size"}).status_code == 422
    assert lee.post(url, {**sent, column: "note", "day_order": "mdy"}).status_code == 302
    with acting(world.actor("lee")):
        upload.refresh_from_db()
    assert upload.mapping["day_order"] == "mdy"
    fields = [one["field"] for one in upload.mapping["tables"][0]["columns"]]
    assert "worker" not in fields
    assert fields.count("note") == 1


def test_where_day_and_month_are_open_a_person_says_so(world):
    rows = (
        "Okafor,Ada,01/02/1980,open\nLind,Olof,02/03/1980,open\nNowak,Jan,03/04/1980,open\n"
        "Weber,Ines,04/05/1980,open\n"
    )
    upload = read(world, f"Family name,Given name,Date of birth,Status\n{rows}")
    idle(world)
    lee = world.client("lee")
    page = text(lee.get(f"/exchange/uploads/{upload.pk}/"))
    assert "4 cells not read" in page
    sent = _as_shown(page)
    how = next(name for name in sent if name.endswith("_how"))
    lee.post(f"/exchange/uploads/{upload.pk}/", {**sent, how: "dmy"})
    upload = act(world, actions.try_upload, upload, now=now())
    idle(world)
    page = text(lee.get(f"/exchange/uploads/{upload.pk}/preview/"))
    assert "1 Feb 1980" in page
    assert "Cells that could not be read" not in page


def test_every_count_opens_its_list(as_owner, world):
    bring_as(
        world,
        "sana",
        f"{HEAD}\nZ-1,Okafor,Ada,1990-04-17,,2026-02-01,,,Open,,,\n",
        team=world.teams["south"],
    )
    more = "A-8,,,1979-11-14,,2025-02-16,,,Open,,,\nA-9,Reyes,Iris,soon,,2025-02-16,,,Open,,,\n"
    upload = tried(world, PEOPLE + more)
    idle(world)
    lee = world.client("lee")
    here = f"/exchange/uploads/{upload.pk}/preview/"
    page = text(lee.get(here))
    links = re.findall(r'class="cw-stat-item [^"]*" href="([^"]+)"><b>(\d+)</b>', page)
    found = {re.search(r"list=(\w+)", url)[1]: int(count) for url, count in links}
    assert found == {"come": 6, "alike": 1, "left": 1, "unread": 2, "text": 6, "workers": 1}
    pages = {code: text(lee.get(f"{here}?list={code}")) for code in found}
    assert "Somebody Unknown" in pages["workers"]
    assert "soon" in pages["unread"]
    assert "No name could be read" in pages["left"]
    # The minimal card of somebody who is not open, and no way into the record.
    assert "known here" in pages["alike"]
    assert "south" in pages["alike"]
    with as_owner():
        ada = Person.objects.get(number__gt="", names__given="Ada")
    assert str(ada.pk) not in pages["alike"]
    apart = {"cell": re.search(r'name="cell" value="([^"]+)"', pages["alike"])[1]}
    lee.post(f"/exchange/uploads/{upload.pk}/apart/", {**apart, "is_other": "yes"})
    assert "As somebody else" in text(lee.get(f"{here}?list=come"))
    lee.post(f"/exchange/uploads/{upload.pk}/apart/", {**apart, "is_other": "no"})
    assert "As somebody else" not in text(lee.get(f"{here}?list=come"))


def test_long_lists_come_in_pages_and_take_the_same_queries(world):
    rows = "".join(
        f"B-{n},Fam{n // 26}{chr(97 + n % 26)}q,Giv{chr(97 + n % 26)}z,{1940 + n % 60}-01-02,,"
        f"2026-01-05,,,Open,,,\n"
        for n in range(120)
    )
    few, many = tried(world, f"{HEAD}\n{rows.splitlines()[0]}\n"), tried(world, f"{HEAD}\n{rows}")
    idle(world)
    lee = world.client("lee")
    counted = []
    for upload in (few, many):
        lee.get(f"/exchange/uploads/{upload.pk}/preview/")
        with CaptureQueriesContext(connection) as queries:
            page = text(lee.get(f"/exchange/uploads/{upload.pk}/preview/"))
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert "1 to 50 of 120" in page
    last = text(lee.get(f"/exchange/uploads/{many.pk}/preview/?list=come&from=100"))
    assert "101 to 120 of 120" in last


def test_opening_a_file_leaves_a_trail(as_owner, world):
    upload = tried(world)
    idle(world)
    lee = world.client("lee")
    lee.get(f"/exchange/uploads/{upload.pk}/")
    lee.get(f"/exchange/uploads/{upload.pk}/preview/?list=come")
    with as_owner():
        opened = Event.objects.filter(action="import_upload.opened", subject_id=upload.pk)
        assert [one.detail["page"] for one in opened.order_by("id")] == ["mapping", "preview"]


def test_a_file_is_thrown_away(as_owner, world):
    upload = tried(world)
    idle(world)
    lee = world.client("lee")
    assert "Not brought over yet" in text(lee.get("/exchange/"))
    answer = lee.post(f"/exchange/uploads/{upload.pk}/discard/", follow=True)
    assert "Nothing of it was kept" in text(answer)
    assert lee.get(f"/exchange/uploads/{upload.pk}/").status_code == 404


def test_taking_back_says_first_what_stays(as_owner, world):
    from casework.base.audit import trail

    made = bring_as(world, "lee")
    with as_owner():
        ada = Person.objects.get(names__given="Ada", brought_over_by=made.pk)
    with acting(world.actor("lee")):
        trail.write("person.changed", by=world.actor("lee"), person_id=ada.pk)
    lee = world.client("lee")
    page = text(lee.get(f"/exchange/{made.pk}/undo/"))
    assert "5 rows go" in page
    assert "1 row stays" in page
    assert "Ada Okafor" in page
    begun = lee.post(f"/exchange/{made.pk}/undo/")
    again = lee.post(f"/exchange/{made.pk}/undo/")
    assert begun["Location"] == again["Location"]
    with acting(world.actor("lee")):
        made = actions.take_back(by=world.actor("lee"), made=made, now=now())
    assert (made.state, made.counts["kept"]) == (ImportState.UNDONE, 1)
    idle(world)
    after = lee.get(f"/exchange/work/{begun['Location'].split('/')[2]}/")
    assert after["Location"] == f"/exchange/{made.pk}/"
    page = text(lee.get(f"/exchange/{made.pk}/"))
    assert str(RowState.KEPT.label) in page
    assert "/undo/" not in page


def test_a_refused_file_says_what_to_do(world):
    upload = read(world, "hello\nworld\n")
    idle(world)
    assert upload.state == UploadState.REFUSED
    page = text(world.client("lee").get(f"/exchange/uploads/{upload.pk}/"))
    assert "Add a row of headings" in page
