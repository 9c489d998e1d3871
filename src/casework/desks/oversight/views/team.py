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
from ..wall import held_in_teams, wall_of


@screen(Permission.TEAM_VIEW)
def my_team(request: HttpRequest) -> HttpResponse:
    """Is anyone falling through, is anyone overloaded?"""
    actor, now = request.actor, timezone.now()
    gathering.ask(actor, now)
    wall = wall_of(actor, now)
    names = {row.worker_id: row.given for row in wall.rows}
    page = {
        "day": long_day(today(actor, now)),
        "held": gathering.waiting(actor, now),
        "held_count": wall.held,
        "wall": wall.rows,
        "visits": gathering.overdue_visits(actor, now),
        "quiet": gathering.quiet_rows(gathering.quiet(actor, now), names),
        "over_count": sum(row.is_over for row in wall.rows),
        "away_count": sum(bool(row.away) for row in wall.rows),
    }
    return render(request, "oversight/my_team.html", page)


@screen(Permission.TEAM_VIEW)
def waiting_for_worker(request: HttpRequest) -> HttpResponse:
    """Everybody who is held and waits for a named worker."""
    actor = request.actor
    page = {
        "held": gathering.waiting(actor, timezone.now(), limit=gathering.ALL),
        "count": held_in_teams(actor),
    }
    return render(request, "oversight/waiting_for_worker.html", page)


@screen(Permission.TEAM_VIEW)
def quiet_list(request: HttpRequest) -> HttpResponse:
    """Everybody of the team who was not seen for longer than usual, or than agreed."""
    found = gathering.quiet(request.actor, timezone.now(), limit=gathering.ALL)
    return render(request, "oversight/quiet_list.html", {"quiet": gathering.quiet_rows(found)})


@screen(Permission.TEAM_VIEW)
def worker_caseload(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """The people behind the numbers of one worker."""
    actor, now = request.actor, timezone.now()
    wall = wall_of(actor, now)
    row = next((one for one in wall.rows if one.worker_id == worker_id), None)
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
