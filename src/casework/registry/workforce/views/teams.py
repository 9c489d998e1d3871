from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.base.drafts import sheets
from casework.base.ui.parts import Mark, Tone

from .. import actions, choices, shown, tree
from ..forms import TeamChangeForm, TeamCloseForm, TeamForm
from ..models import DutyShift, Position, Team, TeamKind, Worker
from ..permissions import Permission
from ..shown import PositionRow
from ..tree import TeamNode
from .forms_answered import answer


@dataclass
class TeamBlock:
    """One team of the tree with the positions in it."""

    node: TeamNode
    kind: str
    practice_model: str
    leader: Worker | None
    rows: list[PositionRow] = field(default_factory=list)
    full_time: Decimal = Decimal(0)
    vacancies: int = 0

    @property
    def summary(self) -> str:
        if not self.rows:
            return _("no positions")
        said = _("%(share)s full time") % {"share": shown.share(self.full_time)}
        if self.vacancies:
            said += ", " + ngettext("%(n)d vacancy", "%(n)d vacancies", self.vacancies) % {
                "n": self.vacancies
            }
        return said

    @property
    def is_leaderless(self) -> bool:
        return self.leader is None and self.node.is_team and self.node.is_open

    @property
    def depth_class(self) -> str:
        return f"wf-depth-{min(self.node.depth, 4)}"


def _blocks(today: date, due: dict[UUID, list[shown.Due]]) -> list[TeamBlock]:
    """Every open team with what stands in it today: three queries."""
    nodes = [node for node in tree.team_tree() if node.is_open]
    leaders = tree.leaders_of([node.id for node in nodes], on=today)
    models = dict(choices.practice_models())
    blocks = {
        node.id: TeamBlock(
            node=node,
            kind=str(TeamKind(node.kind).label),
            practice_model=models.get(node.practice_model, node.practice_model),
            leader=leaders.get(node.id),
        )
        for node in nodes
    }
    for position in shown.standing_positions(today):
        block = blocks.get(position.team_id)
        if block is None:
            continue
        block.rows.append(shown.position_row(position, today=today, due=due))
        if position.worker_id is None:
            block.vacancies += 1
        else:
            block.full_time += position.full_time_share
    return list(blocks.values())


_FILTERS = ("", "vacant", "leaderless")
# More positions than this make a page that nobody reads: they stand on the page of each team then.
MOST_POSITIONS = 300


@screen(Permission.WORKFORCE_VIEW)
def team_list(request: HttpRequest) -> HttpResponse:
    """The tree of teams: who sits where, what is vacant, which credentials run out."""
    today = words.today(request.actor, timezone.now())
    due = shown.credentials_due(today=today)
    blocks = _blocks(today, due)
    show = request.GET.get("show", "")
    show = show if show in _FILTERS else ""
    stats = {
        "teams": sum(block.node.is_team for block in blocks),
        "workers": Worker.objects.exclude(left_on__lt=today).count(),
        "full_time": shown.share(sum((block.full_time for block in blocks), Decimal(0))),
        "vacancies": sum(block.vacancies for block in blocks),
        "leaderless": sum(block.is_leaderless for block in blocks),
        "due": len(due),
    }
    if show == "vacant":
        for block in blocks:
            block.rows = [row for row in block.rows if row.is_vacant]
        blocks = [block for block in blocks if block.rows]
    elif show == "leaderless":
        blocks = [block for block in blocks if block.is_leaderless]
    positions = sum(len(block.rows) for block in blocks)
    page = {
        "blocks": blocks,
        "is_short": positions > MOST_POSITIONS,
        "positions": positions,
        "show": show,
        "stats": stats,
        "can_edit": request.actor.may(Permission.WORKFORCE_EDIT),
        "closed": Team.objects.filter(closed_on__isnull=False).order_by("name", "pk"),
    }
    return render(request, "workforce/team_list.html", page)


