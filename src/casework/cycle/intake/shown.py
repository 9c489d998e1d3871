"""Referrals as lists and pages say them: made once in Python, in the reader's language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.clocks import words as clock_words
from casework.base.clocks.rules import Calendar, State, Unit
from casework.base.clocks.rules import state as clock_state
from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.ui.parts import Mark, Tone
from casework.registry.episodes.clocks import calendar_of

from . import clocks
from .models import ENDED, DeclineReason, Referral, ReferralState, Source, Urgency

_URGENT_TONES = {Urgency.EMERGENCY: Tone.ALERT, Urgency.VERY_URGENT: Tone.ALERT}
_HOURS = frozenset({ReferralState.RECEIVED, ReferralState.TRIAGE, ReferralState.ESCALATED})


@dataclass(frozen=True)
class Due:
    """The time of a referral's next step, as the clocks read it."""

    unit: str
    due_at: datetime
    warn_at: datetime
    paused_at: datetime | None = None
    met_at: datetime | None = None
    ended_at: datetime | None = None


def due_of(referral: Referral, calendar: Calendar) -> Due | None:
    """When the next step is due; in hours while it is urgent and somebody must decide."""
    if referral.due_at is None:
        return None
    is_safety = clocks.DECIDE[referral.urgency].is_safety and referral.state in _HOURS
    unit = Unit.ELAPSED_HOURS if is_safety else Unit.CALENDAR_DAYS
    start = calendar.start_of(calendar.local_day(referral.due_at))
    return Due(unit.value, referral.due_at, min(start, referral.due_at))


def due_mark(referral: Referral, *, actor: Any, now: datetime) -> Mark | None:
    """Late by 2 days, today, Tue 24 Nov. None when it has ended."""
    calendar = calendar_of(actor.agency)
    due = due_of(referral, calendar)
    if due is None:
        return None
    tones = {State.LATE: Tone.ALERT, State.WARNING: Tone.WARN}
    tone = tones.get(clock_state(due, now), Tone.PLAIN)
    return Mark(clock_words.stands(due, now, calendar), tone, "clock" if tone else "")


def is_late(referral: Referral, now: datetime) -> bool:
    return referral.due_at is not None and referral.due_at < now


def urgency_mark(referral: Referral) -> Mark | None:
    """Routine is not said."""
    if referral.urgency == Urgency.ROUTINE:
        return None
    urgency = Urgency(referral.urgency)
    return Mark(str(urgency.label), _URGENT_TONES.get(urgency, Tone.WARN))


def days_between(since: datetime, now: datetime, actor: Any) -> int:
    """Whole days on the agency's wall clock."""
    return (words.today(actor, now) - words.local(since, actor).date()).days


def waiting_words(referral: Referral, *, actor: Any, now: datetime) -> str:
    """Waiting 23 days: since they were put on the list; empty where they do not wait."""
    if referral.waiting_since_at is None or referral.state in ENDED:
        return ""
    days = days_between(referral.waiting_since_at, now, actor)
    return ngettext("waiting %(n)d day", "waiting %(n)d days", days) % {"n": days}


def received_words(referral: Referral, *, actor: Any, now: datetime) -> str:
    """12 Nov, 9 days ago."""
    day, today = words.local(referral.received_at, actor).date(), words.today(actor, now)
    return _("%(day)s, %(ago)s") % {
        "day": words.short_day(day, this_year=today.year),
        "ago": words.days_ago(day, today),
    }


def source_words(referral: Referral) -> str:
    """Hospital ward, Ward 4, (202) 555-0100."""
    parts = (str(Source(referral.source).label), referral.source_name, referral.source_reach)
    return ", ".join(part for part in parts if part)


def check_in_words(referral: Referral, *, actor: Any, now: datetime) -> str:
    """2 check-ins, last 3 Nov; or that nobody has asked yet."""
    if referral.last_check_in_at is None:
        return _("No check-in yet")
    day = words.local(referral.last_check_in_at, actor).date()
    return ngettext(
        "%(n)d check-in, last %(day)s", "%(n)d check-ins, last %(day)s", referral.check_ins
    ) % {
        "n": referral.check_ins,
        "day": words.short_day(day, this_year=words.today(actor, now).year),
    }


def outcome_words(referral: Referral, *, actor: Any, now: datetime) -> str:
    """How it ended, when and why, in one line; empty while it is open."""
    if referral.state not in ENDED or referral.decided_at is None:
        return ""
    day = words.short_day(
        words.local(referral.decided_at, actor).date(), this_year=words.today(actor, now).year
    )
    parts = [str(ReferralState(referral.state).label), day]
    if referral.decline_reason:
        parts.append(str(DeclineReason(referral.decline_reason).label))
    return " · ".join(parts)


@dataclass(frozen=True)
class Row:
    """One referral on a list."""

    id: UUID
    url: str
    name: str
    born: str
    team: str
    owner: str
    owner_is_gone: bool
    state: str
    urgency: Mark | None
    received: str
    source: str
    next_step: str
    due: Mark | None
    waiting: str
    check_ins: str
    outcome: str


def row(referral: Referral, *, actor: Any, now: datetime, gone: Collection[UUID] = ()) -> Row:
    """The referral, with person, team and owner already at hand. No query."""
    return Row(
        id=referral.pk,
        url=reverse("intake:referral_detail", args=[referral.pk]),
        name=referral.person.whole.shown_name,
        born=referral.person.whole.born[:4],
        team=referral.team.name,
        owner=referral.owner.name if referral.owner else "",
        owner_is_gone=referral.owner_id in gone,
        state=str(ReferralState(referral.state).label),
        urgency=urgency_mark(referral),
        received=received_words(referral, actor=actor, now=now),
        source=str(Source(referral.source).label),
        next_step=referral.next_step,
        due=due_mark(referral, actor=actor, now=now),
        waiting=waiting_words(referral, actor=actor, now=now),
        check_ins=check_in_words(referral, actor=actor, now=now),
        outcome=outcome_words(referral, actor=actor, now=now),
    )
