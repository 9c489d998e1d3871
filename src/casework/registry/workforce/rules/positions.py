"""Positions: dated, with a full-time share, filled or vacant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from casework.base.core.says import _

from .teams import why_not_leave_leaderless


def _why_not_share(share: Decimal) -> str | None:
    if not Decimal(0) < share <= Decimal(1):
        return _("A share lies above 0 and is 1 for full time: half time is 0.5.")
    return None


def _why_not_worker(
    *,
    started_on: date | None,
    left_on: date | None,
    from_on: date,
    to_on: date | None,
    has_it: bool,
) -> str | None:
    if has_it:
        return _("This worker holds the same position in this team at that time already.")
    if started_on is not None and from_on < started_on:
        return _("The position would begin before the worker's first day here.")
    if left_on is not None and (to_on is None or to_on > left_on):
        return _("The position would go on after the worker has left.")
    return None


def why_not_add_position(
    *,
    team_is_open: bool,
    full_time_share: Decimal,
    from_on: date,
    to_on: date | None,
    is_vacant: bool,
    started_on: date | None = None,
    left_on: date | None = None,
    has_it: bool = False,
) -> str | None:
    """A position belongs to an open team, has a share, and does not end before it begins."""
    if not team_is_open:
        return _("This team is closed.")
    if reason := _why_not_share(full_time_share):
        return reason
    if to_on is not None and to_on < from_on:
        return _("The last day lies before the first.")
    if is_vacant:
        return None
    return _why_not_worker(
        started_on=started_on, left_on=left_on, from_on=from_on, to_on=to_on, has_it=has_it
    )


def why_not_fill_position(
    *,
    is_vacant: bool,
    began_on: date,
    ends_on: date | None,
    from_on: date,
    started_on: date | None,
    left_on: date | None,
    has_it: bool,
) -> str | None:
    """Only a vacant position is filled, on a day on which it stands."""
    if not is_vacant:
        return _("Somebody holds this position already.")
    if from_on < began_on:
        return _("The position did not exist yet on that day.")
    if ends_on is not None and from_on > ends_on:
        return _("The position has ended by that day.")
    return _why_not_worker(
        started_on=started_on, left_on=left_on, from_on=from_on, to_on=ends_on, has_it=has_it
    )


def why_not_change_share(
    *,
    full_time_share: Decimal,
    stands: Decimal,
    from_on: date,
    began_on: date,
    ends_on: date | None,
) -> str | None:
    """A share changes from a day on which the position stands; the time before keeps its own."""
    if reason := _why_not_share(full_time_share):
        return reason
    if full_time_share == stands:
        return _("That is the share it has.")
    if from_on < began_on:
        return _("The position did not exist yet on that day.")
    if ends_on is not None and from_on > ends_on:
        return _("The position has ended by that day.")
    return None


def why_not_end_position(
    *,
    began_on: date,
    ends_on: date | None,
    to_on: date,
    today: date,
    would_be_leaderless: Mapping[UUID, str],
    is_last_administrator: bool = False,
) -> str | None:
    """A position ends after it began, once, and never takes the last leader from a team.

    Nor the last administrator from the agency: nobody could give rights any more.
    """
    if ends_on is not None and ends_on < today:
        return _("This position has ended already.")
    if to_on < began_on:
        return _("The last day lies before the first.")
    if ends_on is not None and to_on > ends_on:
        return _("It ends sooner than that already. Add a new position for the time after.")
    if is_last_administrator:
        return _("Nobody would be left who may change rights. Add another administrator first.")
    return why_not_leave_leaderless(would_be_leaderless)
