"""Names come, change and end; what is shown and found follows in the same act."""

from __future__ import annotations

from datetime import date, datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today

from ..keeping import refuse_reading_only, renew_names
from ..models import NameKind, Person, PersonName
from ..naming import is_current
from ..rules import names as name_rules
from ..rules import registering as rules


@trail.recorded
def add_name(
    *,
    by: Actor,
    person: Person,
    kind: str,
    given: str,
    family: str,
    since_on: date | None,
    is_hidden: bool,
    now: datetime,
) -> PersonName:
    """Add a name. A new legal or preferred name ends the one before it on the same day."""
    refuse_reading_only(person.pk)
    day = today(by, now)
    given, family = name_rules.tidy(given), name_rules.tidy(family)
    refuse_if(rules.why_not_names(given=given, family=family), field="given")
    if since_on is not None and since_on > day:
        refuse_if(rules.why_not_end(ended_on=None, ends_on=since_on, began_on=None, today=day))
    if kind in (NameKind.LEGAL, NameKind.PREFERRED):
        for before in PersonName.objects.filter(person=person, kind=kind, until_on__isnull=True):
            until = max(since_on or day, before.since_on or date.min)
            before.save_over(before.version, until_on=min(until, day))
    name = PersonName.objects.create(
        person=person,
        kind=kind,
        given=given,
        family=family,
        since_on=since_on,
        is_hidden=is_hidden,
    )
    renew_names(person.pk, today=day)
    trail.write("name.added", by=by, about=name, person_id=person.pk, detail={"kind": str(kind)})
    return name


@trail.recorded
def change_name(
    *,
    by: Actor,
    name: PersonName,
    version: int,
    kind: str,
    given: str,
    family: str,
    since_on: date | None,
    is_hidden: bool,
    now: datetime,
) -> PersonName:
    """Correct how a name is written or what it is used for."""
    refuse_reading_only(name.person_id)
    day = today(by, now)
    given, family = name_rules.tidy(given), name_rules.tidy(family)
    refuse_if(rules.why_not_names(given=given, family=family), field="given")
    if is_current(name, day) and kind == NameKind.FORMER:
        refuse_if(_why_not_end(name, day), field="kind")
    name.save_over(
        version, kind=kind, given=given, family=family, since_on=since_on, is_hidden=is_hidden
    )
    renew_names(name.person_id, today=day)
    trail.write(
        "name.changed", by=by, about=name, person_id=name.person_id, detail={"kind": str(kind)}
    )
    return name


@trail.recorded
def end_name(
    *, by: Actor, name: PersonName, version: int, until_on: date, now: datetime
) -> PersonName:
    """The name is no longer used. It still finds the person."""
    refuse_reading_only(name.person_id)
    day = today(by, now)
    refuse_if(
        rules.why_not_end(
            ended_on=name.until_on, ends_on=until_on, began_on=name.since_on, today=day
        ),
        field="until_on",
    )
    refuse_if(_why_not_end(name, day))
    name.save_over(version, until_on=until_on)
    renew_names(name.person_id, today=day)
    trail.write("name.ended", by=by, about=name, person_id=name.person_id)
    return name


def _why_not_end(name: PersonName, day: date) -> str | None:
    others = PersonName.objects.filter(person_id=name.person_id)
    return rules.why_not_end_name(
        current_names=sum(is_current(one, day) for one in others),
        is_current=is_current(name, day),
    )
