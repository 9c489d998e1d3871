from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casework.base.core.screens import screen
from casework.base.core.words import long_day, today
from casework.registry.workforce.models import Worker
from casework.registry.workforce.permissions import Permission

from .. import gathering


@screen(Permission.TEAM_VIEW)
def my_team(request: HttpRequest) -> HttpResponse:
    """Is anyone falling through, is anyone overloaded?"""
    actor, now = request.actor, timezone.now()
    wall = gathering.wall(actor, now)
    held, held_count = gathering.waiting(actor, now)
    quiet = gathering.quiet(actor, now)
    page = {
        "day": long_day(today(actor, now)),
        "held": held,
        "held_count": held_count,
        "wall": wall,
        # A little more than the longest, so that the line of a cap stands free of the end.
        "scale": 1.04 * max((max(row.people, row.cap) for row in wall), default=0),
        "visits": gathering.overdue_visits(actor, now),
        "quiet": gathering.quiet_rows(quiet),
        "over_count": sum(row.is_over for row in wall),
        "away_count": sum(bool(row.away) for row in wall),
    }
    return render(request, "oversight/my_team.html", page)


@screen(Permission.TEAM_VIEW)
def waiting_for_worker(request: HttpRequest) -> HttpResponse:
    """Everybody who is held and waits for a named worker."""
    held, count = gathering.waiting(request.actor, timezone.now(), limit=gathering.ALL)
    return render(request, "oversight/waiting_for_worker.html", {"held": held, "count": count})


@screen(Permission.TEAM_VIEW)
def quiet_list(request: HttpRequest) -> HttpResponse:
    """Everybody of the team who was not seen for longer than usual, or than agreed."""
    found = gathering.quiet(request.actor, timezone.now(), limit=gathering.ALL)
    return render(request, "oversight/quiet_list.html", {"quiet": gathering.quiet_rows(found)})


@screen(Permission.TEAM_VIEW)
def worker_caseload(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """The people behind the numbers of one worker."""
    actor, now = request.actor, timezone.now()
    row = next((one for one in gathering.wall(actor, now) if one.worker_id == worker_id), None)
    worker = Worker.objects.filter(pk=worker_id).first()
    if row is None or worker is None:
        raise Http404
    people = gathering.caseload_rows(worker_id, actor, now)
    page = {
        "worker": worker,
        "row": row,
        "people": people,
        # Counted in the number, and open to nobody here.
        "elsewhere": max(0, row.people - len(people)),
    }
    return render(request, "oversight/worker_caseload.html", page)
