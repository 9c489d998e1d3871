"""The duty roster: who answers for a team, from when until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from casework.base.core.says import _

# A week on call is usual in small agencies; anything longer is a slip of the pen.
LONGEST_SHIFT = timedelta(days=7, hours=1)


def _not_theirs() -> str:
    return _("You plan duty for the teams you lead. Ask the leader of this one.")


def why_not_plan_shift(
    *,
    plans_for_team: bool,
    team_is_open: bool,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    first_day: date,
    last_day: date,
    left_on: date | None,
    may_open_records: bool,
    has_other: bool,
) -> str | None:
    """A shift is planned ahead by whoever plans for the team.

    Its worker may open records and is not rostered already.
    """
    if not plans_for_team:
        return _not_theirs()
    if not team_is_open:
        return _("This team is closed.")
    if ends_at <= starts_at:
        return _("The shift would end before it begins.")
    if ends_at <= now:
        return _("This shift would be over already.")
    if ends_at - starts_at > LONGEST_SHIFT:
        return _("A shift lasts a week at most. Plan several.")
    if left_on is not None and (first_day > left_on or last_day > left_on):
        return _("The worker will have left by then.")
    if not may_open_records:
        return _(
            "Nobody can be on duty without a position that opens records. "
            "Give the worker such a position for that time first."
        )
    if has_other:
        return _("This worker is on duty for this team at that time already.")
    return None


def why_not_cancel_shift(
    *, plans_for_team: bool, is_cancelled: bool, ends_at: datetime, now: datetime
) -> str | None:
    """A shift that is over stays as it was."""
    if not plans_for_team:
        return _not_theirs()
    if is_cancelled:
        return _("This shift was cancelled already.")
    if ends_at <= now:
        return _("This shift is over. It stays in the roster as it was.")
    return None
