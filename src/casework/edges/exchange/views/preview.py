"""What would come in: every count opens its list, and nothing is stored yet."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.audit import trail
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.registry.workforce.permissions import Permission

from .. import actions, kept, listed
from ..models import Import, Part, UploadState
from .own import head, own_upload


@screen(Permission.IMPORT_RUN)
def upload_preview(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The lists of a file that was tried out, one at a time, page by page."""
    actor = request.actor
    upload = own_upload(request, upload_id)
    if kept.is_at_work(upload):
        return redirect("jobs:progress", upload.progress_id)
    trial = kept.told(upload, Part.TRIAL)
    if upload.state != UploadState.TRIED or trial is None:
        return redirect("exchange:upload_mapping", upload.pk)
    lists = listed.lists_of(trial, kind=upload.kind, separate=upload.separate)
    chosen = listed.chosen(lists, str(request.GET.get("list", "")))
    place = _whole(request.GET.get("from", ""))
    lines = chosen.lines[place : place + listed.A_PAGE]
    here = reverse("exchange:upload_preview", args=[upload.pk])

    def url(name: str, begin: int = 0) -> str:
        more = {"from": begin} if begin else {}
        return f"{here}?{urlencode({'list': name, **more})}#list"

    trail.write(
        "import_upload.opened",
        by=actor,
        about=upload,
        detail={"page": "preview", "list": chosen.code},
    )
    same_as = Import.objects.filter(pk=trial["same_as"]).first() if trial["same_as"] else None
    page = {
        **head(upload, actor),
        "lists": [(one, url(one.code), one is chosen) for one in lists],
        "chosen": chosen,
        "page": listed.page_of(chosen.code, lines, upload=upload, trial=trial),
        "first": place + 1,
        "last": place + len(lines),
        "count": len(chosen.lines),
        "newer": url(chosen.code, place - listed.A_PAGE) if place else "",
        "older": url(chosen.code, place + listed.A_PAGE)
        if place + listed.A_PAGE < len(chosen.lines)
        else "",
        "same_as": same_as,
        "may_run": same_as is None or bool(upload.separate),
        "from": place,
        "most": listed.MOST if chosen.count > listed.MOST else 0,
    }
    return render(request, "exchange/upload_preview.html", page)


def _whole(typed: Any) -> int:
    digits = str(typed)[:9]
    return min(int(digits), 10_000_000) if digits.isdecimal() else 0


@screen(Permission.IMPORT_RUN, methods=("POST",))
def upload_apart(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """A row that looks like somebody known is somebody else, or is not after all."""
    upload = own_upload(request, upload_id)
    try:
        actions.tell_apart(
            by=request.actor,
            upload=upload,
            cell=str(request.POST.get("cell", ""))[:200],
            is_other=request.POST.get("is_other") == "yes",
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    place = _whole(request.POST.get("from", ""))
    more = f"&from={place}" if place else ""
    return redirect(f"{reverse('exchange:upload_preview', args=[upload.pk])}?list=alike{more}#list")


@screen(Permission.IMPORT_RUN, methods=("POST",))
def upload_run(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Bring the file over, by a job that can be watched or left."""
    upload = own_upload(request, upload_id)
    try:
        upload = actions.run_upload(by=request.actor, upload=upload, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("exchange:upload_preview", upload.pk)
    return redirect("jobs:progress", upload.progress_id)


@screen(Permission.IMPORT_RUN, methods=("POST",))
def upload_discard(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Throw a file away that did not come over."""
    upload = own_upload(request, upload_id)
    try:
        actions.discard_upload(by=request.actor, upload=upload)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file was thrown away. Nothing of it was kept."))
    return redirect("exchange:import_list")
