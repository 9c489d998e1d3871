"""The ledger: who is responsible, who answers now or then, and the one way to move it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Max, QuerySet

from casework.base.accounts.actors import Actor
from casework.base.core.acting import Acting, remembered
from casework.base.core.questions import Asked, question, written
from casework.registry.people import finding
from casework.registry.workforce.models import Worker

from . import practice_models
from .models import Cover, Episode, Responsibility
from .practice_models import PracticeModel


@question
def _episodes_of(people: Sequence[UUID]) -> QuerySet[Episode]:
    return (
        Episode.objects.filter(person_id__among=people)
        .select_related("team")
        .order_by("-accepted_at", "pk")
    )


@question
def _covers_running(worker: UUID, now: datetime) -> QuerySet[Cover]:
    return Cover.objects.filter(
        covering_id=worker, cancelled_at__isnull=True, starts_at__lte=now, ends_at__gt=now
    ).select_related("absent")


@question
def _open_episodes_of(workers: Sequence[UUID]) -> QuerySet[Episode]:
    return (
        Episode.objects.filter(responsible_id__among=workers)
        .exclude(state="closed")
        .select_related("team", "person__merged_into")
        .order_by(F("next_due_at").asc(nulls_last=True), "pk")
    )


def open_of(person_ids: Sequence[UUID]) -> list[Episode]:
    """The open episodes of these records with their teams, newest first; asked once a page."""
    return [one for one in all_of(person_ids) if one.is_open]


def ask_all_of(person_ids: Sequence[UUID]) -> Asked:
    """What `all_of` asks, to ask it ahead."""
    return _episodes_of.ahead(people=list(person_ids))


def all_of(person_ids: Sequence[UUID]) -> list[Episode]:
    """Every episode of these records with its team, newest first; asked once a page."""
    return remembered(
        ("episodes", tuple(person_ids)),
        lambda: ask_all_of(person_ids).now(),
    )


def nearest_open(actor: Actor, person_ids: Sequence[UUID]) -> Episode | None:
    """The open episode in which `actor` would write: her own first, then her team's."""
    found = sorted(
        open_of(person_ids),
        key=lambda one: (
            one.responsible_id != actor.id,
            one.team_id not in actor.team_ids,
            one.accepted_at,
        ),
    )
    return found[0] if found else None


@dataclass(frozen=True)
class Answering:
    """Who is responsible for an episode now, and who answers in her place, if anybody."""

    worker_id: UUID
    name: str
    is_holding: bool
    since: datetime
    covering_id: UUID | None
    covering_name: str
    covered_until: datetime | None
    told: bool


# Cover may be for the people of some teams only.
_IS_FOR = """(c.teams is null or exists (select 1 from episodes_episode e
       where e.id = r.episode_id and e.team_id = any(c.teams)))"""

# Whoever was to cover and holds no position any more, or is away herself, answers for nobody.
_IS_THERE = """exists (select 1 from workforce_position p, workforce_agency a,
       lateral (select (%({at})s::timestamptz at time zone a.time_zone)::date as day) d
     where p.worker_id = c.covering_id
       and p.from_on <= d.day and (p.to_on is null or p.to_on >= d.day))
     and not exists (select 1 from episodes_cover x
       where x.absent_id = c.covering_id and x.arranged_at <= %({at})s
         and x.starts_at <= %({at})s and x.ends_at > %({at})s
         and (x.cancelled_at is null or x.cancelled_at > %({at})s))"""

_NOW = f"""
select r.episode_id, w.id, w.given || ' ' || w.family, r.is_holding, r.from_at,
       c.covering_id, coalesce(v.given || ' ' || v.family, ''), c.ends_at, r.told_at is not null
  from episodes_responsibility r
  join workforce_worker w on w.id = r.worker_id
  left join episodes_cover c on c.absent_id = r.worker_id and c.cancelled_at is null
       and c.starts_at <= %(now)s and c.ends_at > %(now)s and {_IS_FOR}
       and {_IS_THERE.format(at="now")}
  left join workforce_worker v on v.id = c.covering_id
 where """  # noqa: S608 - made of constants only


def _one(*row: Any) -> tuple[UUID, Answering]:
    return row[0], Answering(*row[1:])


_now_in = written(_NOW + "r.until_at is null and r.episode_id = any(%(episodes)s)", _one)
# Said otherwise: the database would read the index of everything that stands in the agency.
_now_about = written(_NOW + "(r.until_at is null) is true and r.person_id = any(%(people)s)", _one)


def answering_now(episode_ids: Sequence[UUID], *, now: datetime) -> dict[UUID, Answering]:
    """For each open episode, who answers at `now`. One query, however many episodes."""
    if not episode_ids:
        return {}
    return dict(_now_in(now=now, episodes=list(episode_ids)))


def ask_answering(person_ids: Sequence[UUID], now: datetime) -> Asked:
    """What `answering_about` asks."""
    return _now_about.ahead(now=now, people=list(person_ids))


def answering_about(person_ids: Sequence[UUID], *, now: datetime) -> dict[UUID, Answering]:
    """As `answering_now`, for every open episode of these records; asked once a page."""

    def ask() -> dict[UUID, Answering]:
        found = dict(ask_answering(person_ids, now).now())
        # Most of what is written about a person is by whoever is responsible.
        finding.know_workers({one.worker_id: one.name.strip() for one in found.values()})
        return found

    return remembered(("answering", tuple(person_ids), now), ask)


