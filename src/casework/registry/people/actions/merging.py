"""Two records of one person: joined by a pointer, taken apart again, nothing moved."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import Stale, refuse_if

from .. import deaths
from ..finding import may_change
from ..models import Merge, Person
from ..rules import registering as rules
from ..rules.partial_dates import PartialDate


@trail.recorded
def merge_people(
    *,
    by: Actor,
    person: Person,
    into: Person,
    version: int,
    into_version: int,
    why: str,
    is_sure: bool,
    now: datetime,
) -> Merge:
    """Read `person` as part of `into` from now on. Who may open one of them may open both.

    A record that was joined before stands for the one it was joined to, so a chain is as long as
    one step. Both versions are those that were compared on the screen.
    """
    ids = sorted({person.canonical_id, into.canonical_id})
    locked = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=ids)}
    mine, other = locked.get(person.canonical_id), locked.get(into.canonical_id)
    refuse_if(
        rules.why_not_merge(
            is_same=len(ids) == 1,
            may_change_both=mine is not None and other is not None and may_change(*ids),
            why=why,
            is_sure=is_sure,
        ),
        field="why",
    )
    assert mine is not None
    assert other is not None
    for one, seen in ((mine, version), (other, into_version)):
        if one.version != seen:
            raise Stale(
                _("One of the two records was changed meanwhile. Compare them again."),
                now_stands={},
                version=one.version,
            )
    refuse_if(
        rules.why_not_die_before_birth(
            born=PartialDate.parse_or_none(other.born), died_on=other.died_on or mine.died_on
        ),
        field="into",
    )
    # The record of the join comes first: it is open to whoever has the main record open.
    merge = Merge.objects.create(
        person=mine, into=other, why=why.strip(), merged_at=now, merged_by=by.id
    )
    with connection.cursor() as cursor:
        cursor.execute("select people_join(%s, %s)", [mine.pk, other.pk])
    deaths.joined(merge, mine=mine, whole=other, by=by, now=now)
    detail = {"person": mine.pk, "into": other.pk}
    for one in (mine, other):
        trail.write("person.merged", by=by, about=merge, person_id=one.pk, detail=detail)
    return merge


@trail.recorded
def undo_merge(*, by: Actor, merge: Merge, why: str, now: datetime) -> Merge:
    """They are two people after all: both records stand as they were, each with its own doors."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    refuse_if(
        rules.why_not_undo_merge(
            is_undone=merge.undone_at is not None,
            may_change=may_change(merge.into_id),
            why=why,
        ),
        field="why",
    )
    merge.undone_at, merge.undone_by, merge.why_undone = now, by.id, why.strip()
    merge.save(update_fields=["undone_at", "undone_by", "why_undone"])
    deaths.parted(merge, by=by, now=now)
    detail = {"person": merge.person_id, "into": merge.into_id}
    for person_id in (merge.person_id, merge.into_id):
        trail.write("merge.undone", by=by, about=merge, person_id=person_id, detail=detail)
    with connection.cursor() as cursor:
        cursor.execute("select people_part(%s)", [merge.person_id])
    return merge
