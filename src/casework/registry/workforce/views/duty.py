from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.base.drafts import sheets

from .. import actions, shown, tree
from ..forms import ShiftForm
from ..models import DutyShift, Position, Team, TeamKind, Worker
from ..permissions import MAY_BE_ON_DUTY, Permission, plans_duty_for
from .forms_answered import answer

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


def _led_teams(actor: Any) -> list[Team]:
    """The teams that a leader plans for; they stand in the roster before anybody is in it."""
    if not actor.may(Permission.DUTY_EDIT) or not actor.led_team_ids:
        return []
    led = Team.objects.filter(pk__in=actor.led_team_ids, kind=TeamKind.TEAM)
    return list(led.filter(closed_on__isnull=True))


def _grid(
    shifts: Iterable[DutyShift], days: list[date], actor: Any, today: date
) -> list[dict[str, Any]]:
    """One row a team, one cell a day; a shift stands in each day it touches."""
    teams: dict[UUID, dict[str, Any]] = {}

    def row_of(team: Team) -> dict[str, Any]:
        return teams.setdefault(
            team.pk,
            {
                "team": team,
                "can_plan": plans_duty_for(actor, team.pk) and team.closed_on is None,
                "cells": [(day, []) for day in days],
            },
        )

    for team in _led_teams(actor):
        row_of(team)
    for shift in shifts:
        row = row_of(shift.team)
        first = words.local(shift.starts_at, actor).date()
        last = words.local(shift.ends_at - timedelta(microseconds=1), actor).date()
        for day, entries in row["cells"]:
            if first <= day <= last:
                entries.append({"shift": shift, "times": _times(shift, day, actor)})
    ordered = sorted(teams.values(), key=lambda row: (row["team"].name.casefold(), row["team"].pk))
    for row in ordered:
        row["cells"] = [
            {
                "label": words.weekday_day(day),
                "day": day.isoformat(),
                "entries": entries,
                "can_add": row["can_plan"] and day >= today,
            }
            for day, entries in row["cells"]
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
        "rows": _grid(shifts, days, actor, today),
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
        "can_plan": actor.may(Permission.DUTY_EDIT),
        "new_day": max(monday, today).isoformat(),
        "now": now,
    }
    return render(request, "workforce/duty_plan.html", page)


def _teams_to_choose(actor: Any) -> list[tuple[str, str]]:
    """(id, name and place) of every open team that one plans duty for."""
    return [
        (str(node.id), node.placed)
        for node in tree.team_tree()
        if node.is_open and plans_duty_for(actor, node.id)
    ]


def _workers_to_choose(actor: Any, today: date) -> list[Any]:
    """Who may open records at all, by family name; a leader finds her own people first."""
    chairs = Position.objects.open_from(today).filter(
        worker=OuterRef("pk"), role__in=MAY_BE_ON_DUTY
    )
    here = (
        Worker.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=today), Exists(chairs))
        .annotate(is_led=Exists(chairs.filter(team__in=actor.led_team_ids)))
        .order_by("sort_key", "pk")
    )
    own = [(str(one.pk), one.name) for one in here if one.is_led]
    others = [(str(one.pk), one.name) for one in here if not one.is_led]
    if not own:
        return others
    return [(_("Who I lead"), own), *([(_("Others"), others)] if others else [])]


def _day_asked(request: HttpRequest) -> date | None:
    """`?day=2026-12-01`, from a cell of the roster; anything else is nobody's question."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


@screen(Permission.DUTY_EDIT, methods=("GET", "POST"))
def shift_new(request: HttpRequest) -> HttpResponse:
    """Put somebody on duty for a team; `?team=` and `?day=` come from the roster."""
    actor = request.actor
    zone = words.zone(actor)
    with timezone.override(zone):
        now = timezone.now()
        today = now.astimezone(zone).date()
        asked = _day_asked(request)
        evening = datetime.combine(asked or today, time(17), zone)
        teams = _teams_to_choose(actor)
        sheet = sheets.open_sheet(request, form="workforce:shift_new", about=request.actor.id)
        form = ShiftForm(
            request.POST if request.method == "POST" else None,
            initial=_shown_first(
                request, sheet, teams, evening=evening, is_asked=asked is not None
            ),
            teams=teams,
            workers=_workers_to_choose(actor, today),
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
            cancel_url=_week_url(shown.monday_of(asked or today)),
        )


def _shown_first(
    request: HttpRequest,
    sheet: sheets.Sheet,
    teams: list[tuple[str, str]],
    *,
    evening: datetime,
    is_asked: bool,
) -> dict[str, Any]:
    """A draft comes before the usual evening; what the roster asked for, before both."""
    hours = {"starts_at": evening, "ends_at": evening + timedelta(hours=16)}
    first = hours | _typed_before(sheet) | (hours if is_asked else {})
    if team := request.GET.get("team"):
        first["team"] = team
    elif len(teams) == 1:
        first["team"] = teams[0][0]
    return first


def _typed_before(sheet: sheets.Sheet) -> dict[str, Any]:
    """A draft holds the day and the time apart, as they were typed."""
    typed = sheets.initial(sheet)
    for name in ("starts_at", "ends_at"):
        day, at = typed.pop(f"{name}_day", ""), typed.pop(f"{name}_time", "")
        if day or at:
            typed[name] = [day, at]
    return typed


@screen(Permission.DUTY_EDIT, methods=("POST",))
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
