"""When a contact may be recorded, signed, voided and moved, and when the next one is due.

Plain Python: everything is passed in.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Protocol

from casework.base.core.says import _, _n

# The codes of `models.Attendance`; a test keeps both lists equal.
MET = frozenset({"seen", "seen_late"})
ATTEMPTS = frozenset({"no_answer", "not_there", "said_no"})
# A letter has no second direction, whatever is said about attendance.
ONE_WAY_MODES = frozenset({"letter"})

MINUTES = (5, 10, 15, 30, 45, 60, 90, 120)
LONGEST_MINUTES = 24 * 60
GAPS_COUNTED = 10
LEAST_CONTACTS = 3


class Subject(Protocol):
    """What the rules ask of the episode or referral that a contact belongs to."""

    @property
    def is_open(self) -> bool: ...
    @property
    def began_at(self) -> datetime: ...
    @property
    def late_after_hours(self) -> int: ...


class Calendar(Protocol):
    """On which days the agency works."""

    def is_working(self, day: date) -> bool: ...


# --- what counts ---------------------------------------------------------------------------


def is_contact(attendance: str, mode: str, with_person: bool = True) -> bool:
    """Only a real, two-way contact with the person counts as having seen them."""
    return with_person and attendance in MET and mode not in ONE_WAY_MODES


def is_attempt(attendance: str) -> bool:
    """Somebody tried and did not meet them. It answers "did we try", never "were they seen"."""
    return attendance in ATTEMPTS


def gaps(days: Sequence[date]) -> list[int]:
    """Days between one contact and the next. Several on one day are one."""
    ordered = sorted(set(days))
    return [(later - earlier).days for earlier, later in itertools.pairwise(ordered)]


def usual_days(gaps: Sequence[float]) -> float | None:
    """How often they are usually seen: the median of the last ten gaps, oldest first.

    None under three contacts: two do not make a habit.
    """
    if len(gaps) < LEAST_CONTACTS - 1:
        return None
    return float(median(gaps[-GAPS_COUNTED:]))


def next_due(since: datetime, usual: float | None, target: float) -> datetime:
    """The last contact, or acceptance before the first one, and the shorter of usual and target."""
    days = target if usual is None else min(usual, target)
    return since + timedelta(days=days)


def next_day(due_on: date, *, today: date, calendar: Calendar) -> date:
    """The day to offer for the next contact: a working day, on or after the due one, not past."""
    day = max(due_on, today + timedelta(days=1))
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


# --- recording -----------------------------------------------------------------------------


def is_late(*, started_at: datetime, now: datetime, within_hours: int) -> bool:
    """Written down later than the practice model lets a note wait."""
    return now - started_at > timedelta(hours=within_hours)


def why_not_begin(
    *, subject: Subject, started_at: datetime, now: datetime, is_left_to_record: bool = False
) -> str | None:
    """A contact belongs to something open, after it began, and has happened.

    What had begun when the work ended is written down all the same.
    """
    if not subject.is_open and not is_left_to_record:
        return _("This is closed. Nothing is added to it; a new referral opens a new episode.")
    if started_at > now:
        return _("This lies in the future. Book it in the diary instead.")
    if started_at < subject.began_at:
        return _("This lies before the day from which we work with this person.")
    return None


def why_not_late(
    *, subject: Subject, started_at: datetime, late_reason: str, now: datetime
) -> str | None:
    """What is written down late says why."""
    if late_reason.strip():
        return None
    if not is_late(started_at=started_at, now=now, within_hours=subject.late_after_hours):
        return None
    return _n(
        "This is more than %(hours)d hour ago. Say in a few words why it is written now.",
        "This is more than %(hours)d hours ago. Say in a few words why it is written now.",
        subject.late_after_hours,
    ) % {"hours": subject.late_after_hours}


def why_not_length(
    *, minutes: int | None, started_at: datetime, ended_at: datetime | None, now: datetime
) -> str | None:
    """It ends after it starts and not in the future; nobody stays longer than a day."""
    if ended_at is not None and ended_at < started_at:
        return _("It ends before it starts.")
    if ended_at is not None and ended_at > now:
        return _("It ends in the future.")
    if minutes is not None and not 0 < minutes <= LONGEST_MINUTES:
        return _("Give the length in minutes, at most a day.")
    return None


def why_not_note(*, attendance: str, note: str) -> str | None:
    """Who met the person writes what happened. An attempt speaks for itself."""
    if attendance in MET and not note.strip():
        return _("Write a note: you met. One line is enough.")
    return None


def why_not_where(*, mode: str, where: str) -> str | None:
    """Meeting in person happens somewhere."""
    if mode == "in_person" and not where:
        return _("Choose where you met.")
    return None


def why_not_people(*, count: int, distinct: int, workers: int) -> str | None:
    """Somebody met somebody, each named once."""
    if not count:
        return _("Say whom it was with.")
    if count != distinct:
        return _("The same person is named twice.")
    if not workers:
        return _("Say who of us was there.")
    return None


# --- notes ---------------------------------------------------------------------------------


def why_not_sign(*, state: str, is_author: bool, is_voided: bool, text: str) -> str | None:
    """The author signs, once, something that stands."""
    if is_voided:
        return _("This entry is void. There is nothing to sign.")
    if state != "saved":
        return _("This note is signed already.")
    if not is_author:
        return _("Only whoever wrote a note can sign it.")
    if not text.strip():
        return _("There is no text to sign yet.")
    return None


def why_not_change(*, state: str, is_author: bool, is_voided: bool, text: str) -> str | None:
    """The author changes a note until it is signed; afterwards things are added to it."""
    if is_voided:
        return _("This entry is void. Record a new one.")
    if state != "saved":
        return _("This note is signed and stands as it is. Add to it instead.")
    if not is_author:
        return _("Only whoever wrote a note can change it before it is signed.")
    if not text.strip():
        return _("A note cannot become empty. Void the entry if it should not be here.")
    return None


def why_not_add(*, state: str, is_author: bool, is_voided: bool, text: str) -> str | None:
    """Anybody who may write in the record adds to a signed note, under her own name."""
    if is_voided:
        return _("This entry is void. Record a new one.")
    if state == "saved":
        if is_author:
            return _("This note is not signed yet. Change it instead.")
        return _("This note is not signed yet. Its author can still change it.")
    if not text.strip():
        return _("Write what you want to add.")
    return None


def why_not_void(*, is_voided: bool, may: bool, reason: str) -> str | None:
    """Whoever recorded an entry, or the team's leader, voids it once, and says why."""
    if is_voided:
        return _("This entry is void already.")
    if not may:
        return _("Only whoever recorded this entry, or the team's leader, can do that.")
    if not reason.strip():
        return _("Say why. What was written stays readable, marked as void.")
    return None


