"""How somebody lives, as dated statuses: a change ends the old one and begins the new one."""

from __future__ import annotations

from datetime import date, datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today

from ..finding import record_ids
from ..keeping import refuse_reading_only
from ..models import Circumstance, Person
from ..rules import circumstances as rules
from ..rules.registering import why_not_void


@trail.recorded
def set_circumstance(
    *,
    by: Actor,
    person: Person,
    kind: str,
    code: str,
    words: str,
    since_on: date,
    is_since_about: bool = False,
    until_on: date | None = None,
    now: datetime,
) -> Circumstance:
    """Record how things stand since a day, or how they stood between two days.

    The status that stood before ends on that day. Records joined to this one are looked at too:
    a person has one housing, whatever the number of records.
    """
    refuse_reading_only(person.pk)
    # One at a time for a person: two at once would both find the same status standing.
    Person.objects.select_for_update().get(pk=person.pk)
    others = list(
        Circumstance.objects.filter(
            person_id__in=record_ids(person), kind=kind, voided_at__isnull=True
        )
    )
    refuse_if(
        rules.why_not_change(
            kind=kind,
            code=code,
            since_on=since_on,
            until_on=until_on,
            today=today(by, now),
            others=others,
        ),
        field="since_on",
    )
    ended = []
    if until_on is None:
        for before in others:
            if before.until_on is None:
                before.until_on = since_on
                before.save(update_fields=["until_on"])
                ended.append(before.pk)
    status = Circumstance.objects.create(
        person=person,
        kind=kind,
        code=code,
        words=words.strip(),
        since_on=since_on,
        is_since_about=is_since_about,
        until_on=until_on,
        noted_at=now,
        noted_by=by.id,
    )
    trail.write(
        "circumstance.set",
        by=by,
        about=status,
        person_id=person.pk,
        detail={"kind": kind, "code": code, "ended": ended},
    )
    return status


@trail.recorded
def void_circumstance(
    *, by: Actor, status: Circumstance, reopen: bool, now: datetime
) -> Circumstance:
    """Say that a status was written down wrongly: it stays, struck through.

    `reopen` lets the one that it had ended stand again.
    """
    refuse_reading_only(status.person_id)
    status = Circumstance.objects.select_for_update().get(pk=status.pk)
    refuse_if(why_not_void(is_voided=status.voided_at is not None))
    status.voided_at, status.voided_by = now, by.id
    status.save(update_fields=["voided_at", "voided_by"])
    reopened = None
    if reopen and status.until_on is None:
        before = (
            Circumstance.objects.filter(
                person_id__in=record_ids(status.person),
                kind=status.kind,
                until_on=status.since_on,
                voided_at__isnull=True,
            )
            .order_by("-since_on")
            .first()
        )
        if before is not None:
            before.until_on = None
            before.save(update_fields=["until_on"])
            reopened = before.pk
    trail.write(
        "circumstance.voided",
        by=by,
        about=status,
        person_id=status.person_id,
        detail={"kind": status.kind, "reopened": reopened},
    )
    return status
