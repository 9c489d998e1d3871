"""Why an act in the diary may not happen. Plain Python; everything is passed in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from casework.base.core.says import _

# What people say when they book; the last one is a morning in court or at a hospital.
LENGTHS = (15, 30, 45, 60, 90, 120, 180)
# Whoever is early may be done early: a visit can be checked out from an hour before it begins.
EARLY = timedelta(hours=1)


def instant(day: date, at: time, zone: tzinfo) -> datetime | None:
    """A day and a time where the agency is; None where the clocks went over that time.

    In the hour that comes twice the first one is meant. The answer is in UTC, so that a length
    added to it is that length also on the nights on which the clocks change.
    """
    wall = datetime.combine(day, at)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == wall else None


def why_not_book(
    *,
    has_person_or_title: bool,
    has_workers: bool,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    has_died: bool = False,
) -> str | None:
    """It has a person or a title, somebody goes, it ends after it starts and is not over."""
    if not has_person_or_title:
        return _("Say who it is with, or give it a title.")
    if has_died:
        return _("This person has died. Nothing is booked any more.")
    if not has_workers:
        return _("Say who goes.")
    if ends_at <= starts_at:
        return _("It must end after it starts.")
    if ends_at <= now:
        return _("This lies in the past. Record a contact instead.")
    return None


def why_not_change(*, is_booked: bool) -> str | None:
    """What took place, or was cancelled, stands as it is."""
    if not is_booked:
        return _("This appointment is over or was cancelled. Book another one instead.")
    return None


def why_not_cancel(*, is_booked: bool, by_us: bool, why: str) -> str | None:
    """Whoever we let down is owed a reason; the person owes us none."""
    if not is_booked:
        return why_not_change(is_booked=False)
    if by_us and not why.strip():
        return _("Say why we cancelled.")
    return None


def why_not_not_there(*, is_booked: bool, starts_at: datetime, now: datetime) -> str | None:
    """Nobody is missing before the time has come."""
    if not is_booked:
        return why_not_change(is_booked=False)
    if now < starts_at:
        return _("This time has not come yet. Cancel it, or move it.")
    return None


def why_not_check_out(
    *, is_visit: bool, is_booked: bool, is_checked_out: bool, starts_at: datetime, now: datetime
) -> str | None:
    """A visit is checked out once, when it has begun."""
    if not is_visit:
        return _("Only visits outside our own places are checked out.")
    if is_checked_out:
        return _("This visit is checked out already.")
    if not is_booked:
        return why_not_change(is_booked=False)
    if now < starts_at - EARLY:
        return _("This visit has not begun. Move it, or cancel it.")
    return None


def is_expected_again(
    *,
    checked_out_at: datetime | None,
    recorded_at: datetime,
    wrote_who_goes: bool,
    ends_at: datetime,
    now: datetime,
) -> bool:
    """Whether a void contact was all that said that whoever went is back."""
    if checked_out_at != recorded_at:
        return False
    return now < ends_at or not wrote_who_goes


def why_not_end_feed(*, is_ended: bool) -> str | None:
    """An address ends once."""
    if is_ended:
        return _("This calendar address was ended already.")
    return None


def next_step(late: timedelta) -> str:
    """What to do about a visit that should be over, by how long it is late."""
    minutes = late.total_seconds() / 60
    if minutes < 10:
        return _("Expected back by now.")
    if minutes < 20:
        return _("Send them a text message.")
    if minutes < 30:
        return _("Call them.")
    return _("No answer? Whoever is on duty and the leader decide together what happens next.")
