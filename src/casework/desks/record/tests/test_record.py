"""One person's pages: who is responsible, what happened, who looked, what to know at the door."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from casework.base.core.acting import acting
from casework.base.ui.parts import Panel
from casework.cycle.contacts import actions as contacts
from casework.cycle.contacts.parts import Part
from casework.registry.diary.actions import book_appointment
from casework.registry.episodes.tests.factories import make_episode, make_world, now
from casework.registry.people.models import Address, Person

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


def _contact(world, episode, *, days_ago, note, who="dana"):
    begun = now() - timedelta(days=days_ago)
    with acting(world.actor(who)):
        contacts.record_contact(
            by=world.actor(who),
            parts=[
                Part(
                    person_id=episode.person_id,
                    episode_id=episode.pk,
                    attendance="seen",
                    note=note,
                )
            ],
            started_at=begun,
            minutes=30,
            mode="phone",
            sign=True,
            now=begun + timedelta(minutes=40),
        )


def test_the_overview_names_who_is_responsible(world):
    episode = make_episode(world, worker="dana")
    page = _client(world, "kwame").get(reverse("record:record_overview", args=[episode.person_id]))
    text = page.content.decode()
    assert "Dana Tester" in text
    assert "Nobody is responsible" not in text


def test_whoever_is_held_is_said_to_be_held(world):
    episode = make_episode(world)
    page = _client(world, "lee").get(reverse("record:record_overview", args=[episode.person_id]))
    assert "Waiting for a named worker" in page.content.decode()


def test_what_is_not_written_down_takes_a_line_each_and_offers_the_act(world):
    episode = make_episode(world, worker="dana")
    page = _client(world, "dana").get(reverse("record:record_overview", args=[episode.person_id]))
    empty = {one.title for one in page.context["empty_cards"]}
    assert {"Last contacts", "Network", "Next times", "Phones", "How things stand"} <= empty
    text = page.content.decode()
    assert "cw-empty" not in text
    for name, args in (
        ("contacts:contact_new", episode.pk),
        ("diary:appointment_new", episode.pk),
        ("people:contact_point_new", episode.person_id),
        ("people:member_new", episode.person_id),
    ):
        assert f'href="{reverse(name, args=[args])}"' in text.split("Not written down yet", 1)[1]


def test_a_card_with_something_in_it_is_drawn_whole(world):
    episode = make_episode(world, worker="dana")
    _contact(world, episode, days_ago=0, note="Talked at the gate.")
    page = _client(world, "dana").get(reverse("record:record_overview", args=[episode.person_id]))
    assert "Last contacts" in [one.title for one in page.context["main_cards"]]
    assert "Talked at the gate." in page.content.decode()


def test_the_timeline_pages_by_place_and_leaves_nothing_out(world):
    # The clinical model lets notes be written without a reason for three days.
    episode = make_episode(world, worker="dana", days_ago=60)
    for number in range(33):
        _contact(world, episode, days_ago=40 - number, note=f"Entry number {number:02d}.")
    client = _client(world, "dana")
    address = reverse("record:record_timeline", args=[episode.person_id]) + "?kind=contact"
    first = client.get(address).content.decode()
    assert "Entry number 32." in first
    assert "Entry number 03." in first
    assert "Entry number 02." not in first
    older = first.split("before=")[1].split('"')[0]
    second = client.get(address.split("?")[0] + f"?kind=contact&before={older}").content.decode()
    assert [n for n in range(33) if f"Entry number {n:02d}." in second] == [0, 1, 2]


def test_a_place_that_is_no_place_shows_the_newest(world):
    episode = make_episode(world, worker="dana")
    address = reverse("record:record_timeline", args=[episode.person_id])
    for wrong in ("x", "2026-13-45~1", "'; drop table", "%00"):
        assert _client(world, "dana").get(address, {"before": wrong}).status_code == 200


def test_who_looked_shows_every_opening_with_role_and_team(world):
    episode = make_episode(world, worker="dana")
    _client(world, "kwame").get(reverse("record:record_overview", args=[episode.person_id]))
    page = _client(world, "dana").get(reverse("record:record_looked", args=[episode.person_id]))
    text = page.content.decode()
    assert "Kwame" in text
    assert "Case manager, north" in text
    assert "Kwame Tester" not in text.split("Who looked")[-1]
    assert "You are responsible for them" in text


def test_what_one_worker_opened_in_one_minute_is_one_line(world):
    episode = make_episode(world, worker="dana")
    kwame = _client(world, "kwame")
    for page in ("record:record_overview", "people:contact_points", "people:network"):
        kwame.get(reverse(page, args=[episode.person_id]))
    page = _client(world, "dana").get(reverse("record:record_looked", args=[episode.person_id]))
    pages = [look["pages"] for look in page.context["looks"] if look["who"] == "Kwame"]
    # A minute may have turned meanwhile.
    assert ", ".join(pages) == "Network, Phones, Overview"


def test_before_you_go_in_says_what_was_promised_and_where(world):
    episode = make_episode(world, worker="dana")
    dana = world.actor("dana")
    with acting(dana):
        person = Person.objects.get(pk=episode.person_id)
        Person.objects.filter(pk=person.pk).update(what_matters="My garden.")
        contacts.record_contact(
            by=dana,
            parts=[
                Part(
                    person_id=person.pk,
                    episode_id=episode.pk,
                    attendance="seen",
                    note="Talked at the gate.",
                    promises=["Bring the form"],
                )
            ],
            started_at=now() - timedelta(hours=2),
            minutes=20,
            mode="phone",
            sign=True,
            now=now() - timedelta(hours=1),
        )
        booked = book_appointment(
            by=dana,
            person=person,
            episode_id=episode.pk,
            workers=[dana.id],
            starts_at=now() + timedelta(hours=1),
            ends_at=now() + timedelta(hours=2),
            mode="in_person",
            where="home",
            place="5 Elm Road",
            address=Address.objects.create(
                person=person, kind="home", lines="1 Old Row", until_on=now().date()
            ),
            now=now(),
        )
    text = (
        _client(world, "dana").get(reverse("record:visit_sheet", args=[booked.pk])).content.decode()
    )
    for words in (
        "5 Elm Road",
        "1 Old Row",
        "They have left this address",
        "Bring the form",
        "Talked at the gate.",
        "My garden.",
    ):
        assert words in text
    assert (
        _client(world, "moira").get(reverse("record:visit_sheet", args=[booked.pk])).status_code
        == 404
    )


def test_a_card_says_where_it_leads_and_how_loud_it_is():
    lent = Panel(
        "Promises", "ui/_keys.html", sub="two", url="/all", link="All of them", tone="warn"
    )
    drawn = Template("{% load cards %}{% card lent %}").render(Context({"lent": lent}))
    assert 'href="/all"' in drawn
    for words in ("Promises", "two", "All of them", "is-warn", "Shortcut keys"):
        assert words in drawn
    empty = replace(lent, nothing="Nothing was promised.")
    drawn = Template("{% load cards %}{% card lent %}").render(Context({"lent": empty}))
    assert "Nothing was promised." in drawn
    assert "Shortcut keys" not in drawn
