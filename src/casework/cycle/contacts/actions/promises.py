from __future__ import annotations

from datetime import datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if

from .. import rules
from ..models import Promise


def _is_open(promise: Promise) -> bool:
    return promise.kept_at is None and not promise.dropped_why


@trail.recorded
def keep_promise(*, by: Actor, promise: Promise, now: datetime) -> Promise:
    """What was promised was done."""
    refuse_if(rules.why_not_settle_promise(is_open=_is_open(promise), reason=None))
    promise.save_over(promise.version, kept_at=now, kept_by=by.id)
    trail.write("promise.kept", by=by, about=promise, person_id=promise.person_id)
    return promise


@trail.recorded
def drop_promise(*, by: Actor, promise: Promise, reason: str, now: datetime) -> Promise:
    """What was promised will not happen, and the record says why."""
    refuse_if(
        rules.why_not_settle_promise(is_open=_is_open(promise), reason=reason), field="reason"
    )
    promise.save_over(promise.version, dropped_why=reason.strip()[:200])
    trail.write("promise.dropped", by=by, about=promise, person_id=promise.person_id)
    return promise
