"""Referrals to others come over as quoted text, until there is a room that keeps them."""

from __future__ import annotations

from datetime import datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.says import _
from casework.registry.workforce.models import Team

from .. import matching, rules
from ..bringing import Watch, begin, standing
from ..models import Import, RowState
from ..reading import Reading


@trail.recorded
def bring_referrals(
    *,
    by: Actor,
    team: Team,
    reading: Reading,
    now: datetime,
    by_name: bool = False,
    watch: Watch | None = None,
) -> Import:
    """Keep each referral with the person it is about. The same file again changes nothing."""
    before = standing(sha256=reading.book.digest, kind=reading.kind, team=team)
    if before is not None:
        trail.quiet("the same file again changes nothing")
        return before
    bringing = begin(by=by, team=team, reading=reading, now=now, watch=watch)
    people = matching.People(reading.rows, team=team, by_name=by_name)
    whose = [people.of(row) for row in reading.rows]
    writable = matching.writable(one for one in whose if one is not None)
    for row, person_id in zip(reading.rows, whose, strict=True):
        told = row.to_json()
        found = rules.fingerprint(told)
        if found in bringing.known:
            bringing.add(told, RowState.SAME)
            continue
        if person_id is None:
            why = _("Nobody here is surely meant by this number, or name and birth date.")
            bringing.add(told, RowState.LEFT_OUT, why=why, text=told)
            continue
        if person_id not in writable:
            bringing.add(told, RowState.LEFT_OUT, why=matching.read_only(), text=told)
            continue
        bringing.add(told, RowState.TEXT_ONLY, text=told, person_id=person_id)
    made = bringing.store()
    trail.write(
        "import.done",
        by=by,
        about=made,
        detail={name: n for name, n in made.counts.items() if isinstance(n, int)},
    )
    return made
