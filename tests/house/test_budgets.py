"""A whole page asks the database a fixed number of questions, however many rows it shows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.registry.episodes.tests.factories import make_episode, make_world

pytestmark = pytest.mark.django_db

# All queries of the request, session and trail included; savepoints are no questions.
BUDGETS = {
    "myday:my_day": 18,
    "myday:my_people": 8,
    "record:record_overview": 22,
    "record:record_timeline": 16,
    "people:person_search": 8,
    "oversight:my_team": 13,
}


@pytest.fixture
def world(as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world(as_owner)


def _asked(client: Client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    # In a test the request's transaction is nested, and what acts is told once more at its end.
    return [
        query["sql"]
        for query in captured.captured_queries
        if "SAVEPOINT" not in query["sql"] and "set_config('casework.kind', ''," not in query["sql"]
    ]


@pytest.mark.parametrize("name", sorted(BUDGETS))
def test_a_page_keeps_its_budget_with_one_and_with_ten(world, name):
    first = make_episode(world, worker="dana", name="First Person")
    client = Client()
    who = "lee" if name.startswith("oversight") else "dana"
    client.force_login(
        world.workers[who].account,
        backend="casework.base.accounts.backends.NameOrMailBackend",
    )
    given = {"person_id": first.person_id} if name.startswith("record") else {}
    address = reverse(name, kwargs=given)
    if "search" in name:
        address = client.post(address, {"q": "person first"}).headers["Location"]
    with_one = _asked(client, address)
    for number in range(9):
        make_episode(world, worker="dana", name=f"Person First{number}")
    with_ten = _asked(client, address)
    shown = "\n".join(sql[:160] for sql in with_ten)
    assert len(with_ten) <= BUDGETS[name], shown
    assert len(with_ten) == len(with_one), shown


@pytest.mark.parametrize("name", sorted(BUDGETS))
def test_no_page_asks_the_same_words_twice(world, name):
    """A card that asks for other values than its page asked ahead for would ask once more."""
    episode = make_episode(world, worker="dana", name="First Person")
    client = Client()
    client.force_login(
        world.workers["lee" if name.startswith("oversight") else "dana"].account,
        backend="casework.base.accounts.backends.NameOrMailBackend",
    )
    given = {"person_id": episode.person_id} if name.startswith("record") else {}
    asked: list[str] = []

    def note(execute, sql, params, many, context):
        # The settings of row security are told at both ends, and savepoints have no words.
        if not sql.startswith(("select set_config", "SAVEPOINT", "RELEASE")):
            asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert client.get(reverse(name, kwargs=given)).status_code == 200
    assert [one for one in set(asked) if asked.count(one) > 1] == []
