"""Two workers accept at the same moment: one episode."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.cycle.intake import actions
from casework.registry.episodes.models import Episode

from .factories import make_referral, make_world, now


@pytest.mark.django_db(transaction=True)
def test_two_accept_at_once(as_owner):
    world = make_world(as_owner)
    referral = make_referral(world, owner="ines")
    lee, ines = world.actor("lee"), world.actor("ines")
    with acting(ines):
        actions.take_up(by=ines, referral=referral, now=now())
    ready, said = threading.Barrier(2, timeout=20), []

    def accept(by):
        try:
            with acting(by):
                ready.wait()
                actions.accept_referral(by=by, referral=referral, now=now())
            said.append("accepted")
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept, args=(one,)) for one in (lee, ines)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)
    assert sorted(word == "accepted" for word in said) == [False, True]
    assert any("ended already" in word for word in said)
    with acting(lee):
        assert Episode.objects.count() == 1
