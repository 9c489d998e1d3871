"""What is offered to somebody who is away is seen by whoever covers for her, and by the leader."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.registry.episodes import actions, day_reasons
from casework.registry.episodes.models import Cover

from .factories import make_episode, make_world, now

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]

DAY = timedelta(days=1)


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


@pytest.fixture
def offered(world):
    """Lee holds somebody and has offered them to Dana."""
    episode = make_episode(world)
    lee = world.actor("lee")
    with acting(lee):
        return actions.propose_hand_over(
            by=lee, episode=episode, to=world.workers["dana"], why="Knows her", now=now()
        )


@pytest.fixture
def away(world, as_owner):
    """`away(…)`: Dana is away, and kwame covers for her."""

    def make(**more):
        given = {
            "absent": world.workers["dana"],
            "covering": world.workers["kwame"],
            "starts_at": now() - DAY,
            "ends_at": now() + 3 * DAY,
            "arranged_at": now(),
            "arranged_by": world.workers["dana"].pk,
        }
        with as_owner():
            return Cover.objects.create(**(given | more))

    return make


def waiting(world, name):
    actor = world.actor(name)
    with acting(actor):
        found = day_reasons.ledger_reasons(actor, now())
    return [one for one in found if one.kind == "hand_over_waits"]


@pytest.mark.parametrize("name", ["kwame", "lee"])
def test_whoever_covers_and_the_leader_see_that_it_waits(world, offered, away, name):
    away()
    (one,) = waiting(world, name)
    assert one.person_id == offered.person_id
    assert "Offered to Dana Tester, who is away until" in one.words
    assert str(offered.pk) in one.button_url


def test_nobody_else_and_not_the_absent_herself(world, offered, away):
    away()
    assert [waiting(world, name) for name in ("dana", "sana", "moira", "ines")] == [[]] * 4


@pytest.mark.parametrize("why", ["over", "not begun", "cancelled", "nobody away"])
def test_while_she_is_there_it_is_hers_to_answer(world, offered, away, why):
    if why == "over":
        away(starts_at=now() - 3 * DAY, ends_at=now() - DAY)
    if why == "not begun":
        away(starts_at=now() + DAY)
    if why == "cancelled":
        away(cancelled_at=now(), cancelled_by=world.workers["dana"].pk)
    assert waiting(world, "kwame") == []
    assert waiting(world, "lee") == []


def test_a_cover_for_another_team_sees_none_of_it(world, offered, away):
    away(teams=[world.teams["south"].pk])
    assert waiting(world, "kwame") == []
    assert len(waiting(world, "lee")) == 1


def test_whoever_covers_cannot_accept_in_her_place(world, offered, away):
    """Who is responsible has said so herself."""
    away()
    kwame = world.actor("kwame")
    with acting(kwame), pytest.raises(Refused, match="offered to somebody else"):
        actions.accept_hand_over(by=kwame, hand_over=offered, now=now())


def test_the_offer_opens_for_whoever_covers(world, offered, away, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    away()
    (one,) = waiting(world, "kwame")
    page = world.client("kwame").get(one.button_url)
    assert page.status_code == 200
    assert "offered to somebody else" in page.content.decode()


def test_what_was_answered_waits_no_more(world, offered, away):
    away()
    lee = world.actor("lee")
    with acting(lee):
        actions.withdraw_hand_over(by=lee, hand_over=offered, now=now())
    assert waiting(world, "kwame") == []
