"""What a row of a file may become. Plain Python; everything is passed in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from casework.base.core.says import _, _n

from .reading.words import plain

SPREAD_DAYS = 30
# What a file may weigh that comes from the web, and for how long it waits to be brought over.
UPLOAD_BYTES = 20 * 2**20
UPLOAD_TIME = timedelta(days=7)
UPLOADS_AT_MOST = 20

# Who is brought over first, where several rows of one file are one person.
FIRST = ("open", "waiting", None, "closed")

_COMPLETED = frozenset(
    "completed|complete|work completed|treatment completed|completed treatment|programme completed|"
    "program completed|completed program|completed programme|goals met|goals achieved".split("|")
)
_NO_ANSWER = re.compile(
    r"\b(no ans(wer)?|not at home|lm|lvm|left (a )?(message|msg|vm|voicemail)|voice ?mail)\b",
    re.IGNORECASE,
)
_SYSTEMS = {"nhs": "nhs", "us-ssn": "ssn", "es": "dni", "se": "personnummer", "nl": "bsn"}
_SYSTEM_WORDS = {"medicaid": "medicaid", "medicare": "medicare"}

# kind as read -> mode, where. What may have been by telephone or in person is in no line.
_MODES = {
    "home_visit": ("in_person", "home"),
    "office": ("in_person", "office"),
    "community": ("in_person", "community"),
    "transport": ("in_person", "community"),
    "group": ("in_person", ""),
    "face_to_face": ("in_person", ""),
    "phone": ("phone", ""),
    "video": ("video", ""),
    "text": ("text", ""),
    "email": ("mail", ""),
    "letter": ("letter", ""),
}
_ONE_WAY = frozenset({"text", "mail", "letter"})


def why_not_bring(*, leads: bool) -> str | None:
    """Files are brought over for a team by whoever leads it."""
    return None if leads else _("You do not lead this team now, so you cannot bring files over.")


def why_not_upload(*, size: int, was_too_large: bool = False) -> str | None:
    """A file must have something in it and fit; the limit is said before and after."""
    if was_too_large or size > UPLOAD_BYTES:
        return _(
            "The file is larger than %(limit)s MB. Split it, or save only the sheets you need."
        ) % {"limit": UPLOAD_BYTES // 2**20}
    return None if size else _("The file is empty. Choose another one.")


def why_not_one_more(*, waiting: int) -> str | None:
    """Files wait to be brought over; they are no store."""
    if waiting < UPLOADS_AT_MOST:
        return None
    return _n(
        "%(count)s file of yours waits already. Bring it over or throw it away first.",
        "%(count)s files of yours wait already. Bring them over or throw them away first.",
        waiting,
    ) % {"count": waiting}


def why_not_map(*, state: str, is_busy: bool) -> str | None:
    """A file that is just at work, or brought over already, is not changed any more."""
    if state == "done":
        return _("This file was brought over already.")
    if state == "refused":
        return _("This file could not be read. Choose another one.")
    return _("This file is just being worked on. Wait until that is finished.") if is_busy else None


def why_not_run(*, state: str, is_busy: bool) -> str | None:
    """Only what was tried out and looked through is brought over."""
    if reason := why_not_map(state=state, is_busy=is_busy):
        return reason
    return None if state == "tried" else _("Try the file out first: then see what would come in.")


def why_not_take_back(*, is_undone: bool) -> str | None:
    """What was taken back is not taken back again."""
    return _("This import was taken back already.") if is_undone else None


def fingerprint(told: Mapping[str, Any]) -> str:
    """The same for the same words, wherever in a file they stand."""
    kept = {name: value for name, value in told.items() if name not in ("sheet", "row")}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def digest(data: bytes) -> str:
    """By this a file is known again."""
    return hashlib.sha256(data).hexdigest()


def signature(tables: Iterable[str]) -> str:
    """One signature for all the headings of a file."""
    return hashlib.sha256("\x1f".join(sorted(tables)).encode()).hexdigest()


def mapping_signature(mapping: Mapping[str, Any]) -> str:
    """By what the headings of a file are known again."""
    return signature(table["signature"] for table in mapping["tables"])


def worker_named(written: str | None, workers: Sequence[tuple[UUID, str, str]]) -> UUID | None:
    """The one worker of the team who is written so; None where nobody or several may be meant."""
    words = plain((written or "").replace(",", " ").replace(".", " ")).split()
    if not words:
        return None
    found = []
    for worker_id, given, family in workers:
        first, last = plain(given), plain(family)
        ways = {
            f"{first} {last}",
            f"{last} {first}",
            last,
            f"{first[:1]} {last}",
            f"{last} {first[:1]}",
        }
        if " ".join(words) in ways:
            found.append((worker_id, " ".join(words) in {f"{first} {last}", f"{last} {first}"}))
    whole = [worker_id for worker_id, is_whole in found if is_whole]
    if len(whole) == 1:
        return whole[0]
    if not found and re.fullmatch(r"\W*[A-Z]\W*[A-Z]\W*", written or ""):
        letters = "".join(words)
        found = [
            (worker_id, False)
            for worker_id, given, family in workers
            if plain(given)[:1] + plain(family)[:1] == letters
        ]
    return found[0][0] if len(found) == 1 else None


def identifier_kind(system: str) -> str | None:
    """Which of our sorts of number this is; None where the file has a number of its own."""
    if system in _SYSTEMS:
        return _SYSTEMS[system]
    return next(
        (code for word, code in _SYSTEM_WORDS.items() if word in plain(system).split()), None
    )


def says_completed(close_reason: str | None) -> bool:
    """Only a file that says so in these words is believed that work ended as planned."""
    return plain(close_reason or "") in _COMPLETED


def closed_between(
    opened_on: date | None, closed_on: date | None, today: date
) -> tuple[date, date] | None:
    """From when to when an ended episode ran, where the row says both."""
    if opened_on is None or closed_on is None or not opened_on < closed_on <= today:
        return None
    return opened_on, closed_on


@dataclass(frozen=True)
class HowMet:
    """How a contact took place, and whether the person was there."""

    mode: str
    where: str
    attendance: str


def how_met(
    kind: str | None, attendance: str | None, minutes: int | None, note: str | None
) -> HowMet | None:
    """A contact as ours; None where the row leaves open how, or whether anybody was met.

    A row that does not say who was there counts as a meeting only where it took minutes and its
    note does not say that nobody answered.
    """
    if kind not in _MODES:
        return None
    mode, where = _MODES[kind]
    if attendance == "seen":
        return HowMet(mode, where, "seen")
    if attendance == "not_there":
        return HowMet(mode, where, "not_there")
    if attendance is not None:
        return None
    if mode in _ONE_WAY:
        return HowMet(mode, where, "one_way")
    if _NO_ANSWER.search(note or ""):
        return HowMet(mode, where, "no_answer")
    return HowMet(mode, where, "seen") if minutes else None


def clock_time(written: str | None) -> tuple[int, int] | None:
    """9:05, 14.30, 2:15 pm; None for anything else."""
    found = re.fullmatch(
        r"\s*(\d{1,2})[:.](\d{2})(?::\d{2})?\s*([ap]\.?m\.?)?\s*", written or "", re.IGNORECASE
    )
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def spread(count: int, *, now: datetime) -> list[datetime]:
    """So many times to come, evenly over the days after an import: no red wall."""
    return [now + timedelta(days=SPREAD_DAYS) * (place + 1) / count for place in range(count)]


_PLACED = {
    "sheet", "row", "family", "given", "preferred", "born_on", "born_partial", "identifiers",
    "referred_on", "opened_on", "status",
}  # fmt: skip


def left_over(told: Mapping[str, Any], placed: Iterable[str] = ()) -> dict[str, Any]:
    """What a row says beyond what was stored elsewhere; empty answers are dropped."""
    gone = _PLACED | set(placed)
    return {name: value for name, value in told.items() if name not in gone and value}
