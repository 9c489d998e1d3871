from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.registry.people.rules import circumstances
from casework.registry.people.rules.circumstances import HOUSING, WORK

TODAY = date(2026, 11, 21)


@dataclass
class Status:
    code: str
    since_on: date
    until_on: date | None = None
    kind: str = HOUSING


def day(text):
    return date.fromisoformat(text)


SHELTER = Status("shelter", day("2026-01-01"), day("2026-06-01"))
FLAT = Status("private_rent", day("2026-06-01"))


@pytest.mark.parametrize(
    ("code", "since", "until", "reason"),
    [
        pytest.param("street", "2026-11-01", None, None, id="a change closes the one before"),
        pytest.param("street", "2026-06-01", None, "overlaps", id="same start as the open one"),
        pytest.param("street", "2026-03-01", None, "overlaps", id="open, before the current one"),
        pytest.param("street", "2026-07-01", "2026-08-01", "overlaps", id="inside the open one"),
        pytest.param("street", "2025-11-01", "2026-01-01", None, id="ends where another begins"),
        pytest.param("street", "2025-11-01", "2026-01-02", "overlaps", id="a day too long"),
        pytest.param("street", "2026-11-22", None, "in the future", id="tomorrow"),
        pytest.param("street", "2025-02-01", "2025-01-01", "before the start", id="backwards"),
        pytest.param("street", "2026-11-01", "2026-12-01", "end is in the future", id="ends later"),
        pytest.param("palace", "2026-11-01", None, "Choose one", id="no such status"),
    ],
)
def test_why_not_change(code, since, until, reason):
    said = circumstances.why_not_change(
        kind=HOUSING,
        code=code,
        since_on=day(since),
        until_on=day(until) if until else None,
        today=TODAY,
        others=[SHELTER, FLAT],
    )
    assert (said is None) if reason is None else (reason in (said or ""))


def test_kinds_do_not_overlap_each_other():
    said = circumstances.why_not_change(
        kind=WORK, code="volunteer", since_on=day("2026-02-01"), until_on=None, today=TODAY,
        others=[SHELTER, FLAT],
    )  # fmt: skip
    assert said is None


def test_the_status_on_a_day():
    both = [SHELTER, FLAT]
    assert circumstances.current(both, HOUSING, day("2026-05-31")) is SHELTER
    assert circumstances.current(both, HOUSING, day("2026-06-01")) is FLAT
    assert circumstances.current(both, HOUSING, day("2025-06-01")) is None
    assert circumstances.current(both, WORK, TODAY) is None


def test_days_and_moves():
    assert circumstances.days_in_status(SHELTER, TODAY) == 151
    assert circumstances.days_in_status(FLAT, TODAY) == 173
    assert (
        circumstances.days_in_group(
            [SHELTER, FLAT], kind=HOUSING, group="settled", start=day("2026-05-01"), end=TODAY
        )
        == 173
    )
    assert circumstances.moves([SHELTER, FLAT], start=day("2026-01-01"), end=TODAY) == 1


def test_every_code_has_one_label_and_a_known_mapping():
    keys = [(code.kind, code.code) for code in circumstances.CODES]
    assert len(keys) == len(set(keys))
    assert {code.kind for code in circumstances.CODES} == set(circumstances.KIND_LABELS)
    england = {f"{n:02}" for n in range(1, 22)} | {"98", ""}
    for code in circumstances.CODES:
        assert code.label
        assert len(code.code) <= 40
        if code.kind == HOUSING:
            assert code.england in england
            assert code.us == "" or len(code.us) == 3
            assert code.group in {"settled", "temporary", "homeless", "institution", ""}


def test_a_place_offers_its_own_benefits():
    us = {code.code for code in circumstances.codes_for("income", "us")}
    england = {code.code for code in circumstances.codes_for("income", "england")}
    assert "ssi" in us
    assert "ssi" not in england
    assert "pip" in england
    assert "pip" not in us
    assert len(circumstances.codes_for("income")) > max(len(us), len(england))
    assert circumstances.label_of(HOUSING, "old_code") == "old_code"


@given(
    st.lists(st.integers(0, 600), min_size=2, max_size=8, unique=True),
    st.integers(0, 600),
    st.integers(1, 100),
)
def test_what_is_let_through_never_overlaps(cuts, start, length):
    cuts = sorted(cuts)
    first = date(2024, 1, 1)
    statuses = [
        Status("street", first + timedelta(a), first + timedelta(b)) for a, b in pairwise(cuts)
    ]
    since, until = first + timedelta(start), first + timedelta(start + length)
    said = circumstances.why_not_change(
        kind=HOUSING, code="hostel", since_on=since, until_on=until, today=TODAY, others=statuses
    )
    nights = {since + timedelta(n) for n in range(length)}
    taken = {
        one.since_on + timedelta(n)
        for one in statuses
        for n in range((one.until_on - one.since_on).days)
    }
    assert bool(said) is bool(nights & taken)
