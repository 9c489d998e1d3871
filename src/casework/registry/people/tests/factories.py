"""The smallest people that tests need, registered as a worker would."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from casework.base.accounts.actors import Actor
from casework.base.core.acting import acting
from casework.base.core.ids import new_id
from casework.registry.people import actions
from casework.registry.people.keeping import NewAddress, NewContactPoint, NewIdentifier
from casework.registry.people.models import Person
from casework.registry.people.rules.partial_dates import PartialDate
from casework.registry.workforce.models import Team
from casework.registry.workforce.tests.factories import today as agency_today


def now() -> datetime:
    """The database's present: doors are judged by it."""
    return datetime.now(UTC)


def today() -> date:
    """The agency's day."""
    return agency_today()


def make_person(by: Actor, given: str = "Grace", family: str = "Mensah", **more: Any) -> Person:
    """A registered person, open to `by` as the one who registered."""
    if isinstance(more.get("born"), str):
        more["born"] = PartialDate.parse(more["born"])
    if isinstance(more.get("phone"), str):
        more["contact_points"] = [NewContactPoint(value=more.pop("phone"))]
    if isinstance(more.get("nhs"), str):
        more["identifiers"] = [NewIdentifier("nhs", more.pop("nhs"))]
    if isinstance(more.get("home"), str):
        more["address"] = NewAddress("home", lines=more.pop("home"))
    with acting(by):
        return actions.register_person(by=by, now=now(), given=given, family=family, **more)


def open_to_team(person: Person, team: Team, *, how: str = "record", why: str = "team") -> None:
    """What an episode of this team would do. Call inside `as_owner()`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select door_grant(%s, %s, 'team', %s, %s, %s, now(), null)",
            [person.pk, team.pk, why, how, new_id()],
        )


def close_to(person: Person, worker_id: Any) -> None:
    """The registering worker's two weeks are over. Call inside `as_owner()`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from door_access where person_id = %s and grantee_id = %s",
            [person.pk, worker_id],
        )


def bar(person: Person, worker_id: Any) -> None:
    """The person objects to this worker. Call inside `as_owner()`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into door_objection (id, person_id, worker_id, since)"
            " values (%s, %s, %s, now())",
            [new_id(), person.pk, worker_id],
        )
