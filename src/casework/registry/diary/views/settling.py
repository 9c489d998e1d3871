"""One press each: back from a visit, and nobody was there."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.refusals import Refused, refuse_if
from casework.base.core.screens import screen
from casework.registry.people import finding
from casework.registry.people.views.framing import Request
from casework.registry.workforce.permissions import Permission

from .. import actions, opening
from ..models import Appointment
from .framing import opened

# A second press finds it done and is told so: these two need no sheet.


def _press(
    request: Request, booked: Appointment, act: Callable[[], Appointment], done: str
) -> HttpResponse:
    try:
        refuse_if(None if opening.may_change(request.actor, booked) else finding.reading_only())
        act()
        messages.success(request, done)
    except Refused as refusal:
        messages.info(request, str(refusal))
    if request.POST.get("back") == "visits":
        return redirect("diary:team_visits")
    return redirect("diary:appointment_detail", appointment_id=booked.pk)


@screen(Permission.DIARY_EDIT, methods=("POST",))
def visit_check_out(request: Request, appointment_id: UUID) -> HttpResponse:
    """Whoever went is safely back: said by herself, or by whoever reached her."""
    booked = opened(request, appointment_id, seen_as="visit_check_out")
    return _press(
        request,
        booked,
        lambda: actions.check_out(by=request.actor, appointment=booked, now=timezone.now()),
        _("Checked out. Write down what happened when there is time."),
    )


@screen(Permission.DIARY_EDIT, methods=("POST",))
def appointment_not_there(request: Request, appointment_id: UUID) -> HttpResponse:
    """Nobody was there, and there is nothing more to write."""
    booked = opened(request, appointment_id, seen_as="appointment_not_there")
    return _press(
        request,
        booked,
        lambda: actions.note_not_there(by=request.actor, appointment=booked, now=timezone.now()),
        _("Not there. Book another time when you can."),
    )
