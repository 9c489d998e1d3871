"""What is kept of an upload while it waits: sealed, so a copy of the database tells nothing."""

from __future__ import annotations

import json
import zlib
from typing import Any

from casework.base.accounts.sealing import seal, unseal
from casework.base.jobs.models import Progress

from .models import Upload, UploadPart


def _use(upload: Upload, part: str) -> str:
    return f"exchange:{upload.pk}:{part}"


def is_at_work(upload: Upload) -> bool:
    """Whether a job works on it, or waits to; its sender sees only her own."""
    at_work = Progress.objects.filter(finished_at=None)
    return upload.progress_id is not None and at_work.filter(pk=upload.progress_id).exists()


def keep(upload: Upload, part: str, data: bytes) -> None:
    """Store one part of an upload in place of an earlier one."""
    forget(upload, part)
    UploadPart.objects.create(
        upload=upload,
        part=part,
        # Pressed together first: text is a tenth of itself then, and takes that much less memory.
        sealed=seal(zlib.compress(data, 1), use=_use(upload, part)),
        uploaded_by=upload.uploaded_by,
    )


def kept(upload: Upload, part: str) -> bytes | None:
    """That part, or None where it is gone."""
    rows = UploadPart.objects.filter(upload=upload, part=part)
    sealed = rows.values_list("sealed", flat=True).first()
    return None if sealed is None else zlib.decompress(unseal(sealed, use=_use(upload, part)))


def forget(upload: Upload, *parts: str) -> None:
    """Delete these parts; without any named, all."""
    rows = UploadPart.objects.filter(upload=upload)
    (rows.filter(part__in=parts) if parts else rows).delete()


def keep_told(upload: Upload, part: str, told: dict[str, Any]) -> None:
    """Store what can be said as JSON."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str)
    keep(upload, part, text.encode())


def told(upload: Upload, part: str) -> dict[str, Any] | None:
    """What was stored so, or None."""
    data = kept(upload, part)
    if data is None:
        return None
    found: dict[str, Any] = json.loads(data)
    return found
