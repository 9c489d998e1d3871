"""My team: nobody who is held is missing, and every number opens its list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from casework.base.core.acting import acting
from casework.base.core.words import short_day
from casework.desks.oversight import gathering
from casework.desks.oversight.wall import wall_of
from casework.registry.diary.actions import book_appointment
from casework.registry.episodes import actions
from casework.registry.episodes.clocks import calendar_of
from casework.registry.episodes.models import State, SuspendedAs
from casework.registry.episodes.tests.factories import (
    LONG_AGO,
    make_episode,
    make_worker,
    make_world,
    now,
)
from casework.registry.people.models import Person
from casework.registry.workforce.models import Agency, Position

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world(as_owner)


def _text(world, name, address):
    client = Client()
    client.force_login(
        world.workers[name].account,
        backend="casework.base.accounts.backends.NameOrMailBackend",
    )
    page = client.get(address)
    return page.content.decode() if page.status_code == 200 else page.status_code


def _suspend(world, episode, *, as_what=SuspendedAs.IN_HOSPITAL):
    dana = world.actor("dana")
    with acting(dana):
        actions.change_state(
            by=dana,
            episode=episode,
            to=State.SUSPENDED,
            suspended_as=as_what,
            why="",
            happened_at=now(),
            version=episode.version,
            now=now(),
        )


def test_whoever_is_held_waits_here_and_nobody_of_another_team(world):
    make_episode(world, name="Held Here")
    make_episode(world, team="south", name="Held There")
    for address in (reverse("oversight:my_team"), reverse("oversight:waiting_for_worker")):
        text = _text(world, "lee", address)
        assert "Held Here" in text
        assert "Held There" not in text


def test_the_wall_shows_what_each_worker_carries_and_the_list_behind_it(world):
    for number in range(3):
        make_episode(world, worker="dana", name=f"Person {number}", days_ago=60)
    text = _text(world, "lee", reverse("oversight:my_team"))
    address = reverse("oversight:worker_caseload", args=[world.workers["dana"].pk])
    assert f'<a href="{address}">3</a>' in text
    behind = _text(world, "lee", address)
    assert all(f"Person {number}" in behind for number in range(3))


def test_a_worker_of_another_team_has_no_page_here(world):
    other = reverse("oversight:worker_caseload", args=[world.workers["moira"].pk])
    assert _text(world, "lee", other) == 404


@pytest.mark.parametrize("name", ["dana", "bill", "adam"])
def test_only_leaders_see_it(world, name):
    assert _text(world, name, reverse("oversight:my_team")) == 403


def test_the_longest_not_seen_are_listed(world):
    make_episode(world, worker="dana", name="Long Unseen", days_ago=90)
    assert "Long Unseen" in _text(world, "lee", reverse("oversight:quiet_list"))


def test_who_is_over_the_cap_stands_first_and_is_told_in_words(world, as_owner):
    make_episode(world, worker="dana", name="Another Person", days_ago=60)
    for number in range(5):
        make_episode(world, worker="kwame", name=f"Person {number}", days_ago=60)
    # From now on a tenth of full time: the cap is three people.
    with as_owner():
        world.workers["kwame"].positions.update(full_time_share="0.1")
    text = _text(world, "lee", reverse("oversight:my_team"))
    wall = text[text.index('<table class="cw-table ov-wall"') :]
    assert wall.index("Kwame") < wall.index("Dana") < wall.index("Lee")
    assert "2 people over the cap" in wall
    assert "cw-bar-alert" in wall


def test_every_number_of_the_wall_opens_a_list(world):
    make_episode(world, worker="dana", name="Person One", days_ago=60)
    make_episode(world, name="Held Here")
    text = _text(world, "lee", reverse("oversight:my_team"))
    wall = text[text.index('<table class="cw-table ov-wall"') :]
    behind = reverse("oversight:worker_caseload", args=[world.workers["dana"].pk])
    # Her name, her people, weighted, hours.
    assert wall.count(f'href="{behind}"') == 4
    assert wall.count(f'href="{reverse("oversight:waiting_for_worker")}"') == 1


def test_whoever_is_on_a_ward_takes_no_line_of_one_who_is_not_seen(world):
    for number in range(gathering.LISTED):
        _suspend(world, make_episode(world, worker="dana", name=f"Ward {number}", days_ago=200))
    make_episode(world, worker="dana", name="Long Unseen", days_ago=90)
    assert "Long Unseen" in _text(world, "lee", reverse("oversight:my_team"))


def test_whoever_died_takes_no_line_of_one_who_is_not_seen(world, as_owner):
    gone = [
        make_episode(world, worker="dana", name=f"Gone {number}", days_ago=200).person_id
        for number in range(gathering.LISTED)
    ]
    with as_owner():
        Person.objects.filter(pk__in=gone).update(died_on=now().date())
    make_episode(world, worker="dana", name="Long Unseen", days_ago=90)
    text = _text(world, "lee", reverse("oversight:my_team"))
    assert "Long Unseen" in text
    assert "Gone" not in text


def test_whoever_is_to_be_seen_oftener_from_now_on_is_listed_at_once(world):
    episode = make_episode(world, worker="dana", name="Worse Lately", days_ago=5)
    assert "Worse Lately" not in _text(world, "lee", reverse("oversight:quiet_list"))
    dana = world.actor("dana")
    agreed = {"by": dana, "episode": episode, "now": now()}
    with acting(dana):
        actions.set_target(days=2, reason="Worse", version=episode.version, **agreed)
    assert "Worse Lately" in _text(world, "lee", reverse("oversight:quiet_list"))
    with acting(dana):
        actions.set_target(days=None, reason="", version=episode.version, **agreed)
    assert "Worse Lately" not in _text(world, "lee", reverse("oversight:quiet_list"))


def test_in_another_model_somebody_is_due_as_that_model_says(world):
    episode = make_episode(world, worker="dana", name="More Needed", days_ago=5)
    dana = world.actor("dana")
    with acting(dana):
        actions.choose_model(
            by=dana,
            episode=episode,
            code="assertive",
            mode="",
            reason="Needs the whole team",
            version=episode.version,
            now=now(),
        )
    assert "More Needed" in _text(world, "lee", reverse("oversight:quiet_list"))


def test_who_is_away_is_away_until_the_last_day_of_the_cover(world):
    dana, today = world.actor("dana"), now().date()
    calendar = calendar_of(dana.agency)
    last = today + timedelta(days=2)
    with acting(dana):
        actions.arrange_cover(
            by=dana,
            absent=world.workers["dana"],
            covering=world.workers["kwame"],
            starts_at=calendar.start_of(today),
            ends_at=calendar.start_of(last + timedelta(days=1)),
            why="Leave",
            now=now(),
        )
    text = _text(world, "lee", reverse("oversight:my_team"))
    assert f"away until {short_day(last)}, Kwame covers" in text


def test_the_list_behind_a_number_is_as_long_as_the_number(world, as_owner):
    _suspend(world, make_episode(world, worker="dana", name="On A Ward", days_ago=50))
    make_episode(world, worker="dana", name="At Home", days_ago=50)
    with as_owner():
        Position.objects.create(
            team=world.teams["south"],
            worker=world.workers["dana"],
            role="case_manager",
            from_on=LONG_AGO,
        )
    make_episode(world, team="south", worker="dana", name="In The South", days_ago=50)
    address = reverse("oversight:worker_caseload", args=[world.workers["dana"].pk])
    assert f'<a href="{address}">3</a>' in _text(world, "lee", reverse("oversight:my_team"))
    behind = _text(world, "lee", address)
    assert "At Home" in behind
    assert "On A Ward" in behind
    assert "In hospital" in behind
    assert "In The South" not in behind
    assert "1 person more, in a team that you do not lead" in behind


def test_whom_a_leader_holds_is_not_in_the_list_of_those_she_carries(world):
    make_episode(world, worker="lee", name="Carried", days_ago=50)
    make_episode(world, name="Held Only")
    behind = _text(
        world, "lee", reverse("oversight:worker_caseload", args=[world.workers["lee"].pk])
    )
    assert "Carried" in behind
    assert "Held Only" not in behind


@pytest.mark.parametrize(
    ("zone", "hour", "from_on", "to_on"),
    [
        ("Pacific/Auckland", 20, date(2026, 11, 11), None),
        ("America/New_York", 2, LONG_AGO, date(2026, 11, 9)),
    ],
    ids=["began this morning", "last evening of a position"],
)
def test_the_wall_counts_by_the_agencys_day(world, as_owner, zone, hour, from_on, to_on):
    make_episode(world, worker="dana", name="Person One", days_ago=60)
    with as_owner():
        Agency.objects.update(time_zone=zone)
        world.workers["dana"].positions.update(from_on=from_on, to_on=to_on)
    lee = world.actor("lee")
    with acting(lee):
        wall = wall_of(lee, datetime(2026, 11, 10, hour, tzinfo=UTC)).rows
    assert [(row.people, row.cap > 0) for row in wall if row.name == "Dana Tester"] == [(1, True)]


def test_the_wall_says_when_whoever_was_to_cover_left(world, as_owner):
    dana, today = world.actor("dana"), now().date()
    with acting(dana):
        actions.arrange_cover(
            by=dana,
            absent=world.workers["dana"],
            covering=world.workers["kwame"],
            starts_at=now() - timedelta(hours=1),
            ends_at=calendar_of(dana.agency).start_of(today + timedelta(days=3)),
            why="Leave",
            now=now(),
        )
    with as_owner():
        world.workers["kwame"].positions.update(to_on=today - timedelta(days=1))
    text = _text(world, "lee", reverse("oversight:my_team"))
    assert f"away until {short_day(today + timedelta(days=2))}, nobody covers here" in text


def test_whoever_is_not_back_is_listed_whatever_her_role(world, as_owner):
    """A peer specialist is responsible for nobody, and goes out alone."""
    with as_owner():
        pete = make_worker(world, "pete", "peer_specialist", "north")
    episode, dana = make_episode(world, worker="dana", name="Leon Fraser"), world.actor("dana")
    with acting(dana):
        book_appointment(
            by=dana,
            person=episode.person,
            episode_id=episode.pk,
            workers=[pete.pk],
            starts_at=now() - timedelta(hours=2),
            ends_at=now() - timedelta(hours=1),
            mode="in_person",
            where="home",
            now=now() - timedelta(hours=3),
        )
    text = _text(world, "lee", reverse("oversight:my_team"))
    assert "Pete Tester" in text
    assert "Leon Fraser" in text


def test_the_wall_says_when_whoever_was_to_cover_is_away_too(world):
    days = {"starts_at": now() - timedelta(hours=1), "ends_at": now() + timedelta(days=3)}
    for by, absent, covering in (("dana", "dana", "kwame"), ("lee", "kwame", "lee")):
        actor = world.actor(by)
        with acting(actor):
            actions.arrange_cover(
                by=actor,
                absent=world.workers[absent],
                covering=world.workers[covering],
                why="Leave",
                now=now(),
                **days,
            )
    text = _text(world, "lee", reverse("oversight:my_team"))
    assert text.count("nobody covers here") == 1
    assert "Lee covers" in text


def test_whoever_holds_in_another_team_too_is_counted_with_it_and_the_team_without(world, as_owner):
    make_episode(world, name="Held Here")
    for number in range(2):
        make_episode(world, team="south", name=f"Held There {number}")
    with as_owner():
        Position.objects.create(
            team=world.teams["north"],
            worker=world.workers["sana"],
            role="team_leader",
            from_on=LONG_AGO,
        )
    sana = replace(world.actor("sana"), led_team_ids=(world.teams["north"].pk,))
    with acting(sana):
        wall = wall_of(sana, now())
    assert {row.name: row.held for row in wall.rows if row.held} == {
        "Lee Tester": 1,
        "Sana Tester": 2,
    }
    assert wall.held == 1
