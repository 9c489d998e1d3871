"""What several screens share: one's own upload or none, and where it goes next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from casework.base.audit.middleware import NotOpen
from casework.base.core import words
from casework.base.core.addresses import reverse

from .. import rules
from ..models import Kind, Upload, UploadState


def own_upload(request: HttpRequest, upload_id: UUID) -> Upload:
    """The upload, if whoever asks sent it and leads its team still; else a 404 like any other."""
    actor = request.actor
    found = (
        Upload.objects.filter(pk=upload_id, uploaded_by=actor.id, team_id__in=actor.led_team_ids)
        .select_related("team")
        .first()
    )
    if found is None:
        raise NotOpen("exchange.upload", upload_id)
    return found


def next_url(upload: Upload) -> str:
    """The page on which an upload goes on."""
    if upload.state == UploadState.DONE:
        return reverse("exchange:import_detail", args=[upload.came_as_id])
    name = "upload_preview" if upload.state == UploadState.TRIED else "upload_mapping"
    return reverse(f"exchange:{name}", args=[upload.pk])


def head(upload: Upload, actor: Any) -> dict[str, Any]:
    """What stands at the top of each page of an upload."""
    goes = words.local(upload.uploaded_at, actor).date() + rules.UPLOAD_TIME
    return {
        "upload": upload,
        "kind": Kind(upload.kind).label,
        "goes_on": words.short_day(goes),
        "url": next_url(upload),
        "discard_url": reverse("exchange:upload_discard", args=[upload.pk]),
    }
