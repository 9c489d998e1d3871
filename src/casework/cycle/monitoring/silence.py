"""Who has not been seen, for one worker or one team, longest silence first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.core.questions import Asked, question
from casework.base.core.words import number, zone
from casework.base.core.words import today as today_of
from casework.registry.episodes import listed
from casework.registry.episodes.listed import Listed
from casework.registry.episodes.models import Episode, State

from . import rules


@dataclass(frozen=True)
class Quiet:
    """One open episode and how silent it has been."""

    episode: Listed
    silence: rules.Silence

    @property
    def words(self) -> str:
        """Said when it is shown: most of a caseload was seen as usual, and nobody reads of it."""
        return words_for(self.silence)


@question
def _due_in(teams: Sequence[UUID], now: datetime, most: int) -> QuerySet[Episode, tuple[Any, ...]]:
    return (
        Episode.objects.filter(
            Q(next_due_at__lt=now) | Q(next_due_at__isnull=True), team_id__among=teams
        )
        .exclude(state=State.CLOSED)
        # Before the list is cut: whoever is not silent must not take the place of one who is.
        .exclude(state=State.SUSPENDED, suspended_as__in=sorted(rules.SEEN_ELSEWHERE))
        .filter(person__died_on=None, person__merged_into__died_on=None)
        .order_by(F("next_due_at").asc(nulls_first=True))
        .values_list(*listed.COLUMNS)[:most]
    )


def days_words(days: float) -> str:
    """6, or 2.5: a whole number where it is one."""
    return number(days, places=0 if days >= 10 else 1, trim=True)


def words_for(found: rules.Silence) -> str:
    """Not seen for 19 days, usually every 6. Never a bare ratio."""
    if found.never_seen:
        first = ngettext(
            "Not met yet, %(n)d day after acceptance",
            "Not met yet, %(n)d days after acceptance",
            found.days,
        ) % {"n": found.days}
    elif not found.days:
        first = _("Seen today")
    else:
        first = ngettext("Not seen for %(n)d day", "Not seen for %(n)d days", found.days) % {
            "n": found.days
        }
    every = days_words(found.interval_days)
    if found.against == rules.Against.USUAL:
        return _("%(first)s, usually every %(every)s") % {"first": first, "every": every}
    return _("%(first)s, to be seen every %(every)s") % {"first": first, "every": every}


def _is_just_brought_over(episode: Listed, now: datetime) -> bool:
    """From another system, and the day that was set for it then is still to come."""
    if episode.brought_over_on is None or episode.next_due_at is None:
        return False
    return episode.next_due_at > now


def of(episodes: Iterable[Listed], *, actor: Any, now: datetime) -> list[Quiet]:
    """The silence of each of these episodes, without asking the database again."""
    here, today = zone(actor), today_of(actor, now)
    found = []
    for episode in episodes:
        if episode.state == State.SUSPENDED and episode.suspended_as in rules.SEEN_ELSEWHERE:
            continue
        if episode.has_died or _is_just_brought_over(episode, now):
            continue
        last = episode.last_contact_at
        accepted_on = episode.accepted_at.astimezone(here).date()
        measured = rules.silence(
            last_seen_on=last.astimezone(here).date() if last else None,
            accepted_on=max(accepted_on, episode.brought_over_on or accepted_on),
            usual_days=float(episode.usual_days) if episode.usual_days is not None else None,
            target_days=episode.target_days,
            today=today,
        )
        found.append(Quiet(episode, measured))
    return sorted(found, key=lambda one: -one.silence.ratio)


def ask_for_teams(team_ids: list[UUID], *, now: datetime, limit: int) -> Asked:
    """What `for_teams` asks, to ask it ahead."""
    return _due_in.ahead(teams=team_ids, now=now, most=limit)


def for_teams(team_ids: list[UUID], *, actor: Any, now: datetime, limit: int) -> list[Quiet]:
    """The people of these teams who should have been seen longest ago. One query, `limit` rows."""
    rows = ask_for_teams(team_ids, now=now, limit=limit).now()
    return of(listed.made(rows), actor=actor, now=now)
