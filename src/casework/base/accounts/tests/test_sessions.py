"""Out means out, idle means out, and nothing stays in a cache."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from casework.base.accounts.session_store import SessionStore
from casework.base.accounts.tests.factories import NOBODY_BEHIND, make_account

HOME = "/account/"
LIMIT = 15 * 60


@pytest.fixture
def clock(monkeypatch, settings):
    """`clock(seconds)` moves the server's clock on from the start of the test."""
    settings.IDLE_MINUTES = 15
    start = time.time()

    def move(seconds):
        monkeypatch.setattr(time, "time", lambda: start + seconds)

    move(0)
    return move


@pytest.fixture
def at_work(client, rosa, sign_in, clock):
    sign_in(client, "rosa")
    assert client.get(HOME).status_code == 200
    return client


@pytest.mark.parametrize("stored", ["1.AAAA", "not sealed at all", "eyJhIjoxfQ:1abc:def"])
def test_a_session_that_no_key_opens_is_nobodys(at_work, stored):
    Session.objects.update(session_data=stored)
    answer = at_work.get(HOME)
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_a_session_cannot_be_read_in_the_database(at_work, rosa):
    (stored,) = Session.objects.values_list("session_data", flat=True)
    assert str(rosa.pk) not in stored
    assert SessionStore().decode(stored)["_auth_user_id"] == str(rosa.pk)


def test_idle_just_short_of_the_limit(at_work, clock):
    clock(LIMIT - 1)
    assert at_work.get(HOME).status_code == 200


def test_idle_past_the_limit(at_work, clock, trail_rows):
    clock(LIMIT + 1)
    answer = at_work.get(HOME)
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert b"nothing was done" in at_work.get(reverse("account_login")).content
    assert trail_rows()[-1][0] == "account.timed_out"


def test_each_page_begins_the_time_anew(at_work, clock):
    clock(LIMIT - 1)
    at_work.get(HOME)
    clock(2 * LIMIT - 60)
    assert at_work.get(HOME).status_code == 200


def test_polling_in_the_background_does_not_keep_anybody_in(at_work, clock):
    for minute in range(1, 15):
        clock(minute * 60)
        for _poll in range(4):
            assert at_work.get(HOME, headers={"X-Background": "1"}).status_code == 200
    clock(LIMIT + 1)
    assert at_work.get(HOME, headers={"X-Background": "1"}).status_code == 302


@pytest.mark.parametrize(
    "query", ["?skip_timeout_reset=1", "?keepalive=1", "?X-Background=1", "?seen=9999999999"]
)
def test_no_word_in_the_address_keeps_anybody_in(at_work, clock, query):
    clock(LIMIT + 1)
    assert at_work.get(HOME + query).status_code == 302


def test_the_longest_session_ends_however_busy(at_work, clock, settings):
    settings.SESSION_COOKIE_AGE = 3600
    for minute in range(0, 60, 10):
        clock(minute * 60)
        assert at_work.get(HOME).status_code == 200
    clock(3601)
    assert at_work.get(HOME).status_code == 302


def test_signing_out_leaves_nothing(at_work):
    old = at_work.cookies["casework"].value
    answer = at_work.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not Session.objects.filter(session_key=old).exists()
    replay = Client()
    replay.cookies["casework"] = old
    assert replay.get(HOME).status_code == 302


def test_the_session_ends_with_the_browser(client, rosa, sign_in):
    answer = sign_in(client, "rosa")
    cookie = answer.cookies["casework"]
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_somebody_who_left_is_out_at_once(client, rosa, sign_in):
    sign_in(client, "rosa")
    rosa.name = NOBODY_BEHIND
    rosa.save()
    assert client.get(HOME).status_code == 302
    assert "_auth_user_id" not in client.session


def test_other_sessions_end_with_the_password(at_work, rosa):
    rosa.set_password("something else again")
    rosa.save()
    assert at_work.get(HOME).status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_inactive",
        "account_signup",
        "accounts:my_account",
    ],
)
def test_pages_for_anybody_are_not_kept(client, db, name):
    assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    ["accounts:my_account", "account_change_password", "account_logout", "mfa_index",
     "account_reauthenticate", "mfa_list_webauthn"],
)  # fmt: skip
def test_pages_for_the_signed_in_are_not_kept(client, db, sign_in, name):
    make_account()
    sign_in(client, "rosa")
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
