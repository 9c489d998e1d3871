"""caseload_move, caseload_hold, position_end, cover: a leader's acts on many people at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.base.audit.models import Event
from casework.base.core.acting import acting
from casework.registry.episodes.forms import person_field
from casework.registry.episodes.models import Cover, CoverNote, Episode, HandOver
from casework.registry.people.models import Person
from casework.registry.workforce.models import Position

from .factories import make_episode, now

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def url(screen, *args):
    return reverse(f"episodes:{screen}", args=args)


@pytest.fixture
def people(world):
    return [make_episode(world, worker="dana", name=f"Person {n}") for n in range(3)]


@pytest.fixture
def lee(world):
    return world.client("lee")


def moving(world, to_all="kwame", until="keeps", **more):
    receiver = str(world.workers[to_all].pk) if to_all else ""
    return {
        "to_all": receiver,
        "until": until,
        "why": "Dana leaves us",
        "over_cap_reason": "",
    } | more


def test_one_for_all_and_one_by_one(world, people, lee):
    first, second, third = people
    typed = moving(world)
    typed[person_field("to", first.pk)] = str(world.workers["lee"].pk)
    typed[person_field("to", second.pk)] = "nobody"
    page = lee.post(url("caseload_move", world.workers["dana"].pk), typed | {"look": "1"})
    assert page.status_code == 200
    shown = page.content.decode()
    assert "What it comes to" in shown
    assert "0 of 30 → <b>1 of 30</b>" in shown
    with acting(world.actor("lee")):
        assert not HandOver.objects.filter(state="proposed").exists()
    done = lee.post(url("caseload_move", world.workers["dana"].pk), typed)
    assert done.status_code == 302
    with acting(world.actor("lee")):
        offers = {one.episode_id: one for one in HandOver.objects.filter(state="proposed")}
    assert {pk: one.to_worker_id for pk, one in offers.items()} == {
        first.pk: world.workers["lee"].pk,
        third.pk: world.workers["kwame"].pk,
    }
    assert "The work so far" in [one["title"] for one in offers[third.pk].brief]


def test_held_from_now_on(world, people, lee):
    typed = moving(world, to_all=None, until="hold")
    assert lee.post(url("caseload_move", world.workers["dana"].pk), typed).status_code == 302
    with acting(world.actor("lee")):
        assert Episode.objects.filter(is_held=True).count() == 3
        assert not HandOver.objects.filter(state="proposed").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"to_all": ""}, "Choose who is to take over whom"),
        ({"why": ""}, "Write a few words"),
        ({"until": ""}, "Choose one"),
    ],
)
def test_a_move_is_refused_in_words(world, people, lee, changed, said):
    typed = moving(world) | changed
    answer = lee.post(url("caseload_move", world.workers["dana"].pk), typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with acting(world.actor("lee")):
        assert not HandOver.objects.filter(state="proposed").exists()


def test_the_sum_is_over_the_cap_and_nothing_moves(world, people, lee, as_owner):
    with as_owner():
        Position.objects.filter(worker=world.workers["kwame"]).update(full_time_share="0.08")
    answer = lee.post(url("caseload_move", world.workers["dana"].pk), moving(world))
    assert answer.status_code == 422
    assert "3 people, the cap is 2" in answer.content.decode()
    assert (
        "Over the cap"
        not in lee.get(url("caseload_move", world.workers["dana"].pk)).content.decode()
    )
    with acting(world.actor("lee")):
        assert not HandOver.objects.filter(state="proposed").exists()


def test_suddenly_absent(world, people, lee):
    address = url("caseload_hold", world.workers["dana"].pk)
    assert "nobody else leads" not in lee.get(address).content.decode()
    assert lee.post(address, {}).status_code == 302
    with acting(world.actor("lee")):
        assert Episode.objects.filter(is_held=True).count() == 3
    assert "Nobody to hold" in lee.get(address).content.decode()


def test_workforce_sends_the_end_of_a_position_here(world, people):
    position = Position.objects.get(worker=world.workers["dana"])
    adam = world.client("adam")
    answer = adam.get(reverse("workforce:position_end", args=[position.pk]))
    assert answer.headers["Location"] == url("position_end", position.pk)
    other = Position.objects.get(worker=world.workers["bill"])
    assert adam.get(url("position_end", other.pk)).headers["Location"] == reverse(
        "workforce:position_end", args=[other.pk]
    )
    assert adam.get(reverse("workforce:position_end", args=[other.pk])).status_code == 200


def test_the_end_of_a_position_moves_its_people(world, people):
    position = Position.objects.get(worker=world.workers["dana"])
    adam = world.client("adam")
    page = adam.get(url("position_end", position.pk)).content.decode()
    assert "responsible for 3 people" in page
    assert "Lee Tester" in page
    assert "Person 0" not in page
    typed = {"to_on": now().date().isoformat(), "reason": "", "opens_vacancy": "on"}
    assert adam.post(url("position_end", position.pk), typed).status_code == 302
    with acting(world.actor("lee")):
        assert Episode.objects.filter(is_held=True).count() == 3
    position.refresh_from_db()
    assert position.to_on == now().date()
    assert Position.objects.filter(team=world.teams["north"], worker=None).exists()


def test_the_only_leader_does_not_leave(world, people):
    position = Position.objects.get(worker=world.workers["lee"])
    typed = {"to_on": now().date().isoformat(), "reason": ""}
    answer = world.client("adam").post(url("position_end", position.pk), typed)
    assert answer.status_code == 422


# --- cover ---


def absence(world, absent="dana", covering="kwame", first=0, last=7, **more):
    return {
        "absent": str(world.workers[absent].pk),
        "covering": str(world.workers[covering].pk),
        "first_on": (now() + first * DAY).date().isoformat(),
        "last_on": (now() + last * DAY).date().isoformat(),
        "why": "Leave",
    } | more


def test_her_leave_in_one_act_with_a_note_for_each(world, people, as_owner):
    with acting(world.actor("dana")):
        Person.objects.filter(pk=people[0].person_id).update(what_matters="Her choir")
    dana, kwame = world.client("dana"), world.client("kwame")
    done = dana.post(url("cover_new"), absence(world))
    with acting(world.actor("dana")):
        cover = Cover.objects.get()
    assert done.headers["Location"] == url("cover_detail", cover.pk)
    page = dana.get(done.headers["Location"])
    field = person_field("note", people[0].pk)
    assert "Her choir" in page.context["form"][field].value()
    notes = {person_field("note", one.pk): "" for one in people} | {field: "Ring on Tuesday"}
    assert dana.post(url("cover_detail", cover.pk), notes).status_code == 302
    assert dana.post(url("cover_detail", cover.pk), notes | {field: "On Monday"}).status_code == 302
    seen = kwame.get(url("cover_detail", cover.pk)).content.decode()
    assert "On Monday" in seen
    assert "Her choir" in seen
    assert "Save the notes" not in seen
    with as_owner():
        opened = Event.objects.filter(
            action="record.opened", actor_id=world.workers["kwame"].pk, detail__page="cover"
        )
        assert set(opened.values_list("person_id", flat=True)) == {one.person_id for one in people}
    assert kwame.post(url("cover_detail", cover.pk), notes).status_code == 422
    with acting(world.actor("dana")):
        assert CoverNote.objects.count() == 1
    assert dana.post(url("cover_cancel", cover.pk)).status_code == 302
    assert "Cancelled" in dana.get(url("cover_detail", cover.pk)).content.decode()


@pytest.mark.parametrize(
    ("who", "typed", "said"),
    [
        ("dana", {"first": 3, "last": 1}, "before the first"),
        ("dana", {"first": -9, "last": -2}, "over already"),
        ("dana", {"covering": "moira"}, "Select a valid choice"),
        ("dana", {"absent": "kwame", "covering": "lee"}, "Select a valid choice"),
        ("lee", {"covering": "dana"}, "Nobody covers for themselves"),
    ],
)
def test_cover_is_refused_in_words(world, people, who, typed, said):
    answer = world.client(who).post(url("cover_new"), absence(world, **typed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with acting(world.actor("dana")):
        assert not Cover.objects.exists()


def test_a_leader_asks_somebody_of_another_team(world, people, lee):
    assert lee.post(url("cover_new"), absence(world, covering="moira")).status_code == 302
    assert "Moira Tester covers for Dana Tester" in lee.get(url("cover_list")).content.decode()
    with acting(world.actor("lee")):
        cover = Cover.objects.get()
    seen = world.client("moira").get(url("cover_detail", cover.pk)).content.decode()
    assert "Person 0" in seen


def test_before_the_first_day_nothing_is_open(world, people, lee):
    lee.post(url("cover_new"), absence(world, covering="moira", first=3))
    with acting(world.actor("lee")):
        cover = Cover.objects.get()
    seen = world.client("moira").get(url("cover_detail", cover.pk)).content.decode()
    assert "Person 0" not in seen
    assert "open on the first day" in seen
    assert world.client("moira").get(url("episode_detail", people[0].pk)).status_code == 404


def test_overlapping_cover_is_refused(world, people, lee):
    lee.post(url("cover_new"), absence(world))
    again = lee.post(url("cover_new"), absence(world, covering="lee", first=2))
    assert "There is cover for part of this time" in again.content.decode()
