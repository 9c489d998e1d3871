"""The screens in a real browser: strict content rules, axe, a desk and a narrow telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from casework.base.core.acting import acting
from casework.registry.episodes import actions
from casework.registry.episodes.models import Episode, HandOver
from casework.registry.people.models import ContactPoint, Person
from casework.registry.workforce.models import Position

from .factories import make_episode, make_world, now
from .test_moving import bring_over

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
NARROW = {"width": 320, "height": 700}


@pytest.fixture
def full(as_owner):
    """A caseload with an offer, a wish, cover and something brought over."""
    world = make_world(as_owner)
    names = ("Grace Mensah", "Owen Pritchard", "Tomasz Nowak")
    made = [make_episode(world, worker="dana", name=name) for name in names]
    held = make_episode(world, name="Mei Tanaka", days_ago=9)
    bring_over(world, "Callum Reid")
    dana, lee = world.actor("dana"), world.actor("lee")
    with acting(dana):
        Person.objects.filter(pk=made[0].person_id).update(
            what_matters="Singing. My sister's cooking. Not being told to calm down.",
            what_to_avoid="Calling in the morning",
            where_to_find="The library, most mornings",
            best_way="Text first",
        )
        ContactPoint.objects.create(
            person_id=made[0].person_id,
            value="(202) 555-0143",
            normal="+12025550143",
            safe_to_call="yes",
        )
        one = Episode.objects.select_related("team").get(pk=made[0].pk)
        actions.record_change_request(
            by=dana,
            episode=one,
            words="I would rather have a woman.",
            wishes="Evenings",
            asked_on=now().date(),
            now=now(),
        )
        actions.change_state(
            by=dana,
            episode=one,
            to="suspended",
            suspended_as="in_hospital",
            why="Elm ward",
            happened_at=now(),
            version=one.version,
            now=now(),
        )
        offer = actions.propose_hand_over(
            by=dana,
            episode=one,
            to=world.workers["kwame"],
            why="I go on leave",
            words="She hums when she is glad.",
            meeting_on=now().date() + DAY,
            now=now(),
        )
    with acting(lee):
        cover = actions.arrange_cover(
            by=lee,
            absent=world.workers["dana"],
            covering=world.workers["kwame"],
            starts_at=now() - DAY,
            ends_at=now() + 7 * DAY,
            why="Leave",
            now=now(),
        )
        wish = one.change_requests.get()
    world.things = {
        "episode": made[0].pk,
        "other": made[1].pk,
        "held": held.pk,
        "person": made[0].person_id,
        "offer": offer.pk,
        "wish": wish.pk,
        "cover": cover.pk,
        "worker": world.workers["dana"].pk,
        "position": Position.objects.get(worker=world.workers["dana"]).pk,
    }
    return world


PAGES = [
    ("episode_list", "person", "dana"),
    ("episode_detail", "episode", "dana"),
    ("episode_state", "episode", "dana"),
    ("episode_model", "episode", "dana"),
    ("episode_close", "episode", "dana"),
    ("hand_over_new", "held", "lee"),
    ("hand_over_answer", "offer", "kwame"),
    ("hand_overs_to_answer", None, "kwame"),
    ("caseload_move", "worker", "lee"),
    ("caseload_hold", "worker", "lee"),
    ("brought_over_confirm", None, "dana"),
    ("position_end", "position", "adam"),
    ("cover_list", None, "dana"),
    ("cover_new", None, "dana"),
    ("cover_detail", "cover", "dana"),
    ("change_request_new", "other", "dana"),
    ("change_request_answer", "wish", "lee"),
]


@pytest.fixture
def signed_in(full, live_server):
    """`signed_in(page, "dana")` gives the page her session; it answers screen → address."""

    def come_in(page, name):
        cookie = full.client(name).cookies[settings.SESSION_COOKIE_NAME]
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )

        def address(screen, about=None):
            args = [full.things[about]] if about else []
            return live_server.url + reverse(f"episodes:{screen}", args=args)

        return address

    return come_in


def test_every_screen_on_a_desk_and_at_320(page, signed_in, axe_clean):
    for screen, about, who in PAGES:
        at = signed_in(page, who)
        page.set_viewport_size({"width": 1360, "height": 900})
        page.goto(at(screen, about))
        assert page.locator("body").get_attribute("data-screen") == f"episodes:{screen}"
        axe_clean(page)
        page.set_viewport_size(NARROW)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= NARROW["width"], f"{screen} is {wide} px wide at 320"
        for row in page.locator(".cw-rows > li > :first-child").all():
            assert row.bounding_box()["width"] > 150, f"{screen} squeezes its rows at 320"
        axe_clean(page)


def test_a_leader_moves_a_caseload_with_the_keyboard_and_sees_what_it_comes_to(page, signed_in):
    at = signed_in(page, "lee")
    page.goto(at("caseload_move", "worker"))
    page.get_by_label("One worker for everybody").select_option(label="Kwame Tester")
    page.get_by_label("Why?", exact=True).fill("Dana leaves us")
    page.get_by_role("button", name="Show what it comes to").click()
    page.get_by_role("heading", name="What it comes to").wait_for()
    page.get_by_role("button", name="Move", exact=True).press("Enter")
    page.get_by_text("4 people are offered to other workers.").wait_for()


def test_offered_to_a_worker_who_accepts_on_her_telephone(phone, signed_in, full):
    at = signed_in(phone, "kwame")
    phone.goto(at("hand_over_answer", "offer"))
    phone.get_by_label("I accept").tap()
    phone.get_by_role("button", name="Send the answer").tap()
    phone.get_by_text("You are responsible now. Tell the person.").wait_for()
    with acting(full.actor("kwame")):
        assert HandOver.objects.get(pk=full.things["offer"]).state == "accepted"
