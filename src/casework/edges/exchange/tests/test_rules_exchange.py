"""What a row may become, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from casework.edges.exchange import rules

ANA, BEN, CAI = UUID(int=1), UUID(int=2), UUID(int=3)
WORKERS = [(ANA, "Ana", "Roth"), (BEN, "Ben", "Roth"), (CAI, "Cai", "Müller")]
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ana Roth", ANA),
        ("ROTH, Ben", BEN),
        ("B. Roth", BEN),
        ("Roth", None),
        ("Muller", CAI),
        ("C. Müller", CAI),
        ("Dan Roth", None),
        ("BR", BEN),
        ("C.M.", CAI),
        ("Br", None),
        ("XY", None),
        ("", None),
        (None, None),
    ],
)
def test_a_worker_is_named_or_is_not(written, meant):
    assert rules.worker_named(written, WORKERS) == meant


@pytest.mark.parametrize(
    ("kind", "attendance", "minutes", "note", "met"),
    [
        ("home_visit", "seen", None, "", ("in_person", "home", "seen")),
        ("home_visit", None, 40, "", ("in_person", "home", "seen")),
        ("home_visit", None, None, "", None),
        ("phone", None, 20, "no ans, LM", ("phone", "", "no_answer")),
        ("phone", None, 20, "Helm and oars", ("phone", "", "seen")),
        ("office", "not_there", None, "", ("in_person", "office", "not_there")),
        ("office", "cancelled", None, "", None),
        ("text", None, None, "", ("text", "", "one_way")),
        ("collateral", None, 30, "", None),
        (None, "seen", 30, "", None),
    ],
)
def test_how_somebody_was_met(kind, attendance, minutes, note, met):
    found = rules.how_met(kind, attendance, minutes, note)
    assert (found and (found.mode, found.where, found.attendance)) == met


@pytest.mark.parametrize(
    ("written", "time"),
    [("9:05", (9, 5)), ("14.30", (14, 30)), ("2:15 pm", (14, 15)), ("12:00 am", (0, 0)),
     ("25:00", None), ("noon", None), (None, None), ("13:00 pm", None)],
)  # fmt: skip
def test_a_time_of_day(written, time):
    assert rules.clock_time(written) == time


def test_the_end_of_an_episode_is_told_whole_or_not_at_all():
    day = date(2026, 1, 1)
    later = day + timedelta(days=9)
    assert rules.closed_between(day, later, later) == (day, later)
    assert rules.closed_between(day, day, later) is None
    assert rules.closed_between(None, day, later) is None
    assert rules.closed_between(day, later, day) is None
    assert rules.says_completed("Completed")
    assert not rules.says_completed("Not completed")
    assert not rules.says_completed(None)


def test_what_falls_due_is_spread_over_thirty_days():
    assert rules.spread(0, now=NOW) == []
    times = rules.spread(30, now=NOW)
    assert times[0] == NOW + timedelta(days=1)
    assert times[-1] == NOW + timedelta(days=30)


def test_a_row_is_known_again_wherever_it_stands():
    row = {"sheet": "A", "row": 2, "family": "Roth"}
    assert rules.fingerprint(row) == rules.fingerprint({**row, "sheet": "B", "row": 9})
    assert rules.fingerprint(row) != rules.fingerprint({**row, "family": "Rot"})


@pytest.mark.parametrize(
    ("system", "kind"),
    [("nhs", "nhs"), ("us-ssn", "ssn"), ("Medicaid no.", "medicaid"), ("Case No", None)],
)
def test_a_number_of_ours(system, kind):
    assert rules.identifier_kind(system) == kind