@screen(Permission.WORKFORCE_VIEW)
def team_detail(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """One team: how it works, who leads it, who is in it now, later and before, who is on duty."""
    now = timezone.now()
    today = words.today(request.actor, now)
    team = get_object_or_404(Team, pk=team_id)
    nodes = tree.team_tree()
    node = next(one for one in nodes if one.id == team_id)
    positions = list(
        Position.objects.filter(team=team).select_related("worker").order_by("-from_on", "pk")
    )
    due = shown.credentials_due(
        today=today, worker_ids={one.worker_id for one in positions if one.worker_id}
    )
    here = [one for one in positions if one.to_on is None or one.to_on >= today]
    here.sort(key=lambda one: (one.from_on > today, one.worker is None, str(one.worker or "")))
    leader = tree.leader_of(team, on=today)
    page: dict[str, Any] = {
        "team": team,
        "kind": TeamKind(team.kind).label,
        "line": [one for one in nodes if one.id in node.line[:-1]],
        "below": [one for one in nodes if one.parent_id == team.pk and one.is_open],
        "practice_model": choices.practice_model_name(team.practice_model),
        "leader": leader,
        "leader_from_above": leader is not None and leader.leads_team_id != team.pk,
        "is_leaderless": leader is None and team.kind == TeamKind.TEAM and not team.closed_on,
        "closed": words.short_day(team.closed_on) if team.closed_on else "",
        "rows": [shown.position_row(one, today=today, due=due) for one in here],
        "past": [
            {
                "position": one,
                "role": one.get_role_display(),
                "days": shown.from_until(one.from_on, one.to_on, today),
            }
            for one in positions
            if one not in here
        ],
        "shifts": [
            {
                "shift": shift,
                "mark": Mark(_("now"), Tone.OK) if shift.starts_at <= now else None,
                "begins": words.day_and_time(shift.starts_at, request.actor, now=now),
                "ends": words.day_and_time(shift.ends_at, request.actor, now=now),
            }
            for shift in DutyShift.objects.filter(
                team=team, cancelled_at__isnull=True, ends_at__gt=now
            )
            .select_related("worker")
            .order_by("starts_at", "pk")[:5]
        ],
        "can_edit": request.actor.may(Permission.WORKFORCE_EDIT) and team.closed_on is None,
        "can_close": team.kind != TeamKind.AGENCY,
    }
    return render(request, "workforce/team_detail.html", page)


def _parents(nodes: list[TeamNode], *, without: UUID | None = None) -> list[tuple[str, str]]:
    """Where a team can stand, with its place in the agency."""
    return [
        (str(node.id), node.placed)
        for node in nodes
        if node.is_open and not node.is_team and without not in node.line
    ]


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def team_new(request: HttpRequest) -> HttpResponse:
    """A new team or programme; `?parent=` says where."""
    nodes = tree.team_tree()
    parents = _parents(nodes)
    known = {choice for choice, _label in parents}
    asked = request.GET.get("parent", "")
    parent = asked if asked in known else (parents[0][0] if parents else "")
    sheet = sheets.open_sheet(request, form="workforce:team_new", about=request.actor.id)
    form = TeamForm(
        request.POST if request.method == "POST" else None,
        initial=sheets.initial(sheet, kind=TeamKind.TEAM.value, parent=parent),
        parents=parents,
    )

    def act(typed: dict[str, Any]) -> Team:
        under = Team.objects.get(pk=typed.pop("parent"))
        return actions.add_team(by=request.actor, now=timezone.now(), parent=under, **typed)

    def done(made_id: UUID) -> HttpResponse:
        messages.success(request, _("Saved. Give it its positions now."))
        return redirect("workforce:team_detail", made_id)

    return answer(
        request,
        "workforce/team_new.html",
        sheet=sheet,
        form=form,
        act=act,
        done=done,
        cancel_url=reverse("workforce:team_list"),
    )


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def team_change(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """What is said of a team, and its place in the tree."""
    team = get_object_or_404(Team.objects.select_related("parent"), pk=team_id)
    sheet = sheets.open_sheet(request, form="workforce:team_change", about=team.pk)
    form = TeamChangeForm(
        request.POST if request.method == "POST" else None,
        initial=sheets.initial(
            sheet,
            version=team.version,
            name=team.name,
            parent=str(team.parent_id or ""),
            practice_model=team.practice_model,
            phone=team.phone,
            place=team.place,
        ),
        parents=_parents(tree.team_tree(), without=team.pk),
        kind=team.kind,
    )

    def act(typed: dict[str, Any]) -> Team:
        under = typed.pop("parent", None)
        return actions.change_team(
            by=request.actor,
            team=team,
            parent=Team.objects.get(pk=under) if under else None,
            practice_model=typed.pop("practice_model", ""),
            now=timezone.now(),
            **typed,
        )

    def done(_made_id: UUID) -> HttpResponse:
        messages.success(request, _("Saved."))
        return redirect("workforce:team_detail", team.pk)

    return answer(
        request,
        "workforce/team_change.html",
        sheet=sheet,
        form=form,
        act=act,
        done=done,
        cancel_url=reverse("workforce:team_detail", args=[team.pk]),
        team=team,
    )


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def team_close(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Close a team for good, or hear what has to end first."""
    team = get_object_or_404(Team, pk=team_id)
    today = words.today(request.actor, timezone.now())
    sheet = sheets.open_sheet(request, form="workforce:team_close", about=team.pk)
    form = TeamCloseForm(
        request.POST if request.method == "POST" else None,
        initial=sheets.initial(sheet, version=team.version, closed_on=today),
    )

    def act(typed: dict[str, Any]) -> Team:
        return actions.close_team(by=request.actor, team=team, now=timezone.now(), **typed)

    def done(_made_id: UUID) -> HttpResponse:
        messages.success(request, _("%(team)s is closed.") % {"team": team.name})
        return redirect("workforce:team_list")

    return answer(
        request,
        "workforce/team_close.html",
        sheet=sheet,
        form=form,
        act=act,
        done=done,
        cancel_url=reverse("workforce:team_detail", args=[team.pk]),
        team=team,
    )
