from __future__ import annotations

from datetime import date, datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core import words
from casework.base.core.refusals import refuse_if

from .. import rules
from ..models import Credential, CredentialState, Position, Worker
from ..permissions import GRANTS, Permission

_CHECKERS = [role for role, granted in GRANTS.items() if Permission.WORKFORCE_EDIT in granted]


@trail.recorded
def add_credential(
    *,
    by: Actor,
    worker: Worker,
    kind: str,
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
    hours_required: int | None = None,
    hours_done: int | None = None,
    now: datetime,
) -> Credential:
    """A worker tells of a qualification; nobody has seen it yet."""
    refuse_if(
        rules.why_not_add_credential(
            kind=kind,
            issued_on=issued_on,
            expires_on=expires_on,
            hours_required=hours_required,
            hours_done=hours_done,
            today=words.today(by, now),
        )
    )
    credential = Credential.objects.create(
        worker=worker,
        kind=kind.strip(),
        number=number.strip(),
        issuer=issuer.strip(),
        issued_on=issued_on,
        expires_on=expires_on,
        hours_required=hours_required,
        hours_done=hours_done,
    )
    trail.write("credential.added", by=by, about=credential, detail={"worker": worker.pk})
    return credential


def _is_alone(by: Actor, now: datetime) -> bool:
    """Nobody else may check credentials here: in a very small agency one does it oneself."""
    held = Position.objects.held_on(words.today(by, now)).filter(role__in=_CHECKERS)
    return not held.exclude(worker_id=by.id).exists()


@trail.recorded
def check_credential(
    *, by: Actor, credential: Credential, version: int, state: CredentialState, now: datetime
) -> Credential:
    """Somebody saw the document, or asked the issuer. A check of one's own is marked as that."""
    is_own = credential.worker_id == by.id
    refuse_if(
        rules.why_not_check_credential(
            stands=credential.state,
            to=state,
            is_withdrawn=credential.withdrawn_on is not None,
            is_own=is_own,
            alone=is_own and _is_alone(by, now),
        )
    )
    credential.save_over(version, state=state, checked_at=now, checked_by=by.id)
    trail.write(
        "credential.checked",
        by=by,
        about=credential,
        detail={"state": str(state), "own": is_own},
    )
    return credential


@trail.recorded
def withdraw_credential(
    *,
    by: Actor,
    credential: Credential,
    version: int,
    withdrawn_on: date,
    reason: str,
    now: datetime,
) -> Credential:
    """A credential does not count any more from a day on."""
    refuse_if(
        rules.why_not_withdraw_credential(
            is_withdrawn=credential.withdrawn_on is not None,
            reason=reason,
            withdrawn_on=withdrawn_on,
            today=words.today(by, now),
        )
    )
    credential.save_over(version, withdrawn_on=withdrawn_on, withdrawn_reason=reason.strip())
    trail.write("credential.withdrawn", by=by, about=credential, detail={"on": withdrawn_on})
    return credential
