from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from casework.registry.diary import rules

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 1, 10), time(10), datetime(2026, 1, 10, 15, tzinfo=UTC)),
        (date(2026, 7, 10), time(10), datetime(2026, 7, 10, 14, tzinfo=UTC)),
        # The clocks go forward at two: half past two did not happen, three follows at once.
        (date(2026, 3, 8), time(2, 30), None),
        (date(2026, 3, 8), time(3), datetime(2026, 3, 8, 7, tzinfo=UTC)),
        # The clocks go back at two: half past one comes twice, the first one is meant.
        (date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (date(2026, 11, 1), time(2, 30), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_typed_on_the_agencys_clock(day, at, expected):
    assert rules.instant(day, at, NEW_YORK) == expected


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, None),
        ({"has_person_or_title": False}, "Say who it is with"),
        ({"has_workers": False}, "Say who goes"),
        ({"ends_at": NOW}, "end after it starts"),
        ({"starts_at": NOW - timedelta(hours=2), "ends_at": NOW}, "in the past"),
        ({"starts_at": NOW - timedelta(hours=2), "ends_at": LATER}, None),
        ({"has_died": True}, "has died"),
    ],
)
def test_booking(given, words):
    asked = {
        "has_person_or_title": True,
        "has_workers": True,
        "starts_at": NOW + timedelta(hours=1),
        "ends_at": LATER,
        "now": NOW,
    } | given
    reason = rules.why_not_book(**asked)
    assert (reason is None) if words is None else words in reason


@pytest.mark.parametrize(
    ("is_booked", "by_us", "why", "allowed"),
    [
        (True, False, "", True),
        (True, True, "Ill", True),
        (True, True, "  ", False),
        (False, False, "", False),
    ],
)
def test_cancelling(is_booked, by_us, why, allowed):
    reason = rules.why_not_cancel(is_booked=is_booked, by_us=by_us, why=why)
    assert (reason is None) == allowed


@pytest.mark.parametrize(
    ("is_booked", "begins", "allowed"),
    [(True, -60, True), (True, 0, True), (True, 1, False), (False, -60, False)],
)
def test_nobody_is_missing_before_the_time(is_booked, begins, allowed):
    starts_at = NOW + timedelta(minutes=begins)
    reason = rules.why_not_not_there(is_booked=is_booked, starts_at=starts_at, now=NOW)
    assert (reason is None) == allowed


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        ({}, True),
        ({"is_visit": False}, False),
        ({"is_booked": False}, False),
        ({"is_checked_out": True}, False),
        ({"starts_at": NOW + rules.EARLY}, True),
        ({"starts_at": NOW + rules.EARLY + timedelta(minutes=1)}, False),
    ],
)
def test_checking_out(given, allowed):
    asked = {
        "is_visit": True,
        "is_booked": True,
        "is_checked_out": False,
        "starts_at": NOW,
        "now": NOW,
    } | given
    assert (rules.why_not_check_out(**asked) is None) == allowed


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "Expected"), (10, "text"), (20, "Call"), (30, "decide"), (300, "decide")],
)
def test_what_to_do_when_somebody_is_not_back(minutes, words):
    assert words in rules.next_step(timedelta(minutes=minutes))
