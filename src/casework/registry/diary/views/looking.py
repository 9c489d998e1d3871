"""The diary, one appointment, today's visits, the card to hand over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.base.core.words import clock_time, local, long_day, short_day, today, zone
from casework.base.ui.parts import Act
from casework.registry.people import finding
from casework.registry.people.tabs import record_url
from casework.registry.people.views.framing import Request
from casework.registry.workforce.models import Agency
from casework.registry.workforce.permissions import Permission

from .. import agenda, opening, rules, shown, visits
from ..models import AppointmentState
from .framing import opened, page_of


def _asked_day(request: Request, today_here: date) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today_here


@screen(Permission.DIARY_VIEW)
def my_diary(request: Request) -> HttpResponse:
    """What have I booked this week, or this day? Printed, it is the list to carry."""
    actor, now = request.actor, timezone.now()
    this_day = today(actor, now)
    asked = _asked_day(request, this_day)
    is_day = request.GET.get("view") == "day"
    first = asked if is_day else asked - timedelta(days=asked.weekday())
    length = 1 if is_day else 7
    try:
        before, after = first - timedelta(days=length), first + timedelta(days=length)
        since, until = agenda.bounds(first, zone(actor), days=length)
    except OverflowError:
        # A day at the end of time, typed into the address.
        raise Http404 from None
    lines: dict[date, list[shown.Shown]] = {first + timedelta(days=n): [] for n in range(length)}
    booked = agenda.of_worker(actor.id, since=since, until=until)
    prefetch_related_objects(booked, "workers__worker")
    for one in booked:
        for day, line in shown.each_day(one, actor=actor, now=now):
            if day in lines:
                lines[day].append(line)
    view = "day" if is_day else "week"

    def at(day: date, kind: str = view) -> str:
        return f"?view={kind}&day={day.isoformat()}"

    page = {
        "days": [
            {
                "words": long_day(day),
                "is_today": day == this_day,
                "lines": found,
                "url": at(day, "day"),
                "anchor": f"day-{day.isoformat()}",
            }
            for day, found in lines.items()
        ],
        "count": len(booked),
        "is_day": is_day,
        "span": _span(first, length, this_day.year),
        "before_url": at(before),
        "after_url": at(after),
        "this_url": "" if this_day in lines else at(this_day),
        "day_url": at(this_day if this_day in lines else first, "day"),
        "week_url": at(first, "week"),
        "may_book": actor.may(Permission.DIARY_EDIT),
        "worker": actor.name,
    }
    return render(request, "diary/my_diary.html", page)


def _span(first: date, length: int, this_year: int) -> str:
    if length == 1:
        return long_day(first)
    last = first + timedelta(days=length - 1)
    return _("%(first)s to %(last)s") % {
        "first": short_day(first, this_year=this_year),
        "last": short_day(last, this_year=this_year),
    }


@screen(Permission.DIARY_VIEW)
def appointment_detail(request: Request, appointment_id: UUID) -> HttpResponse:
    """What is booked here, what became of it, and what can be done about it?"""
    actor, now = request.actor, timezone.now()
    booked = opened(request, appointment_id, seen_as="appointment")
    page = page_of(request, booked)
    is_booked = shown.is_booked(booked)
    may_change = actor.may(Permission.DIARY_EDIT) and opening.may_change(actor, booked)
    names = finding.worker_names([booked.booked_by, booked.checked_out_by])
    checked_out = ""
    if booked.checked_out_at is not None:
        checked_out = _("%(time)s by %(who)s") % {
            "time": clock_time(booked.checked_out_at, actor),
            "who": names.get(booked.checked_out_by or booked.booked_by, ""),
        }
    no_check_out = rules.why_not_check_out(
        is_visit=booked.is_visit,
        is_booked=is_booked,
        is_checked_out=booked.checked_out_at is not None,
        starts_at=booked.starts_at,
        now=now,
    )
    no_absence = rules.why_not_not_there(is_booked=is_booked, starts_at=booked.starts_at, now=now)
    page |= {
        "appointment": booked,
        "line": shown.show(booked, actor=actor, now=now),
        "facts": [
            *shown.facts(booked, actor=actor, now=now),
            (_("Checked out"), checked_out),
            (_("Booked by"), names.get(booked.booked_by, "")),
        ],
        "is_booked": is_booked,
        "may_change": may_change,
        "may_check_out": may_change and no_check_out is None,
        "outcomes": _outcomes(booked, no_absence or ""),
        "may_have_a_card": is_booked and booked.person_id is not None and booked.ends_at > now,
        "is_over": booked.ends_at < now,
        "episode_id": booked.episode_id,
        "again_url": _again_url(booked) if may_change and not is_booked else "",
        "is_overdue": shown.is_overdue(booked, now),
        "next_step": rules.next_step(now - booked.ends_at),
    }
    return render(request, "diary/appointment_detail.html", page)


def _outcomes(booked: Any, no_absence: str) -> list[Act]:
    """What can have become of an appointment with a person, and what cannot have yet."""
    found = []
    if booked.episode_id is not None:
        url = reverse("contacts:contact_new", args=[booked.episode_id])
        found.append(Act(f"{url}?appointment={booked.pk}", _("Record a contact"), is_primary=True))
    absent = reverse("diary:appointment_not_there", args=[booked.pk])
    cancel = reverse("diary:appointment_cancel", args=[booked.pk])
    found.append(Act(absent, _("Not there"), no_absence, is_post=True))
    return [*found, Act(cancel, _("Cancelled"))]


def _again_url(booked: Any) -> str:
    """Where another time is booked instead of one that did not take place."""
    if booked.episode_id is None or booked.state == AppointmentState.KEPT:
        return ""
    return reverse("diary:appointment_new", args=[booked.episode_id]) + f"?from={booked.pk}"


@screen(Permission.DIARY_VIEW)
def team_visits(request: Request) -> HttpResponse:
    """Who of my teams is out, until when, and who should be back by now?"""
    actor, now = request.actor, timezone.now()
    day = today(actor, now)
    found = visits.of_teams(actor, opening.teams_of(actor), day=day, zone=zone(actor), now=now)
    page = {
        "visits": found,
        "overdue": sum(one.is_overdue for one in found),
        "out": sum(one.shown.is_now and not one.is_over for one in found),
        "day": long_day(day),
        "time": clock_time(now, actor),
        "may_change": actor.may(Permission.DIARY_EDIT),
        "is_on_duty": bool(actor.duty_team_ids),
    }
    return render(request, "diary/team_visits.html", page)


@screen(Permission.DIARY_VIEW)
def appointment_card(request: Request, appointment_id: UUID) -> HttpResponse:
    """A card for the person's pocket: when, where, who, how to cancel.

    Whoever finds it learns no more: no name of the person or of a service stands on it, and no
    address of a home.
    """
    actor = request.actor
    booked = opened(request, appointment_id, seen_as="appointment_card")
    if booked.person_id is None or not shown.is_booked(booked):
        raise Http404
    agency = Agency.objects.only("phone").first()
    time = "" if booked.is_day_only else clock_time(booked.starts_at, actor)
    page = {
        "day": long_day(local(booked.starts_at, actor).date()),
        "time": time,
        "place": shown.place_on_card(booked),
        "who": ", ".join(one.worker.given for one in booked.workers.all()),
        "phone": agency.phone if agency else "",
        "back_url": reverse("diary:appointment_detail", args=[booked.pk]),
        "record_url": record_url(booked.person_id),
    }
    return render(request, "diary/appointment_card.html", page)
