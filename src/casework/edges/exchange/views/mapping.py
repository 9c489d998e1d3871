"""What the columns of a file are taken for, and what else they may be."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.base.audit import trail
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.registry.workforce.permissions import Permission

from .. import actions, files, kept
from ..forms import MappingForm
from ..models import Part, UploadState
from .own import head, own_upload


@screen(Permission.IMPORT_RUN, methods=("GET", "POST"))
def upload_mapping(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Each sheet with its columns, a few of their values, and what each is taken for."""
    actor = request.actor
    upload = own_upload(request, upload_id)
    if kept.is_at_work(upload):
        return redirect("jobs:progress", upload.progress_id)
    if upload.state == UploadState.DONE:
        return redirect("exchange:import_detail", upload.came_as_id)
    told = kept.told(upload, Part.READING)
    form = None
    if told is not None:
        form = MappingForm(
            request.POST if request.method == "POST" else None, kind=upload.kind, told=told
        )
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            upload = actions.map_upload(
                by=actor, upload=upload, mapping=form.chosen(), now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("jobs:progress", upload.progress_id)
    trail.write("import_upload.opened", by=actor, about=upload, detail={"page": "mapping"})
    page = {
        **head(upload, actor),
        "form": form,
        "told": told,
        "is_refused": upload.state == UploadState.REFUSED,
        "is_tried": upload.state == UploadState.TRIED,
        "is_saved": told is not None and files.saved(upload.kind, told["mapping"]) is not None,
        "preview_url": reverse("exchange:upload_preview", args=[upload.pk]),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "exchange/upload_mapping.html", page, status=status)
