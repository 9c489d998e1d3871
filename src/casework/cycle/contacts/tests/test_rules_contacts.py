"""The rules as tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from casework.base.clocks.rules import Calendar
from casework.cycle.contacts import models, rules

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CALENDAR = Calendar("UTC", frozenset(range(5)), frozenset({date(2026, 11, 26)}))


@dataclass
class Subject:
    is_open: bool = True
    began_at: datetime = NOW - 30 * DAY
    late_after_hours: int = 72


def test_the_codes_are_those_of_the_models():
    assert {one.value for one in models.MET} == rules.MET
    assert {one.value for one in models.ATTEMPTS} == rules.ATTEMPTS


@pytest.mark.parametrize(
    ("attendance", "mode", "with_person", "counts"),
    [
        ("seen", "in_person", True, True),
        ("seen_late", "video", True, True),
        ("seen", "text", True, True),
        ("seen", "phone", True, True),
        ("seen", "letter", True, False),
        ("seen", "in_person", False, False),
        ("one_way", "text", True, False),
        ("without_person", "in_person", True, False),
        ("no_answer", "phone", True, False),
        ("not_there", "in_person", True, False),
        ("said_no", "in_person", True, False),
        ("cancelled_by_us", "in_person", True, False),
    ],
)
def test_only_a_two_way_contact_with_the_person_counts(attendance, mode, with_person, counts):
    assert rules.is_contact(attendance, mode, with_person) is counts


@pytest.mark.parametrize("attendance", [one.value for one in models.Attendance])
def test_nothing_is_both_a_contact_and_an_attempt(attendance):
    assert not (rules.is_contact(attendance, "in_person") and rules.is_attempt(attendance))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], None),
        ([1], None),
        ([1, 8], None),
        ([1, 8, 15], 7.0),
        ([1, 1, 8, 8, 15], 7.0),
        ([1, 3, 9], 4.0),
        ([1, 15, 8], 7.0),
    ],
)
def test_usual_days(days, expected):
    assert rules.usual_days(rules.gaps([date(2026, 11, day) for day in days])) == expected


def test_usual_days_forgets_what_is_long_past():
    assert rules.usual_days([90] * 30 + [6] * 10) == 6.0


@pytest.mark.parametrize(
    ("usual", "target", "days"), [(None, 21, 21), (6, 21, 6), (40, 21, 21), (1.5, 7, 1.5)]
)
def test_next_due_is_the_shorter(usual, target, days):
    assert rules.next_due(NOW, usual, target) == NOW + timedelta(days=days)


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 11, 26), date(2026, 11, 27)),
        (date(2026, 11, 1), date(2026, 11, 23)),
    ],
    ids=["a working day", "a Saturday", "a holiday", "past: the next working day"],
)
def test_next_day(due_on, expected):
    assert rules.next_day(due_on, today=NOW.date(), calendar=CALENDAR) == expected


@pytest.mark.parametrize(
    ("subject", "started_at", "reason"),
    [
        (Subject(), NOW, None),
        (Subject(), NOW - DAY, None),
        (Subject(), NOW + DAY, "future"),
        (Subject(), NOW - 31 * DAY, "before the day"),
        (Subject(is_open=False), NOW, "closed"),
    ],
)
def test_why_not_begin(subject, started_at, reason):
    said = rules.why_not_begin(subject=subject, started_at=started_at, now=NOW)
    assert said is None if reason is None else reason in said


@pytest.mark.parametrize(
    ("hours", "late_reason", "refused"),
    [(72, "", False), (73, "", True), (73, "Was off sick", False), (73, "  ", True)],
)
def test_why_not_late(hours, late_reason, refused):
    said = rules.why_not_late(
        subject=Subject(),
        started_at=NOW - timedelta(hours=hours),
        late_reason=late_reason,
        now=NOW,
    )
    assert (said is not None) is refused


@pytest.mark.parametrize(
    ("attendance", "note", "refused"),
    [
        ("seen", "", True),
        ("seen_late", " ", True),
        ("seen", "Well", False),
        ("no_answer", "", False),
        ("not_there", "", False),
        ("said_no", "", False),
        ("cancelled_by_person", "", False),
        ("one_way", "", False),
    ],
)
def test_why_not_note(attendance, note, refused):
    assert (rules.why_not_note(attendance=attendance, note=note) is not None) is refused


SIGN = [
    ("saved", True, False, "Text", None),
    ("saved", False, False, "Text", "wrote"),
    ("signed", True, False, "Text", "already"),
    ("brought_over", True, False, "Text", "already"),
    ("saved", True, True, "Text", "void"),
    ("saved", True, False, " ", "no text"),
]


@pytest.mark.parametrize(("state", "is_author", "is_voided", "text", "reason"), SIGN)
def test_why_not_sign(state, is_author, is_voided, text, reason):
    said = rules.why_not_sign(state=state, is_author=is_author, is_voided=is_voided, text=text)
    assert said is None if reason is None else reason in said


@pytest.mark.parametrize(
    ("state", "is_author", "is_voided", "refused"),
    [
        ("signed", False, False, False),
        ("brought_over", False, False, False),
        ("saved", True, False, True),
        ("saved", False, False, True),
        ("signed", True, True, True),
    ],
)
def test_why_not_add(state, is_author, is_voided, refused):
    said = rules.why_not_add(state=state, is_author=is_author, is_voided=is_voided, text="More")
    assert (said is not None) is refused


@pytest.mark.parametrize(
    ("is_voided", "may", "reason", "refused"),
    [
        (False, True, "Wrong day", False),
        (False, True, " ", True),
        (False, False, "Wrong day", True),
        (True, True, "Again", True),
    ],
)
def test_why_not_void(is_voided, may, reason, refused):
    said = rules.why_not_void(is_voided=is_voided, may=may, reason=reason)
    assert (said is not None) is refused


@pytest.mark.parametrize(
    ("same", "there", "subject", "refused"),
    [
        (False, False, Subject(), False),
        (True, False, Subject(), True),
        (False, True, Subject(), True),
        (False, False, Subject(is_open=False), True),
        (False, False, Subject(began_at=NOW), True),
    ],
)
def test_why_not_move(same, there, subject, refused):
    said = rules.why_not_move(
        is_same_person=same,
        is_there_already=there,
        subject=subject,
        started_at=NOW - DAY,
        now=NOW,
    )
    assert (said is not None) is refused


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("Rent letter from the council", "LETTER", ["letter"]),
        ("Rent, and rent again", "rent", ["Rent", "rent"]),
        ("Nothing here", "rent", []),
        ("Straße", "strasse", []),
        ("100% sure_", "%", ["%"]),
        ("anything", "", []),
    ],
)
def test_marked(text, asked, found):
    assert [words for words, is_found in rules.marked(text, asked) if is_found] == found


def test_marked_cuts_long_text_around_the_words():
    pieces = rules.marked("a" * 500 + "rent" + "b" * 500, "rent")
    assert pieces[0] == ("…", False)
    assert pieces[-1] == ("…", False)
    assert sum(len(words) for words, _is_found in pieces) < 300
