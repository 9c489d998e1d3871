"""What the tests of this room share."""

from __future__ import annotations

import pytest
from django.db import connection

from casework.cycle.contacts.tests.factories import browser_of
from casework.registry.episodes.tests.factories import make_episode, make_world


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


@pytest.fixture
def grace(world):
    """Grace's episode: 30 days old, Dana is responsible."""
    return make_episode(world, worker="dana", name="Grace Mensah")


@pytest.fixture
def dana(world):
    return browser_of(world, "dana")


@pytest.fixture
def rows(as_owner):
    """`rows("select …")` as the owner of the tables, past every policy."""

    def ask(sql, values=()):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    return ask


@pytest.fixture
def trail_of(rows):
    """`trail_of(person_id)`: the actions that stand in the trail of this person, in order."""

    def ask(person_id):
        sql = "select action from audit_event where person_id = %s order by at, id"
        return [row[0] for row in rows(sql, [person_id])]

    return ask
