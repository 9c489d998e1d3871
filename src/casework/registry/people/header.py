"""The band above every page about a person: who this is, who is responsible, what is dangerous."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from casework.base.core.acting import remembered
from casework.base.core.addresses import reverse
from casework.base.core.questions import Asked, asked_by, question
from casework.base.core.slots import filled
from casework.base.core.words import today
from casework.base.ui.parts import Alert, Link, Mark, PersonHeader, Tone

from . import wording
from .models import AddressWarning, Channel, ContactPoint, Person
from .rules.names import tidy
from .tabs import record_url, tab_links

MOST_ALERTS = 3


@dataclass(frozen=True)
class HeaderFacts:
    """What a higher room knows for the header. Several rooms may answer; see `joined`."""

    responsible: str = ""
    responsible_label: str = ""
    cover: str = ""
    state: Mark | None = None
    alerts: Sequence[Alert] = ()
    safety_plan_url: str = ""
    actions: Sequence[Link] = ()


def joined(many: Sequence[HeaderFacts]) -> HeaderFacts:
    """The first room that knows a fact says it; alerts and actions stand in order."""
    who = next((one for one in many if one.responsible), HeaderFacts())
    return HeaderFacts(
        responsible=who.responsible,
        responsible_label=who.responsible_label,
        cover=who.cover,
        state=next((one.state for one in many if one.state is not None), None),
        alerts=[alert for one in many for alert in one.alerts],
        safety_plan_url=next((one.safety_plan_url for one in many if one.safety_plan_url), ""),
        actions=[action for one in many for action in one.actions],
    )


def facts_for(actor: Any, person_ids: Sequence[UUID], now: datetime) -> HeaderFacts:
    """What the rooms above know of this person, through the slot `person_header`."""
    said = (fill(actor, person_ids, now) for fill in filled("person_header"))
    return joined([one for one in said if one is not None])


def header_for(
    person: Person,
    *,
    actor: Any,
    now: datetime,
    facts: HeaderFacts,
    phones: Sequence[ContactPoint] = (),
    warnings: Sequence[AddressWarning] = (),
    current: str = "",
) -> PersonHeader:
    """The header of `person`. Warnings about the door come before every other alert."""
    day = today(actor, now)
    alerts = [
        *wording.warning_alerts(warnings, reverse("people:addresses", args=[person.pk])),
        *facts.alerts,
    ]
    state = facts.state
    if person.died_on is not None:
        state = Mark(_("Died"), Tone.PLAIN)
    is_legal_other = tidy(person.legal_name) != tidy(person.shown_name)
    return PersonHeader(
        name=person.shown_name,
        url=record_url(person.pk),
        legal_name=person.legal_name if is_legal_other else "",
        born=wording.born_words(person.born, today=day),
        age=wording.age_words(person, today=day),
        pronouns=person.pronouns,
        number=person.number,
        responsible=facts.responsible,
        responsible_label=facts.responsible_label,
        cover=facts.cover,
        language=wording.language_words(person),
        interpreter=wording.interpreter_words(person),
        state=state,
        phones=[wording.phone_part(one, actor, is_short=True) for one in phones],
        alerts=alerts[:MOST_ALERTS],
        more_alerts=max(0, len(alerts) - MOST_ALERTS),
        more_alerts_url=reverse("people:addresses", args=[person.pk]) if warnings else "",
        safety_plan_url=facts.safety_plan_url,
        tabs=tab_links(actor, person.pk, current=current),
        actions=facts.actions,
    )


@question
def _phones(people: Sequence[UUID], day: date) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=day),
        person_id__among=people,
        channel=Channel.PHONE,
    ).order_by("place", "pk")


@question
def _warnings(people: Sequence[UUID], day: date) -> QuerySet[AddressWarning]:
    return (
        AddressWarning.objects.filter(
            Q(address__until_on__isnull=True) | Q(address__until_on__gt=day),
            person_id__among=people,
            ended_at__isnull=True,
        )
        .select_related("address")
        .order_by("known_since_on", "pk")
    )


def ask_phones(actor: Any, person_ids: Sequence[UUID], now: datetime) -> Asked:
    """What `phones_of` asks."""
    return _phones.ahead(people=list(person_ids), day=today(actor, now))


def ask_warnings(actor: Any, person_ids: Sequence[UUID], now: datetime) -> Asked:
    """What `warnings_of` asks."""
    return _warnings.ahead(people=list(person_ids), day=today(actor, now))


def phones_of(
    person_ids: Sequence[UUID],
    *,
    now: datetime,
    actor: Any,
    whole: Mapping[UUID, UUID] | None = None,
) -> list[ContactPoint]:
    """The numbers that are used now, in the person's order; for several people see `careful`."""
    return remembered(
        ("phones", tuple(person_ids)),
        lambda: wording.careful(ask_phones(actor, person_ids, now).now(), whole=whole),
    )


def warnings_of(person_ids: Sequence[UUID], *, now: datetime, actor: Any) -> list[AddressWarning]:
    """What stands about the doors where the person is now; a left address warns nobody."""
    return remembered(
        ("warnings", tuple(person_ids)), lambda: ask_warnings(actor, person_ids, now).now()
    )


def asked_for_header(actor: Any, person_ids: Sequence[UUID], now: datetime) -> list[Asked]:
    """What `header_of` and the rooms of its slot ask."""
    own = [ask(actor, person_ids, now) for ask in (ask_phones, ask_warnings)]
    return [*own, *asked_by(filled("person_header"), actor, person_ids, now)]


def header_of(
    person: Person,
    *,
    actor: Any,
    now: datetime,
    person_ids: Sequence[UUID],
    current: str = "",
) -> PersonHeader:
    """The header with everything looked up: two queries, and what the slot's rooms need."""
    return header_for(
        person,
        actor=actor,
        now=now,
        facts=facts_for(actor, person_ids, now),
        phones=phones_of(person_ids, now=now, actor=actor)[:2],
        warnings=warnings_of(person_ids, now=now, actor=actor),
        current=current,
    )
