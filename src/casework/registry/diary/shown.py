"""An appointment in words, made once in Python for every page of this room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.words import clock_time, local, weekday_day
from casework.base.ui.parts import Mark, Tone

from .models import Appointment, AppointmentState, Mode, Where

ON = frozenset({AppointmentState.BOOKED, AppointmentState.KEPT, AppointmentState.NOT_THERE})


@dataclass(frozen=True)
class Shown:
    """One line of a diary."""

    id: UUID
    title: str
    day: str
    time: str
    span: str
    iso: str
    how: str
    place: str
    interpreter: str
    workers: str
    marks: Sequence[Mark]
    url: str
    is_now: bool
    is_for_a_person: bool


def show(one: Appointment, *, actor: Any, now: datetime) -> Shown:
    """The words for `one`. Reads the workers only where they were fetched with it."""
    begins, ends = local(one.starts_at, actor), local(one.ends_at, actor)
    goes = [x.worker for x in one.workers.all()] if _has_workers(one) else []
    if one.is_day_only:
        time, span = _("any time"), _("some time that day")
    else:
        time = f"{begins:%H:%M}"
        span = f"{begins:%H:%M}–{ends:%H:%M}"
    return Shown(
        id=one.pk,
        title=title_of(one),
        day=weekday_day(begins.date()),
        time=time,
        span=span,
        iso=begins.isoformat(),
        how=how_of(one),
        place=place_of(one),
        interpreter=one.interpreter,
        workers=", ".join(worker.name for worker in goes),
        marks=marks_of(one, workers=len(goes) if _has_workers(one) else None, actor=actor, now=now),
        url=reverse("diary:appointment_detail", args=[one.pk]),
        is_now=not one.is_day_only
        and one.state == AppointmentState.BOOKED
        and one.starts_at <= now < one.ends_at,
        is_for_a_person=one.person_id is not None,
    )


def each_day(one: Appointment, *, actor: Any, now: datetime) -> list[tuple[date, Shown]]:
    """A line for each day on which it is: what runs over midnight stands on the next one too."""
    line = show(one, actor=actor, now=now)
    first = local(one.starts_at, actor).date()
    ends = local(one.ends_at, actor)
    # What ends at midnight does not reach into the day that begins there.
    last = local(one.ends_at - timedelta(microseconds=1), actor).date()
    days = [(first, line)]
    for number in range(1, (last - first).days + 1):
        span = f"{line.day}, {line.time}–{ends:%H:%M}"
        days.append((first + timedelta(days=number), replace(line, time="00:00", span=span)))
    return days


def _has_workers(one: Appointment) -> bool:
    return "workers" in getattr(one, "_prefetched_objects_cache", {})


def title_of(one: Appointment) -> str:
    """With whom, or what it is."""
    if one.person is None:
        return one.title
    name = one.person.whole.shown_name
    return f"{name} · {one.title}" if one.title else name


def how_of(one: Appointment) -> str:
    """Their home, Our office, Phone."""
    if one.mode == Mode.IN_PERSON and one.where:
        return str(one.get_where_display())
    return str(one.get_mode_display())


def place_of(one: Appointment) -> str:
    """The place that was typed, or the address that was chosen."""
    return one.place or (str(one.address) if one.address else "")


def has_left(one: Appointment, actor: Any) -> bool:
    """It was booked for an address at which they are not any more by then."""
    left = one.address.until_on if one.address else None
    return left is not None and left <= local(one.starts_at, actor).date()


def marks_of(one: Appointment, *, workers: int | None, actor: Any, now: datetime) -> list[Mark]:
    """What became of it, or what somebody must know before it."""
    if one.state != AppointmentState.BOOKED:
        tone = Tone.OK if one.state == AppointmentState.KEPT else Tone.PLAIN
        return [Mark(str(one.get_state_display()), tone)]
    found = []
    if has_left(one, actor):
        found.append(Mark(_("They have left this address"), Tone.ALERT))
    if one.needs_two:
        if workers is not None and workers < 2:
            found.append(Mark(_("Needs two workers, one goes"), Tone.ALERT))
        else:
            found.append(Mark(_("Two workers"), Tone.WARN))
    if one.is_visit and one.checked_out_at is not None:
        found.append(Mark(_("Checked out"), Tone.OK))
    elif is_overdue(one, now):
        found.append(Mark(_("Not checked out"), Tone.ALERT))
    elif one.ends_at < now:
        found.append(Mark(_("What became of it?"), Tone.WARN))
    return found


def is_overdue(one: Appointment, now: datetime) -> bool:
    """A visit that should be over, and nobody said that all are back."""
    return (
        one.is_visit
        and one.state == AppointmentState.BOOKED
        and one.checked_out_at is None
        and one.ends_at < now
    )


def facts(one: Appointment, *, actor: Any, now: datetime) -> list[tuple[str, str]]:
    """What there is to know, with labels; also what a worker compares after a second save."""
    line = show(one, actor=actor, now=now)
    expected = ""
    if one.is_visit:
        expected = clock_time(one.ends_at, actor)
    return [
        (_("When"), f"{line.day}, {line.span}"),
        (_("Where or how"), line.how),
        (_("Place"), line.place),
        (_("Who goes"), line.workers),
        (_("Expected back"), expected),
        (_("Interpreter"), one.interpreter),
        (_("What became of it"), str(one.get_state_display()) if not is_booked(one) else ""),
        (_("Why"), one.state_why),
    ]


def is_booked(one: Appointment) -> bool:
    return one.state == AppointmentState.BOOKED


def place_on_card(one: Appointment) -> str:
    """Where, as the person says it. The card is carried about: it has no address of a home."""
    if one.mode == Mode.PHONE:
        return _("We call you")
    if one.mode != Mode.IN_PERSON:
        return str(one.get_mode_display())
    if one.where == Where.HOME:
        return _("At your home")
    return one.place or how_of(one)


def minutes_of(one: Appointment) -> int:
    """How long it is booked for."""
    return int((one.ends_at - one.starts_at) / timedelta(minutes=1))
