"""What the header of a person's pages says about who is responsible now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.base.core import words
from casework.base.core.questions import asks
from casework.base.ui.parts import Mark, Tone
from casework.registry.people.header import HeaderFacts
from casework.registry.workforce.permissions import Permission

from . import ledger
from .covers import last_day
from .ledger import Answering
from .models import Episode, State

_TONES = {State.SUSPENDED: Tone.WARN, State.CLOSED: Tone.PLAIN}
HELD = gettext_lazy("held, waiting for a named worker")


def cover_words(one: Answering, actor: Any, now: datetime) -> str:
    """Kwame Boateng covers until 3 Nov; empty when nobody does."""
    if not one.covering_name or one.covered_until is None:
        return ""
    last = last_day(one.covered_until, actor)
    return _("%(name)s covers until %(day)s") % {
        "name": one.covering_name,
        "day": words.short_day(last, this_year=words.today(actor, now).year),
    }


def who_words(one: Answering) -> str:
    """The name, and that it is only held where nobody has accepted yet."""
    return f"{one.name} ({HELD})" if one.is_holding else one.name


def state_mark(episode: Episode, actor: Any, now: datetime) -> Mark:
    """In hospital since 3 Nov rather than Suspended."""
    said, year = episode.state_words, words.today(actor, now).year
    if episode.suspended_since_on:
        said = _("%(state)s since %(day)s") % {
            "state": said,
            "day": words.short_day(episode.suspended_since_on, this_year=year),
        }
    if episode.closed_at is not None:
        said = _("Closed %(day)s") % {
            "day": words.short_day(words.local(episode.closed_at, actor).date(), this_year=year)
        }
    return Mark(said, _TONES.get(State(episode.state), Tone.PLAIN))


@asks(
    Permission.EPISODE_VIEW,
    lambda actor, people, now: [ledger.ask_all_of(people), ledger.ask_answering(people, now)],
)
def episode_header(actor: Any, person_ids: Sequence[UUID], now: datetime) -> HeaderFacts | None:
    """Fills the slot `person_header`: who is responsible, who covers, what state. Two queries."""
    if not actor.may(Permission.EPISODE_VIEW):
        return None
    episodes = ledger.all_of(person_ids)
    standing = [one for one in episodes if one.is_open]
    if not standing:
        return HeaderFacts(state=state_mark(episodes[0], actor, now)) if episodes else None
    now_answer = ledger.answering_about(person_ids, now=now)
    names, covers = [], []
    for one in standing:
        answering = now_answer.get(one.pk)
        if answering is None:
            continue
        who = who_words(answering)
        names.append(f"{who}, {one.team.name}" if len(standing) > 1 else who)
        if cover := cover_words(answering, actor, now):
            covers.append(cover)
    label = actor.agency.worker_word.capitalize() if actor.agency else ""
    return HeaderFacts(
        responsible="; ".join(names),
        responsible_label=label,
        cover="; ".join(dict.fromkeys(covers)),
        state=state_mark(standing[0], actor, now),
    )
