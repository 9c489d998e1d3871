"""The caseload wall: what everybody in a leader's teams carries, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.accounts.actors import Actor
from casework.base.core.addresses import reverse
from casework.base.core.questions import Asked, ask_ahead, question
from casework.base.core.words import number, percent, short_day, today
from casework.base.ui.parts import Mark
from casework.registry.episodes import carrying, covers
from casework.registry.episodes.caseload import CaseloadFigures
from casework.registry.episodes.models import Cover, Episode, State
from casework.registry.episodes.shown import caseload_bar
from casework.registry.workforce.models import Position, Worker
from casework.registry.workforce.standing import RESPONSIBLE_ROLES


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
        .only("full_time_share", "worker__given", "worker__family")
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


def _counted(held: Q) -> QuerySet[Episode, tuple[UUID, int]]:
    return (
        Episode.objects.filter(held, is_held=True)
        .exclude(state=State.CLOSED)
        .order_by()
        .values_list("responsible_id")
        .annotate(n=Count("pk"))
    )


@question
def _held_by_each(teams: Sequence[UUID]) -> QuerySet[Episode, tuple[UUID, int]]:
    return _counted(Q(team_id__among=teams))


# By itself: with "or" the database reads everybody who is held in the agency.
@question
def _held_elsewhere(
    workers: Sequence[UUID], teams: Sequence[UUID]
) -> QuerySet[Episode, tuple[UUID, int]]:
    return _counted(Q(responsible_id__among=workers) & ~Q(team_id__among=teams))


def _ask_held(actor: Actor, worker_ids: Sequence[UUID]) -> list[Asked]:
    led = list(actor.led_team_ids)
    return [
        _held_by_each.ahead(teams=led),
        _held_elsewhere.ahead(workers=list(worker_ids), teams=led),
    ]


def held_in_teams(actor: Actor) -> int:
    """How many are held in her teams. One query."""
    return sum(people for _worker, people in _held_by_each(teams=list(actor.led_team_ids)))


@dataclass(frozen=True)
class WallRow:
    """One worker on the caseload wall: three numbers, each beside what it is held against."""

    worker_id: UUID
    name: str
    given: str
    share: str
    people: int
    cap: int
    of_cap: str
    weighted: str
    of_weighted_cap: str
    hours_needed: str
    of_hours: str
    bar: str
    marks: list[Mark]
    is_over: bool
    away: str
    held: int
    url: str
    move_url: str


@dataclass(frozen=True)
class Wall:
    """Everybody in her teams who may be responsible for people, and how many are held there."""

    rows: list[WallRow]
    held: int


def ask_positions(actor: Actor, now: datetime) -> Asked:
    """What the wall asks first, to ask it ahead."""
    return _positions.ahead(teams=list(actor.led_team_ids), day=today(actor, now))


def wall_of(actor: Actor, now: datetime) -> Wall:
    """The caseloads of her teams. Six queries."""
    day = today(actor, now)
    workers: dict[UUID, Worker] = {}
    shares: dict[UUID, float] = {}
    for position in ask_positions(actor, now).now():
        assert position.worker is not None
        workers[position.worker.pk] = position.worker
        share = float(position.full_time_share)
        shares[position.worker.pk] = shares.get(position.worker.pk, 0) + share
    ids = list(workers)
    ask_ahead(
        [
            carrying.ask_figures_of(ids, on=day),
            _away.ahead(workers=ids, now=now, day=day),
            *_ask_held(actor, ids),
        ]
    )
    figures = carrying.figures_of(ids, on=day)
    # A little more than the longest, so that the line of a cap stands free of the end.
    longest = max((max(one.people, one.caps.people) for one in figures.values()), default=0)
    here, elsewhere = (one.now() for one in _ask_held(actor, ids))
    held = Counter(dict(here))
    held.update(dict(elsewhere))
    away = _away_from(ids, actor, now)
    of = _("of %(cap)s")
    rows = [
        _wall_row(
            worker,
            figures.get(worker_id),
            of=of,
            scale=1.04 * longest,
            share=percent(shares[worker_id]),
            away=_away_words(away.get(worker_id), actor),
            held=held[worker_id],
        )
        for worker_id, worker in workers.items()
    ]
    # Whoever has least room comes first; who carries nobody, last.
    rows.sort(key=lambda row: (not row.is_over, -row.people / max(row.cap, 1)))
    return Wall(rows, sum(people for _worker, people in here))


def _wall_row(
    worker: Worker, found: CaseloadFigures | None, *, of: str, scale: float, **more: Any
) -> WallRow:
    """`of` is said once, and not once a number."""
    caps = found.caps if found else None
    return WallRow(
        worker_id=worker.pk,
        name=worker.name,
        given=worker.given,
        people=found.people if found else 0,
        cap=caps.people if caps else 0,
        of_cap=of % {"cap": caps.people if caps else 0},
        weighted=number(found.weighted, places=1) if found else "–",
        of_weighted_cap=of % {"cap": number(caps.weighted, places=1)}
        if caps and caps.weighted is not None
        else "",
        hours_needed=number(found.minutes_needed_per_week / 60) if found else "–",
        of_hours=of % {"cap": number(found.minutes_available_per_week / 60) if found else "–"},
        bar=caseload_bar(found, scale),
        marks=_over_words(found),
        is_over=bool(found and (found.is_over_people_cap or found.is_over_weighted_cap)),
        url=reverse("oversight:worker_caseload", args=[worker.pk]),
        move_url=reverse("episodes:caseload_move", args=[worker.pk]),
        **more,
    )


def _away_from(worker_ids: Sequence[UUID], actor: Actor, now: datetime) -> dict[UUID, Cover]:
    """Who is away, and who covers.

    A cover may be for another team's people only, or by somebody who left since or is away too:
    then nobody covers here, and that is said.
    """
    found: dict[UUID, Cover] = {}
    for one in _away(workers=list(worker_ids), now=now, day=today(actor, now)):
        if _is_here(one, actor) or one.absent_id not in found:
            found[one.absent_id] = one
    return found


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
