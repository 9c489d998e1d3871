"""Looking for people is itself an event: who looked, and whom they found."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from casework.base.accounts.actors import Actor
from casework.base.audit import trail

from .. import finding
from ..finding import Alike, Card
from ..rules.matching import Known
from ..rules.search import SearchQuery, why_not_locate


@trail.recorded
def look_for(*, by: Actor, query: SearchQuery) -> list[Card]:
    """Those who may be meant. Beyond one's own people only when one person can be meant."""
    found = finding.locate(query, everyone=why_not_locate(query) is None)
    _write(by, (card.person_id for card in found), why="search")
    return found


@trail.recorded
def look_for_same(*, by: Actor, known: Known, but: Iterable[UUID] = ()) -> list[Alike]:
    """Those who may be the person that `by` is about to register, with the reasons."""
    found = finding.alike(known, but=but)
    _write(by, (one.card.person_id for one in found), why="duplicates")
    return found


def _write(by: Actor, person_ids: Iterable[UUID], *, why: str) -> None:
    """What was typed is not written: it may be the name of somebody whom we do not know."""
    ids = list(person_ids)
    if not ids:
        trail.quiet("nobody was found, so nobody was seen")
        return
    trail.write("people.located", by=by, detail={"found": ids, "why": why})
