"""Rows as the pages of this room show them: words ready to read, no arithmetic in templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import ceil
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.base.core import words
from casework.base.ui.parts import Mark, Tone
from casework.base.ui.templatetags.ui import bar
from casework.registry.workforce.choices import language_names
from casework.registry.workforce.models import Worker

from . import ledger
from .carrying import Load
from .caseload import CaseloadFigures
from .models import (
    Episode,
    HandOver,
    HandOverState,
    Responsibility,
    ResponsibilityReason,
    StateChange,
)
from .practice_models import PracticeModel, Source

_READ = {
    "page": gettext_lazy("read in full"),
    "excerpt": gettext_lazy("read in part"),
    "not_read": gettext_lazy("not read"),
}
_KINDS = {
    "own_judgement": gettext_lazy("our own judgement"),
    "product_default": gettext_lazy("product default"),
}


def number(value: float) -> str:
    """14, or 3.5: no more figures than needed."""
    return words.number(value, places=2, trim=True)


# --- the ledger, with its two times ---


@dataclass(frozen=True)
class LedgerRow:
    """Who, from when to when, why; and when that was written down, by whom."""

    who: str
    is_holding: bool
    since: str
    until: str
    reason: str
    told: str
    introduced: str
    recorded: str


def ledger_rows(
    rows: Iterable[Responsibility], names: Mapping[UUID, str], actor: Any, now: datetime
) -> list[LedgerRow]:
    """The ledger, newest first."""

    def at(moment: datetime | None) -> str:
        return words.day_and_time(moment, actor, now=now) if moment else ""

    return [
        LedgerRow(
            who=row.worker.name,
            is_holding=row.is_holding,
            since=at(row.from_at),
            until=at(row.until_at),
            reason=str(ResponsibilityReason(row.reason).label),
            told=at(row.told_at),
            introduced=words.short_day(words.local(row.introduced_at, actor).date())
            if row.introduced_at
            else "",
            recorded=_("%(when)s by %(who)s")
            % {"when": at(row.recorded_at), "who": names.get(row.recorded_by, _("the system"))},
        )
        for row in rows
    ]


@dataclass(frozen=True)
class StateRow:
    """One change of state, with its two times."""

    state: str
    why: str
    happened: str
    recorded: str


def state_rows(
    rows: Iterable[StateChange], names: Mapping[UUID, str], actor: Any, now: datetime
) -> list[StateRow]:
    """How the episode came to where it is, newest first."""
    return [
        StateRow(
            state=Episode(state=row.state, suspended_as=row.suspended_as).state_words,
            why=row.why,
            happened=words.day_and_time(row.happened_at, actor, now=now),
            recorded=_("%(when)s by %(who)s")
            % {
                "when": words.day_and_time(row.recorded_at, actor, now=now),
                "who": names.get(row.recorded_by, _("the system")),
            },
        )
        for row in rows
    ]


@dataclass(frozen=True)
class HandOverRow:
    """One offer and what came of it."""

    id: UUID
    from_name: str
    to_name: str
    state: Mark
    why: str
    answer: str
    when: str
    is_open: bool
    is_mine: bool
    may_take_back: bool


_HAND_OVER_TONES = {HandOverState.PROPOSED: Tone.WARN, HandOverState.ACCEPTED: Tone.OK}


def hand_over_rows(
    rows: Iterable[HandOver], episode: Episode, actor: Any, now: datetime
) -> list[HandOverRow]:
    """Offers of this episode, newest first."""
    return [
        HandOverRow(
            id=row.pk,
            from_name=row.from_worker.name,
            to_name=row.to_worker.name,
            state=Mark(
                str(HandOverState(row.state).label),
                _HAND_OVER_TONES.get(HandOverState(row.state), Tone.PLAIN),
            ),
            why=row.why,
            answer=row.answer_words,
            when=words.day_and_time(row.answered_at or row.proposed_at, actor, now=now),
            is_open=row.state == HandOverState.PROPOSED,
            is_mine=row.to_worker_id == actor.id,
            may_take_back=row.proposed_by == actor.id or episode.team_id in actor.led_team_ids,
        )
        for row in rows
    ]


def names_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Worker → name, for those who wrote something down. One query."""
    return {one.pk: one.name for one in Worker.objects.filter(pk__in=set(ids))}


# --- caseloads ---


@dataclass(frozen=True)
class LoadRow:
    """One worker's three numbers, as they are and as they would be, each beside its cap."""

    id: str
    name: str
    people: str
    people_after: str
    weighted: str
    weighted_after: str
    hours: str
    hours_after: str
    offered: str
    marks: list[Mark]


def _cap(value: str, cap: str) -> str:
    return _("%(value)s of %(cap)s") % {"value": value, "cap": cap} if cap else value


def _weighted(one: CaseloadFigures) -> str:
    cap = "" if one.caps.weighted is None else number(round(one.caps.weighted, 1))
    return _cap(number(round(one.weighted, 1)), cap)


