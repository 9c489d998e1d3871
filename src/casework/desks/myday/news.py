"""What others did with my people since yesterday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from casework.base.accounts.actors import Actor
from casework.base.core.addresses import reverse
from casework.base.core.words import day_and_time
from casework.cycle.contacts.models import Attendance

# What was written down since then, of my people, by somebody else. No words of any note.
_NEWS = """
select p.id, p.shown_name, n.entry, n.attendance, w.given, n.recorded_at
  from episodes_episode e
 cross join lateral (
   select k.id as entry, k.attendance, c.recorded_at, c.recorded_by
     from contacts_contactperson k
     join contacts_contact c on c.id = k.contact_id
    where k.person_id = e.person_id and k.started_at >= %(since)s
      and k.episode_id = e.id and k.voided_at is null and c.recorded_by <> %(me)s
    order by k.started_at desc limit 8) n
  join people_person q on q.id = e.person_id
 cross join lateral (
   select id, shown_name from people_person
    where id = coalesce(q.merged_into_id, q.id) limit 1) p
  join workforce_worker w on w.id = n.recorded_by
 where e.responsible_id = %(me)s and e.state <> 'closed'
 order by n.recorded_at desc limit 8
"""


@dataclass(frozen=True)
class News:
    """One line."""

    person_id: UUID
    name: str
    url: str
    words: str


def of_contacts(actor: Actor, since: datetime, now: datetime) -> list[News]:
    """Contacts and attempts that colleagues wrote down. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWS, {"me": actor.id, "since": since})
        rows = cursor.fetchall()
    return [
        News(
            person_id=person_id,
            name=name,
            url=reverse("contacts:contact_detail", args=[entry_id]),
            words=_("%(what)s: %(who)s, %(when)s")
            % {
                "what": Attendance(attendance).label,
                "who": given,
                "when": day_and_time(recorded_at, actor, now=now),
            },
        )
        for person_id, name, entry_id, attendance, given, recorded_at in rows
    ]
