"""The private address at which a calendar program reads one worker's diary."""

from __future__ import annotations

from datetime import datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if

from .. import feeds, rules
from ..models import CalendarFeed


@trail.recorded
def start_feed(*, by: Actor, secret: str, now: datetime) -> CalendarFeed:
    """Open the address that ends in `secret`. An address that stood before ends with that."""
    ended = CalendarFeed.objects.filter(worker_id=by.id, ended_at__isnull=True).update(ended_at=now)
    feed = CalendarFeed.objects.create(
        worker_id=by.id, secret_hash=feeds.hash_of(secret), made_at=now
    )
    trail.write("calendar_feed.started", by=by, about=feed, detail={"ended": ended})
    return feed


@trail.recorded
def end_feed(*, by: Actor, feed: CalendarFeed, now: datetime) -> CalendarFeed:
    """From now on nothing is read there any more."""
    refuse_if(rules.why_not_end_feed(is_ended=feed.ended_at is not None))
    feed.ended_at = now
    feed.save(update_fields=["ended_at"])
    trail.write("calendar_feed.ended", by=by, about=feed)
    return feed
