"""One act for every kind of file, from the command line and from the web."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.registry.workforce.models import Team

from ..bringing import Watch
from ..models import Import, Kind
from ..reading import Reading
from .contacts import bring_contacts
from .mappings import save_mapping
from .people import bring_people
from .referrals import bring_referrals


@trail.recorded
def bring_file(
    *,
    by: Actor,
    team: Team,
    reading: Reading,
    now: datetime,
    create: Collection[str] = (),
    by_name: bool = False,
    is_mapped: bool = False,
    watch: Watch | None = None,
) -> Import:
    """Store the rows of a file, in one transaction; remember its mapping where a person set it."""
    common: dict[str, Any] = {
        "by": by, "team": team, "reading": reading, "now": now, "watch": watch,
    }  # fmt: skip
    if reading.kind == Kind.PEOPLE:
        made = bring_people(create=create, **common)
    elif reading.kind == Kind.CONTACTS:
        made = bring_contacts(by_name=by_name, **common)
    else:
        made = bring_referrals(by_name=by_name, **common)
    if is_mapped and made.at == now:
        save_mapping(
            by=by,
            kind=reading.kind,
            name=reading.book.name,
            mapping=reading.mapping.to_json(),
            now=now,
        )
    return made
