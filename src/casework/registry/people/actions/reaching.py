"""Phones and mail addresses, with whether they are safe."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today

from ..keeping import NewContactPoint, normal_contact, refuse_reading_only, store_contact_point
from ..models import ContactPoint, Person
from ..rules import registering as rules


@trail.recorded
def add_contact_point(
    *, by: Actor, person: Person, new: NewContactPoint, now: datetime
) -> ContactPoint:
    """Add a way to reach somebody, at the end of the list."""
    refuse_reading_only(person.pk)
    last = ContactPoint.objects.filter(person=person).aggregate(last=Max("place"))["last"] or 0
    point = store_contact_point(person.pk, new, by=by, place=last + 1)
    trail.write(
        "contact_point.added", by=by, about=point, person_id=person.pk, detail=_answers(point)
    )
    return point


@trail.recorded
def change_contact_point(
    *, by: Actor, point: ContactPoint, version: int, new: NewContactPoint, place: int, now: datetime
) -> ContactPoint:
    """Change a number or what was said about it. Whether it is safe stands in the trail."""
    refuse_reading_only(point.person_id)
    point.save_over(
        version,
        channel=new.channel,
        value=new.value.strip(),
        normal=normal_contact(by, new),
        label=new.label.strip(),
        who_answers=new.who_answers.strip(),
        safe_to_call=new.safe_to_call,
        safe_to_leave_message=new.safe_to_leave_message,
        safe_to_text=new.safe_to_text,
        note=new.note.strip(),
        place=place,
    )
    trail.write(
        "contact_point.changed",
        by=by,
        about=point,
        person_id=point.person_id,
        detail=_answers(point),
    )
    return point


@trail.recorded
def end_contact_point(
    *, by: Actor, point: ContactPoint, version: int, ended_on: date, now: datetime
) -> ContactPoint:
    """Nobody calls or writes there any more."""
    refuse_reading_only(point.person_id)
    refuse_if(
        rules.why_not_end(
            ended_on=point.ended_on, ends_on=ended_on, began_on=None, today=today(by, now)
        ),
        field="ended_on",
    )
    point.save_over(version, ended_on=ended_on)
    trail.write("contact_point.ended", by=by, about=point, person_id=point.person_id)
    return point


def _answers(point: ContactPoint) -> dict[str, str]:
    return {
        "call": str(point.safe_to_call),
        "message": str(point.safe_to_leave_message),
        "text": str(point.safe_to_text),
    }
