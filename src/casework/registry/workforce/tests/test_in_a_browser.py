"""The screens in a real browser: strict content rules, axe, a desk and a telephone."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from casework.registry.workforce.models import Position
from casework.registry.workforce.permissions import Role

from .factories import (
    DAY,
    make_credential,
    make_position,
    make_shift,
    make_team,
    make_world,
    now,
    today,
)

HOUR = DAY / 24
NARROW = {"width": 320, "height": 700}


@pytest.fixture
def full_world(transactional_db):
    world = make_world()
    dana = world.workers["dana"]
    make_team("East", world.teams["agency"])
    make_position(world.teams["north"], None, Role.NURSE)
    make_position(world.teams["south"], dana, Role.NURSE, full_time_share="0.5")
    make_credential(dana, "Nursing licence", expires_on=today() - DAY, number="RN-204")
    make_credential(dana, "First aid", expires_on=today() + 20 * DAY)
    make_credential(world.workers["lee"], "Safeguarding", expires_on=today() + 400 * DAY)
    make_shift(world.teams["adults"], dana, now() - HOUR, now() + 30 * HOUR)
    make_shift(world.teams["north"], world.workers["lee"], now() + HOUR, now() + 9 * HOUR)
    return world


@pytest.fixture
def signed_in(full_world, live_server):
    """`signed_in(page, "adam")` gives the page her session; it answers screen → address."""

    def come_in(page, name):
        cookie = full_world.client(name).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        return lambda screen, *args: live_server.url + reverse(f"workforce:{screen}", args=args)

    return come_in


def addresses(world, at):
    dana, north = world.workers["dana"].pk, world.teams["north"].pk
    vacancy = Position.objects.get(worker=None).pk
    return [
        at("team_list"),
        at("team_list") + "?show=vacant",
        at("team_detail", north),
        at("team_new"),
        at("worker_list"),
        at("worker_detail", dana),
        at("worker_change", dana),
        at("position_new"),
        at("position_end", vacancy),
        at("credential_new", dana),
        at("duty_plan"),
        at("shift_new"),
        at("agency_settings"),
        at("role_table"),
    ]


def does_not_overflow(page):
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def test_at_a_desk(page, full_world, signed_in, axe_clean):
    at = signed_in(page, "adam")
    for url in addresses(full_world, at):
        page.goto(url)
        axe_clean(page)
        does_not_overflow(page)


def test_at_320_pixels(page, full_world, signed_in, axe_clean):
    at = signed_in(page, "adam")
    page.set_viewport_size(NARROW)
    for url in addresses(full_world, at):
        page.goto(url)
        axe_clean(page)
        does_not_overflow(page)


def test_a_manager_prints_the_roles_to_sign(page, full_world, signed_in):
    at = signed_in(page, "lee")
    page.goto(at("role_table"))
    assert page.get_by_role("button", name="Print, to sign").is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("Signature").is_visible()
    assert not page.get_by_role("button", name="Print, to sign").is_visible()


def test_a_refusal_takes_the_focus_and_keeps_the_words(page, full_world, signed_in, axe_clean):
    at = signed_in(page, "adam")
    page.goto(at("worker_change", full_world.workers["dana"].pk))
    page.get_by_label("Title").fill("RN")
    page.get_by_label("Last day here").fill(today().isoformat())
    page.get_by_role("button", name="Save").click()
    summary = page.get_by_role("alert")
    summary.wait_for()
    assert "End them first" in summary.inner_text()
    assert page.evaluate("document.activeElement.className") == "cw-errors"
    assert page.get_by_label("Title").input_value() == "RN"
    axe_clean(page)
