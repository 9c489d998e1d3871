"""Reading a file as somebody said before about the same headings: one way for command and web."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from . import rules
from .models import SavedMapping
from .reading import CannotRead, Reading, mapping_by_hand, read_file


def read(
    source: bytes | Path,
    kind: str,
    *,
    name: str,
    today: date,
    mapping: object = None,
    day_order: str | None = None,
) -> Reading:
    """The file under `mapping`; without one, under what was saved for its headings, if anything.

    Raises CannotRead when nothing can be read.
    """
    asked: dict[str, Any] = {"today": today, "name": name, "day_order": day_order}
    if mapping is not None:
        return read_file(source, kind, mapping=mapping, **asked)
    try:
        reading = read_file(source, kind, **asked)
        proposed = reading.mapping
    except CannotRead as problem:
        if problem.code != "no_table":
            raise
        proposed = mapping_by_hand(source, kind, name=name)
        if (said := saved(kind, proposed.to_json())) is None:
            raise
    else:
        if (said := saved(kind, proposed.to_json())) is None:
            return reading
    return read_file(source, kind, mapping=said, **asked)


def saved(kind: str, mapping: dict[str, Any]) -> object:
    """What somebody said before about the same headings; a dry run needs no database."""
    signature = rules.mapping_signature(mapping)
    try:
        return (
            SavedMapping.objects.filter(kind=kind, signature=signature)
            .values_list("mapping", flat=True)
            .first()
        )
    except DatabaseError:
        return None
