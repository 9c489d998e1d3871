"""Where I am signed in: my own places, and out of each of them."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.base.accounts import rules, sessions
from casework.base.accounts.tests.factories import make_account

PAGE = "/account/"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
CHROME = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Mobile "
    "Safari/537.36"
)


@pytest.fixture
def enter(sign_in, rosa):
    def come_in(name="rosa", agent=DESK):
        client = Client(headers={"User-Agent": agent})
        assert sign_in(client, name).status_code == 302
        client.get(PAGE)
        return client

    return come_in


def is_in(client):
    return client.get(PAGE).status_code == 200


def named(client):
    return sessions.name_of(client.session.session_key)


def end(client, name):
    return client.post(reverse("accounts:session_end", args=[name]))


def test_my_places_in_plain_words_and_nobody_elses(enter):
    make_account("other")
    enter("other", CHROME)
    phone, desk = enter(agent=PHONE), enter()
    page = desk.get(PAGE).content.decode()
    assert page.index("Firefox, Windows") < page.index("This device") < page.index("Safari, iPhone")
    assert reverse("accounts:session_end", args=[named(phone)]) in page
    assert named(desk) not in page
    assert "Android" not in page
    assert phone.session.session_key not in page
    assert desk.session.session_key not in page


def test_out_in_one_place(enter, trail_rows):
    phone, desk, third = enter(agent=PHONE), enter(), enter()
    assert end(desk, named(phone)).headers["Location"] == PAGE
    assert not is_in(phone)
    assert is_in(desk)
    assert is_in(third)
    last = [row for row in trail_rows() if row[0] == "account.sessions_ended"]
    assert [row[3] for row in last] == ['{"count": 1}']


def test_out_everywhere_else(enter):
    phone, desk, third = enter(agent=PHONE), enter(), enter()
    assert "Signed out in 2 other places." in (
        desk.post(reverse("accounts:sessions_end"), follow=True).content.decode()
    )
    assert is_in(desk)
    assert not is_in(phone)
    assert not is_in(third)


def test_nobody_signs_another_out(enter):
    make_account("other")
    rosa, other = enter(), enter("other")
    end(rosa, named(other))
    rosa.post(reverse("accounts:sessions_end"))
    end(rosa, named(rosa))
    assert is_in(other)
    assert is_in(rosa)


def test_what_is_over_is_not_in_the_list(enter, monkeypatch, settings):
    settings.IDLE_MINUTES = 15
    enter(agent=PHONE)
    start = time.time()
    monkeypatch.setattr(time, "time", lambda: start + 16 * 60)
    desk = enter()
    assert "iPhone" not in desk.get(PAGE).content.decode()


def test_after_a_new_password_the_other_places_are_out_and_not_shown(enter, rosa):
    enter(agent=PHONE)
    rosa.set_password("another password entirely")
    rosa.save()
    assert sessions.own_sessions(rosa, this_key=None) == []


def test_neither_address_nor_version_is_kept(enter):
    client = enter(agent=PHONE)
    kept = str(dict(client.session.items()))
    assert "_auth_user_id" in kept
    assert "127.0.0.1" not in kept
    assert "605.1" not in kept


def test_the_list_costs_one_query_however_many(enter):
    desk = enter()

    def cost():
        with CaptureQueriesContext(connection) as asked:
            desk.get(PAGE)
        return len([one for one in asked if "SAVEPOINT" not in one["sql"]])

    with_one = cost()
    for _place in range(5):
        enter(agent=PHONE)
    assert cost() == with_one


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (PHONE, "Safari, iPhone"),
        (DESK, "Firefox, Windows"),
        (CHROME, "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537.36 Edg/120", "Edge, Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_in_plain_words(agent, said):
    assert rules.device_family(agent) == said
