"""My day names whoever needs the worker, and says so honestly where there is nobody."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from casework.base.core.acting import acting
from casework.cycle.intake.actions import put_on_waiting_list, take_up
from casework.cycle.intake.tests.factories import make_referral
from casework.cycle.monitoring.models import NotToday
from casework.desks.myday import gathering
from casework.registry.diary.actions import book_appointment
from casework.registry.diary.tests.factories import book
from casework.registry.episodes import actions
from casework.registry.episodes.tests.factories import (
    LONG_AGO,
    give,
    joined,
    make_episode,
    make_world,
    now,
)
from casework.registry.people.actions import merge_people
from casework.registry.people.models import Person
from casework.registry.workforce.models import Position

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world(as_owner)


def _client(world, name):
    client = Client()
    client.force_login(
        world.workers[name].account,
        backend="casework.base.accounts.backends.NameOrMailBackend",
    )
    return client


def test_whoever_was_never_met_after_acceptance_is_on_the_day(world):
    make_episode(world, worker="dana", days_ago=50)
    text = _client(world, "dana").get("/").content.decode()
    assert "Grace Mensah" in text
    assert "Not met yet, 50 days after acceptance" in text


def test_whose_episode_was_closed_asks_for_nobody_any_more(world):
    one = make_episode(world, worker="dana", days_ago=50)
    with acting(world.actor("dana")):
        actions.close_episode(
            by=world.actor("dana"),
            episode=one,
            reason="completed",
            why="Done well",
            closed_at=now(),
            receiver_accepted=False,
            version=one.version,
            now=now(),
        )
    client = _client(world, "dana")
    for page in ("myday:my_day", "myday:my_people"):
        assert "Grace Mensah" not in client.get(reverse(page)).content.decode()


def test_one_row_a_person_and_the_rest_behind_more(world):
    make_episode(world, worker="dana", days_ago=50)
    text = _client(world, "dana").get("/").content.decode()
    assert text.count('class="cw-row-who"') == 1


@pytest.mark.parametrize("who", ["bill", "adam"])
def test_whoever_works_with_nobody_gets_an_honest_page(world, who):
    make_episode(world, worker="dana", days_ago=50)
    page = _client(world, who).get("/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Your role works on other things" in text
    # Every place it has is one press away.
    for place in page.context["navigation"]:
        assert text.count(f'href="{place.url}"') >= 2
    assert "Grace" not in page.content.decode()


def test_not_today_needs_a_reason_and_comes_back(world):
    episode = make_episode(world, worker="dana", days_ago=50)
    client = _client(world, "dana")
    address = reverse("myday:reason_later", args=[episode.person_id]) + "?kind=not_seen"
    page = client.get(address).content.decode()
    key = page.split('name="_key" value="')[1].split('"')[0]
    until = (now() + timedelta(days=3)).date().isoformat()
    sent = {"_key": key, "_draft_about": str(episode.person_id), "why": "", "until": until}
    assert client.post(address, sent).status_code == 422
    with acting(world.actor("dana")):
        assert not NotToday.objects.exists()
    assert client.post(address, {**sent, "why": "She asked for Tuesday"}).status_code == 302
    assert "Not met yet" not in client.get("/").content.decode()
    with acting(world.actor("dana")):
        assert NotToday.objects.get().why == "She asked for Tuesday"


def test_the_people_of_an_absent_colleague_stand_in_the_list_of_who_covers(world):
    make_episode(world, worker="dana", days_ago=50)
    lee = world.actor("lee")
    with acting(lee):
        actions.arrange_cover(
            by=lee,
            absent=world.workers["dana"],
            covering=world.workers["kwame"],
            starts_at=now() - timedelta(minutes=1),
            ends_at=now() + timedelta(days=7),
            why="Leave",
            now=now(),
        )
    text = _client(world, "kwame").get(reverse("myday:my_people")).content.decode()
    assert "Grace Mensah" in text
    assert "You cover for Dana Tester" in text


def test_a_cover_for_one_team_brings_nobody_of_another(world, as_owner):
    with as_owner():
        for name in ("dana", "kwame"):
            Position.objects.create(
                worker=world.workers[name],
                team=world.teams["south"],
                role="case_manager",
                from_on=LONG_AGO,
            )
    make_episode(world, worker="dana", name="Nina North", days_ago=50)
    make_episode(world, team="south", worker="dana", name="Saul South", days_ago=50)
    lee = world.actor("lee")
    with acting(lee):
        actions.arrange_cover(
            by=lee,
            absent=world.workers["dana"],
            covering=world.workers["kwame"],
            starts_at=now() - timedelta(days=1),
            ends_at=now() + timedelta(days=1),
            why="Leave",
            now=now(),
        )
    for address in ("/", reverse("myday:my_people")):
        text = _client(world, "kwame").get(address).content.decode()
        assert "Nina North" in text
        assert "Saul South" not in text
    for leader, said in (("lee", "Kwame covers"), ("sana", "nobody covers here")):
        assert said in _client(world, leader).get(reverse("oversight:my_team")).content.decode()


@pytest.mark.parametrize("sort", ["silence", "name", "last", "next", "nothing"])
def test_my_people_sorts_and_never_fails(world, sort):
    make_episode(world, worker="dana", name="Anna One")
    make_episode(world, worker="dana", name="Berta Two")
    page = _client(world, "dana").get(reverse("myday:my_people"), {"sort": sort})
    assert page.status_code == 200
    assert page.content.decode().count("Record a contact") == 2


def test_nobody_is_sent_to_look_for_somebody_who_died(world, as_owner):
    """Another team wrote it down; here the episode is still open, and a visit is booked."""
    one = make_episode(world, worker="dana", days_ago=50)
    dana = world.actor("dana")
    with acting(dana):
        book_appointment(
            by=dana,
            person=one.person,
            episode_id=one.pk,
            workers=[dana.id],
            starts_at=now(),
            ends_at=now() + timedelta(minutes=30),
            mode="in_person",
            where="home",
            now=now(),
        )
    client = _client(world, "dana")
    assert "Not met yet" in client.get("/").content.decode()
    with as_owner():
        Person.objects.filter(pk=one.person_id).update(died_on=now().date() - timedelta(days=3))
    text = client.get("/").content.decode()
    assert "Not met yet" not in text
    assert ">Died<" in text
    people = client.get(reverse("myday:my_people")).content.decode()
    assert "Not met yet" not in people
    assert ">Died<" in people


def test_a_referral_of_somebody_who_died_asks_to_be_ended(world, as_owner):
    waiting = make_referral(
        world, name="Mei Tanaka", by="lee", received_at=now() - timedelta(days=9)
    )
    lee = world.actor("lee")
    with acting(lee):
        take_up(by=lee, referral=waiting, now=now())
        put_on_waiting_list(
            by=lee,
            referral=waiting,
            check_in_every_days=7,
            happened_at=now() - timedelta(days=8),
            now=now(),
        )
    client = _client(world, "lee")
    assert "Check in: waiting for a place" in client.get("/").content.decode()
    with as_owner():
        Person.objects.filter(pk=waiting.person_id).update(died_on=now().date())
    text = client.get("/").content.decode()
    assert "Check in: waiting for a place" not in text
    assert "This person has died: end the referral" in text


def test_two_records_of_one_person_are_one_row_under_the_name_that_is_used_now(world):
    """The old entry bears a name that is not used any more: no list goes on saying it."""
    old = make_episode(world, worker="dana", name="Former Name", days_ago=70)
    new = make_episode(world, name="Sam Ellis", days_ago=50)
    lee, dana = world.actor("lee"), world.actor("dana")
    with acting(lee):
        merge_people(
            by=lee,
            person=Person.objects.get(pk=old.person_id),
            into=Person.objects.get(pk=new.person_id),
            version=1,
            into_version=1,
            why="Same day of birth",
            is_sure=True,
            now=now(),
        )
    give(world, new, "dana")
    client = _client(world, "dana")
    with acting(dana):
        rows = gathering.reasons(dana, now()).rows
    assert [row.person_id for row in rows] == [new.person_id]
    for page in ("myday:my_day", "myday:my_people"):
        text = client.get(reverse(page)).content.decode()
        assert "Sam Ellis" in text
        assert "Former Name" not in text
    later = reverse("myday:reason_later", args=[new.person_id]) + "?kind=not_seen"
    until = f"{now() + timedelta(days=2):%Y-%m-%d}"
    answer = client.post(
        later,
        {"_key": str(uuid4()), "_draft_about": str(new.person_id), "why": "Friday", "until": until},
    )
    assert answer.status_code == 302
    with acting(dana):
        (row,) = gathering.reasons(dana, now()).rows
        assert "not_seen" not in {one.kind for one in (row.top, *row.more)}
    leader = _client(world, "lee")
    hers = [world.workers["dana"].pk]
    for address in (
        reverse("oversight:my_team"),
        reverse("oversight:quiet_list"),
        reverse("oversight:worker_caseload", args=hers),
        reverse("episodes:caseload_move", args=hers),
    ):
        text = leader.get(address).content.decode()
        assert "Sam Ellis" in text
        assert "Former Name" not in text
    assert "Former Name" not in client.get(reverse("diary:appointment_new")).content.decode()


def test_my_people_names_the_next_time_whichever_record_it_was_booked_in(world):
    mine = make_episode(world, worker="dana", name="Sam Ellis")
    other = make_episode(world, team="south", worker="moira", name="S. Ellis")
    joined(world, mine, into=other)
    book(world, other, by="moira", workers=("moira",))
    dana = world.actor("dana")
    with acting(dana):
        row = next(one for one in gathering.people_rows(dana, now()) if one.episode_id == mine.pk)
    assert row.next_at is not None


def test_what_began_yesterday_evening_is_still_in_todays_diary(world):
    made = make_episode(world, worker="dana", name="Ray Begay")
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    book(world, made, at=midnight - timedelta(hours=1), length=timedelta(hours=3))
    dana = world.actor("dana")
    with acting(dana):
        (line,) = gathering.diary_of(dana, midnight + timedelta(hours=1))
    assert (line.time, line.is_now) == ("until 02:00", True)
