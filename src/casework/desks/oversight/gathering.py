"""What a leader sees of her teams, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.accounts.actors import Actor
from casework.base.clocks import rules as clock_rules
from casework.base.clocks.models import Clock
from casework.base.clocks.words import stands
from casework.base.core.addresses import reverse
from casework.base.core.questions import question
from casework.base.core.words import (
    clock_time,
    days_ago,
    number,
    percent,
    short_day,
    span,
    today,
    zone,
)
from casework.base.ui.parts import Mark
from casework.cycle.monitoring import silence
from casework.registry.diary.models import Appointment
from casework.registry.diary.visits import STILL_ALARMS, goes_from, overdue
from casework.registry.episodes import carrying, covers, ledger
from casework.registry.episodes.caseload import CaseloadFigures
from casework.registry.episodes.clocks import calendar_of
from casework.registry.episodes.models import Cover, Episode, State
from casework.registry.workforce.models import Position, Worker
from casework.registry.workforce.standing import RESPONSIBLE_ROLES

LISTED = 8
ALL = 500


@dataclass(frozen=True)
class Held:
    """Somebody who waits for a named worker."""

    name: str
    url: str
    team: str
    since: str
    due: Mark | None
    offered_to: str
    offer_url: str


def _held(teams: Sequence[UUID]) -> QuerySet[Episode]:
    return Episode.objects.filter(team_id__among=teams, is_held=True).exclude(state=State.CLOSED)


@question
def _held_in(teams: Sequence[UUID], most: int) -> QuerySet[Episode]:
    return (
        _held(teams)
        .select_related("team", "person__merged_into")
        .order_by("accepted_at", "pk")[:most]
    )


@question
def _clocks(episodes: Sequence[UUID]) -> QuerySet[Clock]:
    return Clock.objects.filter(
        rule="named_worker", subject_id__among=episodes, met_at__isnull=True, ended_at__isnull=True
    )


@question
def _positions(teams: Sequence[UUID], day: date) -> QuerySet[Position]:
    return (
        Position.objects.filter(
            Q(to_on__isnull=True) | Q(to_on__gte=day),
            team_id__among=teams,
            worker__isnull=False,
            from_on__lte=day,
            role__in=[role.value for role in RESPONSIBLE_ROLES],
        )
        .select_related("worker")
        .order_by("worker__sort_key")
    )


@question
def _away(workers: Sequence[UUID], now: datetime, day: date) -> QuerySet[Cover]:
    running = Cover.objects.filter(cancelled_at__isnull=True, starts_at__lte=now, ends_at__gt=now)
    theirs = Position.objects.held_on(day).filter(worker_id=OuterRef("covering_id"))
    away_too = running.filter(absent_id=OuterRef("covering_id"))
    return (
        running.filter(absent_id__among=workers)
        .select_related("covering")
        .annotate(is_there=Exists(theirs) & ~Exists(away_too))
    )


@question
def _given_names(workers: Sequence[UUID]) -> QuerySet[Worker, tuple[UUID, str]]:
    return Worker.objects.filter(pk__among=workers).values_list("pk", "given")


def waiting(actor: Actor, now: datetime, *, limit: int = LISTED) -> tuple[list[Held], int]:
    """Held episodes of the teams she leads, the longest first, and how many there are."""
    led = list(actor.led_team_ids)
    shown = _held_in(teams=led, most=limit)
    prefetch_related_objects(shown, "hand_overs__to_worker")
    clocks = {
        clock.subject_id: clock
        for clock in (_clocks(episodes=[one.pk for one in shown]) if shown else [])
    }
    calendar = calendar_of(actor.agency)
    rows = []
    for one in shown:
        clock = clocks.get(one.pk)
        late = clock is not None and clock_rules.state(clock, now) == clock_rules.State.LATE
        offer = next((o for o in one.hand_overs.all() if o.state == "proposed"), None)
        rows.append(
            Held(
                name=one.person.whole.shown_name,
                url=reverse("record:record_overview", args=[one.person.canonical_id]),
                team=one.team.name,
                since=days_ago(one.accepted_at.astimezone(zone(actor)).date(), today(actor, now)),
                due=Mark(stands(clock, now, calendar), "alert" if late else "") if clock else None,
                offered_to=offer.to_worker.name if offer else "",
                offer_url=reverse("episodes:hand_over_new", args=[one.pk]),
            )
        )
    return rows, _held(led).count() if len(shown) == limit else len(shown)


@dataclass(frozen=True)
class WallRow:
    """One worker on the caseload wall: three numbers, each beside what it is held against."""

    worker_id: UUID
    name: str
    share: str
    people: int
    cap: int
    weighted: str
    weighted_cap: str
    hours_needed: str
    hours_available: str
    parts: list[tuple[float, str, str]]
    marks: list[Mark]
    is_over: bool
    away: str
    held: int
    url: str
    move_url: str


def wall(actor: Actor, now: datetime) -> list[WallRow]:
    """Everybody in her teams who may be responsible for people."""
    day = today(actor, now)
    positions = _positions(teams=list(actor.led_team_ids), day=day)
    workers: dict[UUID, Worker] = {}
    for position in positions:
        assert position.worker is not None
        workers[position.worker.pk] = position.worker
    figures = carrying.figures_of(list(workers), on=day)
    # A cover may be for another team's people only, or by somebody who left since or is away too:
    # then nobody covers here, and that is said.
    away: dict[UUID, Cover] = {}
    for one in _away(workers=list(workers), now=now, day=day):
        if _is_here(one, actor) or one.absent_id not in away:
            away[one.absent_id] = one
    held = _held_by(list(workers))
    shares: dict[UUID, float] = {}
    for position in positions:
        shares[position.worker_id] = shares.get(position.worker_id, 0) + float(  # type: ignore[index,arg-type]
            position.full_time_share
        )
    rows = []
    for worker_id, worker in workers.items():
        found = figures.get(worker_id)
        cover = away.get(worker_id)
        rows.append(
            WallRow(
                worker_id=worker_id,
                name=worker.name,
                share=percent(shares[worker_id]),
                people=found.people if found else 0,
                cap=found.caps.people if found else 0,
                weighted=number(found.weighted, places=1) if found else "–",
                weighted_cap=number(found.caps.weighted, places=1)
                if found and found.caps.weighted is not None
                else "",
                hours_needed=number(found.minutes_needed_per_week / 60) if found else "–",
                hours_available=number(found.minutes_available_per_week / 60) if found else "–",
                parts=_parts(found),
                marks=_over_words(found),
                is_over=bool(found and (found.is_over_people_cap or found.is_over_weighted_cap)),
                away=_away_words(cover, actor),
                held=held.get(worker_id, 0),
                url=reverse("oversight:worker_caseload", args=[worker_id]),
                move_url=reverse("episodes:caseload_move", args=[worker_id]),
            )
        )
    # Whoever has least room comes first; who carries nobody, last.
    return sorted(rows, key=lambda row: (not row.is_over, -row.people / max(row.cap, 1)))


def _parts(found: CaseloadFigures | None) -> list[tuple[float, str, str]]:
    """The people as a bar: up to the cap, and what lies beyond it."""
    if found is None:
        return []
    within = min(found.people, found.caps.people)
    return [(within, "", "strong"), (found.people - within, "", "alert")]


def _over_words(found: CaseloadFigures | None) -> list[Mark]:
    """What is too much, in words: colour alone says nothing."""
    if found is None:
        return []
    said = []
    if found.is_over_people_cap:
        over = found.people - found.caps.people
        words = ngettext("%(n)d person over the cap", "%(n)d people over the cap", over)
        said.append(Mark(words % {"n": over}, "alert"))
    elif found.is_over_weighted_cap:
        said.append(Mark(_("Over the cap, weighted by how often"), "alert"))
    if found.is_short_of_minutes:
        said.append(Mark(_("More hours promised than there are"), "warn"))
    return said


def _is_here(cover: Cover, actor: Actor) -> bool:
    is_for_us = cover.teams is None or bool(set(cover.teams) & set(actor.led_team_ids))
    return is_for_us and cover.is_there  # type: ignore[attr-defined]


def _away_words(cover: Cover | None, actor: Actor) -> str:
    if cover is None:
        return ""
    day = short_day(covers.last_day(cover.ends_at, actor))
    if not _is_here(cover, actor):
        return _("away until %(day)s, nobody covers here") % {"day": day}
    return _("away until %(day)s, %(who)s covers") % {"day": day, "who": cover.covering.given}


def _held_by(worker_ids: Sequence[UUID]) -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select responsible_id, count(*) from episodes_episode where is_held"
            " and state <> 'closed' and responsible_id = any(%s) group by 1",
            [list(worker_ids)],
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class VisitRow:
    """A visit that should be over."""

    name: str
    url: str
    who: str
    place: str
    ended: str


@question
def _not_back(
    teams: Sequence[UUID], day: date, now: datetime, long_ago: datetime
) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(overdue(now, long_ago), goes_from(teams, day=day))
        .select_related("person__merged_into", "address")
        .order_by("ends_at", "pk")
    )


def overdue_visits(actor: Actor, now: datetime) -> list[VisitRow]:
    """Visits whose end has passed without a contact saved, of everybody who goes out from her
    teams: whoever may be responsible for people, and whoever may not."""
    out = _not_back(
        teams=list(actor.led_team_ids),
        day=today(actor, now),
        now=now,
        long_ago=now - STILL_ALARMS,
    )
    prefetch_related_objects(out, "workers__worker")
    rows = []
    for one in out:
        late = span(now - one.ends_at)
        rows.append(
            VisitRow(
                name=one.person.whole.shown_name if one.person else one.title,
                url=reverse("diary:appointment_detail", args=[one.pk]),
                who=", ".join(x.worker.name for x in one.workers.all()),
                place=one.place or (str(one.address) if one.address else ""),
                ended=_("expected back %(time)s, %(late)s ago")
                % {"time": clock_time(one.ends_at, actor), "late": late},
            )
        )
    return rows


def quiet(actor: Actor, now: datetime, *, limit: int = LISTED) -> list[silence.Quiet]:
    """The people of her teams who should have been seen longest ago."""
    found = silence.for_teams(list(actor.led_team_ids), actor=actor, now=now, limit=limit)
    return [one for one in found if one.silence.is_worth_a_look]


def quiet_rows(found: Sequence[silence.Quiet]) -> list[dict[str, str]]:
    """As the page draws them, with who is responsible. One query."""
    asked = {one.episode.responsible_id for one in found if one.episode.responsible_id}
    names = dict(_given_names(workers=list(asked))) if asked else {}
    return [
        {
            "name": one.episode.person.whole.shown_name,
            "url": reverse("record:record_overview", args=[one.episode.person.canonical_id]),
            "words": one.words,
            "tone": "alert" if one.silence.stands_out else "warn",
            "who": names.get(one.episode.responsible_id, "") if one.episode.responsible_id else "",
            "state": one.episode.state_words if one.episode.state != State.ACTIVE else "",
        }
        for one in found
    ]


def caseload_rows(worker_id: UUID, actor: Actor, now: datetime) -> list[dict[str, str]]:
    """Everybody whom the number of this worker counts, as far as they are open to the leader.

    The longest not seen first; then those who are not measured, as they are in hospital. Whom a
    leader holds has a list of their own. Two queries.
    """
    counted = [one for one in ledger.open_episodes_of(worker_id) if not one.is_held]
    found = silence.of(counted, actor=actor, now=now)
    measured = {one.episode.pk for one in found}
    return quiet_rows(found) + [
        {
            "name": one.person.whole.shown_name,
            "url": reverse("record:record_overview", args=[one.person.canonical_id]),
            "words": "",
            "state": one.state_words,
        }
        for one in counted
        if one.pk not in measured
    ]
