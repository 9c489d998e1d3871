"""A person comes in: one act that leaves a whole record or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.ids import new_id
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today

from .. import finding, naming
from ..keeping import (
    NewAddress,
    NewContactPoint,
    NewIdentifier,
    store_address,
    store_contact_point,
    store_identifier,
    store_search_names,
)
from ..models import NameKind, Person, PersonName
from ..rules import names as name_rules
from ..rules import registering as rules
from ..rules.partial_dates import PartialDate
from .details import DETAILS

CLAIM_DAYS = 14


@dataclass(frozen=True)
class BroughtOver:
    """The import that a record came with."""

    by: UUID
    on: date


@trail.recorded
def register_person(
    *,
    by: Actor,
    now: datetime,
    given: str,
    family: str,
    called: str = "",
    former: str = "",
    born: PartialDate | None = None,
    details: Mapping[str, Any] | None = None,
    identifiers: Sequence[NewIdentifier] = (),
    contact_points: Sequence[NewContactPoint] = (),
    address: NewAddress | None = None,
    brought_over: BroughtOver | None = None,
) -> Person:
    """Store a new person with names, numbers, phones and an address; open to `by` for a while.

    `former` is a former family name, or a whole former name. `details` are fields of the person's
    row, as `change_details` takes them.
    """
    day = today(by, now)
    given, family, called = (name_rules.tidy(part) for part in (given, family, called))
    details = dict(details or {})
    unknown = set(details) - DETAILS
    if unknown:
        raise TypeError(f"not a detail of a person: {sorted(unknown)}")
    refuse_if(rules.why_not_names(given=given or called, family=family), field="given")
    for field, one in (("called", called), ("former", former)):
        refuse_if(name_rules.why_not_name(one) if one else None, field=field)
    died_on = details.get("died_on")
    refuse_if(rules.why_not_born(born=born, died_on=died_on, today=day), field="born")
    refuse_if(rules.why_not_texts(v for v in details.values() if isinstance(v, str)))

    person_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute("select door_claim(%s, %s)", [person_id, CLAIM_DAYS])
    names = _names(person_id, given=given, family=family, called=called, former=former)
    person = Person.objects.create(
        id=person_id,
        number=finding.next_number(),
        **asdict(naming.shown_name(names, day)),
        born=str(born) if born else "",
        born_on=born.as_date() if born else None,
        registered_at=now,
        registered_by=by.id,
        brought_over_by=brought_over.by if brought_over else None,
        brought_over_on=brought_over.on if brought_over else None,
        **details,
    )
    PersonName.objects.bulk_create(names)
    store_search_names(person.pk, names, born=person.born, today=day)
    for number in identifiers:
        store_identifier(person.pk, number, field="number")
    for place, point in enumerate(contact_points, start=1):
        store_contact_point(person.pk, point, by=by, place=place, field="phone")
    if address is not None:
        where = person.where_to_find
        store_address(person.pk, address, where_to_find=where, day=day, field="address")
    trail.write(
        "person.registered",
        by=by,
        about=person,
        person_id=person.pk,
        detail={
            "identifiers": [one.kind for one in identifiers],
            "contact_points": len(contact_points),
            "brought_over": brought_over is not None,
        },
    )
    return person


def _names(
    person_id: UUID, *, given: str, family: str, called: str, former: str
) -> list[PersonName]:
    """A name on papers, what the person is called where that differs, and a former name."""
    rows = []
    if given or family:
        rows.append((NameKind.LEGAL, given, family))
    if called:
        rows.append((NameKind.PREFERRED, called, ""))
    if former := name_rules.tidy(former):
        first, _space, last = former.rpartition(" ")
        rows.append((NameKind.FORMER, first or given, last))
    return [
        PersonName(person_id=person_id, kind=kind, given=first, family=last)
        for kind, first, last in rows
    ]
