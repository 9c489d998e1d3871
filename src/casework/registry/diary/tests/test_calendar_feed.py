from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from casework.base.core.acting import acting
from casework.registry.diary import actions
from casework.registry.diary.models import CalendarFeed
from casework.registry.workforce.models import Worker

from .factories import DAY, book, now, tomorrow

pytestmark = pytest.mark.django_db
SETTINGS = "/diary/calendar/"


def made_by(browser):
    """The path of the address that the page shows, once."""
    page = browser.get(SETTINGS).content.decode()
    key = re.search(r'name="_key" value="([^"]+)"', page).group(1)
    answer = browser.post(SETTINGS, {"act": "start", "_key": key})
    path = re.search(r'value="http://testserver(/diary/feed/[^"]+\.ics)"', answer.content.decode())
    return path.group(1), key


@pytest.fixture
def dana(browser_of):
    return browser_of("dana")


@pytest.fixture
def feed(dana):
    return made_by(dana)[0]


def events(path):
    answer = Client().get(path)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_it_shows_initials_and_times_only(world, grace, feed):
    book(world, grace, place="14 Alder Close", interpreter="Ms Kowalska")
    book(world, None, at=tomorrow(14), title="About Grace", place="Room 4")
    answer = Client().get(feed)
    words = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"].startswith("private")
    for hidden in ("Grace", "Mensah", "Alder", "Kowalska", "Room", "Dana", "Tester", "agency"):
        assert hidden not in words
    visit, meeting = events(feed)
    assert (str(visit["SUMMARY"]), str(visit["LOCATION"])) == ("GM", "Their home")
    assert visit.decoded("DTSTART") == tomorrow(10)
    assert (str(meeting["SUMMARY"]), str(meeting["LOCATION"])) == ("Meeting", "Our office")
    assert set(visit) <= {
        "UID",
        "DTSTAMP",
        "SEQUENCE",
        "SUMMARY",
        "LOCATION",
        "CLASS",
        "DTSTART",
        "DTEND",
    }


def test_times_are_instants_and_whole_days_are_days(world, grace, feed):
    begins = datetime(now().year + 1, 3, 14, 6, 30, tzinfo=UTC)
    if begins - now() < 170 * DAY:
        book(world, grace, at=begins)
        assert events(feed)[0].decoded("DTSTART") == begins
    book(world, grace, at=tomorrow(0), length=DAY, is_day_only=True)
    day = min(events(feed), key=lambda one: str(one["DTSTART"].to_ical()))
    assert day.decoded("DTSTART") == tomorrow().date()


def test_cancelled_times_go(world, grace, feed):
    made = book(world, grace)
    actor = world.actor("dana")
    with acting(actor):
        actions.cancel_appointment(
            by=actor, appointment=made, version=1, by_us=False, why="", now=now()
        )
    assert events(feed) == []


def test_the_secret_is_shown_once_and_stored_as_a_hash(world, dana, trail_of):
    path, key = made_by(dana)
    secret = path.removeprefix("/diary/feed/").removesuffix(".ics")
    assert len(secret) >= 43
    with acting(world.actor("dana")):
        assert secret not in CalendarFeed.objects.get().secret_hash
    assert secret not in str(trail_of())
    assert secret not in dana.get(SETTINGS).content.decode()
    again = dana.post(SETTINGS, {"act": "start", "_key": key}, follow=True).content.decode()
    assert "shown once only" in again
    assert "/diary/feed/" not in again


def test_it_dies_when_it_is_ended(dana, feed):
    assert Client().get(feed).status_code == 200
    assert dana.post(SETTINGS, {"act": "end"}).status_code == 302
    assert Client().get(feed).status_code == 404
    assert dana.post(SETTINGS, {"act": "end"}).status_code == 302


def test_a_new_address_ends_the_old_one(dana, feed):
    newer, _key = made_by(dana)
    assert Client().get(feed).status_code == 404
    assert Client().get(newer).status_code == 200


def test_it_dies_with_the_account_and_with_the_worker(world, feed, as_owner):
    worker = world.workers["dana"]
    with as_owner():
        Worker.objects.filter(pk=worker.pk).update(left_on=(now() - DAY).date())
    assert Client().get(feed).status_code == 404
    with as_owner():
        Worker.objects.filter(pk=worker.pk).update(left_on=None)
        type(worker.account).objects.filter(pk=worker.account_id).update(is_active=False)
    assert Client().get(feed).status_code == 404


@pytest.mark.parametrize("secret", ["x", "a" * 43, "%00", "..", "' or 1=1 --"])
def test_nothing_is_found_by_guessing(world, feed, secret):
    assert Client().get(f"/diary/feed/{secret}.ics").status_code == 404


def test_reading_needs_no_write_and_costs_the_same(world, grace, feed, trail_of):
    book(world, grace, at=tomorrow(8))
    before = len(trail_of())

    def cost():
        with CaptureQueriesContext(connection) as queries:
            events(feed)
        return len(queries)

    first = cost()
    for hour in range(9, 18):
        book(world, grace, at=tomorrow(hour))
    assert cost() == first
    assert len(trail_of()) == before + 9


def test_another_workers_feed_is_hers(world, grace, browser_of):
    book(world, grace)
    path, _key = made_by(browser_of("moira"))
    assert events(path) == []
    assert reverse("diary:calendar_feed", args=["x"]) == "/diary/feed/x.ics"
