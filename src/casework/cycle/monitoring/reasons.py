"""What this room says on My day: who has not been seen."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from casework.base.accounts.actors import Actor
from casework.base.core.addresses import reverse
from casework.base.core.questions import asks
from casework.registry.episodes import listed
from casework.registry.episodes.reasons import Rank, Reason
from casework.registry.workforce.permissions import Permission

from . import silence


@asks(Permission.DAY_VIEW, lambda actor, now: listed.ask_answers_for(actor.id, now))
def not_seen(actor: Actor, now: datetime) -> list[Reason]:
    """Everybody of mine, and of those I cover for, whose interval has passed."""
    episodes, _covers = listed.answers_for(actor.id, now=now)
    label = _("Tried, no answer")
    return [
        Reason(
            person_id=one.episode.person_id,
            episode_id=one.episode.pk,
            kind="not_seen",
            rank=Rank.NOT_SEEN if one.silence.stands_out else Rank.LATE,
            weight=one.silence.ratio,
            words=one.words,
            tone="warn" if one.silence.stands_out else "",
            button_label=label,
            button_url=reverse("contacts:attempt_new", args=[one.episode.pk]),
        )
        for one in silence.of(episodes, actor=actor, now=now)
        if one.silence.is_worth_a_look
    ]
