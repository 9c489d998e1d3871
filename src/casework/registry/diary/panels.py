"""Cards and lines that this room lends to the pages of others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.questions import asks, question
from casework.base.core.words import clock_time
from casework.base.ui.parts import Link, Panel, Tone
from casework.registry.episodes import ledger
from casework.registry.people.header import HeaderFacts
from casework.registry.people.models import Person
from casework.registry.workforce.permissions import Permission

from .models import Appointment, AppointmentState
from .opening import with_workers
from .shown import is_overdue, show
from .visits import STILL_ALARMS, goes

MOST = 4


@question
def _booked(people: Sequence[UUID], now: datetime) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(
            person_id__among=people, state=AppointmentState.BOOKED, ends_at__gt=now
        )
        .select_related("person__merged_into", "address")
        .order_by("starts_at", "pk")[:MOST]
    )


@asks(Permission.DIARY_VIEW, lambda actor, people, now: [_booked.ahead(people=people, now=now)])
def next_times(
    actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime
) -> Panel | None:
    """Fills the slot `person_overview`: what is booked with this person. Three queries."""
    if not actor.may(Permission.DIARY_VIEW):
        return None
    rows = with_workers(_booked(people=list(person_ids), now=now))
    book_url = _book_url(actor, person_ids)
    return Panel(
        title=_("Next times"),
        template="diary/_panel_next_times.html",
        context={
            "lines": [show(one, actor=actor, now=now) for one in rows],
        },
        url=book_url,
        link=_("Book a time") if book_url else "",
        nothing="" if rows else _("No time is booked."),
        act=Link(book_url, _("Book a time")) if book_url else None,
    )


def _book_url(actor: Any, person_ids: Sequence[UUID]) -> str:
    """Where a time is booked in the open episode that is nearest to the asker. One query."""
    if not actor.may(Permission.DIARY_EDIT):
        return ""
    nearest = ledger.nearest_open(actor, person_ids)
    return reverse("diary:appointment_new", args=[nearest.pk]) if nearest else ""


def header_actions(actor: Any, person_ids: Sequence[UUID], now: datetime) -> HeaderFacts | None:
    """Fills the slot `person_header`: book a time, from every page of the record. One query."""
    url = _book_url(actor, person_ids)
    return HeaderFacts(actions=(Link(url, _("Book a time")),)) if url else None


def my_visit(actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime) -> Panel | None:
    """Fills the slot `visit_cards`: until when the reader is expected back. One query."""
    if not actor.may(Permission.DIARY_VIEW):
        return None
    visit = (
        Appointment.objects.filter(
            goes(actor.id),
            person_id__in=list(person_ids),
            is_visit=True,
            state=AppointmentState.BOOKED,
            checked_out_at__isnull=True,
            ends_at__gt=now - STILL_ALARMS,
            starts_at__lt=now + timedelta(hours=24),
        )
        .order_by("starts_at")
        .first()
    )
    if visit is None:
        return None
    return Panel(
        title=_("Expected back %(time)s") % {"time": clock_time(visit.ends_at, actor)},
        template="diary/_panel_my_visit.html",
        context={"url": reverse("diary:visit_check_out", args=[visit.pk])},
        tone=Tone.ALERT if is_overdue(visit, now) else Tone.PLAIN,
    )
