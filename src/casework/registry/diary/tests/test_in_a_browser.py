"""The diary in a real browser: strict content rules, axe, a desk and a telephone."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from casework.registry.episodes.tests.factories import make_episode, make_world

from .factories import HOUR, book, now, over, rows, tomorrow

SIZES = ((1360, 900), (390, 844), (320, 700))


@pytest.mark.django_db(transaction=True)
def test_every_page_fits_and_is_accessible(
    live_server, page, axe_clean, as_owner, browser_of_world
):
    world = make_world(as_owner)
    grace = make_episode(world, worker="dana")
    late = over(world, as_owner, grace, ago=HOUR / 2, needs_two=True)
    made = book(world, grace, interpreter="Ms Kowalska", place="The blue door behind the library")
    book(world, None, at=now() + HOUR / 60)
    cookie = browser_of_world(world)("dana").cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    for name, args in (
        ("my_diary", []),
        ("appointment_new", []),
        ("appointment_new", [grace.pk]),
        ("appointment_detail", [late.pk]),
        ("appointment_change", [made.pk]),
        ("appointment_cancel", [made.pk]),
        ("appointment_card", [made.pk]),
        ("team_visits", []),
        ("calendar_feed_settings", []),
    ):
        page.goto(live_server.url + reverse(f"diary:{name}", args=args))
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, f"{name}: {wider} px too wide at {width}"
            axe_clean(page)
    page.get_by_role("button", name="Make a calendar address").click()
    page.get_by_label("Your private calendar address").wait_for()
    axe_clean(page)


@pytest.mark.django_db(transaction=True)
def test_a_time_is_booked_on_a_telephone(live_server, phone, as_owner, browser_of_world):
    world = make_world(as_owner)
    grace = make_episode(world, worker="dana")
    cookie = browser_of_world(world)("dana").cookies[settings.SESSION_COOKIE_NAME]
    phone.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    phone.goto(live_server.url + reverse("diary:appointment_new", args=[grace.pk]))
    phone.get_by_label("Day", exact=True).fill(tomorrow().date().isoformat())
    phone.locator("#id_starts_at").fill("10:00")
    phone.locator("#id_where_0").check()
    phone.get_by_role("button", name="Book", exact=True).click()
    phone.wait_for_url("**/diary/*-*-*-*-*/")
    (made,) = rows(world.actor("dana"))
    assert made.starts_at == tomorrow()
