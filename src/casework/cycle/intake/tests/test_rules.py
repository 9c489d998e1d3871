"""Moves, refusals, times: tables without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.base.clocks.rules import Calendar, why_not_rules
from casework.cycle.intake import clocks, rules

CALENDAR = Calendar("America/New_York")
FRIDAY = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # 17:00 in New York
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_the_rules_are_sound():
    assert why_not_rules(clocks.clock_rules()) is None
    assert [clocks.DECIDE[one].is_safety for one in rules.URGENCY_ORDER] == [True] * 3 + [False]


@pytest.mark.parametrize(
    ("urgency", "hours"), [("emergency", 1), ("very_urgent", 4), ("urgent", 24)]
)
def test_what_is_urgent_counts_over_the_weekend(urgency, hours):
    due = clocks.decide_by(urgency=urgency, since=FRIDAY, calendar=CALENDAR)
    assert due - FRIDAY == timedelta(hours=hours)
    assert clocks.acknowledge_by(urgency=urgency, since=FRIDAY, calendar=CALENDAR) == due
    again = clocks.information_by(
        urgency=urgency, received_at=FRIDAY, now=FRIDAY, calendar=CALENDAR
    )
    assert again == due


def test_routine_counts_working_days():
    due = clocks.decide_by(urgency="routine", since=FRIDAY, calendar=CALENDAR)
    assert CALENDAR.local_day(due).isoformat() == "2026-12-04"
    seen = clocks.acknowledge_by(urgency="routine", since=FRIDAY, calendar=CALENDAR)
    assert CALENDAR.local_day(seen).isoformat() == "2026-11-23"


@pytest.mark.parametrize("state", sorted(rules.MOVES))
@pytest.mark.parametrize("to", sorted(rules.MOVES))
def test_only_the_drawn_moves(state, to):
    why = rules.why_not_move(state=state, to=to, happened_at=NOW, now=NOW)
    assert (why is None) is (to in rules.MOVES[state])


@pytest.mark.parametrize(
    ("state", "later"),
    [
        ("received", {"accepted", "waiting", "info_requested", "redirected", "declined"}),
        ("waiting", {"info_requested", "redirected", "declined"}),
        ("triage", set()),
        ("info_requested", set()),
        ("declined", set()),
    ],
)
def test_what_can_be_done_once_somebody_has_looked(state, later):
    found = {to for to in rules.MOVES if rules.comes_later(state=state, to=to)}
    assert found == later


def test_nothing_happens_in_the_future():
    later = NOW + timedelta(seconds=1)
    assert rules.why_not_move(state="received", to="triage", happened_at=later, now=NOW)


RECEIVE = {
    "reason": "Low",
    "received_at": NOW,
    "now": NOW,
    "is_working_team": True,
    "has_open_referral": False,
    "has_open_episode": False,
    "has_died": False,
    "agrees": "not_asked",
    "without_agreement": "",
}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({}, None),
        ({"reason": " "}, "few words"),
        ({"received_at": NOW + timedelta(hours=1)}, "future"),
        ({"is_working_team": False}, "works with people"),
        ({"has_open_referral": True}, "open referral"),
        ({"has_open_episode": True}, "already"),
        ({"has_died": True}, "died"),
        ({"agrees": "no"}, "on what ground"),
        ({"agrees": "no", "without_agreement": "Court order"}, None),
    ],
)
def test_receive(wrong, says):
    why = rules.why_not_receive(**{**RECEIVE, **wrong})
    assert (why is None) if says is None else says in why


@pytest.mark.parametrize(
    ("recommended", "decided", "variance", "is_fine"),
    [
        ("", "light", "", True),
        ("light", "light", "", True),
        ("light", "team", "", False),
        ("light", "team", "supports", True),
        ("light", "", "", False),
    ],
)
def test_level(recommended, decided, variance, is_fine):
    why = rules.why_not_decide_level(
        state="triage", recommended=recommended, decided=decided, variance=variance
    )
    assert (why is None) is is_fine


def test_two_refusals_are_of_two_teams_within_90_days():
    a, b = uuid4(), uuid4()
    day = timedelta(days=1)
    assert rules.two_refusals_in_90_days([(a, NOW - 90 * day), (b, NOW)], now=NOW)
    assert not rules.two_refusals_in_90_days([(a, NOW - 91 * day), (b, NOW)], now=NOW)
    assert not rules.two_refusals_in_90_days([(a, NOW - day), (a, NOW)], now=NOW)


@given(st.integers(min_value=-5, max_value=90))
def test_check_ins_are_between_daily_and_every_two_months(days):
    assert (rules.why_not_wait(check_in_every_days=days) is None) is (1 <= days <= 60)
