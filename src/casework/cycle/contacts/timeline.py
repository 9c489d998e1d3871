"""What this room adds to a person's timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from casework.registry.workforce.permissions import Permission

from .models import ContactPerson
from .shown import EntryShown, entries_shown

# Where the last page ended: the moment and the id of its last entry.
Place = tuple[datetime, UUID]


def timeline_entries(
    person_ids: Sequence[UUID],
    *,
    actor: Any,
    before: Place | None,
    limit: int,
    now: datetime,
) -> list[EntryShown]:
    """The newest `limit` entries of these records before a place, newest first.

    Four queries however many: the entries with their notes, then as `entries_shown` says. Entries
    of one moment are told apart by their id, so that none is left out between two pages.
    """
    if not actor.may(Permission.CONTACT_VIEW):
        return []
    rows = ContactPerson.objects.filter(person_id__in=list(person_ids)).select_related(
        "contact", "note"
    )
    if before is not None:
        at, last_id = before
        rows = rows.filter(
            Q(started_at__lt=at) | Q(started_at=at, pk__lt=last_id), started_at__lte=at
        )
    return entries_shown(rows.order_by("-started_at", "-pk")[:limit], actor=actor, now=now)
