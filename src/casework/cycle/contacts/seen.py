"""What stands on an episode about being seen: read from its contacts, written here alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from casework.base.core.questions import Asked, written
from casework.registry.episodes import ledger
from casework.registry.episodes.models import Episode

from . import rules


@dataclass
class Seen:
    """The newest contact and attempt of one episode, and the days of the last contacts."""

    last_contact_at: datetime | None = None
    last_attempt_at: datetime | None = None
    days: list[date] = field(default_factory=list)


_seen = written(
    """
select e.id, d.day, d.at
  from unnest(%(episodes)s::uuid[], %(people)s::uuid[]) e(id, person_id)
 cross join lateral (
   (select (p.started_at at time zone %(zone)s)::date as day, max(p.started_at) as at
      from contacts_contactperson p
     where p.person_id = e.person_id and p.episode_id = e.id and p.voided_at is null
       and p.is_contact
     group by 1 order by 1 desc limit %(days)s)
   union all
   (select null, max(p.started_at)
      from contacts_contactperson p
     where p.person_id = e.person_id and p.episode_id = e.id and p.voided_at is null
       and p.attendance = any(%(attempts)s))) d
""",
    lambda episode_id, day, at: (episode_id, day, at),
)


_WRITE = """
update episodes_episode e
   set last_contact_at = s.contact, last_attempt_at = s.attempt, usual_days = s.usual,
       next_due_at = s.due
  from unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::numeric[], %s::timestamptz[])
       s(id, contact, attempt, usual, due)
 where e.id = s.id
"""


def _of(episodes: Sequence[Episode], agency: Any) -> dict[str, Any]:
    return {
        "episodes": [one.pk for one in episodes],
        "people": [one.person_id for one in episodes],
        "zone": agency.time_zone.key,
        "days": rules.GAPS_COUNTED + 1,
        "attempts": sorted(rules.ATTEMPTS),
    }


def ahead(episodes: Sequence[Episode], *, agency: Any) -> list[Asked]:
    """What `read_seen` asks."""
    return [_seen.ahead(**_of(episodes, agency))] if episodes else []


def _seen_of(episodes: Sequence[Episode], *, agency: Any) -> dict[UUID, Seen]:
    """How each episode's person was seen, voided entries left out. One query for any number."""
    found = {one.pk: Seen() for one in episodes}
    if not found:
        return found
    for episode_id, day, at in _seen(**_of(episodes, agency)):
        seen = found[episode_id]
        if day is None:
            seen.last_attempt_at = at
            continue
        seen.days.append(day)
        if seen.last_contact_at is None or at > seen.last_contact_at:
            seen.last_contact_at = at
    return found


def read_seen(episodes: Sequence[Episode], *, agency: Any) -> None:
    """Bring the episodes to what their contacts say; `store_seen` stores it."""
    found = _seen_of(episodes, agency=agency)
    for episode in episodes:
        seen = found[episode.pk]
        usual = rules.usual_days(rules.gaps(seen.days))
        target = ledger.target_days(episode, ledger.model_of(episode))
        episode.last_contact_at = seen.last_contact_at
        episode.last_attempt_at = seen.last_attempt_at
        episode.usual_days = None if usual is None else Decimal(str(round(usual, 2)))
        episode.next_due_at = rules.next_due(
            seen.last_contact_at or episode.accepted_at, usual, target
        )


def store_seen(episodes: Sequence[Episode]) -> None:
    """Store what `read_seen` found, in one statement whose answer nobody needs."""
    if not episodes:
        return
    rows = [
        (one.pk, one.last_contact_at, one.last_attempt_at, one.usual_days, one.next_due_at)
        for one in episodes
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(column) for column in zip(*rows, strict=True)])


def write_seen(episodes: Sequence[Episode], *, agency: Any) -> None:
    """Bring the episodes to what their contacts say. Two statements for any number.

    Callers hold the rows locked, so that of two contacts saved at once neither is left out.
    """
    read_seen(episodes, agency=agency)
    store_seen(episodes)
