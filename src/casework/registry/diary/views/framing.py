"""What the screens share: the open appointment, the page around it, the way of saving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.utils import timezone

from casework.base.core.refusals import Refused, Stale
from casework.base.core.words import today
from casework.base.drafts.sheets import Sheet
from casework.registry.people.views.framing import Request, frame

from .. import opening, shown
from ..models import Appointment


def opened(request: Request, appointment_id: UUID, *, seen_as: str) -> Appointment:
    """The appointment of the address; 404 where it is not open."""
    day = today(request.actor, timezone.now())
    return opening.open_appointment(appointment_id, by=request.actor, day=day, seen_as=seen_as)


def page_of(request: Request, appointment: Appointment) -> dict[str, Any]:
    """What stands around an appointment: the person's header where it is somebody's."""
    if appointment.person is None:
        return {"person": None}
    return frame(request, appointment.person.merged_into or appointment.person)


def stored(
    sheet: Sheet,
    form: forms.Form,
    act: Callable[[], models.Model],
    *,
    stands: Callable[[], Appointment] | None = None,
) -> tuple[UUID | None, dict[str, str]]:
    """Store once: the row's id, or what stands now where somebody saved meanwhile."""
    try:
        _kind, row_id, _is_new = sheet.once(act)
    except Stale as refusal:
        form.add_error(None, str(refusal))
        form.data["version"] = str(refusal.version)  # type: ignore[index]
        if stands is None:
            return None, {}
        now_stands = shown.facts(stands(), actor=sheet.by, now=timezone.now())
        return None, {label: words for label, words in now_stands if words}
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None, {}
    return row_id, {}
