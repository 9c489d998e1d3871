"""The same actions in the application's role, as the leader who pressed: no owner anywhere."""

from __future__ import annotations

from collections import Counter

import pytest

from casework.base.core.acting import acting
from casework.cycle.contacts.models import Contact
from casework.edges.exchange.models import RowState
from casework.registry.episodes.models import Episode
from casework.registry.episodes.tests.factories import make_world

from .factories import CONTACTS, bring_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


def _states(as_owner, made):
    with as_owner():
        return Counter(made.rows.values_list("state", flat=True))


def test_a_leader_brings_people_and_contacts_over(as_owner, world):
    made = bring_as(world, "lee")
    assert _states(as_owner, made) == {RowState.CREATED: 6}
    log = bring_as(world, "lee", CONTACTS, "contacts")
    assert _states(as_owner, log) == {RowState.CREATED: 3, RowState.LEFT_OUT: 1}
    with acting(world.actor("dana")):
        assert Episode.objects.filter(brought_over_by=made.pk).count() == 4
        assert Contact.objects.filter(brought_over_by=log.pk).count() == 3
