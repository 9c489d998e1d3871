"""Numbers that others gave."""

from __future__ import annotations

from datetime import date, datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today

from ..keeping import NewIdentifier, refuse_reading_only, store_identifier
from ..models import Identifier, Person
from ..rules import registering as rules


@trail.recorded
def add_identifier(*, by: Actor, person: Person, new: NewIdentifier, now: datetime) -> Identifier:
    """Add a number that somebody else gave this person."""
    refuse_reading_only(person.pk)
    identifier = store_identifier(person.pk, new)
    trail.write(
        "identifier.added",
        by=by,
        about=identifier,
        person_id=person.pk,
        detail={"kind": identifier.kind},
    )
    return identifier


@trail.recorded
def end_identifier(
    *, by: Actor, identifier: Identifier, version: int, ended_on: date, now: datetime
) -> Identifier:
    """The number is no longer valid. It still finds the person."""
    refuse_reading_only(identifier.person_id)
    refuse_if(
        rules.why_not_end(
            ended_on=identifier.ended_on,
            ends_on=ended_on,
            began_on=None,
            today=today(by, now),
        ),
        field="ended_on",
    )
    identifier.save_over(version, ended_on=ended_on)
    trail.write("identifier.ended", by=by, about=identifier, person_id=identifier.person_id)
    return identifier
