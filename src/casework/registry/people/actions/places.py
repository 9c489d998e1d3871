"""Addresses, and what whoever goes to a door must know."""

from __future__ import annotations

from datetime import date, datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.core.words import local, today

from ..finding import record_ids
from ..keeping import NewAddress, check_address, refuse_reading_only, store_address
from ..models import Address, AddressWarning, Person
from ..rules import addresses as address_rules
from ..rules import registering as rules


@trail.recorded
def add_address(*, by: Actor, person: Person, new: NewAddress, now: datetime) -> Address:
    """Add an address. A new home ends the home before it: nobody is visited at an old door."""
    refuse_reading_only(person.pk)
    day = today(by, now)
    check_address(new, where_to_find=person.where_to_find, day=day)
    ended = []
    if new.kind in address_rules.VISITED or new.kind == address_rules.NO_FIXED:
        there = Address.objects.filter(
            person_id__in=record_ids(person), kind=new.kind, until_on__isnull=True
        )
        for before in there:
            until = new.since_on or day
            before.save_over(before.version, until_on=max(until, before.since_on or until))
            ended.append(before.pk)
    address = store_address(person.pk, new, where_to_find=person.where_to_find, day=day)
    trail.write(
        "address.added",
        by=by,
        about=address,
        person_id=person.pk,
        detail={"kind": address.kind, "ended": ended},
    )
    return address


@trail.recorded
def change_address(
    *, by: Actor, address: Address, version: int, new: NewAddress, now: datetime
) -> Address:
    """Correct an address, or say how to get in. A move is a new address."""
    refuse_reading_only(address.person_id)
    where = address.person.where_to_find
    check_address(new, where_to_find=where, day=today(by, now))
    address.save_over(
        version,
        kind=new.kind,
        lines=new.lines.strip(),
        city=new.city.strip(),
        region=new.region.strip(),
        postcode=new.postcode.strip(),
        how_to_get_in=new.how_to_get_in.strip(),
        safe_to_write=new.safe_to_write,
        since_on=new.since_on,
    )
    trail.write(
        "address.changed",
        by=by,
        about=address,
        person_id=address.person_id,
        detail={"kind": address.kind},
    )
    return address


@trail.recorded
def end_address(
    *, by: Actor, address: Address, version: int, until_on: date, now: datetime
) -> Address:
    """The person is not there any more. Warnings about the door stay with it."""
    refuse_reading_only(address.person_id)
    refuse_if(
        rules.why_not_end(
            ended_on=address.until_on,
            ends_on=until_on,
            began_on=address.since_on,
            today=today(by, now),
        ),
        field="until_on",
    )
    address.save_over(version, until_on=until_on)
    trail.write("address.ended", by=by, about=address, person_id=address.person_id)
    return address


@trail.recorded
def add_warning(
    *,
    by: Actor,
    address: Address,
    words: str,
    needs_two: bool,
    known_since_on: date,
    look_again_on: date,
    now: datetime,
) -> AddressWarning:
    """Write down a fact about a door, with the day on which somebody looks at it again."""
    refuse_reading_only(address.person_id)
    day = today(by, now)
    refuse_if(
        address_rules.why_not_warning(
            words=words,
            known_since_on=known_since_on,
            look_again_on=look_again_on,
            looked_on=day,
            today=day,
        ),
        field="words",
    )
    warning = AddressWarning.objects.create(
        person_id=address.person_id,
        address=address,
        words=words.strip(),
        needs_two=needs_two,
        known_since_on=known_since_on,
        look_again_on=look_again_on,
        noted_at=now,
        noted_by=by.id,
    )
    trail.write(
        "warning.added",
        by=by,
        about=warning,
        person_id=warning.person_id,
        detail={"needs_two": needs_two, "look_again_on": look_again_on},
    )
    return warning


@trail.recorded
def look_again(
    *,
    by: Actor,
    warning: AddressWarning,
    version: int,
    words: str,
    needs_two: bool,
    look_again_on: date,
    now: datetime,
) -> AddressWarning:
    """Somebody checked: it is still so. The words may be put right, and a new day is set."""
    refuse_reading_only(warning.person_id)
    day = today(by, now)
    refuse_if(rules.why_not_end_warning(is_ended=warning.ended_at is not None))
    refuse_if(
        address_rules.why_not_warning(
            words=words,
            known_since_on=warning.known_since_on,
            look_again_on=look_again_on,
            looked_on=day,
            today=day,
        ),
        field="look_again_on",
    )
    warning.save_over(
        version,
        words=words.strip(),
        needs_two=needs_two,
        look_again_on=look_again_on,
        noted_at=now,
        noted_by=by.id,
    )
    trail.write(
        "warning.looked_at",
        by=by,
        about=warning,
        person_id=warning.person_id,
        detail={"needs_two": needs_two, "look_again_on": look_again_on},
    )
    return warning


@trail.recorded
def end_warning(
    *, by: Actor, warning: AddressWarning, version: int, now: datetime
) -> AddressWarning:
    """It is not so any more. Who said that, and when, stays."""
    refuse_reading_only(warning.person_id)
    refuse_if(rules.why_not_end_warning(is_ended=warning.ended_at is not None))
    warning.save_over(version, ended_at=now, ended_by=by.id)
    trail.write(
        "warning.ended",
        by=by,
        about=warning,
        person_id=warning.person_id,
        detail={"on": local(now, by).date()},
    )
    return warning
