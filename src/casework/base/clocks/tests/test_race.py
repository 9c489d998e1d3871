"""Two who start the same clock at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connections

from casework.base.accounts.actors import Actor, ActorKind
from casework.base.clocks import actions
from casework.base.clocks.models import Clock
from casework.base.clocks.rules import Calendar, Rule, Unit
from casework.base.core.acting import acting
from casework.base.core.ids import new_id

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
RULE = Rule("review", "Review", Unit.CALENDAR_DAYS, 10)


@pytest.mark.django_db(transaction=True)
def test_a_race_leaves_one_clock_and_no_error():
    subjects = [new_id() for _ in range(8)]
    together = Barrier(2, timeout=20)

    def start_all(name: str) -> list[object]:
        actor = Actor(kind=ActorKind.WORKER, id=new_id(), name=name)
        found = []
        try:
            for subject in subjects:
                together.wait()
                with acting(actor):
                    clock = actions.start_clock(
                        by=actor,
                        rule=RULE,
                        subject=("thing", subject),
                        about_id=None,
                        started_at=NOW,
                        calendar=Calendar("UTC"),
                        now=NOW,
                    )
                found.append(clock.pk)
        finally:
            connections.close_all()
        return found

    with ThreadPoolExecutor(2) as two:
        first, second = two.map(start_all, ["one", "two"])
    assert first == second
    with acting(Actor(kind=ActorKind.WORKER, id=new_id(), name="three")):
        assert Clock.objects.of("thing", subjects).count() == len(subjects)
