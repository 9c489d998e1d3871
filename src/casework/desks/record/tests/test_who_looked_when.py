"""Who looked names the position that was held on that day, on the agency's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casework.base.audit.models import Event
from casework.base.core.acting import acting
from casework.desks.record import looking
from casework.registry.episodes.tests.factories import make_episode, make_world, now
from casework.registry.workforce.models import Agency, Position

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("zone", "hour", "held"),
    [
        ("America/New_York", 2, "Case manager"),
        ("America/New_York", 18, "Peer specialist"),
        ("Pacific/Auckland", 20, "Peer specialist"),
        ("Pacific/Auckland", 2, "Case manager"),
    ],
)
def test_late_in_the_evening_it_is_still_the_old_position(as_owner, zone, hour, held):
    """In New York it is the day before while UTC has begun the next; in Auckland the other way."""
    world = make_world(as_owner)
    episode = make_episode(world, worker="dana")
    looked = datetime.combine(now().date(), datetime.min.time(), UTC) + timedelta(hours=hour)
    # The last day of the old position is the one before UTC's in New York, and UTC's in Auckland.
    last = looked.date() - timedelta(days=1 if zone.startswith("America") else 0)
    kwame = world.workers["kwame"]
    with as_owner():
        Agency.objects.update(time_zone=zone)
        Position.objects.filter(worker=kwame).update(to_on=last)
        Position.objects.create(
            worker=kwame,
            team=world.teams["south"],
            role="peer_specialist",
            from_on=last + timedelta(days=1),
        )
        Event.objects.create(
            at=looked,
            actor_kind="worker",
            actor_id=kwame.pk,
            action="record.opened",
            person_id=episode.person_id,
            detail={"page": "overview"},
        )
    dana = world.actor("dana")
    with acting(dana):
        found = looking.looks([episode.person_id], before=None, actor=dana, now=now())
    (look,) = [one for one in found if one.who == "Kwame"]
    assert look.role.startswith(held)
