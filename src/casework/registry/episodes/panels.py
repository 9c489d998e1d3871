"""The card that this room lends to a person's overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.questions import asks, question
from casework.base.ui.parts import Mark, Panel
from casework.registry.people.models import Person
from casework.registry.workforce.permissions import Permission

from . import header, ledger
from .models import HandOver, HandOverState


@question
def _offered(people: Sequence[UUID]) -> QuerySet[HandOver]:
    return HandOver.objects.filter(
        person_id__among=people, state=HandOverState.PROPOSED
    ).select_related("to_worker")


@dataclass(frozen=True)
class Row:
    """One open episode on the card."""

    url: str
    team: str
    state: Mark
    who: str
    since: str
    cover: str
    is_held: bool
    is_told: bool
    offered_to: str


@asks(Permission.EPISODE_VIEW, lambda actor, people, now: [_offered.ahead(people=people)])
def responsible_panel(
    actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime
) -> Panel | None:
    """Fills the slot `person_overview_side`: who is responsible now, since when. Three queries."""
    if not actor.may(Permission.EPISODE_VIEW):
        return None
    episodes = ledger.open_of(person_ids)
    answering = ledger.answering_about(person_ids, now=now)
    offers = _offered(people=list(person_ids))
    waiting = {one.episode_id: one.to_worker.name for one in offers}
    rows = []
    for one in episodes:
        who = answering.get(one.pk)
        if who is None:
            continue
        rows.append(
            Row(
                url=reverse("episodes:episode_detail", args=[one.pk]),
                team=one.team.name,
                state=header.state_mark(one, actor, now),
                who=who.name,
                since=words.short_day(words.local(who.since, actor).date()),
                cover=header.cover_words(who, actor, now),
                is_held=who.is_holding,
                is_told=who.told,
                offered_to=waiting.get(one.pk, ""),
            )
        )
    return Panel(
        title=_("Who is responsible"),
        template="episodes/_responsible_panel.html",
        context={"rows": rows},
        url=reverse("episodes:episode_list", args=[person.pk]),
        link=_("All episodes"),
        nothing="" if rows else _("Nobody: an accepted referral opens an episode."),
    )
