"""The cards this room lends to a person's overview.

Each takes (actor, person, person_ids, now) and gives a panel or None; each at a fixed number of
queries. `person_ids` is the set of records that are read as this person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.questions import asks, question
from casework.base.core.words import today
from casework.base.ui.parts import Link, Panel, Tone
from casework.registry.workforce.permissions import Permission

from . import drawing, wording
from .header import phones_of, warnings_of
from .models import Address, AddressKind, Circumstance, CircumstanceKind, NetworkMember, Person
from .rules.circumstances import label_of

MOST_MEMBERS = 12


@question
def _addresses(people: Sequence[UUID], day: date) -> QuerySet[Address]:
    return Address.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=day), person_id__among=people
    ).order_by("-since_on", "pk")


@question
def _standing(people: Sequence[UUID]) -> QuerySet[Circumstance]:
    return Circumstance.objects.filter(
        person_id__among=people, until_on__isnull=True, voided_at__isnull=True
    )


@question
def _members(people: Sequence[UUID], day: date) -> QuerySet[NetworkMember]:
    return NetworkMember.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=day), person_id__among=people
    ).order_by("-closeness", "name", "pk")


def _sees(actor: Any) -> bool:
    return bool(actor.may(Permission.PERSON_VIEW))


def _act(actor: Any, name: str, person: Person, label: str) -> Link | None:
    """What fills an empty card, for whoever may change a person's details."""
    if not actor.may(Permission.PERSON_EDIT):
        return None
    return Link(reverse(f"people:{name}", args=[person.pk]), label)


def who(actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime) -> Panel | None:
    """What matters to the person, how to speak with them, where to find them. No query."""
    if not _sees(actor):
        return None
    facts = [
        (_("Language"), wording.language_words(person)),
        (_("Interpreter"), wording.interpreter_words(person)),
        (_("Best way to reach them"), person.best_way),
        (_("What to avoid"), person.what_to_avoid),
        (_("Where to find them"), person.where_to_find),
    ]
    has_words = bool(person.what_matters) or any(value for _label, value in facts)
    return Panel(
        title=_("Who is %(name)s") % {"name": person.shown_name},
        template="people/_panel_who.html",
        context={"person": person, "facts": facts},
        url=reverse("people:names", args=[person.pk]),
        link=_("Details"),
        nothing="" if has_words else _("What matters to them, in their own words, comes first."),
        act=_act(actor, "person_edit", person, _("Write it down")),
    )


@asks(
    Permission.PERSON_VIEW,
    lambda actor, people, now: [_addresses.ahead(people=people, day=today(actor, now))],
)
def addresses(
    actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime
) -> Panel | None:
    """Where the person is now, and what must be known at the door. Two queries."""
    if not _sees(actor):
        return None
    day = today(actor, now)
    warnings = warnings_of(person_ids, now=now, actor=actor)
    rows = _addresses(people=list(person_ids), day=day)
    places = [
        {
            "kind": AddressKind(one.kind).label,
            "words": wording.address_words(one),
            "how_to_get_in": one.how_to_get_in,
            "warnings": [
                {"words": w.words, "marks": wording.warning_marks(w, today=day)}
                for w in warnings
                if w.address_id == one.pk
            ],
        }
        for one in rows
    ]
    return Panel(
        title=_("Where"),
        template="people/_panel_addresses.html",
        context={"places": places, "where_to_find": person.where_to_find},
        url=reverse("people:addresses", args=[person.pk]),
        link=_("All addresses"),
        nothing="" if places or person.where_to_find else _("No address yet."),
        act=_act(actor, "address_new", person, _("Add an address")),
        tone=Tone.ALERT if warnings else Tone.PLAIN,
    )


def phones(actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime) -> Panel | None:
    """The numbers, each with whether it is safe. One query."""
    if not _sees(actor):
        return None
    points = phones_of(person_ids, now=now, actor=actor)
    return Panel(
        title=_("Phones"),
        template="people/_panel_phones.html",
        context={"phones": [(p, wording.phone_part(p, actor)) for p in points]},
        url=reverse("people:contact_points", args=[person.pk]),
        link=_("All numbers"),
        nothing="" if points else _("No number yet."),
        act=_act(actor, "contact_point_new", person, _("Add a number")),
    )


@asks(Permission.PERSON_VIEW, lambda actor, people, now: [_standing.ahead(people=people)])
def circumstances(
    actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime
) -> Panel | None:
    """How things stand now and since when; what nobody asked is not nagged for. One query."""
    if not _sees(actor):
        return None
    day = today(actor, now)
    order = list(CircumstanceKind.values)
    standing = _standing(people=list(person_ids))
    rows = sorted(standing, key=lambda one: order.index(one.kind))
    facts = [
        {
            "kind": CircumstanceKind(one.kind).label,
            "label": label_of(one.kind, one.code),
            "words": one.words,
            "since": wording.span_words(one.since_on, None, today=day, about=one.is_since_about),
        }
        for one in rows
    ]
    return Panel(
        title=_("How things stand"),
        template="people/_panel_circumstances.html",
        context={"facts": facts},
        url=reverse("people:circumstances", args=[person.pk]),
        link=_("How it was before"),
        nothing="" if facts else _("Home, work, money and the like were not asked yet."),
        act=_act(actor, "circumstances", person, _("Write it down")),
    )


@asks(
    Permission.PERSON_VIEW,
    lambda actor, people, now: [_members.ahead(people=people, day=today(actor, now))],
)
def network(actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime) -> Panel | None:
    """Who is around: a small drawing, and the list of the closest. One query."""
    if not _sees(actor):
        return None
    day = today(actor, now)
    rows = _members(people=list(person_ids), day=day)
    shown = rows[:MOST_MEMBERS]
    return Panel(
        title=_("Network"),
        template="people/_panel_network.html",
        context={
            "members": [drawing.member_words(one) for one in shown],
            "more": len(rows) - len(shown),
            "drawing": drawing.eco_map(person, shown, prefix="overview") if shown else "",
        },
        url=reverse("people:network", args=[person.pk]),
        link=_("Whole network"),
        nothing="" if rows else _("Nobody has been named yet."),
        act=_act(actor, "member_new", person, _("Name somebody")),
    )
