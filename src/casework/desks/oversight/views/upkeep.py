from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.base.jobs import actions as jobs
from casework.base.notify import actions as notify
from casework.base.notify.models import Message
from casework.registry.workforce.permissions import Permission

from .. import upkeep as gathering


@screen(Permission.UPKEEP_VIEW)
def upkeep(request: HttpRequest) -> HttpResponse:
    """Mail and work that failed for good, and guessing at the sign-in."""
    actor, now = request.actor, timezone.now()
    page = {
        "mails": gathering.mails(actor, now),
        "works": gathering.works(actor, now),
        "guessing": gathering.guessing(actor, now),
        "whys": gathering.why_choices(),
    }
    return render(request, "oversight/upkeep.html", page)


def _done(request: HttpRequest, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("oversight:upkeep")


@screen(Permission.UPKEEP_VIEW, methods=("POST",))
def message_try_again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Mail that was given up is tried from the beginning."""
    message = get_object_or_404(Message, pk=message_id)
    return _done(
        request,
        lambda: notify.try_again(by=request.actor, message=message, now=timezone.now()),
        _("It is tried again. If it fails again, it comes back here."),
    )


@screen(Permission.UPKEEP_VIEW, methods=("POST",))
def message_let_go(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Nobody needs this mail any more."""
    message = get_object_or_404(Message, pk=message_id)
    why = request.POST.get("why", "")
    return _done(
        request,
        lambda: notify.let_go(by=request.actor, message=message, why=why, now=timezone.now()),
        _("Let go."),
    )


@screen(Permission.UPKEEP_VIEW, methods=("POST",))
def job_try_again(request: HttpRequest, number: int) -> HttpResponse:
    """Work that failed for good runs once more."""
    return _done(
        request,
        lambda: jobs.try_job_again(by=request.actor, number=number, now=timezone.now()),
        _("It is tried again. If it fails again, it comes back here."),
    )


@screen(Permission.UPKEEP_VIEW, methods=("POST",))
def job_let_go(request: HttpRequest, number: int) -> HttpResponse:
    """Nobody needs this work any more."""
    why = request.POST.get("why", "")
    return _done(
        request,
        lambda: jobs.let_job_go(by=request.actor, number=number, why=why, now=timezone.now()),
        _("Let go."),
    )
