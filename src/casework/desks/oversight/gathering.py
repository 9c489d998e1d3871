"""What a leader sees of her teams, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from casework.base.accounts.actors import Actor
from casework.base.clocks import rules as clock_rules
from casework.base.clocks.models import Clock
from casework.base.clocks.words import stands
from casework.base.core.addresses import reverse
from casework.base.core.questions import Asked, ask_ahead, question
from casework.base.core.words import (
    clock_time,
    days_ago,
    span,
    today,
    zone,
)
from casework.base.ui.parts import Mark
from casework.cycle.monitoring import silence
from casework.registry.diary.models import Appointment
from casework.registry.diary.visits import STILL_ALARMS, goes_from, overdue
from casework.registry.episodes import listed
from casework.registry.episodes.clocks import calendar_of
from casework.registry.episodes.models import Episode, HandOver, HandOverState, State
from casework.registry.workforce.models import Worker

from . import wall

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
    offered: str
    offer_url: str


@question
def _held_in(teams: Sequence[UUID], most: int) -> QuerySet[Episode]:
    return (
        Episode.objects.filter(team_id__among=teams, is_held=True)
        .exclude(state=State.CLOSED)
        .select_related("team", "person__merged_into")
        .only(
            "team__name",
            "person__shown_name",
            "person__merged_into__shown_name",
            "accepted_at",
        )
        .order_by("accepted_at", "pk")[:most]
    )


@question
def _clocks(episodes: Sequence[UUID]) -> QuerySet[Clock]:
    return Clock.objects.filter(
        rule="named_worker", subject_id__among=episodes, met_at__isnull=True, ended_at__isnull=True
    ).only("subject_id", "unit", "due_at", "warn_at", "paused_at", "met_at", "ended_at")


@question
def _offers(episodes: Sequence[UUID]) -> QuerySet[HandOver]:
    return (
        HandOver.objects.filter(episode_id__among=episodes, state=HandOverState.PROPOSED)
        .select_related("to_worker")
        .only("episode_id", "to_worker__given", "to_worker__family")
    )


@question
def _given_names(workers: Sequence[UUID]) -> QuerySet[Worker, tuple[UUID, str]]:
    return Worker.objects.filter(pk__among=workers).values_list("pk", "given")


def ask(actor: Actor, now: datetime) -> None:
    """What My team asks first, in one journey."""
    led = list(actor.led_team_ids)
    ask_ahead(
        [
            wall.ask_positions(actor, now),
            _held_in.ahead(teams=led, most=LISTED),
            silence.ask_for_teams(led, now=now, limit=LISTED),
            _ask_not_back(actor, now),
        ]
    )


def waiting(actor: Actor, now: datetime, *, limit: int = LISTED) -> list[Held]:
    """Held episodes of the teams she leads, the longest first."""
    shown = _held_in(teams=list(actor.led_team_ids), most=limit)
    if not shown:
        return []
    ids = [one.pk for one in shown]
    ask_ahead([_clocks.ahead(episodes=ids), _offers.ahead(episodes=ids)])
    clocks = {clock.subject_id: clock for clock in _clocks(episodes=ids)}
    offers = {offer.episode_id: offer for offer in _offers(episodes=ids)}
    calendar = calendar_of(actor.agency)
    here, day = zone(actor), today(actor, now)
    accepted = _("Accepted %(since)s")
    offered = _("Offered to %(who)s, who has not answered yet")
    rows = []
    for one in shown:
        clock, offer = clocks.get(one.pk), offers.get(one.pk)
        late = clock is not None and clock_rules.state(clock, now) == clock_rules.State.LATE
        since = days_ago(one.accepted_at.astimezone(here).date(), day)
        rows.append(
            Held(
                name=one.person.whole.shown_name,
                url=reverse("record:record_overview", args=[one.person.canonical_id]),
                team=one.team.name,
                since=accepted % {"since": since},
                due=Mark(stands(clock, now, calendar), "alert" if late else "") if clock else None,
                offered=offered % {"who": offer.to_worker.name} if offer else "",
                offer_url=reverse("episodes:hand_over_new", args=[one.pk]),
            )
        )
    return rows


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


def _ask_not_back(actor: Actor, now: datetime) -> Asked:
    return _not_back.ahead(
        teams=list(actor.led_team_ids),
        day=today(actor, now),
        now=now,
        long_ago=now - STILL_ALARMS,
    )


def overdue_visits(actor: Actor, now: datetime) -> list[VisitRow]:
    """Visits whose end has passed without a contact saved, of everybody who goes out from her
    teams: whoever may be responsible for people, and whoever may not."""
    out = _ask_not_back(actor, now).now()
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


def quiet_rows(
    found: Sequence[silence.Quiet], known: Mapping[UUID, str] | None = None
) -> list[dict[str, str]]:
    """As the page draws them, with who is responsible: one query, for names not `known` yet."""
    names = dict(known or {})
    asked = {one.episode.responsible_id for one in found if one.episode.responsible_id}
    if unknown := [one for one in asked if one not in names]:
        names |= dict(_given_names(workers=unknown))
    return [
        {
            "name": one.episode.name,
            "url": reverse("record:record_overview", args=[one.episode.canonical_id]),
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
    counted = [one for one in listed.of_workers(worker_id) if not one.is_held]
    found = silence.of(counted, actor=actor, now=now)
    measured = {one.episode.pk for one in found}
    return quiet_rows(found) + [
        {
            "name": one.name,
            "url": reverse("record:record_overview", args=[one.canonical_id]),
            "words": "",
            "state": one.state_words,
        }
        for one in counted
        if one.pk not in measured
    ]
