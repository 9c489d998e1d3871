"""The rules of one-time links, as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from casework.base.accounts import rules

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("is_active", "refused"), [(True, False), (False, True)])
def test_why_not_issue_link(is_active, refused):
    assert (rules.why_not_issue_link(is_active=is_active) is not None) is refused


@pytest.mark.parametrize(
    ("is_active", "is_as_issued", "age", "refused"),
    [
        pytest.param(True, True, 0 * HOUR, False, id="just issued"),
        pytest.param(True, True, 72 * HOUR, False, id="three days old"),
        pytest.param(True, True, 73 * HOUR, True, id="older"),
        pytest.param(True, True, -1 * HOUR, True, id="from the future"),
        pytest.param(False, True, HOUR, True, id="account closed"),
        pytest.param(True, False, HOUR, True, id="used, or password changed"),
    ],
)
def test_why_not_use_link(is_active, is_as_issued, age, refused):
    said = rules.why_not_use_link(
        is_active=is_active, is_as_issued=is_as_issued, issued_at=NOW - age, now=NOW
    )
    assert (said is not None) is refused
