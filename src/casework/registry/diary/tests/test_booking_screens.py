from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.registry.diary.models import Appointment, AppointmentWorker
from casework.registry.episodes.tests.factories import make_episode
from casework.registry.people import actions as people
from casework.registry.people.keeping import NewAddress
from casework.registry.people.models import Address
from casework.registry.workforce.models import Agency

from .factories import HOUR, book, now, rows, tomorrow, typed

pytestmark = pytest.mark.django_db


def new_url(episode):
    return reverse("diary:appointment_new", args=[episode.pk])


def sent(world, names=("dana",), **more):
    return typed(workers=[str(world.workers[name].pk) for name in names], **more)


def test_the_form_offers_the_team_and_is_saved_once(world, grace, browser_of):
    dana = browser_of("dana")
    page = dana.get(new_url(grace))
    words = page.content.decode()
    assert page.status_code == 200
    assert "Kwame Tester" in words
    assert "Moira" not in words
    key = re.search(r'name="_key" value="([^"]+)"', words).group(1)
    given = sent(world, ("dana", "kwame"), _key=key, place="Blue door")
    for _press in range(2):
        answer = dana.post(new_url(grace), given)
        assert answer.status_code == 302, answer.content.decode()
    (made,) = rows(world.actor("dana"))
    assert answer.url == reverse("diary:appointment_detail", args=[made.pk])
    assert (made.starts_at, made.ends_at - made.starts_at) == (tomorrow(), HOUR)
    assert (made.is_visit, made.place, made.episode_id) == (True, "Blue door", grace.pk)


@pytest.mark.parametrize(
    ("more", "goes_there"),
    [
        ({"where": "home"}, True),
        ({"where": "office"}, False),
        ({"where": "clinic"}, False),
        ({"where": "work"}, False),
        ({"where": "community"}, True),
        ({"where": "community", "place": "The library"}, False),
        ({"mode": "phone", "where": "home"}, False),
    ],
)
def test_the_offered_address_counts_only_where_it_can_be(
    world, grace, browser_of, more, goes_there
):
    """It is chosen before anybody says where: nobody is sent home for a time at our office."""
    with acting(world.actor("dana")):
        Address.objects.create(person=grace.person, kind="home", lines="14 Alder Close")
    dana = browser_of("dana")
    offered = dana.get(new_url(grace)).context["form"]["address"].value()
    assert offered
    answer = dana.post(new_url(grace), sent(world, address=offered, **more), follow=True)
    assert ("14 Alder Close" in answer.content.decode()) is goes_there
    (made,) = rows(world.actor("dana"))
    assert (made.address_id is not None) is goes_there
    card = dana.get(reverse("diary:appointment_card", args=[made.pk])).content.decode()
    assert "Alder" not in card[card.index("<article") : card.index("</article")]


@pytest.mark.parametrize("more", [{"is_day_only": "on"}, {"starts_at": "23:59"}])
def test_a_day_at_the_end_of_time_is_refused_at_the_day(world, grace, browser_of, more):
    answer = browser_of("dana").post(new_url(grace), sent(world, day="9999-12-31", **more))
    assert answer.status_code == 422
    assert "Check the year." in answer.context["form"].errors["day"]


