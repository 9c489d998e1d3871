"""When something is due, how it stands, and what may be done to it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.base.clocks import rules
from casework.base.clocks.rules import Calendar, Rule, Said, State, Unit

NEW_YORK = Calendar("America/New_York", holidays=frozenset({date(2026, 9, 7)}))
LONDON = Calendar("Europe/London")
ZONES = ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo"]


def at(calendar: Calendar, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


@dataclass
class Facts:
    due_at: datetime
    warn_at: datetime
    unit: str = Unit.CALENDAR_DAYS.value
    paused_at: datetime | None = None
    met_at: datetime | None = None
    ended_at: datetime | None = None


@pytest.mark.parametrize(
    ("start", "unit", "amount", "last_day"),
    [
        pytest.param("2026-09-04T16:00", Unit.WORKING_DAYS, 2, "2026-09-09", id="Monday holiday"),
        pytest.param("2026-09-05T10:00", Unit.WORKING_DAYS, 1, "2026-09-08", id="from a Saturday"),
        pytest.param("2026-09-05T10:00", Unit.WORKING_DAYS, 0, "2026-09-08", id="0 on a Saturday"),
        pytest.param("2026-09-04T10:00", Unit.WORKING_DAYS, 0, "2026-09-04", id="0 on a Friday"),
        pytest.param("2026-03-01T09:00", Unit.CALENDAR_DAYS, 30, "2026-03-31", id="plan, 30 days"),
        pytest.param("2026-09-04T23:59", Unit.CALENDAR_DAYS, 0, "2026-09-04", id="same day"),
        pytest.param("2026-09-04T23:59", Unit.CALENDAR_DAYS, 3, "2026-09-07", id="over a holiday"),
    ],
)
def test_days_end_with_the_local_day(start, unit, amount, last_day):
    due = rules.due_at(started_at=at(NEW_YORK, start), unit=unit, amount=amount, calendar=NEW_YORK)
    assert NEW_YORK.local_day(due) == date.fromisoformat(last_day)
    assert NEW_YORK.local_day(due + timedelta(microseconds=1)) > date.fromisoformat(last_day)


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "due"),
    [
        pytest.param(
            LONDON, "2026-10-24T12:00", 24, "2026-10-25T11:00:00+00:00", id="autumn night is longer"
        ),
        pytest.param(
            LONDON,
            "2026-03-28T12:00",
            24,
            "2026-03-29T12:00:00+00:00",
            id="spring night, shorter",
        ),
        pytest.param(
            NEW_YORK, "2026-11-01T00:30", 4, "2026-11-01T08:30:00+00:00", id="four hours pass"
        ),
    ],
)
def test_hours_are_counted_as_they_pass(calendar, start, hours, due):
    found = rules.due_at(
        started_at=at(calendar, start), unit=Unit.ELAPSED_HOURS, amount=hours, calendar=calendar
    )
    assert found == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        pytest.param("Europe/London", "2026-03-29", 23, id="spring"),
        pytest.param("Europe/London", "2026-10-25", 25, id="autumn"),
        pytest.param("America/New_York", "2026-03-08", 23, id="spring, New York"),
        pytest.param("Africa/Cairo", "2026-04-24", 23, id="midnight itself is skipped"),
        pytest.param("America/Havana", "2026-11-01", 25, id="midnight comes twice"),
        pytest.param("Europe/London", "2026-06-01", 24, id="ordinary"),
    ],
)
def test_a_day_is_as_long_as_it_is(zone, day, hours):
    calendar = Calendar(zone)
    start, end = (
        calendar.start_of(date.fromisoformat(day)),
        calendar.end_of(date.fromisoformat(day)),
    )
    assert end - start + timedelta(microseconds=1) == timedelta(hours=hours)
    assert calendar.local_day(start) == calendar.local_day(end) == date.fromisoformat(day)


START = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(), timedelta(days=15 * 365)).map(START.__add__)
pauses = st.timedeltas(timedelta(), timedelta(days=90))
calendars = st.builds(
    Calendar,
    st.sampled_from(ZONES),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.dates(date(2020, 1, 1), date(2036, 1, 1)), max_size=20),
)
units = st.sampled_from(Unit)


@given(moments, units, st.integers(0, 60), calendars)
def test_due_never_before_start_and_more_is_later(started_at, unit, amount, calendar):
    due = rules.due_at(started_at=started_at, unit=unit, amount=amount, calendar=calendar)
    more = rules.due_at(started_at=started_at, unit=unit, amount=amount + 1, calendar=calendar)
    # No working days, on a day off, is the next working day, and so is one working day.
    assert started_at <= due
    assert due < more or (amount == 0 and due == more)


@given(moments, st.integers(1, 30), calendars)
def test_exactly_that_many_working_days(started_at, amount, calendar):
    due = rules.due_at(
        started_at=started_at, unit=Unit.WORKING_DAYS, amount=amount, calendar=calendar
    )
    first, last = calendar.local_day(started_at), calendar.local_day(due)
    assert calendar.is_working(last)
    assert calendar.working_days_between(first, last) == amount


@given(moments, units, st.integers(0, 30), st.integers(0, 30), calendars)
def test_warning_lies_between_start_and_due(started_at, unit, amount, warn_before, calendar):
    due = rules.due_at(started_at=started_at, unit=unit, amount=amount, calendar=calendar)
    warn = rules.warn_at(
        started_at=started_at, due_at=due, unit=unit, warn_before=warn_before, calendar=calendar
    )
    assert started_at <= warn <= due


@given(moments, units, st.integers(0, 30), pauses, calendars)
def test_a_pause_never_makes_it_due_earlier(started_at, unit, amount, pause, calendar):
    due = rules.due_at(started_at=started_at, unit=unit, amount=amount, calendar=calendar)
    after = rules.due_after_pause(
        due_at=due,
        unit=unit,
        paused_at=started_at,
        resumed_at=started_at + pause,
        calendar=calendar,
    )
    assert after >= due
    if unit is not Unit.ELAPSED_HOURS:
        assert calendar.end_of(calendar.local_day(after)) == after


@pytest.mark.parametrize(
    ("unit", "due", "paused", "resumed", "after"),
    [
        pytest.param(
            Unit.WORKING_DAYS, "2026-09-09", "2026-09-08", "2026-09-11", "2026-09-14",
            id="one working day left stays one",
        ),
        pytest.param(
            Unit.CALENDAR_DAYS, "2026-09-09", "2026-09-08", "2026-09-11", "2026-09-12",
            id="one day left stays one",
        ),
        pytest.param(
            Unit.WORKING_DAYS, "2026-09-09", "2026-09-11", "2026-09-15", "2026-09-13",
            id="two days late stays two days late",
        ),
        pytest.param(
            Unit.WORKING_DAYS, "2026-09-14", "2026-09-12", "2026-09-12", "2026-09-14",
            id="resumed on the same day",
        ),
    ],
)  # fmt: skip
def test_due_after_pause(unit, due, paused, resumed, after):
    found = rules.due_after_pause(
        due_at=NEW_YORK.end_of(date.fromisoformat(due)),
        unit=unit,
        paused_at=at(NEW_YORK, f"{paused}T10:00"),
        resumed_at=at(NEW_YORK, f"{resumed}T15:00"),
        calendar=NEW_YORK,
    )
    assert NEW_YORK.local_day(found) == date.fromisoformat(after)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule("a", "", Unit.WORKING_DAYS, 2), None),
        (Rule("a", "", Unit.CALENDAR_DAYS, 3, is_safety=True), None),
        (Rule("a", "", Unit.ELAPSED_HOURS, 72, is_safety=True), None),
        (Rule("a", "", Unit.WORKING_DAYS, 2, is_safety=True), "not working days"),
        (Rule("a", "", Unit.ELAPSED_HOURS, 2, warn_before=3), None),
        (Rule("a", "", Unit.ELAPSED_HOURS, -1), "below 0"),
        (Rule("", "", Unit.ELAPSED_HOURS, 1), "1 to 60"),
    ],
)
def test_why_not_rule(rule, said):
    reason = rules.why_not_rule(rule)
    assert reason is None if said is None else said in reason


def test_two_rules_never_share_a_code():
    rule = Rule("a", "", Unit.ELAPSED_HOURS, 1)
    assert "two rules" in rules.why_not_rules([rule, rule])
    assert rules.why_not_rules([rule]) is None


def test_a_calendar_without_working_days_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        Calendar("UTC", working_weekdays=frozenset())


DUE = LONDON.end_of(date(2026, 11, 24))
WARN = LONDON.start_of(date(2026, 11, 24))
BEFORE, ON_DAY, AFTER = (
    datetime(2026, 11, day, 12, tzinfo=ZoneInfo("Europe/London")) for day in (20, 24, 26)
)


@pytest.mark.parametrize(
    ("changed", "now", "stands", "said"),
    [
        ({}, BEFORE, State.OK, Said("on", day=date(2026, 11, 24))),
        ({}, BEFORE - timedelta(days=365), State.OK, Said("on_other_year", day=date(2026, 11, 24))),
        ({}, DUE - timedelta(hours=30), State.OK, Said("tomorrow")),
        ({}, ON_DAY, State.WARNING, Said("today")),
        ({}, DUE, State.WARNING, Said("today")),
        ({}, DUE + timedelta(microseconds=1), State.LATE, Said("late_days", 1)),
        ({}, AFTER, State.LATE, Said("late_days", 2)),
        ({"paused_at": BEFORE}, AFTER, State.PAUSED, Said("paused", day=date(2026, 11, 20))),
        ({"met_at": BEFORE}, AFTER, State.MET, Said("met", day=date(2026, 11, 20))),
        ({"ended_at": BEFORE}, AFTER, State.ENDED, Said("ended", day=date(2026, 11, 20))),
        (
            {"paused_at": BEFORE, "ended_at": BEFORE},
            AFTER,
            State.ENDED,
            Said("ended", day=date(2026, 11, 20)),
        ),
    ],
)
def test_how_a_clock_stands(changed, now, stands, said):
    facts = Facts(DUE, WARN, **changed)
    assert rules.state(facts, now) is stands
    assert rules.describe(facts, now, LONDON) == said


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=5), Said("late_minutes", 1)),
        (timedelta(minutes=59), Said("late_minutes", 59)),
        (timedelta(hours=1), Said("late_hours", 1)),
        (timedelta(hours=47, minutes=59), Said("late_hours", 47)),
        (timedelta(hours=48), Said("late_days", 2)),
    ],
)
def test_lateness_in_hours_grows_into_days(passed, said):
    due = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
    facts = Facts(due, due - timedelta(hours=4), unit=Unit.ELAPSED_HOURS.value)
    assert rules.describe(facts, due + passed, LONDON) == said


def test_what_is_due_in_hours_says_the_hour():
    due = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
    facts = Facts(due, due - timedelta(hours=4), unit=Unit.ELAPSED_HOURS.value)
    assert rules.describe(facts, due - timedelta(hours=2), LONDON) == Said(
        "today_at", at=due.time()
    )
    said = rules.describe(facts, due - timedelta(hours=20), LONDON)
    assert said == Said("tomorrow_at", at=due.time())


@given(moments, st.timedeltas(timedelta(days=-90), timedelta(days=90)))
def test_late_is_said_exactly_when_late(now, ahead):
    facts = Facts(now + ahead, now + ahead - timedelta(days=1))
    assert (
        (rules.state(facts, now) is State.LATE)
        is rules.was_late(facts, now)
        is (ahead < timedelta())
    )
    said = rules.describe(Facts(LONDON.end_of(LONDON.local_day(now + ahead)), now), now, LONDON)
    assert said.number >= 1 if said.code.startswith("late") else said.number == 0


def test_met_late_and_paused_in_time():
    assert rules.was_late(Facts(DUE, WARN, met_at=AFTER), AFTER)
    assert not rules.was_late(Facts(DUE, WARN, met_at=AFTER, paused_at=BEFORE), AFTER)
    assert not rules.was_late(Facts(DUE, WARN, met_at=ON_DAY), AFTER)


@pytest.mark.parametrize(
    ("changed", "met_at", "said"),
    [
        ({}, ON_DAY, None),
        ({"paused_at": BEFORE}, ON_DAY, None),
        ({}, AFTER + timedelta(days=1), "met_in_future"),
        ({}, BEFORE - timedelta(days=1), "met_before_start"),
        ({"met_at": BEFORE}, ON_DAY, "already_met"),
        ({"ended_at": BEFORE}, ON_DAY, "already_ended"),
    ],
)
def test_why_not_meet(changed, met_at, said):
    facts = Facts(DUE, WARN, **changed)
    assert rules.why_not_meet(clock=facts, started_at=BEFORE, met_at=met_at, now=AFTER) == said


@pytest.mark.parametrize(
    ("changed", "is_alert", "reason", "said"),
    [
        ({}, False, "away", None),
        ({}, False, "", "pause_needs_reason"),
        ({}, True, "away", "alert_not_paused"),
        ({"paused_at": BEFORE}, False, "away", "already_paused"),
        ({"met_at": BEFORE}, False, "away", "already_met"),
    ],
)
def test_why_not_pause(changed, is_alert, reason, said):
    facts = Facts(DUE, WARN, **changed)
    assert rules.why_not_pause(clock=facts, is_alert=is_alert, reason=reason) == said


@pytest.mark.parametrize(
    ("changed", "now", "said"),
    [
        ({"paused_at": BEFORE}, AFTER, None),
        ({"paused_at": AFTER}, BEFORE, "resumed_before_pause"),
        ({}, AFTER, "not_paused"),
        ({"paused_at": BEFORE, "ended_at": BEFORE}, AFTER, "already_ended"),
    ],
)
def test_why_not_resume(changed, now, said):
    assert rules.why_not_resume(clock=Facts(DUE, WARN, **changed), now=now) == said


@pytest.mark.parametrize(
    ("changed", "is_alert", "code", "words", "said"),
    [
        ({}, True, "known", "Went through the plan today", None),
        ({}, False, "known", "Went through the plan today", "not_an_alert"),
        ({}, True, "known", "  ", "say_what_was_done"),
        ({}, True, "", "Went through the plan today", "say_what_was_done"),
        ({"met_at": BEFORE}, True, "known", "Again", "already_met"),
    ],
)
def test_why_not_acknowledge(changed, is_alert, code, words, said):
    facts = Facts(DUE, WARN, **changed)
    assert rules.why_not_acknowledge(clock=facts, is_alert=is_alert, code=code, words=words) == said
