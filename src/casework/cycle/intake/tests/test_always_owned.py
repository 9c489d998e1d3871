"""Whatever is pressed in whatever order: an open referral has owner, step and time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.cycle.intake import actions
from casework.cycle.intake.models import ENDED, Referral, ReferralStep

from .factories import make_referral, make_world, now

pytestmark = pytest.mark.django_db

MOVES = {
    "take_up": lambda a: actions.take_up(**a),
    "ask": lambda a: actions.request_information(**a, words="The letter"),
    "came": lambda a: actions.information_came(**a, words="It came"),
    "wait": lambda a: actions.put_on_waiting_list(**a, check_in_every_days=7),
    "escalate": lambda a: actions.escalate(**a, urgency="urgent", words="Worse"),
    "accept": lambda a: actions.accept_referral(**a),
    "decline": lambda a: actions.decline_referral(
        **a, reason="no_place", alternative="Drop-in", appeal_told=True
    ),
    "withdraw": lambda a: actions.withdraw_referral(**a, words="Not now"),
}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=st.lists(st.sampled_from([*MOVES, "owner", "pass_on"]), min_size=1, max_size=7))
def test_every_open_referral_has_owner_step_and_time(as_owner, moves):
    with transaction.atomic():
        _walk(make_world(as_owner), moves)
        transaction.set_rollback(True)


def _walk(world, moves):
    referral, lee, steps = make_referral(world), world.actor("lee"), 1
    with acting(lee):
        for name in moves:
            try:
                _move(world, name, {"by": lee, "referral": referral, "now": now()})
                steps += 1 + (name == "pass_on")
            except Refused:
                pass
            for one in Referral.objects.all():
                if one.state not in ENDED:
                    assert all((one.owner_id, one.next_step, one.due_at))
            assert ReferralStep.objects.count() == steps


def _move(world, name, how):
    if name == "owner":
        actions.change_owner(**how, owner=world.workers["ines"], why="I am away")
    elif name == "pass_on":
        actions.redirect_referral(**how, to_team=world.teams["south"], words="Lives there")
    else:
        MOVES[name](how)


@pytest.mark.parametrize(
    "broken",
    [
        {"owner": None},
        {"next_step": ""},
        {"due_at": None},
        {"state": "accepted"},
        {"state": "declined"},
        {"state": "waiting"},
    ],
)
def test_the_database_keeps_it_too(as_owner, broken):
    world = make_world(as_owner)
    referral = make_referral(world, received_at=now() - timedelta(days=1))
    with (
        acting(world.actor("lee")),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        Referral.objects.filter(pk=referral.pk).update(**broken)
