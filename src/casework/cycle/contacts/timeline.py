"""What this room adds to a person's timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.base.core.questions import Asked, question
from casework.registry.workforce.permissions import Permission

from .models import Addendum, ContactPerson, ContactWorker
from .shown import EntryShown, entries_shown

# Where the last page ended: the moment and the id of its last entry.
Place = tuple[datetime, UUID]


def _entries(people: Sequence[UUID]) -> QuerySet[ContactPerson]:
    additions = Addendum.objects.filter(note__contact_person=OuterRef("pk"))
    there = ContactWorker.objects.filter(contact=OuterRef("contact_id")).order_by("pk")
    return (
        ContactPerson.objects.filter(person_id__among=people)
        .select_related("contact", "note")
        .annotate(
            has_additions=Exists(additions), worker_ids=ArraySubquery(there.values("worker_id"))
        )
        .order_by("-started_at", "-pk")
    )


@question
def _newest(people: Sequence[UUID], most: int) -> QuerySet[ContactPerson]:
    return _entries(people)[:most]


@question
def _older(people: Sequence[UUID], at: datetime, last: UUID, most: int) -> QuerySet[ContactPerson]:
    place = Q(started_at__lt=at) | Q(started_at=at, pk__lt=last)
    return _entries(people).filter(place, started_at__lte=at)[:most]


def ask_entries(person_ids: Sequence[UUID], *, before: Place | None = None, limit: int) -> Asked:
    """What `timeline_entries` asks first."""
    asked: dict[str, Any] = {"people": list(person_ids), "most": limit}
    if before is None:
        return _newest.ahead(**asked)
    return _older.ahead(at=before[0], last=before[1], **asked)


def timeline_entries(
    person_ids: Sequence[UUID],
    *,
    actor: Any,
    before: Place | None,
    limit: int,
    now: datetime,
) -> list[EntryShown]:
    """The newest `limit` entries of these records before a place, newest first.

    At most three queries however many: the entries with who was there and their notes, then as
    `entries_shown` says.
    Entries of one moment are told apart by their id, so that none is left out between two pages.
    """
    if not actor.may(Permission.CONTACT_VIEW):
        return []
    rows = ask_entries(person_ids, before=before, limit=limit).now()
    return entries_shown(rows, actor=actor, now=now)
