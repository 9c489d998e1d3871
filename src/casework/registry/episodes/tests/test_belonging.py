"""Whoever may write in one record hangs nothing on another one by its id, at database level."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from casework.base.core.acting import acting
from casework.registry.episodes.models import (
    ChangeRequest,
    Cover,
    CoverNote,
    HandOver,
    Responsibility,
    StateChange,
)

from .factories import joined, make_episode, make_world, now

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


@pytest.fixture
def cover(world, as_owner):
    with as_owner():
        return Cover.objects.create(
            absent=world.workers["sana"],
            covering=world.workers["moira"],
            starts_at=now(),
            ends_at=now().replace(year=2090),
            arranged_at=now(),
            arranged_by=world.workers["sana"].pk,
        )


def rows(world, cover):
    """One row of each kind, without the person and the episode."""
    moira = world.workers["moira"]
    said = {"recorded_at": now(), "recorded_by": moira.pk}
    return {
        "state": (StateChange, {"state": "active", "happened_at": now(), **said}),
        "ledger": (
            Responsibility,
            {"worker": moira, "is_holding": False, "reason": "moved", "from_at": now(), **said},
        ),
        "offer": (
            HandOver,
            {
                "from_worker": moira,
                "to_worker": moira,
                "why": "x",
                "proposed_at": now(),
                "proposed_by": moira.pk,
            },
        ),
        "cover note": (CoverNote, {"cover": cover, "words": "x"}),
        "wish": (ChangeRequest, {"words": "x", "asked_on": now().date(), **said}),
    }


@pytest.mark.parametrize("kind", ["state", "ledger", "offer", "cover note", "wish"])
def test_another_persons_episode_cannot_be_named(world, cover, kind):
    """Moira writes about her own person and names Grace's episode, which is closed to her."""
    hers = make_episode(world, team="south", worker="moira", name="Hana Suleiman")
    grace = make_episode(world, worker="dana")
    model, given = rows(world, cover)[kind]
    with (
        acting(world.actor("moira")),
        pytest.raises(DatabaseError, match="belongs to another person"),
        transaction.atomic(),
    ):
        model.objects.create(person_id=hers.person_id, episode=grace, **given)


def test_a_row_that_stands_is_not_hung_on_another_episode(world, cover):
    hers = make_episode(world, team="south", worker="moira", name="Hana Suleiman")
    grace = make_episode(world, worker="dana")
    with acting(world.actor("moira")):
        note = CoverNote.objects.create(
            cover=cover, words="x", person_id=hers.person_id, episode=hers
        )
        with pytest.raises(DatabaseError, match="another person"), transaction.atomic():
            CoverNote.objects.filter(pk=note.pk).update(episode=grace)
        assert CoverNote.objects.get(pk=note.pk).episode_id == hers.pk


def test_in_a_joined_record_each_row_still_names_its_own_half(world, cover):
    hers = make_episode(world, team="south", worker="moira", name="Hana Suleiman")
    grace = make_episode(world, worker="dana", name="H. Suleiman")
    joined(world, grace, into=hers)
    with (
        acting(world.actor("moira")),
        pytest.raises(DatabaseError, match="another person"),
        transaction.atomic(),
    ):
        CoverNote.objects.create(cover=cover, words="x", person_id=hers.person_id, episode=grace)