def test_a_taken_time_is_refused_beside_the_time_and_nothing_is_stored(world, grace, browser_of):
    book(world, grace)
    answer = browser_of("dana").post(new_url(grace), sent(world, place="Blue door"))
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "Dana Tester is booked from 10:00 to 11:00, with Grace Mensah" in words
    assert "Blue door" in words
    assert len(rows(world.actor("dana"))) == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"starts_at": None}, "Give the time, or tick"),
        ({"minutes": None}, "Say about how long"),
        ({"where": None}, "Say where"),
        ({"workers": []}, "Say who goes"),
        ({"day": "2020-01-01"}, "in the past"),
    ],
)
def test_what_is_missing_is_said(world, grace, browser_of, more, words):
    answer = browser_of("dana").post(
        new_url(grace), sent(world) | more if "workers" in more else sent(world, **more)
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert rows(world.actor("dana")) == []


def test_some_time_that_day_needs_no_time(world, grace, browser_of):
    given = sent(world, starts_at=None, minutes=None, is_day_only="on")
    assert browser_of("dana").post(new_url(grace), given).status_code == 302
    (made,) = rows(world.actor("dana"))
    assert made.is_day_only
    with acting(world.actor("dana")):
        assert not AppointmentWorker.objects.get(appointment=made).is_on


def _in_new_york(as_owner):
    with as_owner():
        Agency.objects.update(time_zone="America/New_York")


@pytest.mark.parametrize(
    ("day", "at", "begins"),
    [
        # 60 minutes from half past one: over the hour that comes twice, over the one that lacks.
        ("2027-11-07", "01:30", datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
        ("2027-03-14", "01:30", datetime(2027, 3, 14, 6, 30, tzinfo=UTC)),
        ("2027-03-14", "23:30", datetime(2027, 3, 15, 3, 30, tzinfo=UTC)),
    ],
)
def test_times_are_the_agencys_also_when_the_clocks_change(
    world, grace, browser_of, as_owner, day, at, begins
):
    _in_new_york(as_owner)
    given = sent(world, day=day, starts_at=at)
    assert browser_of("dana").post(new_url(grace), given).status_code == 302
    (made,) = rows(world.actor("dana"))
    assert (made.starts_at, made.ends_at) == (begins, begins + HOUR)
    page = browser_of("dana").get(reverse("diary:my_diary"), {"view": "day", "day": day})
    assert at in page.content.decode()


def test_a_time_that_does_not_happen_is_refused(world, grace, browser_of, as_owner):
    _in_new_york(as_owner)
    given = sent(world, day="2027-03-14", starts_at="02:30")
    answer = browser_of("dana").post(new_url(grace), given)
    assert answer.status_code == 422
    assert "this time did not happen" in answer.content.decode()


@pytest.mark.parametrize(("day", "hours"), [("2027-03-14", 23), ("2027-11-07", 25)])
def test_a_whole_day_is_as_long_as_it_is(world, grace, browser_of, as_owner, day, hours):
    _in_new_york(as_owner)
    given = sent(world, day=day, is_day_only="on")
    assert browser_of("dana").post(new_url(grace), given).status_code == 302
    (made,) = rows(world.actor("dana"))
    assert made.ends_at - made.starts_at == timedelta(hours=hours)


def test_a_meeting_without_anybody_is_the_teams(world, browser_of):
    dana = browser_of("dana")
    assert dana.get(reverse("diary:appointment_new")).status_code == 200
    given = sent(world, ("dana", "kwame"), title="Team meeting", where="office")
    assert dana.post(reverse("diary:appointment_new"), given).status_code == 302
    (made,) = rows(world.actor("dana"))
    url = reverse("diary:appointment_detail", args=[made.pk])
    for name, status in (("dana", 200), ("kwame", 200), ("lee", 200), ("moira", 404)):
        assert browser_of(name).get(url).status_code == status, name


def test_a_door_for_two_is_filled_in(world, grace, browser_of):
    dana = world.actor("dana")
    with acting(dana):
        home = people.add_address(
            by=dana, person=grace.person, new=NewAddress("home", lines="14 Alder Close"), now=now()
        )
        people.add_warning(
            by=dana,
            address=home,
            words="Large dog loose in the yard",
            needs_two=True,
            known_since_on=now().date(),
            look_again_on=now().date() + timedelta(days=30),
            now=now(),
        )
    browser = browser_of("dana")
    page = browser.get(new_url(grace))
    assert page.context["form"]["needs_two"].value() is True
    given = sent(world, address=str(home.pk), needs_two="on")
    answer = browser.post(new_url(grace), given, follow=True)
    words = answer.content.decode()
    assert "14 Alder Close" in words
    assert "Needs two workers, one goes" in words


def test_another_time_instead_of_a_cancelled_one_is_tied_to_it(world, grace, browser_of):
    made = book(world, grace, place="Library")
    dana = browser_of("dana")
    cancel = reverse("diary:appointment_cancel", args=[made.pk])
    assert dana.get(cancel).status_code == 200
    assert dana.post(cancel, {"by": "us", "version": "1"}).status_code == 422
    answer = dana.post(cancel, {"by": "them", "version": "1", "why": "Flu"}, follow=True)
    again = f"{new_url(grace)}?from={made.pk}"
    assert again in answer.content.decode()
    assert "Library" in dana.get(again).content.decode()
    assert dana.post(again, sent(world)).status_code == 302
    newest = rows(world.actor("dana"), state="booked")[0]
    assert newest.moved_from_id == made.pk


def test_a_change_is_saved_and_a_stale_one_shows_both(world, grace, browser_of):
    made = book(world, grace)
    dana = browser_of("dana")
    url = reverse("diary:appointment_change", args=[made.pk])
    page = dana.get(url)
    assert page.context["form"]["starts_at"].value() == time(10)
    assert dana.post(url, sent(world, starts_at="14:00", version="1")).status_code == 302
    answer = dana.post(url, sent(world, starts_at="15:00", version="1"))
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "14:00–15:00" in words
    assert 'value="15:00"' in words
    assert 'name="version" value="2"' in words
    (stands,) = rows(world.actor("dana"))
    assert stands.starts_at == tomorrow(14)
    assert dana.post(url, sent(world, starts_at="15:00", version="2")).status_code == 302


SCREENS = [
    ("appointment_detail", "get", 1),
    ("appointment_change", "get", 1),
    ("appointment_cancel", "get", 1),
    ("appointment_card", "get", 1),
    ("visit_check_out", "post", 1),
    ("appointment_not_there", "post", 1),
]


@pytest.mark.parametrize(("name", "method", "_n"), SCREENS)
def test_other_teams_find_nothing_and_other_roles_may_not(
    world, grace, browser_of, name, method, _n
):
    made = book(world, grace)
    url = reverse(f"diary:{name}", args=[made.pk])
    assert getattr(browser_of("moira"), method)(url).status_code == 404
    assert getattr(browser_of("bill"), method)(url).status_code == 403
    with acting(world.actor("dana")):
        assert Appointment.objects.get(pk=made.pk).version == 1


def test_other_teams_cannot_book(world, grace, browser_of):
    assert browser_of("moira").get(new_url(grace)).status_code == 404
    assert browser_of("moira").post(new_url(grace), sent(world, ("moira",))).status_code == 404
    assert browser_of("bill").get(new_url(grace)).status_code == 403
    assert rows(world.actor("dana")) == []


def test_booking_costs_the_same_however_much_is_booked(
    world, grace, browser_of, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    dana = browser_of("dana")
    dana.get(new_url(grace))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert dana.get(new_url(grace)).status_code == 200
        return len(queries)

    book(world, grace)
    first = cost()
    for hour in range(11, 20):
        book(world, grace, at=tomorrow(hour))
    assert cost() == first


def test_other_people_are_offered_by_name(world, grace, browser_of):
    make_episode(world, worker="kwame", name="Leon Fraser")
    words = browser_of("dana").get(reverse("diary:appointment_new")).content.decode()
    assert "Grace Mensah" in words
    assert "Leon Fraser" not in words
