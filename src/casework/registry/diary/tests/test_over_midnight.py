"""What runs over midnight stands on both days, on the agency's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.registry.diary import agenda, ending, visits
from casework.registry.episodes.models import Episode
from casework.registry.workforce.models import Agency

from .factories import book, now

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(params=["UTC", "America/New_York", "Pacific/Auckland"])
def midnight(request, world, as_owner):
    """The next midnight but one where the agency is."""
    with as_owner():
        Agency.objects.update(time_zone=request.param)
    here = now().astimezone(ZoneInfo(request.param)) + timedelta(days=2)
    return datetime(here.year, here.month, here.day, tzinfo=here.tzinfo)


def _lines(browser, day, view="day"):
    page = browser.get(reverse("diary:my_diary"), {"view": view, "day": day.isoformat()})
    return {
        one["anchor"]: [(line.time, line.span) for line in one["lines"]]
        for one in page.context["days"]
    }


def test_a_night_stands_on_both_days(world, grace, browser_of, midnight):
    book(world, grace, at=midnight - HOUR, length=3 * HOUR)
    first, second = (midnight - HOUR).date(), midnight.date()
    dana = browser_of("dana")
    assert _lines(dana, first)[f"day-{first}"] == [("23:00", "23:00–02:00")]
    ((time, span),) = _lines(dana, second)[f"day-{second}"]
    assert time == "00:00"
    assert span.endswith("23:00–02:00")
    assert len(_lines(dana, second, view="week")[f"day-{second}"]) == 1


def test_what_ends_at_midnight_and_a_whole_day_stand_on_one(world, grace, browser_of, midnight):
    book(world, grace, at=midnight - HOUR)
    book(world, grace, at=midnight - 24 * HOUR, length=24 * HOUR, is_day_only=True)
    assert _lines(browser_of("dana"), midnight.date())[f"day-{midnight.date()}"] == []


def test_a_visit_that_began_yesterday_is_among_todays(world, grace, midnight):
    book(world, grace, at=midnight - HOUR, length=3 * HOUR)
    lee = world.actor("lee")
    with acting(lee):
        (visit,) = visits.of_teams(
            lee,
            lee.led_team_ids,
            day=midnight.date(),
            zone=midnight.tzinfo,
            now=midnight + HOUR,
        )
    assert not visit.is_over


def test_whoever_is_out_at_midnight_when_the_work_ends_writes_it_down(
    world, grace, as_owner, midnight
):
    made = book(world, grace, at=midnight - HOUR, length=3 * HOUR)
    dana = world.actor("dana")
    with acting(dana):
        episode = Episode.objects.select_related("person").get(pk=grace.pk)
        after = midnight + HOUR
        found = ending.of_episode(episode, closed_at=after, by=dana, now=after)
    assert [one.pk for one in found.to_record] == [made.pk]


def test_the_next_night_is_not_looked_for_in_the_one_before(world, grace, midnight):
    book(world, grace, at=midnight - HOUR, length=3 * HOUR)
    since, until = agenda.bounds(midnight.date() + timedelta(days=1), midnight.tzinfo)
    with acting(world.actor("dana")):
        assert agenda.of_worker(world.workers["dana"].pk, since=since, until=until) == []
