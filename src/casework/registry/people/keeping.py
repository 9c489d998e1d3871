"""What several actions share: who may change, writing one row, keeping the made texts in step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.core.refusals import refuse_if

from . import naming
from .finding import may_change, region_of
from .models import (
    Address,
    Channel,
    ContactPoint,
    Identifier,
    Person,
    PersonName,
    SearchName,
    YesNo,
)
from .rules import addresses as address_rules
from .rules import identifiers as number_rules
from .rules import phones, registering
from .rules import reaching as reach_rules


def refuse_reading_only(*person_ids: UUID) -> None:
    """Raise `Refused` where the acting one only reads one of these records."""
    refuse_if(registering.why_not_change_record(may_change=may_change(*person_ids)))


def renew_names(person_id: UUID, *, today: date) -> None:
    """Make the shown name, the order, the initials and the search rows anew from the names."""
    names = list(PersonName.objects.filter(person_id=person_id).order_by("pk"))
    shown = naming.shown_name(names, today)
    # Not an edit of the details: whoever has those open in a form is not in the way.
    Person.objects.filter(pk=person_id).update(**asdict(shown))
    born = Person.objects.values_list("born", flat=True).get(pk=person_id)
    SearchName.objects.filter(person_id=person_id).delete()
    store_search_names(person_id, names, born=born, today=today)


def store_search_names(
    person_id: UUID, names: Sequence[PersonName], *, born: str, today: date
) -> None:
    """Write what a person is found by."""
    SearchName.objects.bulk_create(
        SearchName(
            id=row.id,
            person_id=person_id,
            given_key=row.given_key,
            family_key=row.family_key,
            full_key=row.full_key,
            born_year=int(born[:4]) if born else None,
            born_on=born,
            is_former=row.is_former,
        )
        for row in naming.search_rows(names, today)
    )


@dataclass(frozen=True)
class NewIdentifier:
    """A number as typed."""

    kind: str
    value: str
    issuer: str = ""


def store_identifier(person_id: UUID, new: NewIdentifier, *, field: str = "value") -> Identifier:
    """Write the number in its normal form beside the typed one; refuse what cannot be one."""
    refuse_if(
        number_rules.why_not_identifier(kind=new.kind, number=new.value, issuer=new.issuer),
        field=field,
    )
    return Identifier.objects.create(
        person_id=person_id,
        kind=new.kind,
        value=new.value.strip(),
        normal=number_rules.normalise(new.value),
        issuer=new.issuer.strip() or number_rules.KINDS[new.kind].issuer,
    )


@dataclass(frozen=True)
class NewContactPoint:
    """A phone number or mail address with what the person said about using it."""

    value: str
    channel: str = Channel.PHONE
    label: str = ""
    who_answers: str = ""
    safe_to_call: str = YesNo.NOT_ASKED
    safe_to_leave_message: str = YesNo.NOT_ASKED
    safe_to_text: str = YesNo.NOT_ASKED
    note: str = ""


def normal_contact(by: Actor, new: NewContactPoint, *, field: str = "value") -> str:
    """What is compared and dialled; refuses what cannot be reached and answers that clash."""
    region = region_of(by)
    if new.channel == Channel.MAIL:
        refuse_if(reach_rules.why_not_mail(new.value), field=field)
        return new.value.strip().lower()
    refuse_if(phones.why_not_phone(new.value, region), field=field)
    refuse_if(phones.why_not_safety(reach_rules.safety(new)), field="safe_to_call")
    return phones.normalise(new.value, region)


def store_contact_point(
    person_id: UUID, new: NewContactPoint, *, by: Actor, place: int, field: str = "value"
) -> ContactPoint:
    """Write a way to reach somebody; `place` orders the list."""
    return ContactPoint.objects.create(
        person_id=person_id,
        channel=new.channel,
        value=new.value.strip(),
        normal=normal_contact(by, new, field=field),
        label=new.label.strip(),
        who_answers=new.who_answers.strip(),
        safe_to_call=new.safe_to_call,
        safe_to_leave_message=new.safe_to_leave_message,
        safe_to_text=new.safe_to_text,
        note=new.note.strip(),
        place=place,
    )


@dataclass(frozen=True)
class NewAddress:
    """An address as typed."""

    kind: str
    lines: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    how_to_get_in: str = ""
    safe_to_write: str = YesNo.NOT_ASKED
    since_on: date | None = None


def check_address(new: NewAddress, *, where_to_find: str, day: date, field: str = "lines") -> None:
    """Refuse an address at which nobody could be found."""
    refuse_if(
        address_rules.why_not_address(
            kind=new.kind,
            lines=new.lines,
            city=new.city,
            postcode=new.postcode,
            where_to_find=where_to_find,
            since_on=new.since_on,
            today=day,
        ),
        field=field,
    )


def store_address(
    person_id: UUID, new: NewAddress, *, where_to_find: str, day: date, field: str = "lines"
) -> Address:
    """Write an address."""
    check_address(new, where_to_find=where_to_find, day=day, field=field)
    return Address.objects.create(
        person_id=person_id,
        kind=new.kind,
        lines=new.lines.strip(),
        city=new.city.strip(),
        region=new.region.strip(),
        postcode=new.postcode.strip(),
        how_to_get_in=new.how_to_get_in.strip(),
        safe_to_write=new.safe_to_write,
        since_on=new.since_on,
    )
