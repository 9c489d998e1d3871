"""What this room says on My day: who waits for an answer, whom to tell, who has no named worker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from casework.base.clocks import rules as clock_rules
from casework.base.clocks.models import Clock
from casework.base.clocks.words import stands
from casework.base.core.addresses import reverse
from casework.base.core.questions import question
from casework.base.core.words import short_day, weekday_day

from . import clocks
from .covers import last_day
from .models import (
    ChangeOutcome,
    ChangeRequest,
    Cover,
    Episode,
    HandOver,
    HandOverState,
    Responsibility,
    ResponsibilityReason,
    State,
)
from .reasons import Rank, Reason

_TONES = {clock_rules.State.LATE: "alert", clock_rules.State.WARNING: "warn"}


@question
def _running(subjects: Sequence[UUID]) -> QuerySet[Clock]:
    return Clock.objects.running().filter(subject_id__among=subjects)


@question
def _offered_to(worker: UUID, teams: Sequence[UUID], now: datetime) -> QuerySet[HandOver]:
    """Offers to this worker; and those to somebody who is away, for whoever covers for her or
    leads the team. One question, because most days there are none."""
    away = Cover.objects.filter(
        absent_id=OuterRef("to_worker_id"), cancelled_at=None, starts_at__lte=now, ends_at__gt=now
    )
    covered = away.filter(covering_id=worker).filter(
        Q(teams=None) | Q(teams__contains=[OuterRef("episode__team_id")])
    )
    return (
        HandOver.objects.filter(
            Q(to_worker_id=worker)
            | Q(Exists(covered))
            | Q(Exists(away), episode__team_id__among=teams),
            state=HandOverState.PROPOSED,
        )
        .select_related("from_worker", "to_worker")
        .annotate(away_until=Subquery(away.order_by("-ends_at").values("ends_at")[:1]))
    )


@question
def _unsaid(worker: UUID) -> QuerySet[Responsibility]:
    return Responsibility.objects.filter(
        Q(told_at__isnull=True) & ~Q(reason=ResponsibilityReason.BROUGHT_OVER)
        | Q(reason=ResponsibilityReason.BROUGHT_OVER, confirmed_at__isnull=True),
        worker_id=worker,
        until_at__isnull=True,
        is_holding=False,
    )


@question
def _asked_for_another(teams: Sequence[UUID]) -> QuerySet[ChangeRequest]:
    return ChangeRequest.objects.filter(
        outcome=ChangeOutcome.OPEN, episode__team_id__among=teams
    ).exclude(episode__state=State.CLOSED)


@question
def _held_by(worker: UUID) -> QuerySet[Episode]:
    return Episode.objects.filter(responsible_id=worker, is_held=True).exclude(state=State.CLOSED)


class _Due:
    """The clocks of several things, asked once."""

    def __init__(self, subjects: Iterable[UUID], actor: Any, now: datetime) -> None:
        self.now, self.calendar = now, clocks.calendar_of(actor.agency)
        ids = list(subjects)
        running = _running(subjects=ids) if ids else []
        self.clocks = {(one.rule, one.subject_id): one for one in running}

    def of(self, rule: clock_rules.Rule, subject_id: UUID) -> tuple[str, str, float, bool]:
        """Words, tone, days late, and whether it is time to look; nothing due says nothing."""
        clock = self.clocks.get((rule.code, subject_id))
        if clock is None:
            return "", "", 0.0, False
        late = (self.now - clock.due_at).total_seconds() / 86400
        return (
            stands(clock, self.now, self.calendar),
            _TONES.get(clock_rules.state(clock, self.now), ""),
            max(late, 0.0),
            self.now >= clock.warn_at,
        )


def _offers(actor: Any, now: datetime) -> tuple[list[HandOver], list[HandOver]]:
    """Those to answer, and those that wait for somebody who is away."""
    rows = _offered_to(worker=actor.id, teams=list(actor.led_team_ids), now=now)
    mine = [one for one in rows if one.to_worker_id == actor.id]
    return mine, [one for one in rows if one.to_worker_id != actor.id]


def _mine(actor: Any) -> list[Responsibility]:
    """Whom to tell, and what was brought over and not confirmed yet."""
    return _unsaid(worker=actor.id)


def _wishes(actor: Any) -> list[ChangeRequest]:
    if not actor.led_team_ids:
        return []
    return _asked_for_another(teams=list(actor.led_team_ids))


def _held(actor: Any) -> list[Episode]:
    if not actor.led_team_ids:
        return []
    return _held_by(worker=actor.id)


def ledger_reasons(actor: Any, now: datetime) -> list[Reason]:
    """Fills the slot `day_reasons`. Five queries for a leader, three for others."""
    offers, waiting = _offers(actor, now)
    mine, wishes, held = _mine(actor), _wishes(actor), _held(actor)
    due = _Due(
        [
            *(one.pk for one in offers),
            *(one.pk for one in waiting),
            *(one.episode_id for one in mine),
            *(one.pk for one in wishes),
            *(one.pk for one in held),
        ],
        actor,
        now,
    )
    return [
        *(_answer_offer(one, due) for one in offers),
        *(_offer_waits(one, due, actor) for one in waiting),
        *(_own(one, due) for one in mine),
        *(_answer_wish(one, due) for one in wishes),
        *(reason for one in held if (reason := _find_worker(one, due)) is not None),
    ]


def _answer_offer(one: HandOver, due: _Due) -> Reason:
    mark, tone, late, _soon = due.of(clocks.ANSWER_HAND_OVER, one.pk)
    return Reason(
        person_id=one.person_id,
        episode_id=one.episode_id,
        kind="hand_over",
        rank=Rank.LATE if late else Rank.ANSWER,
        weight=late,
        words=_("You are asked to take over from %(name)s") % {"name": one.from_worker.name},
        detail=one.why,
        mark=mark,
        tone=tone,
        button_label=_("Read and answer"),
        button_url=reverse("episodes:hand_over_answer", args=[one.pk]),
    )


def _offer_waits(one: HandOver, due: _Due, actor: Any) -> Reason:
    """Nobody accepts in somebody's place: it waits for her, or the leader asks somebody else."""
    mark, tone, late, _soon = due.of(clocks.ANSWER_HAND_OVER, one.pk)
    until = last_day(one.away_until, actor)  # type: ignore[attr-defined]
    return Reason(
        person_id=one.person_id,
        episode_id=one.episode_id,
        kind="hand_over_waits",
        rank=Rank.LATE if late else Rank.ANSWER,
        weight=late,
        words=_("Offered to %(name)s, who is away until %(day)s")
        % {"name": one.to_worker.name, "day": weekday_day(until)},
        detail=_("Only %(name)s can accept. A leader can take it back and ask somebody else.")
        % {"name": one.to_worker.name},
        mark=mark,
        tone=tone,
        button_label=_("Read the offer"),
        button_url=reverse("episodes:hand_over_answer", args=[one.pk]),
    )


