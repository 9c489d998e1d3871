from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.base.drafts import sheets

from .. import actions, shown, tree
from ..forms import PositionEndForm, PositionFillForm, PositionForm, PositionShareForm
from ..models import Position, Team, Worker
from ..permissions import Permission, Role
from .forms_answered import answer


def workers_to_choose(request: HttpRequest) -> list[tuple[str, str]]:
    """(id, name) of everybody who has not left, by family name."""
    today = words.today(request.actor, timezone.now())
    here = Worker.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=today))
    return [(str(one.pk), one.name) for one in here.order_by("sort_key", "pk")]


def teams_to_choose() -> list[tuple[str, str]]:
    """(id, name and place) of every open team, programme and the agency."""
    return [(str(node.id), node.placed) for node in tree.team_tree() if node.is_open]


def _open(position_id: UUID) -> Position:
    return get_object_or_404(Position.objects.select_related("team", "worker"), pk=position_id)


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def position_new(request: HttpRequest) -> HttpResponse:
    """A new position, filled or vacant; `?team=` and `?worker=` say where and who."""
    today = words.today(request.actor, timezone.now())
    sheet = sheets.open_sheet(request, form="workforce:position_new", about=request.actor.id)
    form = PositionForm(
        request.POST if request.method == "POST" else None,
        initial=sheets.initial(
            sheet,
            role=Role.CASE_MANAGER.value,
            full_time_share="1",
            from_on=today,
        )
        | {name: value for name in ("team", "worker") if (value := request.GET.get(name))},
        teams=teams_to_choose(),
        workers=workers_to_choose(request),
    )

    def act(typed: dict[str, Any]) -> Position:
        who = typed.pop("worker")
        return actions.add_position(
            by=request.actor,
            team=Team.objects.get(pk=typed.pop("team")),
            worker=Worker.objects.get(pk=who) if who else None,
            role=Role(typed.pop("role")),
            now=timezone.now(),
            **typed,
        )

    def done(made_id: UUID) -> HttpResponse:
        position = _open(made_id)
        messages.success(request, _("Saved."))
        if request.GET.get("worker"):
            return redirect("workforce:worker_detail", position.worker_id)
        return redirect("workforce:team_detail", position.team_id)

    back = reverse("workforce:team_list")
    return answer(
        request,
        "workforce/position_new.html",
        sheet=sheet,
        form=form,
        act=act,
        done=done,
        cancel_url=back,
    )


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def position_fill(request: HttpRequest, position_id: UUID) -> HttpResponse:
    """Somebody takes a vacant position."""
    position = _open(position_id)
    today = words.today(request.actor, timezone.now())
    sheet = sheets.open_sheet(request, form="workforce:position_fill", about=position.pk)
    form = PositionFillForm(
        request.POST if request.method == "POST" else None,
        initial=sheets.initial(sheet, from_on=max(today, position.from_on)),
        workers=workers_to_choose(request),
    )

    def act(typed: dict[str, Any]) -> Position:
        return actions.fill_position(
            by=request.actor,
            position=position,
            worker=Worker.objects.get(pk=typed["worker"]),
            from_on=typed["from_on"],
            now=timezone.now(),
        )

    return _answer(request, "workforce/position_fill.html", position, sheet, form, act)


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def position_share(request: HttpRequest, position_id: UUID) -> HttpResponse:
    """Another share of full time, from a day on."""
    position = _open(position_id)
    today = words.today(request.actor, timezone.now())
    sheet = sheets.open_sheet(request, form="workforce:position_share", about=position.pk)
    form = PositionShareForm(
        request.POST if request.method == "POST" else None,
        initial=sheets.initial(
            sheet,
            full_time_share=shown.share(position.full_time_share),
            from_on=max(today, position.from_on),
        ),
    )

    def act(typed: dict[str, Any]) -> Position:
        return actions.change_share(
            by=request.actor, position=position, now=timezone.now(), **typed
        )

    return _answer(request, "workforce/position_share.html", position, sheet, form, act)


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def position_end(request: HttpRequest, position_id: UUID) -> HttpResponse:
    """The last day of a position. Where people may come with it, another room asks about them."""
    position = _open(position_id)
    elsewhere = shown.ending_url(position)
    if elsewhere != request.path:
        return redirect(elsewhere)
    today = words.today(request.actor, timezone.now())
    sheet = sheets.open_sheet(request, form="workforce:position_end", about=position.pk)
    form = PositionEndForm(
        request.POST if request.method == "POST" else None,
        initial=sheets.initial(sheet, to_on=max(today, position.from_on)),
    )
    if position.worker_id is None:
        del form.fields["opens_vacancy"]

    def act(typed: dict[str, Any]) -> Position:
        return actions.end_position(
            by=request.actor, position=position, now=timezone.now(), **typed
        )

    return _answer(request, "workforce/position_end.html", position, sheet, form, act)


def _answer(
    request: HttpRequest, template: str, position: Position, sheet: Any, form: Any, act: Any
) -> HttpResponse:
    """All three end on the team's page."""

    def done(_made_id: UUID) -> HttpResponse:
        messages.success(request, _("Saved."))
        return redirect("workforce:team_detail", position.team_id)

    return answer(
        request,
        template,
        sheet=sheet,
        form=form,
        act=act,
        done=done,
        cancel_url=reverse("workforce:team_detail", args=[position.team_id]),
        position=position,
        role=position.get_role_display(),
        since=words.short_day(position.from_on),
    )
