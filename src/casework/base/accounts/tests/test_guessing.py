"""One password tried on everybody from everywhere is noticed, and locks nobody out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections, transaction
from django.urls import reverse

from casework.base.accounts import actions, limits, rules
from casework.base.accounts.actors import Actor, ActorKind
from casework.base.accounts.models import Guessing
from casework.base.core.acting import acting
from casework.base.core.ids import new_id

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    """What the trail's connection counts is seen by the job: in a test neither commits."""
    monkeypatch.setattr(limits, "connections", dict.fromkeys(ALIASES, connections["trail"]))


ALIASES = ("default", "trail")


def spray(names, addresses, at=NOON):
    for number in range(names):
        limits.count(
            address=f"203.0.113.{number % addresses}",
            whose=f"name{number}",
            is_sign_in=True,
            now=at + timedelta(seconds=number),
        )


def look(at=NOON + timedelta(minutes=5)):
    service = Actor(kind=ActorKind.SERVICE, id=new_id(), name="test")
    with acting(service), transaction.atomic("trail"):
        with connections["trail"].cursor() as cursor:
            cursor.execute("select set_config('casework.actor', %s, true)", [str(service.id)])
        return actions.notice_guessing(by=service, now=at)


def test_many_names_from_many_addresses_are_noticed_once(trail_rows):
    spray(200, 50)
    found = look()
    assert (found.names, found.addresses) == (200, 50)
    assert look(NOON + timedelta(minutes=6)) is None
    assert Guessing.objects.count() == 1
    rows = [row for row in trail_rows() if row[0] == "account.guessing_noticed"]
    assert [row[3] for row in rows] == ['{"names": 200, "addresses": 50}']


@pytest.mark.parametrize(("names", "addresses"), [(19, 15), (60, 9), (3, 3)])
def test_slips_of_a_monday_morning_are_not(names, addresses):
    spray(names, addresses)
    assert look() is None


def test_what_is_long_ago_is_not():
    spray(200, 50)
    assert look(NOON + timedelta(minutes=20)) is None


def test_it_is_said_again_when_it_goes_on():
    spray(200, 50)
    assert look()
    spray(200, 50, NOON + timedelta(hours=2))
    assert look(NOON + timedelta(hours=2, minutes=5))


def test_signing_in_that_is_right_is_no_guessing():
    for number in range(40):
        limits.count(
            address=f"203.0.113.{number}", whose=f"name{number}", is_sign_in=True, now=NOON
        ).take_back()
    assert look() is None


def test_a_passkey_opens_while_everybody_is_guessed_at(client, rosa, sign_in):
    for number in range(40):
        sign_in(client, f"name{number}", "wrong", REMOTE_ADDR=f"203.0.113.{number}")
    for _try in range(6):
        sign_in(client, "rosa", "wrong", REMOTE_ADDR="203.0.113.200")
    assert look(datetime.now(UTC))
    answer = client.get(
        reverse("mfa_login_webauthn"),
        headers={"Accept": "application/json"},
        REMOTE_ADDR="203.0.113.200",
    )
    assert answer.json()["request_options"]["publicKey"]["challenge"]


def test_the_numbers_are_told_to_nobody_who_does_not_act():
    spray(200, 50)
    assert limits.trying(NOON + timedelta(minutes=5)) == (0, 0)


@pytest.mark.parametrize(
    ("names", "addresses", "before", "expected"),
    [
        (20, 10, None, True),
        (19, 10, None, False),
        (20, 9, None, False),
        (20, 10, timedelta(minutes=59), False),
        (20, 10, timedelta(hours=1), True),
    ],
)
def test_when_it_is_guessing(names, addresses, before, expected):
    noticed_at = NOON - before if before else None
    assert (
        rules.is_guessing(names=names, addresses=addresses, noticed_at=noticed_at, now=NOON)
        is expected
    )
