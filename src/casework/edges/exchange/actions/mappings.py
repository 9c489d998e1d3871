from __future__ import annotations

from datetime import datetime
from typing import Any

from casework.base.accounts.actors import Actor
from casework.base.audit import trail

from .. import rules
from ..models import SavedMapping


@trail.recorded
def save_mapping(
    *, by: Actor, kind: str, name: str, mapping: dict[str, Any], now: datetime
) -> SavedMapping:
    """Keep what a person says the columns mean; the next file with these headings is read so."""
    saved, _is_new = SavedMapping.objects.update_or_create(
        kind=kind,
        signature=rules.mapping_signature(mapping),
        defaults={"name": name[:200], "mapping": mapping, "saved_at": now, "saved_by": by.id},
    )
    trail.write("import_mapping.saved", by=by, about=saved)
    return saved
