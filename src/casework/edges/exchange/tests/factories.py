"""A file on its way in, as the command line would bring it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from casework.base.accounts.actors import Actor
from casework.base.core.acting import acting
from casework.base.jobs.queue import service
from casework.edges.exchange import actions
from casework.edges.exchange.models import Import
from casework.edges.exchange.reading import read_file
from casework.registry.episodes.tests.factories import World, now
from casework.registry.workforce.actors import this_agency

Owner = Callable[[], AbstractContextManager[None]]

PEOPLE = """Case No,Family name,Given name,Date of birth,Referred,Opened,Closed,Worker,Status,PHQ-9,Risk,Close reason
A-1,Okafor,Ada,1990-04-17,2025-12-01,2026-01-05,,Dana Tester,Open,14,high,
A-2,Lind,Olof,1955-06-23,2026-01-10,2026-02-16,,Kwame Tester,Open,,,
A-3,Nowak,Jan,1981-08-30,2026-03-13,2026-03-20,,Somebody Unknown,Open,,,
A-4,Weber,Ines,1971-05-26,2026-05-02,,,,Waiting,,,
A-5,Hall,Bea,1962-07-25,2025-03-14,2025-03-20,2025-09-01,Dana Tester,Closed,,,Completed
A-6,Silva,Rui,1979-11-14,2025-02-05,2025-02-16,2025-06-01,,Closed,,,
"""  # noqa: E501

CONTACTS = """Case No,Family name,Given name,Date of birth,Date,Type,Minutes,Worker,Note
A-1,Okafor,Ada,1990-04-17,2026-02-03,Home visit,45,Dana Tester,Walked to the library.
A-1,Okafor,Ada,1990-04-17,2026-02-10,Phone,10,Dana Tester,"no answer, LM"
,Lind,Olof,1955-06-23,2026-03-01,Office visit,30,Dana Tester,Forms for housing.
,Unknown,Person,1955-06-23,2026-03-01,Office visit,30,Dana Tester,Somebody else's.
A-6,Silva,Rui,1979-11-14,2025-03-01,Phone,15,,Called about rent.
"""


def technician() -> Actor:
    return replace(service("casework import"), agency=this_agency())


def reading_of(text: str | bytes, kind: str = "people", **more: Any) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return read_file(data, kind, today=now().date(), name=f"{kind}.csv", **more)


def bring(
    as_owner: Owner, world: World, text: str = PEOPLE, kind: str = "people", **more: Any
) -> Import:
    bring_in = getattr(actions, f"bring_{kind}")
    by = technician()
    with as_owner(), acting(by):
        return bring_in(
            by=by,
            team=world.teams["north"],
            reading=reading_of(text, kind),
            now=now(),
            **more,
        )


def bring_as(
    world: World, who: str, text: str | bytes = PEOPLE, kind: str = "people", **more: Any
) -> Import:
    """As the web brings it: in the application's role, as a leader."""
    bring_in = getattr(actions, f"bring_{kind}")
    by = world.actor(who)
    with acting(by):
        return bring_in(
            by=by,
            team=more.pop("team", world.teams["north"]),
            reading=reading_of(text, kind),
            now=now(),
            **more,
        )


def take_back(as_owner: Owner, made: Import) -> Import:
    by = technician()
    with as_owner(), acting(by):
        return actions.take_back(by=by, made=made, now=now())
