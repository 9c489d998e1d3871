"""What this room says on My day: who is not back from a visit, what has no outcome yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from casework.base.accounts.actors import Actor
from casework.base.core.addresses import reverse
from casework.base.core.questions import Asked, asks, question
from casework.base.core.words import clock_time, day_and_time, local, today, weekday_day, zone
from casework.base.ui.parts import Tone
from casework.registry.episodes.models import Episode
from casework.registry.episodes.reasons import Rank, Reason
from casework.registry.workforce.permissions import Permission

from . import agenda, rules
from .models import Appointment, AppointmentState
from .opening import with_workers
from .visits import STILL_ALARMS, alarms, goes, goes_from, late_words, overdue

# Somebody comes back from leave to what she left open, not to last winter.
ASKED_FOR = timedelta(days=14)


def _overdue(whose: Q, now: datetime, long_ago: datetime) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(overdue(now, long_ago), whose, person__isnull=False)
        .select_related("person__merged_into", "address")
        .order_by("ends_at", "pk")
    )


@question
def _not_back_of(worker: UUID, now: datetime, long_ago: datetime) -> QuerySet[Appointment]:
    return _overdue(Q(goes(worker)), now, long_ago)


@question
def _not_back_of_teams(
    worker: UUID, teams: Sequence[UUID], day: date, now: datetime, long_ago: datetime
) -> QuerySet[Appointment]:
    return _overdue(Q(goes(worker)) | Q(goes_from(teams, day=day)), now, long_ago)


@question
def _left_open(worker: UUID, since: datetime, until: datetime) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(
            # By the worker's own times, which are the appointment's.
            workers__worker_id=worker,
            workers__starts_at__gte=since,
            workers__starts_at__lt=until,
            workers__ends_at__lte=until,
            person__isnull=False,
            state=AppointmentState.BOOKED,
        )
        # What is said of one, and what `alarms` looks at.
        .only(
            "person_id",
            "episode_id",
            "starts_at",
            "ends_at",
            "is_day_only",
            "is_visit",
            "state",
            "checked_out_at",
        )
        .order_by("starts_at", "pk")
    )


def _ask_overdue(actor: Actor, now: datetime) -> list[Asked]:
    answers_for = {*actor.led_team_ids, *actor.duty_team_ids}
    late = {"now": now, "long_ago": now - STILL_ALARMS}
    if not answers_for:
        return [_not_back_of.ahead(worker=actor.id, **late)]
    teams, day = list(answers_for), today(actor, now)
    return [_not_back_of_teams.ahead(worker=actor.id, teams=teams, day=day, **late)]


@asks(Permission.DIARY_VIEW, _ask_overdue)
def visits_overdue(actor: Actor, now: datetime) -> list[Reason]:
    """Fills the slot `day_reasons`: who is not back from a visit.

    Her own visits, and those of teams that she leads or is on duty for. Two queries.
    """
    if not actor.may(Permission.DIARY_VIEW):
        return []
    (rows,) = (one.now() for one in _ask_overdue(actor, now))
    with_workers(rows)
    return [_not_back(one, actor, now) for one in rows]


def _not_back(one: Appointment, actor: Actor, now: datetime) -> Reason:
    workers = [x.worker for x in one.workers.all()]
    is_mine = any(worker.pk == actor.id for worker in workers)
    told = {"who": ", ".join(worker.name for worker in workers), "late": _late(one, now)}
    words = (
        _("You have not checked out of this visit: %(late)s")
        if is_mine
        else _("%(who)s has not checked out of a visit: %(late)s")
    )
    return Reason(
        person_id=one.person_id,  # type: ignore[arg-type]
        episode_id=one.episode_id,
        kind="visit_overdue",
        rank=Rank.SAFETY,
        words=words % told,
        weight=(now - one.ends_at).total_seconds() / 60,
        detail=_("Are you safely back? Check out.")
        if is_mine
        else _("Expected back %(time)s. %(next)s")
        % {"time": clock_time(one.ends_at, actor), "next": rules.next_step(now - one.ends_at)},
        mark=_("Not checked out"),
        tone=Tone.ALERT,
        button_label=_("Check out") if is_mine else _("See the visit"),
        button_url=reverse("diary:appointment_detail", args=[one.pk]),
        may_wait=False,
    )


def _late(one: Appointment, now: datetime) -> str:
    return late_words(now - one.ends_at)


def _ask_left_open(actor: Actor, now: datetime) -> list[Asked]:
    midnight, _until = agenda.bounds(today(actor, now), zone(actor))
    return [_left_open.ahead(worker=actor.id, since=midnight - ASKED_FOR, until=midnight)]


@asks(Permission.DIARY_VIEW, _ask_left_open)
def without_outcome(actor: Actor, now: datetime) -> list[Reason]:
    """Fills the slot `day_reasons`: what was booked before today and nobody said what became of it.

    Visits that nobody came back from are said louder. One that named only the day is no question
    where somebody met or tried since. Two queries.
    """
    if not actor.may(Permission.DIARY_VIEW):
        return []
    (rows,) = (one.now() for one in _ask_left_open(actor, now))
    if not rows:
        return []
    met = _last_tries([one.episode_id for one in rows if one.is_day_only])
    # Said once, not once a row.
    words, button = _("Booked %(when)s: what became of it?"), _("Say what became of it")
    return [
        _unsettled(one, actor, now, words, button)
        for one in rows
        if not alarms(one, now) and not _was_met(one, met)
    ]


def _last_tries(episode_ids: Sequence[UUID | None]) -> dict[UUID, datetime]:
    """When somebody last met or tried, by episode. One query, or none."""
    asked = [one for one in episode_ids if one is not None]
    if not asked:
        return {}
    rows = Episode.objects.filter(pk__in=asked).values_list(
        "pk", "last_contact_at", "last_attempt_at"
    )
    return {
        pk: max(moment for moment in (contact, attempt) if moment is not None)
        for pk, contact, attempt in rows
        if contact is not None or attempt is not None
    }


def _was_met(one: Appointment, met: dict[UUID, datetime]) -> bool:
    if not one.is_day_only or one.episode_id is None:
        return False
    last = met.get(one.episode_id)
    return last is not None and last >= one.starts_at


def _unsettled(one: Appointment, actor: Actor, now: datetime, words: str, button: str) -> Reason:
    when = (
        weekday_day(local(one.starts_at, actor).date())
        if one.is_day_only
        else day_and_time(one.starts_at, actor, now=now)
    )
    return Reason(
        person_id=one.person_id,  # type: ignore[arg-type]
        episode_id=one.episode_id,
        kind="appointment_without_outcome",
        rank=Rank.TIDY,
        words=words % {"when": when},
        weight=(now - one.ends_at) / timedelta(days=1),
        button_label=button,
        button_url=reverse("diary:appointment_detail", args=[one.pk]),
    )