def _hours(one: CaseloadFigures) -> str:
    return _cap(
        number(round(one.minutes_needed_per_week / 60, 1)),
        _("%(n)s h") % {"n": number(round(one.minutes_available_per_week / 60, 1))},
    )


def load_marks(after: CaseloadFigures) -> list[Mark]:
    """What it would come to, in words beside the numbers."""
    marks = []
    if after.is_above_ceiling:
        marks.append(Mark(_("No reason passes this number"), Tone.ALERT))
    elif after.is_over_people_cap or after.is_over_weighted_cap:
        marks.append(Mark(_("Over the cap"), Tone.WARN))
    if after.is_short_of_minutes:
        marks.append(Mark(_("More visits than hours"), Tone.WARN))
    return marks


def load_row(worker: Worker, load: Load, marks: Sequence[Mark] = ()) -> LoadRow:
    """A worker beside her caps."""
    return LoadRow(
        id=str(worker.pk),
        name=worker.name,
        people=_cap(str(load.now.people), str(load.now.caps.people)),
        people_after=_cap(str(load.after.people), str(load.after.caps.people)),
        weighted=_weighted(load.now),
        weighted_after=_weighted(load.after),
        hours=_hours(load.now),
        hours_after=_hours(load.after),
        offered=ngettext("%(n)d more offered", "%(n)d more offered", load.offered)
        % {"n": load.offered}
        if load.offered
        else "",
        marks=[*load_marks(load.after), *marks],
    )


def fitting_marks(
    worker: Worker, *, languages: Sequence[str], before: Iterable[UUID]
) -> list[Mark]:
    """What speaks for this worker: she was responsible before, she speaks the language."""
    marks = []
    if worker.pk in set(before):
        marks.append(Mark(_("Was responsible before"), Tone.OK))
    shared = [code for code in languages if code and code != "en" and code in worker.languages]
    if shared:
        said = _("Speaks %(languages)s") % {"languages": language_names(shared)}
        marks.append(Mark(said, Tone.OK))
    return marks


# --- where a value comes from ---


@dataclass(frozen=True)
class SourcedValue:
    """One number of a practice model and who says so."""

    label: str
    value: str
    source: str


def source_words(source: Source | None) -> str:
    """SAMHSA KIT (read in part), checked 21 Nov 2026; or: our own judgement."""
    if source is None:
        return ""
    checked = _("looked at on %(day)s") % {"day": words.short_day(source.checked_on)}
    if source.kind in _KINDS:
        return f"{_KINDS[source.kind]}, {checked}"
    read = _READ.get(source.read, "")
    return f"{source.title} ({read}), {checked}"


def model_values(model: PracticeModel) -> list[SourcedValue]:
    """What a model says about one person, each number with its source."""
    wanted = [
        (
            "contact.target_interval_days",
            _("To be seen every … days"),
            number(model.contact.target_interval_days),
        ),
        (
            "contact.contact_or_attempt_interval_days",
            _("Seen or tried every … days"),
            number(model.contact.contact_or_attempt_interval_days),
        ),
        (
            "caseload.cap_people",
            _("People a full-time worker may hold"),
            str(model.caseload.cap_people),
        ),
        (
            "cadence.named_worker_within_working_days",
            _("A worker accepts within … working days"),
            str(model.cadence.named_worker_within_working_days),
        ),
        (
            "cadence.plan_review_every_days",
            _("Plan reviewed every … days"),
            str(model.cadence.plan_review_every_days),
        ),
    ]
    values = [
        SourcedValue(label, value, source_words(model.sources.get(key)))
        for key, label, value in wanted
    ]
    return values + [
        SourcedValue(
            _("%(mode)s: to be seen every … days") % {"mode": _(one.contact.name)},
            number(one.contact.target_interval_days),
            source_words(source),
        )
        for one, source in model.intensity_sources()
    ]


def target_source(episode: Episode, model: PracticeModel) -> tuple[str, str]:
    """How often this person is to be seen, and where that number comes from."""
    days = ledger.target_days(episode, model)
    every = ngettext("To be seen every day", "To be seen every %(n)s days", ceil(days)) % {
        "n": number(days)
    }
    if episode.target_days is not None:
        return every, _("agreed for this person: %(why)s") % {"why": episode.target_reason}
    for one, source in model.intensity_sources():
        if one.code == episode.mode:
            return every, f"{_(one.contact.name)}; {source_words(source)}"
    said = source_words(model.sources.get("contact.target_interval_days"))
    return every, _("the model's own; %(source)s") % {"source": said}


def caseload_bar(found: CaseloadFigures | None, scale: float) -> str:
    """The people as a bar: up to the cap, what lies beyond it, and the cap as a line."""
    return _bar(found.people, found.caps.people, scale) if found else _bar(None, 0, scale)


# Of numbers only, in no language; and the same number of people stands in many rows.
@lru_cache(maxsize=1024)
def _bar(people: int | None, cap: int, scale: float) -> str:
    within = min(people or 0, cap)
    parts = [(within, "", "strong"), (people - within, "", "alert")] if people is not None else []
    return bar(parts, "", cap, scale)