def _own(one: Responsibility, due: _Due) -> Reason:
    if one.reason == ResponsibilityReason.BROUGHT_OVER:
        return Reason(
            person_id=one.person_id,
            episode_id=one.episode_id,
            kind="confirm_mine",
            rank=Rank.TIDY,
            words=_("Brought over from another system: confirm that this is one of yours"),
            button_label=_("Confirm"),
            button_url=reverse("episodes:brought_over_confirm"),
        )
    mark, tone, late, _soon = due.of(clocks.TELL_PERSON, one.episode_id)
    return Reason(
        person_id=one.person_id,
        episode_id=one.episode_id,
        kind="tell_person",
        rank=Rank.LATE if late else Rank.SOON,
        weight=late,
        words=_("Tell them that you are responsible now"),
        mark=mark,
        tone=tone,
        button_label=_("Say that they know"),
        button_url=reverse("episodes:episode_detail", args=[one.episode_id]),
    )


def _answer_wish(one: ChangeRequest, due: _Due) -> Reason:
    mark, tone, late, _soon = due.of(clocks.ANSWER_REQUEST, one.pk)
    return Reason(
        person_id=one.person_id,
        episode_id=one.episode_id,
        kind="change_request",
        rank=Rank.LATE if late else Rank.ANSWER,
        weight=late,
        words=_("Asked for another worker on %(day)s") % {"day": short_day(one.asked_on)},
        mark=mark,
        tone=tone,
        button_label=_("Answer"),
        button_url=reverse("episodes:change_request_answer", args=[one.pk]),
    )


def _find_worker(one: Episode, due: _Due) -> Reason | None:
    """Only when it is time: the list of all who wait stands with the team."""
    mark, tone, late, is_soon = due.of(clocks.NAMED_WORKER, one.pk)
    if not is_soon:
        return None
    return Reason(
        person_id=one.person_id,
        episode_id=one.pk,
        kind="named_worker",
        rank=Rank.LATE if late else Rank.SOON,
        weight=late,
        words=_("You hold them: no worker has accepted yet"),
        mark=mark,
        tone=tone,
        button_label=_("Find a worker"),
        button_url=reverse("episodes:hand_over_new", args=[one.pk]),
    )
