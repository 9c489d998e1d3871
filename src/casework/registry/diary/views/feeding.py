"""The worker's own calendar program: her private address, and what is read there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.acting import acting
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import ANYONE, screen
from casework.base.core.words import day_and_time
from casework.base.drafts import sheets
from casework.registry.people.views.framing import Request
from casework.registry.workforce.permissions import Permission

from .. import actions, agenda, feeds
from ..models import CalendarFeed


def _standing(request: Request) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(worker_id=request.actor.id, ended_at__isnull=True).first()


@screen(Permission.DIARY_VIEW, methods=("GET", "POST"))
def calendar_feed_settings(request: Request) -> HttpResponse:
    """Have my diary in my own calendar: make the address, see since when it stands, end it."""
    now = timezone.now()
    sheet = sheets.open_sheet(request, form="diary:calendar_feed_settings", about=request.actor.id)
    address = ""
    if request.method == "POST":
        standing = _standing(request)
        try:
            if request.POST.get("act") == "end":
                if standing is not None:
                    actions.end_feed(by=request.actor, feed=standing, now=now)
                messages.success(request, _("The address is ended. Nothing is read there."))
                return redirect("diary:calendar_feed_settings")
            secret = feeds.new_secret()
            _kind, _id, is_new = sheet.once(
                lambda: actions.start_feed(by=request.actor, secret=secret, now=now)
            )
            if not is_new:
                messages.info(
                    request,
                    _("An address is shown once only. If you have not copied it, make a new one."),
                )
                return redirect("diary:calendar_feed_settings")
            address = request.build_absolute_uri(reverse("diary:calendar_feed", args=[secret]))
        except Refused as refusal:
            messages.info(request, str(refusal))
            return redirect("diary:calendar_feed_settings")
    standing = _standing(request)
    page = {
        "draft": sheet,
        "address": address,
        "feed": standing,
        "since": day_and_time(standing.made_at, request.actor, now=now) if standing else "",
    }
    return render(request, "diary/calendar_feed_settings.html", page)


@screen(ANYONE)
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The diary as iCalendar, for whoever holds the address; read with that worker's own rights."""
    actor = feeds.reader_of(secret)
    if actor is None:
        raise Http404
    now = timezone.now()
    with acting(actor):
        booked = agenda.of_worker(actor.id, since=now - feeds.BACK, until=now + feeds.AHEAD)
        body = feeds.calendar_of(booked, actor=actor)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, max-age=300"
    answer.headers["Content-Disposition"] = 'inline; filename="diary.ics"'
    return answer
