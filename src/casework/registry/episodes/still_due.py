"""Which of this room's clocks no longer apply: asked before what was stopped runs again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from casework.base.clocks.models import Clock

from . import clocks
from .models import (
    ChangeOutcome,
    ChangeRequest,
    Episode,
    HandOver,
    HandOverState,
    Responsibility,
    State,
)


def _standing(rule: str, ids: Sequence[UUID]) -> Iterable[UUID] | None:
    """Those of `ids` about which the rule still asks; None for the rules of other rooms."""
    working = Episode.objects.filter(pk__in=ids).exclude(state=State.CLOSED)
    if rule == clocks.CONTACT_OR_ATTEMPT.code:
        return working.values_list("pk", flat=True)
    if rule == clocks.NAMED_WORKER.code:
        return working.filter(is_held=True).values_list("pk", flat=True)
    if rule == clocks.TELL_PERSON.code:
        return Responsibility.objects.filter(
            episode__in=working, until_at=None, told_at=None, is_holding=False
        ).values_list("episode_id", flat=True)
    if rule == clocks.ANSWER_HAND_OVER.code:
        waiting = HandOver.objects.filter(pk__in=ids, state=HandOverState.PROPOSED)
        return waiting.values_list("pk", flat=True)
    if rule == clocks.ANSWER_REQUEST.code:
        wishes = ChangeRequest.objects.filter(pk__in=ids, outcome=ChangeOutcome.OPEN)
        return wishes.values_list("pk", flat=True)
    return None


def clocks_over(stopped: Sequence[Clock]) -> set[UUID]:
    """Fills the slot `clocks_over`: whose subject has ended, or was answered or told meanwhile."""
    over: set[UUID] = set()
    for rule in {one.rule for one in stopped}:
        mine = [one for one in stopped if one.rule == rule]
        standing = _standing(rule, [one.subject_id for one in mine])
        if standing is not None:
            left = set(standing)
            over |= {one.pk for one in mine if one.subject_id not in left}
    return over
