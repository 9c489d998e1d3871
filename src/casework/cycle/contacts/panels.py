"""Cards and lines that this room lends to the desks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.questions import asks, question
from casework.base.ui.parts import Link, Panel
from casework.registry.episodes import ledger
from casework.registry.people import finding
from casework.registry.people.header import HeaderFacts
from casework.registry.people.models import Person
from casework.registry.workforce.permissions import Permission

from .models import ContactPerson, Promise
from .shown import entries_shown
from .timeline import ask_entries, timeline_entries

LAST = 3
LINE = 160


@dataclass(frozen=True)
class PromiseShown:
    """One open promise in words, and where to say that it was kept."""

    id: UUID
    words: str
    sub: str
    keep_url: str
    drop_url: str


@question
def _promises(people: Sequence[UUID]) -> QuerySet[Promise]:
    return Promise.objects.filter(person_id__among=people, kept_at=None, dropped_why="").order_by(
        "promised_at", "pk"
    )


@question
def _last_seen(people: Sequence[UUID]) -> QuerySet[ContactPerson]:
    return (
        ContactPerson.objects.filter(person_id__among=people, is_contact=True, voided_at=None)
        .select_related("contact", "note")
        .order_by("-started_at", "-pk")[:1]
    )


@asks(Permission.CONTACT_VIEW, lambda actor, people, now: [ask_entries(people, limit=LAST)])
def last_contacts(
    actor: Any,
    person: Person,
    person_ids: Sequence[UUID] | None = None,
    now: datetime | None = None,
) -> Panel | None:
    """Fills the slot `person_overview`: the last three entries. Four queries."""
    if not actor.may(Permission.CONTACT_VIEW):
        return None
    entries = timeline_entries(
        person_ids or finding.record_ids(person),
        actor=actor,
        before=None,
        limit=LAST,
        now=now or timezone.now(),
    )
    return Panel(
        title=_("Last contacts"),
        template="contacts/_last_contacts.html",
        context={"entries": entries},
        url=reverse("contacts:note_search", args=[person.canonical_id]),
        link=_("Search the notes"),
        nothing="" if entries else _("Nobody has met them yet."),
        act=next(iter(_first_steps(actor, person_ids or [person.pk])), None),
    )


def open_promises(actor: Any, person_ids: Sequence[UUID], *, now: datetime) -> list[PromiseShown]:
    """What we promised and have not done yet, oldest first. Two queries."""
    if not actor.may(Permission.CONTACT_VIEW):
        return []
    rows = _promises(people=list(person_ids))
    names = finding.worker_names({one.promised_by for one in rows})
    day = words.today(actor, now)
    return [
        PromiseShown(
            id=one.pk,
            words=one.words,
            sub=_("%(who)s, %(when)s")
            % {
                "who": names.get(one.promised_by, ""),
                "when": words.days_ago(words.local(one.promised_at, actor).date(), day),
            },
            keep_url=reverse("contacts:promise_keep", args=[one.pk]),
            drop_url=reverse("contacts:promise_drop", args=[one.pk]),
        )
        for one in rows
    ]


@asks(Permission.CONTACT_VIEW, lambda actor, people, now: [_promises.ahead(people=people)])
def promises_card(
    actor: Any,
    person: Person,
    person_ids: Sequence[UUID] | None = None,
    now: datetime | None = None,
) -> Panel | None:
    """Fills the slot `person_overview`: what we promised. Two queries."""
    if not actor.may(Permission.CONTACT_VIEW):
        return None
    promises = open_promises(
        actor, person_ids or finding.record_ids(person), now=now or timezone.now()
    )
    return Panel(
        title=_("What we promised"),
        template="contacts/_promises.html",
        context={"promises": promises, "may_change": actor.may(Permission.CONTACT_RECORD)},
    )


def last_contact_lines(
    actor: Any, person_ids: Sequence[UUID], *, now: datetime
) -> tuple[str, str] | None:
    """The last time somebody saw them, in two lines, for the page before a visit. Four queries.

    None before the first contact. Attempts and voided entries are not contacts.
    """
    if not actor.may(Permission.CONTACT_VIEW):
        return None
    shown = entries_shown(_last_seen(people=list(person_ids)), actor=actor, now=now)
    if not shown:
        return None
    last = shown[0]
    first_line = " · ".join(
        part for part in (last.when, last.title, ", ".join(last.worker_names)) if part
    )
    return first_line, shortened(last.text)


def shortened(text: str) -> str:
    """The beginning of a note as one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= LINE:
        return line
    return line[:LINE].rsplit(" ", 1)[0] + "…"


def header_actions(actor: Any, person_ids: Sequence[UUID], now: datetime) -> HeaderFacts | None:
    """Fills the slot `person_header`: record a contact, or that nobody answered. One query."""
    if not actor.may(Permission.CONTACT_RECORD):
        return None
    steps = _first_steps(actor, person_ids)
    return HeaderFacts(actions=steps) if steps else None


def _first_steps(actor: Any, person_ids: Sequence[UUID]) -> list[Link]:
    """Record a contact, or that nobody answered, in the open episode nearest to the asker."""
    nearest = ledger.nearest_open(actor, person_ids)
    if nearest is None or not actor.may(Permission.CONTACT_RECORD):
        return []
    return [
        Link(
            reverse("contacts:contact_new", args=[nearest.pk]),
            _("Record a contact"),
            is_primary=True,
            key="n",
        ),
        Link(reverse("contacts:attempt_new", args=[nearest.pk]), _("Tried, no answer")),
    ]
