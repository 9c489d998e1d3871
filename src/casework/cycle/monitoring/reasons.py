"""What this room says on My day: who has not been seen."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from casework.base.accounts.actors import Actor
from casework.base.core.addresses import reverse
from casework.base.core.questions import asks
from casework.registry.episodes import ledger
from casework.registry.episodes.reasons import Rank, Reason
from casework.registry.workforce.permissions import Permission

from . import silence


@asks(Permission.DAY_VIEW, lambda actor, now: [ledger.ask_covers(actor.id, now)])
def not_seen(actor: Actor, now: datetime) -> list[Reason]:
    """Everybody of mine, and of those I cover for, whose interval has passed."""
    covers = ledger.covers_running(actor.id, now=now)
    absent = [cover.absent_id for cover in covers]
    found = [
        one
        for one in silence.for_workers([actor.id, *absent], actor=actor, now=now)
        if one.episode.responsible_id == actor.id
        or any(cover.is_for(one.episode) for cover in covers)
    ]
    return [
        Reason(
            person_id=one.episode.person_id,
            episode_id=one.episode.pk,
            kind="not_seen",
            rank=Rank.NOT_SEEN if one.silence.stands_out else Rank.LATE,
            weight=one.silence.ratio,
            words=one.words,
            tone="warn" if one.silence.stands_out else "",
            button_label=_("Tried, no answer"),
            button_url=reverse("contacts:attempt_new", args=[one.episode.pk]),
        )
        for one in found
        if one.silence.is_worth_a_look
    ]
