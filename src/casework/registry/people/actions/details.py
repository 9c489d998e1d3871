"""Changing what stands on the person's own row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today

from .. import deaths
from ..keeping import refuse_reading_only, renew_names
from ..models import Person
from ..rules import registering as rules
from ..rules.partial_dates import PartialDate

# The fields of the row that somebody types. Names, number and joins have actions of their own.
DETAILS = frozenset(
    {
        "died_on",
        "pronouns",
        "gender",
        "sex_recorded",
        "first_language",
        "other_languages",
        "needs_interpreter",
        "interpreter_note",
        "ethnicity",
        "best_way",
        "what_to_avoid",
        "where_to_find",
        "what_matters",
    }
)


@trail.recorded
def change_details(
    *,
    by: Actor,
    person: Person,
    version: int,
    born: PartialDate | None,
    now: datetime,
    **details: Any,
) -> Person:
    """Store the details over the version that was read; the trail names fields, not words.

    With a day of death nothing is due any more; without it again, what was stopped goes on.
    """
    unknown = set(details) - DETAILS
    if unknown:
        raise TypeError(f"not a detail of a person: {sorted(unknown)}")
    refuse_reading_only(person.pk)
    day = today(by, now)
    died_on = details.get("died_on", person.died_on)
    refuse_if(rules.why_not_born(born=born, died_on=died_on, today=day), field="born")
    refuse_if(rules.why_not_texts(v for v in details.values() if isinstance(v, str)))
    changes = {
        **details,
        "born": str(born) if born else "",
        "born_on": born.as_date() if born else None,
    }
    changed = sorted(name for name, value in changes.items() if getattr(person, name) != value)
    born_before, died_before = person.born, person.died_on
    person.save_over(version, **changes)
    if person.born != born_before:
        renew_names(person.pk, today=day)
    if (died_on is None) != (died_before is None):
        deaths.written(person, died=died_on is not None, by=by, now=now)
    trail.write(
        "person.changed", by=by, about=person, person_id=person.pk, detail={"fields": changed}
    )
    return person
