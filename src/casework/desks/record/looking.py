"""Who has looked at a record, from the trail: when, who, in which role, at what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from casework.base.core.words import day_and_time
from casework.registry.workforce.permissions import Role

PAGE_SIZE = 50

# First name, role and team: enough to recognise a colleague, and no more than that (staff are
# stalked too). One query; the role is the one held when the record was opened.
_LOOKED = """
select e.at, e.id, e.actor_kind, coalesce(w.given, ''), p.role, t.name, e.detail->>'page',
       e.purpose
  from audit_event e
  left join workforce_worker w on w.id = e.actor_id
  left join lateral (select role, team_id from workforce_position
                      where worker_id = w.id and from_on <= (e.at at time zone %(zone)s)::date
                        and (to_on is null or to_on >= (e.at at time zone %(zone)s)::date)
                      order by from_on limit 1) p on true
  left join workforce_team t on t.id = p.team_id
 where e.person_id = any(%(people)s) and e.action = 'record.opened'
   and (%(before)s::timestamptz is null or (e.at, e.id) < (%(before)s, %(id)s::uuid))
 order by e.at desc, e.id desc limit %(limit)s
"""


@dataclass(frozen=True)
class Look:
    """One opening."""

    at: datetime
    id: UUID
    when: str
    who: str
    role: str
    page: str


def _page_words(page: str | None) -> str:
    """What was opened, in the words of the page itself."""
    known = {
        "overview": _("Overview"),
        "timeline": _("Timeline"),
        "looked": _("Who looked"),
        "visit": _("Before you go in"),
        "details": _("Details"),
        "names": _("Names"),
        "identifiers": _("Numbers"),
        "joining": _("Join two records"),
        "phones": _("Phones"),
        "addresses": _("Addresses"),
        "circumstances": _("Circumstances"),
        "network": _("Network"),
        "episodes": _("Episodes"),
        "episode": _("An episode"),
        "episode_state": _("Change of a state"),
        "episode_model": _("How we work together"),
        "episode_close": _("End of an episode"),
        "hand_over": _("A hand-over"),
        "hand_over_new": _("A new hand-over"),
        "change_request": _("A wish for another worker"),
        "change_request_new": _("A wish for another worker"),
        "cover": _("Cover for absence"),
        "referral": _("A referral"),
        "worksheet": _("Worksheet of a referral"),
        "letter": _("Letter about a referral"),
        "reach_plan": _("If we can't reach them"),
        "contact_new": _("A new contact"),
        "attempt_new": _("A new attempt"),
        "checkin_new": _("A new check-in"),
        "contact_detail": _("A contact"),
        "contact_print": _("A contact, on paper"),
        "contact_plain": _("A contact, as text"),
        "entry_move": _("Moving an entry"),
        "entry_void": _("Voiding an entry"),
        "note_add": _("Adding to a note"),
        "note_edit": _("Changing a note"),
        "note_sign": _("Signing a note"),
        "note_search": _("Search in the notes"),
        "appointment": _("An appointment"),
        "appointment_new": _("A new appointment"),
        "appointment_change": _("Changing an appointment"),
        "appointment_cancel": _("Cancelling an appointment"),
        "appointment_not_there": _("An appointment nobody came to"),
        "appointment_card": _("Card of an appointment"),
        "visit_check_out": _("Checking out of a visit"),
        "brought_over": _("What a file says"),
    }
    return known.get(page or "", _("Record"))


def grouped(found: Sequence[Look]) -> list[dict[str, Any]]:
    """What one worker opened in one minute is one line, newest first; nothing is left out."""
    rows = []
    for (when, who, role), many in groupby(found, key=lambda one: (one.when, one.who, one.role)):
        pages = dict.fromkeys(one.page for one in many)
        rows.append({"when": when, "who": who, "role": role, "pages": ", ".join(pages)})
    return rows


def looks(
    person_ids: Sequence[UUID],
    *,
    before: tuple[datetime, UUID] | None,
    actor: Any,
    now: datetime,
) -> list[Look]:
    """The newest openings before that place, newest first."""
    at, row_id = before or (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            _LOOKED,
            {
                "people": list(person_ids),
                "before": at,
                "id": row_id,
                "limit": PAGE_SIZE,
                # The position that was held on that day where the agency is.
                "zone": str(actor.agency.time_zone),
            },
        )
        rows = cursor.fetchall()
    found = []
    for moment, event_id, kind, given, role, team, page, _purpose in rows:
        known = Role(role).label if role else ""
        found.append(
            Look(
                at=moment,
                id=event_id,
                when=day_and_time(moment, actor, now=now),
                who=given or (_("The system") if kind == "service" else _("Somebody who left")),
                role=", ".join(str(part) for part in (known, team) if part),
                page=_page_words(page),
            )
        )
    return found
