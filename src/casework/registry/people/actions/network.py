"""Who and what is around a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today

from ..keeping import refuse_reading_only
from ..models import NetworkMember, Person, YesNo
from ..rules import registering as rules


@dataclass(frozen=True)
class NewMember:
    """Somebody, or some place, as the person describes them."""

    kind: str
    name: str
    relation: str = ""
    organisation: str = ""
    phone: str = ""
    closeness: int | None = None
    helps: int | None = None
    what_they_do: str = ""
    may_be_contacted: str = YesNo.NOT_ASKED
    is_carer: bool = False
    is_strained: bool = False
    can_be_called_at_night: bool = False
    note: str = ""


def _check(new: NewMember, day: date) -> None:
    refuse_if(
        rules.why_not_member(
            name=new.name,
            closeness=new.closeness,
            helps=new.helps,
            ended_on=None,
            today=day,
        ),
        field="name",
    )


@trail.recorded
def add_member(*, by: Actor, person: Person, new: NewMember, now: datetime) -> NetworkMember:
    """Add somebody or some place to the network."""
    refuse_reading_only(person.pk)
    _check(new, today(by, now))
    member = NetworkMember.objects.create(person=person, **asdict(new))
    trail.write(
        "network.added",
        by=by,
        about=member,
        person_id=person.pk,
        detail={"kind": str(new.kind), "may_be_contacted": str(new.may_be_contacted)},
    )
    return member


@trail.recorded
def change_member(
    *, by: Actor, member: NetworkMember, version: int, new: NewMember, now: datetime
) -> NetworkMember:
    """Change what is known about somebody in the network."""
    refuse_reading_only(member.person_id)
    _check(new, today(by, now))
    member.save_over(version, **asdict(new))
    trail.write(
        "network.changed",
        by=by,
        about=member,
        person_id=member.person_id,
        detail={"kind": str(new.kind), "may_be_contacted": str(new.may_be_contacted)},
    )
    return member


@trail.recorded
def end_member(
    *, by: Actor, member: NetworkMember, version: int, ended_on: date, now: datetime
) -> NetworkMember:
    """They are no longer part of the person's life."""
    refuse_reading_only(member.person_id)
    refuse_if(
        rules.why_not_end(
            ended_on=member.ended_on, ends_on=ended_on, began_on=None, today=today(by, now)
        ),
        field="ended_on",
    )
    member.save_over(version, ended_on=ended_on)
    trail.write("network.ended", by=by, about=member, person_id=member.person_id)
    return member