@dataclass(frozen=True)
class Then:
    """Who was responsible at one instant and who answered in her place, as the ledger has it."""

    worker: str
    is_holding: bool
    since: datetime
    recorded_at: datetime
    told_at: datetime | None
    covering: str
    covered_until: datetime | None

    @property
    def answers(self) -> str:
        """Whom somebody would have reached."""
        return self.covering or self.worker


# Cover that was arranged or cancelled afterwards helped nobody at that instant.
_THEN = f"""
select w.given || ' ' || w.family, r.is_holding, r.from_at, r.recorded_at, r.told_at,
       coalesce(v.given || ' ' || v.family, ''), c.ends_at
  from episodes_responsibility r
  join workforce_worker w on w.id = r.worker_id
  left join episodes_cover c on c.absent_id = r.worker_id
       and c.starts_at <= %(at)s and c.ends_at > %(at)s and c.arranged_at <= %(at)s
       and (c.cancelled_at is null or c.cancelled_at > %(at)s) and {_IS_FOR}
       and {_IS_THERE.format(at="at")}
  left join workforce_worker v on v.id = c.covering_id
 where r.episode_id = %(episode)s
   and r.from_at <= %(at)s and (r.until_at is null or r.until_at > %(at)s)
 order by c.arranged_at desc nulls last limit 1
"""  # noqa: S608 - made of constants only


def answering_at(episode_id: UUID, *, at: datetime) -> Then | None:
    """Who would have answered at `at`; for a moment to come, as it is arranged today."""
    with connection.cursor() as cursor:
        cursor.execute(_THEN, {"at": at, "episode": episode_id})
        found = cursor.fetchone()
    return Then(*found) if found else None


def model_of(episode: Episode, *, team_model: str | None = None) -> PracticeModel:
    """How this person is worked with: the episode's own model, or the team's."""
    return practice_models.get(episode.practice_model or team_model or episode.team.practice_model)


def target_for(*, target_days: Decimal | None, mode: str, model: PracticeModel) -> float:
    """In days, how often somebody is to be seen: by their own target, the mode or the model."""
    if target_days is not None:
        return float(target_days)
    for known in model.intensities:
        if known.code == mode:
            return known.contact.target_interval_days
    return model.contact.target_interval_days


def target_days(episode: Episode, model: PracticeModel) -> float:
    """How often this person is to be seen, in days."""
    return target_for(target_days=episode.target_days, mode=episode.mode, model=model)


def lock(episode_ids: Sequence[UUID]) -> dict[UUID, Episode]:
    """These episodes as they stand, the team with them, unchanged by others until the end.

    Whoever moves responsibility locks first: two who do so at once follow one another.
    """
    rows = (
        Episode.objects.select_for_update(no_key=True, of=("self",))
        .select_related("team")
        .filter(pk__in=list(episode_ids))
        .order_by("pk")
    )
    return {one.pk: one for one in rows}


def move(
    moves: Sequence[tuple[Episode, Worker]],
    *,
    is_holding: bool,
    reason: str,
    at: datetime,
    by: Acting,
    now: datetime,
) -> list[Responsibility]:
    """End the standing rows at `at` and begin new ones at the same instant, in three statements.

    The episodes are locked already. The check that nobody is left without, or has two, runs in
    the database at the end of the transaction.
    """
    if not moves:
        return []
    standing = Responsibility.objects.filter(
        episode__in=[one.pk for one, _to in moves], until_at__isnull=True
    )
    # Somebody whose clock is ahead, or who moved it while we waited, was there before `at`.
    newest = standing.aggregate(newest=Max("from_at"))["newest"]
    if newest is not None and newest >= at:
        at = newest + timedelta(microseconds=1)
    standing.update(until_at=at)
    rows = [
        Responsibility(
            episode=one,
            person_id=one.person_id,
            worker=to,
            is_holding=is_holding,
            reason=reason,
            from_at=at,
            recorded_at=now,
            recorded_by=by.id,
        )
        for one, to in moves
    ]
    Responsibility.objects.bulk_create(rows)
    for one, to in moves:
        one.responsible_id, one.is_held = to.pk, is_holding
    return rows


def ask_covers(worker_id: UUID, now: datetime) -> Asked:
    """What `covers_running` asks."""
    return _covers_running.ahead(worker=worker_id, now=now)


def covers_running(worker_id: UUID, *, now: datetime) -> list[Cover]:
    """For whom this worker covers now."""
    return ask_covers(worker_id, now).now()


def open_episodes_of(*worker_ids: UUID) -> list[Episode]:
    """Every open episode for which one of these workers is responsible, with team and person."""
    return _open_episodes_of(workers=list(worker_ids))


def led_episodes_of(by: Actor, worker_id: UUID) -> list[Episode]:
    """What this worker is responsible for in the teams that `by` leads, next due first."""
    return [one for one in open_episodes_of(worker_id) if one.team_id in by.led_team_ids]


def may_propose(by: Actor, episode: Episode, *, now: datetime) -> bool:
    """Whoever answers for the person now, or leads the team, may hand over."""
    if episode.team_id in by.led_team_ids or episode.responsible_id == by.id:
        return True
    return any(one.is_for(episode) for one in covers_running(by.id, now=now))
