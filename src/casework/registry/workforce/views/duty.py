from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.base.drafts import sheets

from .. import actions, shown
from ..forms import ShiftForm
from ..models import DutyShift, Team, Worker
from ..permissions import Permission
from .forms_answered import answer
from .positions import teams_to_choose, workers_to_choose

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_DAY = timedelta(days=1)


def _monday(typed: str, today: date) -> date:
    """2026-W47 → its Monday; anything else is this week."""
    match = _WEEK.fullmatch(typed)
    if match:
        try:
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
        except ValueError:
            pass
    return shown.monday_of(today)


def week_word(monday: date) -> str:
    """2026-W47"""
    year, week, _weekday = monday.isocalendar()
    return f"{year}-W{week:02d}"


def _week_url(monday: date) -> str:
    return f"{reverse('workforce:duty_plan')}?week={week_word(monday)}"


def _week_of(shift: DutyShift, actor: Any) -> str:
    """The roster's week in which a shift begins."""
    return _week_url(shown.monday_of(words.local(shift.starts_at, actor).date()))


def _shifts(after: datetime, before: datetime) -> list[DutyShift]:
    """The shifts that touch a stretch of time, in the order they begin."""
    return list(
        DutyShift.objects.filter(cancelled_at__isnull=True, starts_at__lt=before, ends_at__gt=after)
        .select_related("team", "worker")
        .order_by("starts_at", "worker__sort_key", "pk")
    )


def _times(shift: DutyShift, day: date, actor: Any) -> str:
    """The hours of a shift on one of its days: 17:00–09:00, all day, until 09:00."""
    begins, ends = words.local(shift.starts_at, actor), words.local(shift.ends_at, actor)
    if begins.date() == day:
        if ends.date() <= day + _DAY:
            return f"{begins:%H:%M}–{ends:%H:%M}"
        return _("from %(time)s") % {"time": f"{begins:%H:%M}"}
    if ends.date() == day:
        return _("until %(time)s") % {"time": f"{ends:%H:%M}"}
    return _("all day")


def _grid(shifts: Iterable[DutyShift], days: list[date], actor: Any) -> list[dict[str, Any]]:
    """One row a team, one cell a day; a shift stands in each day it touches."""
    teams: dict[UUID, dict[str, Any]] = {}
    for shift in shifts:
        row = teams.setdefault(
            shift.team_id, {"team": shift.team, "cells": [(day, []) for day in days]}
        )
        first = words.local(shift.starts_at, actor).date()
        last = words.local(shift.ends_at - timedelta(microseconds=1), actor).date()
        for day, entries in row["cells"]:
            if first <= day <= last:
                entries.append({"shift": shift, "times": _times(shift, day, actor)})
    ordered = sorted(teams.values(), key=lambda row: (row["team"].name.casefold(), row["team"].pk))
    for row in ordered:
        row["cells"] = [
            {"label": words.weekday_day(day), "entries": entries} for day, entries in row["cells"]
        ]
    return ordered


@screen(Permission.WORKFORCE_VIEW)
def duty_plan(request: HttpRequest) -> HttpResponse:
    """Who is on duty, week by week, and who is right now."""
    now, actor = timezone.now(), request.actor
    today = words.today(actor, now)
    monday = _monday(request.GET.get("week", ""), today)
    days = [monday + timedelta(days=n) for n in range(7)]
    zone = words.zone(actor)
    shifts = _shifts(
        datetime.combine(monday, time.min, zone),
        datetime.combine(monday + timedelta(days=7), time.min, zone),
    )
    page = {
        "days": [{"label": words.weekday_day(day), "is_today": day == today} for day in days],
        "rows": _grid(shifts, days, actor),
        "count": len(shifts),
        "week": _("%(first)s to %(last)s")
        % {"first": words.short_day(days[0]), "last": words.short_day(days[6])},
        "week_word": week_word(monday),
        "before_url": _week_url(monday - timedelta(days=7)),
        "after_url": _week_url(monday + timedelta(days=7)),
        "this_url": "" if monday == shown.monday_of(today) else _week_url(today),
        "on_duty": [
            {"shift": one, "until": words.day_and_time(one.ends_at, actor, now=now)}
            for one in _shifts(now, now + timedelta(microseconds=1))
        ],
        "can_edit": actor.may(Permission.WORKFORCE_EDIT),
        "now": now,
    }
    return render(request, "workforce/duty_plan.html", page)


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def shift_new(request: HttpRequest) -> HttpResponse:
    """Put somebody on duty for a team."""
    zone = words.zone(request.actor)
    with timezone.override(zone):
        now = timezone.now()
        evening = datetime.combine(now.astimezone(zone).date(), time(17), zone)
        sheet = sheets.open_sheet(request, form="workforce:shift_new", about=request.actor.id)
        form = ShiftForm(
            request.POST if request.method == "POST" else None,
            initial={"starts_at": evening, "ends_at": evening + timedelta(hours=16)}
            | _typed_before(sheet),
            teams=teams_to_choose(),
            workers=workers_to_choose(request),
        )

        def act(typed: dict[str, Any]) -> DutyShift:
            return actions.plan_shift(
                by=request.actor,
                team=Team.objects.get(pk=typed["team"]),
                worker=Worker.objects.get(pk=typed["worker"]),
                starts_at=typed["starts_at"],
                ends_at=typed["ends_at"],
                now=now,
            )

        def done(made_id: UUID) -> HttpResponse:
            shift = DutyShift.objects.get(pk=made_id)
            messages.success(request, _("Saved. The records open when the shift begins."))
            return redirect(_week_of(shift, request.actor))

        return answer(
            request,
            "workforce/shift_new.html",
            sheet=sheet,
            form=form,
            act=act,
            done=done,
            cancel_url=reverse("workforce:duty_plan"),
        )


def _typed_before(sheet: sheets.Sheet) -> dict[str, Any]:
    """A draft holds the day and the time apart, as they were typed."""
    typed = sheets.initial(sheet)
    for name in ("starts_at", "ends_at"):
        day, at = typed.pop(f"{name}_day", ""), typed.pop(f"{name}_time", "")
        if day or at:
            typed[name] = [day, at]
    return typed


@screen(Permission.WORKFORCE_EDIT, methods=("POST",))
def shift_cancel(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Take a shift out of the roster. A second press finds it gone and says so."""
    shift = get_object_or_404(DutyShift.objects.select_related("worker"), pk=shift_id)
    try:
        actions.cancel_shift(by=request.actor, shift=shift, now=timezone.now())
        messages.success(
            request, _("The shift of %(worker)s is cancelled.") % {"worker": shift.worker.name}
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(_week_of(shift, request.actor))
