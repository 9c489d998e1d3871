from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.base.core.way_back import way_back
from casework.base.drafts import sheets
from casework.registry.door import gate
from casework.registry.workforce.permissions import Permission

from .. import actions
from ..forms import ReasonForm
from ..models import Promise
from . import framing

_opened = gate.opener(
    lambda: Promise.objects.select_related("person__merged_into"), person="person_id"
)


def _open(request: HttpRequest, promise_id: UUID, page: str) -> Promise:
    return _opened(promise_id, by=request.actor, seen_as=page)


def _back(request: HttpRequest, promise: Promise) -> str:
    entry = reverse("contacts:contact_detail", args=[promise.contact_person_id])
    return way_back(request, entry)


@screen(Permission.CONTACT_RECORD, methods=("POST",))
def promise_keep(request: HttpRequest, promise_id: UUID) -> HttpResponse:
    """One press: what was promised was done. A second press changes nothing."""
    promise = _open(request, promise_id, "promise_keep")
    if promise.kept_at is None:
        try:
            actions.keep_promise(by=request.actor, promise=promise, now=timezone.now())
            messages.success(request, _("Kept. It is not shown any more."))
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect(_back(request, promise))


@screen(Permission.CONTACT_RECORD, methods=("GET", "POST"))
def promise_drop(request: HttpRequest, promise_id: UUID) -> HttpResponse:
    """What was promised will not happen, and why."""
    now = timezone.now()
    promise = _open(request, promise_id, "promise_drop")
    sheet = sheets.open_sheet(request, form="contacts:promise_drop", about=promise.pk)
    back = _back(request, promise)
    if request.method == "POST":
        form = ReasonForm(request.POST)
    else:
        form = ReasonForm(initial=sheets.initial(sheet))

    def act(given: dict[str, Any]) -> models.Model:
        return actions.drop_promise(
            by=request.actor, promise=promise, reason=given["reason"], now=now
        )

    if request.method == "POST" and form.is_valid():
        made_id, _texts = framing.stored(sheet, form, act)
        if made_id is not None:
            messages.success(request, _("Taken off the list, with your reason."))
            return redirect(back)
    return framing.shown(
        request,
        "contacts/promise_drop.html",
        form=form,
        sheet=sheet,
        cancel_url=back,
        promise=promise,
        **framing.header(request, promise.person, now=now),
    )
