from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.core.words import today as today_of
from casework.registry.workforce import standing
from casework.registry.workforce.models import Worker

from .. import covers, rules
from ..models import Cover, CoverNote, Episode

LONGEST = CoverNote._meta.get_field("words").max_length or 500


@trail.recorded
def arrange_cover(
    *,
    by: Actor,
    absent: Worker,
    covering: Worker,
    starts_at: datetime,
    ends_at: datetime,
    why: str,
    now: datetime,
) -> Cover:
    """While one worker is away, another answers for her people: the doors open and close with
    the dates, and every screen names both. She arranges it for all of them, a leader for those
    of the teams she leads."""
    during = {"starts_at__lt": ends_at, "ends_at__gt": starts_at, "cancelled_at__isnull": True}
    today = today_of(by, now)
    teams = covers.for_whose_people(by, absent.pk, on=today)
    is_leader = bool(teams)
    refuse_if(
        rules.why_not_cover(
            absent_is_covering=absent.pk == covering.pk,
            starts_at=starts_at,
            ends_at=ends_at,
            may_arrange=teams is None or is_leader,
            covering_may=standing.may_be_responsible(covering.pk, on=today),
            covering_is_colleague=is_leader
            or covering.pk in {one.pk for one in covers.colleagues_of(absent.pk, on=today)},
            covering_is_away=Cover.objects.filter(absent=covering, **during).exists(),
            overlaps=covers.overlapping(absent.pk, teams, starts_at=starts_at, ends_at=ends_at),
            now=now,
        )
    )
    cover = Cover.objects.create(
        absent=absent,
        covering=covering,
        teams=teams,
        why=why,
        starts_at=starts_at,
        ends_at=ends_at,
        arranged_at=now,
        arranged_by=by.id,
    )
    detail = {"covering": covering.pk, "teams": teams}
    trail.write("cover.arranged", by=by, about=cover, detail=detail)
    return cover


@trail.recorded
def cancel_cover(*, by: Actor, cover: Cover, now: datetime) -> None:
    """The worker is back, or never left: the doors that the cover opened close now."""
    refuse_if(
        rules.why_not_cancel_cover(
            is_over=cover.ends_at <= now or cover.cancelled_at is not None,
            may_arrange=covers.may_arrange_for(by, cover.absent_id, on=today_of(by, now)),
            is_for_others=not covers.may_cancel(by, cover, on=today_of(by, now)),
        )
    )
    cover.save_over(cover.version, cancelled_at=now, cancelled_by=by.id)
    trail.write("cover.cancelled", by=by, about=cover)


@trail.recorded
def write_cover_notes(
    *, by: Actor, cover: Cover, notes: Sequence[tuple[Episode, str]], now: datetime
) -> int:
    """What whoever covers must know about each person, in one act. Empty words take a note away.

    The number of statements does not grow with the caseload.
    """
    refuse_if(
        rules.why_not_change_cover(
            is_over=cover.ends_at <= now or cover.cancelled_at is not None,
            may_arrange=covers.may_arrange_for(by, cover.absent_id, on=today_of(by, now)),
        )
    )
    kept = [(one, words.strip()) for one, words in notes if words.strip()]
    empty = [one.pk for one, words in notes if not words.strip()]
    CoverNote.objects.filter(cover=cover, episode__in=empty).delete()
    CoverNote.objects.bulk_create(
        [
            CoverNote(cover=cover, episode=one, person_id=one.person_id, words=words[:LONGEST])
            for one, words in kept
        ],
        update_conflicts=True,
        unique_fields=["cover", "episode"],
        update_fields=["words"],
    )
    trail.write_many(
        "cover_note.written", by=by, about=[(cover, one.person_id) for one, _words in kept]
    )
    trail.write("cover.briefed", by=by, about=cover, detail={"count": len(kept)})
    return len(kept)
