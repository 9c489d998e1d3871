"""A death is written once, in the record that is read; with it nothing is due any more.

Whichever way it comes in (the details, the end of an episode, a join), the room that writes the day
calls this in the same transaction. What begins later about somebody who has died is stopped by
the database as it begins (`sql/nothing_due.sql`). A day that is taken away again brings back what
stood still, where it still applies: the rooms say so in the slot `clocks_over`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from casework.base.accounts.actors import Actor
from casework.base.clocks.actions import start_again, stop_everything
from casework.base.clocks.models import Clock, EndReason
from casework.base.core.slots import filled

from .finding import record_ids
from .models import Merge, Person


def all_stops(person_ids: Sequence[UUID], *, by: Actor, now: datetime) -> None:
    """Nothing is due about this person any more, in any team and in any record of theirs."""
    for one in person_ids:
        stop_everything(by=by, about_id=one, reason=EndReason.STOPPED, now=now)
    for tell in filled("death_written"):
        tell(by=by, person_ids=person_ids, now=now)


def all_goes_on(person_ids: Sequence[UUID], *, by: Actor, now: datetime) -> None:
    """The person lives: what was stopped runs again from when it began, late where it is late."""
    stopped = list(Clock.objects.stopped_last(person_ids))
    over = {one for is_over in filled("clocks_over") for one in is_over(stopped)}
    start_again(by=by, clocks=[one for one in stopped if one.pk not in over], now=now)
    for tell in filled("death_taken_back"):
        tell(by=by, person_ids=person_ids, now=now)


def written(person: Person, *, died: bool, by: Actor, now: datetime) -> None:
    """A day of death was typed in the details, or taken away: in every joined record the same."""
    ids = record_ids(person)
    if died:
        all_stops(ids, by=by, now=now)
        return
    # A day that came along with a joined record is as wrong as the one that was read.
    joined = Person.objects.filter(pk__in=ids, died_on__isnull=False)
    joined.update(died_on=None, version=F("version") + 1)
    Merge.objects.filter(into_id__in=ids, undone_at=None).update(died_on=None)
    all_goes_on(ids, by=by, now=now)


def joined(merge: Merge, *, mine: Person, whole: Person, by: Actor, now: datetime) -> None:
    """Of two records one said it: with the join it is said of both."""
    if mine.died_on is not None and whole.died_on is None:
        merge.died_on = mine.died_on
        merge.save(update_fields=["died_on"])
        Person.objects.filter(pk=whole.pk).update(died_on=mine.died_on, version=F("version") + 1)
    elif mine.died_on is not None or whole.died_on is None:
        return
    all_stops(record_ids(whole), by=by, now=now)


def _below(person_id: UUID) -> set[UUID]:
    """This record and those that were joined to it, also by way of others."""
    found, more = set[UUID](), {person_id}
    while more:
        found |= more
        below = Merge.objects.filter(into_id__in=more, undone_at=None)
        more = set(below.values_list("person_id", flat=True)) - found
    return found


def parted(merge: Merge, *, by: Actor, now: datetime) -> None:
    """Two people after all: a day that came from the other one goes, and what it stopped goes on.

    Called while both records are still open to whoever acts, after the join was marked as undone.
    """
    whole = merge.into.whole
    gone = _below(merge.person_id)
    stay = [one for one in record_ids(whole) if one not in gone]
    brought: Merge | None = merge
    while brought is not None and brought.died_on is not None:
        at, day = brought.into_id, brought.died_on
        Person.objects.filter(pk=at, died_on=day).update(died_on=None, version=F("version") + 1)
        brought = Merge.objects.filter(person_id=at, undone_at=None, died_on=day).first()
    died = set(
        Person.objects.filter(
            pk__in=[whole.pk, merge.person_id], died_on__isnull=False
        ).values_list("pk", flat=True)
    )
    living = [] if whole.pk in died else stay
    if merge.person_id not in died:
        living += sorted(gone)
    if living:
        all_goes_on(living, by=by, now=now)
