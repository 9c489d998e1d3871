"""Rows as the pages of this room show them: words ready to read, marks where somebody is needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.slots import filled
from casework.base.ui.parts import Mark, Tone

from . import rules
from .models import Credential, CredentialState, Position
from .permissions import Role
from .rules import Standing

_TONES = {
    Standing.EXPIRED: Tone.ALERT,
    Standing.WITHIN_30: Tone.WARN,
    Standing.WITHIN_60: Tone.PLAIN,
    Standing.WITHIN_90: Tone.PLAIN,
}


def share(value: Decimal) -> str:
    """1, 0.5, 0.75"""
    return words.number(value, places=2, trim=True)


# --- credentials ---


@dataclass(frozen=True)
class Due:
    """A credential that somebody should see to."""

    standing: Standing
    kind: str
    expires_on: date

    def mark(self, today: date) -> Mark:
        day = words.short_day(self.expires_on, this_year=today.year)
        if self.standing is Standing.EXPIRED:
            said = _("%(what)s expired %(day)s")
        else:
            said = _("%(what)s until %(day)s")
        return Mark(said % {"what": self.kind, "day": day}, _TONES[self.standing], "document")


def credentials_due(
    *, today: date, worker_ids: Iterable[UUID] | None = None
) -> dict[UUID, list[Due]]:
    """worker → what runs out within 90 days or has run out, the most urgent first. One query.

    A credential that a later one of the same kind goes on from is not due any more.
    """
    here = Q(worker__left_on__isnull=True) | Q(worker__left_on__gte=today)
    standing = Credential.objects.filter(here, withdrawn_on__isnull=True)
    if worker_ids is not None:
        standing = standing.filter(worker__in=list(worker_ids))
    latest: dict[tuple[UUID, str], tuple[date, str]] = {}
    for worker_id, kind, expires_on in standing.values_list("worker_id", "kind", "expires_on"):
        key, ends = (worker_id, kind.casefold()), expires_on or date.max
        if key not in latest or latest[key][0] < ends:
            latest[key] = (ends, kind)
    found: dict[UUID, list[Due]] = {}
    for (worker_id, _key), (ends, kind) in sorted(latest.items(), key=lambda one: one[1]):
        state = rules.standing(expires_on=ends, withdrawn_on=None, today=today)
        if state.is_due:
            found.setdefault(worker_id, []).append(Due(state, kind, ends))
    return found


def due_marks(due: list[Due], today: date) -> list[Mark]:
    """The most urgent one in words, the others as a number."""
    if not due:
        return []
    more = len(due) - 1
    said = [due[0].mark(today)]
    if more:
        said.append(Mark(ngettext("+%(n)d more", "+%(n)d more", more) % {"n": more}))
    return said


@dataclass(frozen=True)
class CredentialRow:
    credential: Credential
    mark: Mark
    issued: str
    expires: str
    checked: str
    hours: str
    can_check: bool
    can_withdraw: bool


def credential_rows(
    credentials: Iterable[Credential], *, actor: Any, today: date
) -> list[CredentialRow]:
    """Every credential of one worker with how it stands."""
    return [_credential_row(one, actor, today) for one in credentials]


def _credential_row(one: Credential, actor: Any, today: date) -> CredentialRow:
    state = rules.standing(expires_on=one.expires_on, withdrawn_on=one.withdrawn_on, today=today)
    if state is Standing.WITHDRAWN:
        mark = Mark(_("Withdrawn: %(why)s") % {"why": one.withdrawn_reason}, Tone.PLAIN)
    elif state is Standing.VALID:
        mark = Mark(_("Valid"), Tone.OK, "check")
    else:
        mark = Due(state, "", one.expires_on or today).mark(today)
        said = _("Expired") if state is Standing.EXPIRED else _("Runs out soon")
        mark = Mark(said, mark.tone, "clock")
    return CredentialRow(
        credential=one,
        mark=mark,
        issued=words.short_day(one.issued_on) if one.issued_on else "",
        expires=words.short_day(one.expires_on) if one.expires_on else _("does not expire"),
        checked=_("%(state)s, %(day)s")
        % {
            "state": CredentialState(one.state).label,
            "day": words.short_day(words.local(one.checked_at, actor).date()),
        }
        if one.checked_at
        else str(CredentialState(one.state).label),
        hours=ngettext(
            "%(done)d of %(needed)d hour", "%(done)d of %(needed)d hours", one.hours_required
        )
        % {"done": one.hours_done or 0, "needed": one.hours_required}
        if one.hours_required
        else "",
        can_check=state is not Standing.WITHDRAWN and one.state != CredentialState.VERIFIED,
        can_withdraw=one.withdrawn_on is None,
    )


# --- positions ---


@dataclass(frozen=True)
class PositionRow:
    """One chair. `ending_url` leads to whoever looks after the people in it."""

    position: Position
    role: str
    share: str
    since: str
    marks: list[Mark]
    is_vacant: bool
    ending_url: str


def ending_url(position: Position) -> str:
    """Where a position is ended. Of somebody who may be responsible for people, not here."""
    if position.worker_id is not None:
        for fill in filled("position_ending"):
            return str(fill(position))
    return reverse("workforce:position_end", args=[position.pk])


def position_row(position: Position, *, today: date, due: dict[UUID, list[Due]]) -> PositionRow:
    """A position as of today, with its vacancy, its coming end, and credentials running out."""
    marks = []
    if position.from_on > today:
        day = words.short_day(position.from_on, this_year=today.year)
        marks.append(Mark(_("from %(day)s") % {"day": day}, Tone.PLAIN, "calendar"))
    if position.to_on is not None and position.to_on >= today:
        day = words.short_day(position.to_on, this_year=today.year)
        marks.append(Mark(_("until %(day)s") % {"day": day}, Tone.WARN, "calendar"))
    if position.worker_id is not None:
        marks += due_marks(due.get(position.worker_id, []), today)
    return PositionRow(
        position=position,
        role=str(Role(position.role).label),
        share=share(position.full_time_share),
        since=words.short_day(position.from_on, this_year=today.year),
        marks=marks,
        is_vacant=position.worker_id is None,
        ending_url=ending_url(position),
    )


def standing_positions(today: date) -> QuerySet[Position]:
    """Positions of today with who sits in them, vacancies last."""
    return (
        Position.objects.standing_on(today)
        .select_related("worker")
        .order_by("worker__sort_key", "role", "from_on", "pk")
    )


# --- days ---


def from_until(from_on: date, to_on: date | None, today: date) -> str:
    """3 Nov 2024 – 2 Feb, or since 3 Nov 2024."""
    start = words.short_day(from_on, this_year=today.year)
    if to_on is None:
        said = _("from %(day)s") if from_on > today else _("since %(day)s")
        return said % {"day": start}
    return f"{start} – {words.short_day(to_on, this_year=today.year)}"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
