from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.registry.people.rules import partial_dates
from casework.registry.people.rules.partial_dates import PartialDate, age_text

TODAY = date(2026, 11, 21)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)


@pytest.mark.parametrize("text", ["1987-03-03", "1987-03", "1987", "2000-02-29"])
def test_parse_and_write_are_opposites(text):
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "87", "1987-3", "1987-13", "1987-02-30", "2001-02-29", "1987-03-03T00:00", "x", "1987-",
     "١٩٨٧", "0000"],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        PartialDate.parse(text)
    assert PartialDate.parse_or_none(text) is None


def test_a_day_needs_its_month():
    with pytest.raises(ValueError):
        PartialDate(1987, None, 3)


@pytest.mark.parametrize(
    ("born", "estimated", "words"),
    [
        ("1987-03-03", False, "39"),
        ("1987-11-21", False, "39"),
        ("1987-11-22", False, "38"),
        ("1987", False, "38 or 39"),
        ("1987-03", False, "39"),
        ("1987-11", False, "38 or 39"),
        ("1987-12", False, "38"),
        ("1966", True, "about 60"),
        ("2026", False, "0"),
        ("2026-11-21", False, "0"),
    ],
)
def test_age_text(born, estimated, words):
    assert age_text(PartialDate.parse(born), TODAY, is_estimated=estimated) == words


def test_no_birth_date_has_no_age():
    assert age_text(None, TODAY) == ""


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("1987", "1987-03-03", True),
        ("1987-03", "1987-03-31", True),
        ("1987-03", "1987-04", False),
        ("1987", "1988", False),
        ("1987-03-03", "1987-03-03", True),
        ("1987-03-03", "1987-03-04", False),
    ],
)
def test_overlap(one, other, fits):
    one, other = PartialDate.parse(one), PartialDate.parse(other)
    assert one.overlaps(other) is fits
    assert other.overlaps(one) is fits


@pytest.mark.parametrize(
    ("born", "day", "is_it"),
    [
        ("2000-02-29", date(2026, 2, 28), True),
        ("2000-02-29", date(2028, 2, 28), False),
        ("2000-02-29", date(2028, 2, 29), True),
        ("1987-11", TODAY, False),
        ("1987-11-21", TODAY, True),
    ],
)
def test_birthday(born, day, is_it):
    assert partial_dates.is_birthday(PartialDate.parse(born), day) is is_it


@pytest.mark.parametrize(
    ("born", "reason"),
    [("1987", None), ("2026-11-21", None), ("2026-11-22", "future"), ("2027", "future"),
     ("1890", "Check the year")],
)  # fmt: skip
def test_why_not_birth_date(born, reason):
    said = partial_dates.why_not_birth_date(PartialDate.parse(born), TODAY)
    assert (said is None) if reason is None else (reason in said)


@pytest.mark.parametrize(
    ("boxes", "result"),
    [
        (("1987", "3", "3"), "1987-03-03"),
        (("1987", "03", ""), "1987-03"),
        (("1987", "", ""), "1987"),
        (("", "", ""), None),
        (("", "3", "3"), ValueError("at least the year")),
        (("1987", "", "3"), ValueError("month too")),
        (("1987", "13", ""), ValueError("1 to 12")),
        (("87", "3", "3"), ValueError("four numbers")),
        (("1987", "2", "30"), ValueError("no such day")),
        (("1987", "x", ""), ValueError("in numbers")),
    ],
)
def test_three_boxes(boxes, result):
    year, month, day = boxes
    if isinstance(result, ValueError):
        with pytest.raises(ValueError, match=str(result)):
            partial_dates.from_parts(year=year, month=month, day=day)
    else:
        read = partial_dates.from_parts(year=year, month=month, day=day)
        assert (str(read) if read else None) == result
        again = partial_dates.parts(read)
        assert partial_dates.from_parts(year=again.year, month=again.month, day=again.day) == read


@given(DAYS)
def test_text_sorts_as_time_does(day):
    assert PartialDate.of(day) < PartialDate.of(day + timedelta(days=1))


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_the_true_age_is_in_the_range(day, known):
    low, high = partial_dates.age_range(PartialDate.parse(day.isoformat()[:known]), TODAY)
    assert low <= partial_dates.years_between(day, TODAY) <= high <= low + 1
