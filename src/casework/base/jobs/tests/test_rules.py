"""What a job may be given, and when it is tried again."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.base.jobs import rules
from casework.base.jobs.rules import Retry

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", [UUID(int=7), str(UUID(int=8)), 0, 12, "people", "en-gb", "a.b_c-1", "x" * 40]
)
def test_ids_numbers_and_codes_are_fit(value):
    assert rules.why_not_argument("thing", value) is None


@pytest.mark.parametrize(
    "value",
    [
        "Grace Mensah",
        "grace mensah",
        "Grace",
        "",
        "x" * 41,
        "a\nb",
        "é",
        1.5,
        None,
        ["a"],
        {"a": 1},
    ],
)
def test_words_are_not(value):
    reason = rules.why_not_argument("thing", value)
    assert reason
    assert "mensah" not in reason.lower()


@given(st.text(), st.sampled_from(" \n\t\u00a0"), st.text())
def test_nothing_with_a_space_passes(before, space, after):
    assert rules.why_not_argument("thing", before + space + after)


@pytest.mark.parametrize(
    ("told", "fits"),
    [
        ({"created": 3, "ids": [str(UUID(int=9))], "by": {"team": 1.5}}, True),
        ({"who": "Grace Mensah"}, False),
        ({"rows": [1, 2, {"said": "two words"}]}, False),
        ({"Two words": 1}, False),
        (None, True),
    ],
)
def test_what_is_kept_of_a_result(told, fits):
    assert (rules.why_not_plain(told) is None) is fits


@pytest.mark.parametrize(
    ("name", "fits"),
    [("notify.deliver", True), ("deliver", False), ("a.b c", False), ("A.b", False)],
)
def test_names(name, fits):
    assert (rules.why_not_name(name) is None) is fits


def test_waits_double_up_to_an_hour_and_end():
    retry = Retry(times=9)
    waits = [retry.wait(n) for n in range(10)]
    assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert waits[8] == timedelta(hours=1)
    assert waits[9] is None
    assert Retry(times=0).wait(0) is None


@pytest.mark.parametrize(
    ("ago", "alive"), [(timedelta(seconds=5), True), (timedelta(minutes=2), False), (None, False)]
)
def test_is_alive(ago, alive):
    heard = NOW - ago if ago is not None else None
    assert rules.is_alive(last_heartbeat=heard, now=NOW) is alive
