"""What rooms hand in, brought into the form that the pages of this desk draw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.questions import Asked, asks, question
from casework.base.core.words import short_day, today
from casework.base.ui.parts import Panel
from casework.cycle.contacts import panels as contacts
from casework.cycle.contacts.timeline import ask_entries, timeline_entries
from casework.registry.episodes.models import Responsibility, StateChange, SuspendedAs
from casework.registry.episodes.models import State as EpisodeState
from casework.registry.people.models import AddressWarning, NetworkKind, NetworkMember, Person
from casework.registry.people.timeline import Cursor, Entry
from casework.registry.workforce.permissions import Permission


@question
def _changes(people: Sequence[UUID], until: datetime, most: int) -> QuerySet[StateChange]:
    return (
        StateChange.objects.filter(person_id__among=people, happened_at__lte=until)
        .select_related("episode")
        .order_by("-happened_at", "-pk")[:most]
    )


@question
def _moves(people: Sequence[UUID], until: datetime, most: int) -> QuerySet[Responsibility]:
    return (
        Responsibility.objects.filter(person_id__among=people, from_at__lte=until)
        .select_related("worker")
        .order_by("-from_at", "-pk")[:most]
    )


def _ask_entries(
    actor: Any, person_ids: list[UUID], before: Cursor | None, limit: int, now: datetime
) -> list[Asked]:
    place = (before.at, before.id) if before else None
    return [ask_entries(person_ids, before=place, limit=limit)]


@asks(Permission.CONTACT_VIEW, _ask_entries)
def contact_entries(
    actor: Any, person_ids: Sequence[UUID], before: Cursor | None, limit: int, now: datetime
) -> list[Entry]:
    """Contacts and attempts, with their notes."""
    place = (before.at, before.id) if before else None
    shown = timeline_entries(person_ids, actor=actor, before=place, limit=limit, now=now)
    return [
        Entry(
            at=one.at,
            id=one.id,
            kind="contact",
            title=one.title,
            sub=one.sub,
            text=one.text,
            url=one.url,
            tone=one.css,
            marks=tuple(one.marks),
            added=tuple((f"{added.who}, {added.when}:", added.text) for added in one.added),
            is_voided=one.is_void,
        )
        for one in shown
    ]


def _ask_changes(
    actor: Any, person_ids: list[UUID], before: Cursor | None, limit: int, now: datetime
) -> list[Asked]:
    until = before.at if before is not None else now
    return [
        _changes.ahead(people=person_ids, until=until, most=limit),
        _moves.ahead(people=person_ids, until=until, most=limit),
    ]


@asks(Permission.EPISODE_VIEW, _ask_changes)
def episode_entries(
    actor: Any, person_ids: Sequence[UUID], before: Cursor | None, limit: int, now: datetime
) -> list[Entry]:
    """Changes of state, and of who is responsible. Two queries."""
    if not actor.may(Permission.EPISODE_VIEW):
        return []
    changes, moves = (
        one.now() for one in _ask_changes(actor, list(person_ids), before, limit, now)
    )
    entries = [
        Entry(
            at=one.happened_at,
            id=one.pk,
            kind="episode",
            title=_("Accepted")
            if one.happened_at == one.episode.accepted_at
            else _state_words(one),
            text=one.why,
            url=reverse("episodes:episode_detail", args=[one.episode_id]),
            tone="system",
        )
        for one in changes
    ]
    entries += [
        Entry(
            at=one.from_at,
            id=one.pk,
            kind="episode",
            title=_("%(who)s holds them until a worker accepts") % {"who": one.worker.name}
            if one.is_holding
            else _("%(who)s is responsible") % {"who": one.worker.name},
            url=reverse("episodes:episode_detail", args=[one.episode_id]),
            tone="system",
        )
        for one in moves
    ]
    if before is not None:
        entries = [one for one in entries if one.cursor < before]
    return entries


def _state_words(one: StateChange) -> str:
    if one.suspended_as:
        return str(SuspendedAs(one.suspended_as).label)
    return str(EpisodeState(one.state).label)


@asks(*contacts.promises_card.asks)  # type: ignore[attr-defined]
def promises(actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime) -> Panel | None:
    """What we promised, where something is open."""
    card = contacts.promises_card(actor, person, person_ids, now)
    return card if card is not None and card.context["promises"] else None


def visit_warnings(
    actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime
) -> Panel | None:
    """Warnings at the address come first."""
    day = today(actor, now)
    warnings = [
        (one.words, one.needs_two, short_day(one.known_since_on, this_year=day.year))
        for one in AddressWarning.objects.filter(
            person_id__in=list(person_ids), ended_at__isnull=True
        ).order_by("known_since_on")
    ]
    if not warnings:
        return None
    return Panel(
        title=_("At this door"),
        template="record/_visit_warnings.html",
        context={"warnings": warnings},
        tone="alert",
    )


def visit_last_contact(
    actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime
) -> Panel | None:
    """The last contact in two lines."""
    lines = contacts.last_contact_lines(actor, person_ids, now=now)
    if lines is None:
        return None
    return Panel(
        title=_("Last contact"), template="record/_visit_last.html", context={"lines": lines}
    )


def visit_people(
    actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime
) -> Panel | None:
    """Who may be there."""
    members = list(
        NetworkMember.objects.filter(
            person_id__in=list(person_ids), kind=NetworkKind.SUPPORTER, ended_on__isnull=True
        ).order_by("-closeness", "name")[:5]
    )
    if not members:
        return None
    return Panel(
        title=_("Who may be there"),
        template="record/_visit_people.html",
        context={"members": members},
    )
