"""What a worker decides about a reason of her day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if

from . import rules
from .models import NotToday


@trail.recorded
def put_off(
    *,
    by: Actor,
    person_id: UUID,
    kind: str,
    may_wait: bool,
    until: date,
    why: str,
    today: date,
    now: datetime,
) -> NotToday:
    """Not today, because…: the reason leaves her day until then, and comes back by itself."""
    refuse_if(
        rules.why_not_put_off(may_wait=may_wait, why=why, until=until, today=today), field="why"
    )
    said = NotToday.objects.create(
        person_id=person_id, worker_id=by.id, kind=kind, until_on=until, why=why, said_at=now
    )
    trail.write("reason.put_off", by=by, about=said, person_id=person_id, detail={"kind": kind})
    return said
