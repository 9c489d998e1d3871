"""Credentials: what is known about them, how they stand, when to warn."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from casework.base.core.says import _

CLAIMED, SEEN, VERIFIED = "claimed", "seen", "verified"
_STRENGTH = {CLAIMED: 0, SEEN: 1, VERIFIED: 2}
WARN_DAYS = (90, 60, 30)


class Standing(StrEnum):
    """How a credential stands on a day."""

    VALID = "valid"
    WITHIN_90 = "within_90"
    WITHIN_60 = "within_60"
    WITHIN_30 = "within_30"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def is_due(self) -> bool:
        """Somebody should see to it."""
        return self not in {Standing.VALID, Standing.WITHDRAWN}


def standing(*, expires_on: date | None, withdrawn_on: date | None, today: date) -> Standing:
    """Valid through its last day; warned of 90, 60 and 30 days before."""
    if withdrawn_on is not None and withdrawn_on <= today:
        return Standing.WITHDRAWN
    if expires_on is None:
        return Standing.VALID
    days = (expires_on - today).days
    if days < 0:
        return Standing.EXPIRED
    if days <= WARN_DAYS[2]:
        return Standing.WITHIN_30
    if days <= WARN_DAYS[1]:
        return Standing.WITHIN_60
    return Standing.WITHIN_90 if days <= WARN_DAYS[0] else Standing.VALID


def why_not_add_credential(
    *,
    kind: str,
    issued_on: date | None,
    expires_on: date | None,
    hours_required: int | None,
    hours_done: int | None,
    today: date,
) -> str | None:
    """A credential says what it is; it was issued by today and expires after that."""
    if not kind.strip():
        return _("Say what it is: a licence, a check, a training.")
    if issued_on is not None and issued_on > today:
        return _("The day of issue has not come yet.")
    if issued_on is not None and expires_on is not None and expires_on < issued_on:
        return _("It would expire before it was issued.")
    if hours_done is not None and hours_required is None:
        return _("Say how many hours are needed, too.")
    return None


def why_not_check_credential(
    *, stands: str, to: str, is_withdrawn: bool, is_own: bool, alone: bool
) -> str | None:
    """What is known about a credential only grows; nobody checks her own where others work."""
    if is_withdrawn:
        return _("This credential was withdrawn.")
    if to not in _STRENGTH or _STRENGTH[to] <= _STRENGTH[stands]:
        return _("That much is known already.")
    if is_own and not alone:
        return _("Ask somebody else to check your own credential.")
    return None


def why_not_withdraw_credential(
    *, is_withdrawn: bool, reason: str, withdrawn_on: date, today: date
) -> str | None:
    """A credential is withdrawn once, for a reason, by today."""
    if is_withdrawn:
        return _("This credential was withdrawn already.")
    if not reason.strip():
        return _("Say why it does not count any more.")
    if withdrawn_on > today:
        return _("This day has not come yet.")
    return None
