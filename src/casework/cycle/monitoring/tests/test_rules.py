"""Silence is measured against the shorter of what is usual and what was agreed."""

from datetime import date, timedelta

import pytest

from casework.cycle.monitoring import rules

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("seen", "accepted", "usual", "target", "days", "interval", "against", "look", "stands_out"),
    [
        pytest.param(19, 200, 6.0, 14.0, 19, 6.0, "usual", True, True, id="Ray: usually every 6"),
        pytest.param(19, 200, 30.0, 14.0, 19, 14.0, "target", True, False, id="target is shorter"),
        pytest.param(19, 200, None, 21.0, 19, 21.0, "target", False, False, id="too few contacts"),
        pytest.param(14, 200, None, 14.0, 14, 14.0, "target", False, False, id="due today"),
        pytest.param(15, 200, None, 14.0, 15, 14.0, "target", True, False, id="one day over"),
        pytest.param(None, 9, None, 7.0, 9, 7.0, "target", True, False, id="from acceptance"),
        pytest.param(0, 5, 0.0, 1.0, 0, 0.25, "usual", False, False, id="seen many times a day"),
        pytest.param(2, 50, None, 0.5, 2, 0.5, "target", True, True, id="seen twice a day"),
    ],
)
def test_silence(seen, accepted, usual, target, days, interval, against, look, stands_out):
    found = rules.silence(
        last_seen_on=None if seen is None else TODAY - timedelta(days=seen),
        accepted_on=TODAY - timedelta(days=accepted),
        usual_days=usual,
        target_days=target,
        today=TODAY,
    )
    assert (found.days, found.interval_days, found.against) == (days, interval, against)
    assert (found.is_worth_a_look, found.stands_out) == (look, stands_out)
    assert found.never_seen is (seen is None)


@pytest.mark.parametrize(
    ("may_wait", "why", "days", "said"),
    [
        (True, "She asked for Monday", 2, None),
        (False, "She asked for Monday", 2, "safety"),
        (True, "  ", 2, "why"),
        (True, "Later", 0, "later day"),
        (True, "Later", 15, "two weeks"),
    ],
)
def test_not_today(may_wait, why, days, said):
    reason = rules.why_not_put_off(
        may_wait=may_wait, why=why, until=TODAY + timedelta(days=days), today=TODAY
    )
    assert (reason is None) if said is None else (said in reason)