def why_not_move(
    *,
    is_same_person: bool,
    is_there_already: bool,
    subject: Subject,
    started_at: datetime,
    now: datetime,
) -> str | None:
    """An entry moves from the wrong record to the right one, into an episode that was open then."""
    if is_same_person:
        return _("It stands in this person's record already.")
    if is_there_already:
        return _("That person has an entry of this contact already.")
    return why_not_begin(subject=subject, started_at=started_at, now=now)


def why_not_promise(*, words: str) -> str | None:
    """A promise is one line."""
    if len(words) > 200:
        return _("Keep the promise to one line of at most 200 letters.")
    return None


def why_not_settle_promise(*, is_open: bool, reason: str | None) -> str | None:
    """A promise is kept or dropped once; dropping it says why."""
    if not is_open:
        return _("This promise was kept or dropped already.")
    if reason is not None and not reason.strip():
        return _("Say why it will not happen.")
    return None


# --- searching -----------------------------------------------------------------------------


def marked(text: str, asked: str, *, around: int = 80) -> list[tuple[str, bool]]:
    """The text around the first place that has the words asked for, in pieces: (words, is found).

    Upper and lower case are alike. Empty where the words are not there.
    """
    low, want = text.casefold(), asked.casefold()
    # Where folding changes the length, places would not fit: compare what is there.
    if len(low) != len(text):
        low, want = text.lower(), asked.lower()
    if not want or len(low) != len(text) or (first := low.find(want)) < 0:
        return []
    begin, end = max(0, first - around), min(len(text), first + len(want) + 2 * around)
    pieces: list[tuple[str, bool]] = [("…", False)] if begin else []
    at = begin
    while (found := low.find(want, at, end)) >= 0:
        pieces += [(text[at:found], False), (text[found : found + len(want)], True)]
        at = found + len(want)
    pieces.append((text[at:end], False))
    if end < len(text):
        pieces.append(("…", False))
    return [(words, is_found) for words, is_found in pieces if words]
