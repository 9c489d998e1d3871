from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.base.drafts import sheets
from casework.registry.workforce import tree
from casework.registry.workforce.models import Team, Worker
from casework.registry.workforce.permissions import Permission

from .. import actions, brief, carrying, header, ledger, shown
from ..forms import MoveForm, TickedForm, person_field
from ..models import Episode, Responsibility, ResponsibilityReason
from .framing import bound, episode_url, form_screen, led_worker, stored, stored_before

Loads = dict[UUID, carrying.Load]


def _loads(
    episodes: list[Episode], given: Mapping[UUID, list[Episode]], *, request: HttpRequest
) -> tuple[list[Worker], Loads]:
    """Who may receive in the teams of these episodes, and what each would carry. Few queries:
    they grow with the teams that one worker works in, not with the people."""
    today = words.today(request.actor, timezone.now())
    workers: dict[UUID, Worker] = {}
    loads: Loads = {}
    for team in {one.team_id: one.team for one in episodes}.values():
        fitting = carrying.candidates_for(team, on=today)
        workers |= {one.pk: one for one in fitting}
        loads |= carrying.loads_after(
            {one.pk: given.get(one.pk, []) for one in fitting}, team=team, on=today
        )
    return list(workers.values()), loads


@screen(Permission.RESPONSIBILITY_ALLOCATE, methods=("GET", "POST"))
def caseload_move(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """A whole caseload in one act: for each person a receiver, or one for all; all or nothing."""
    actor, now = request.actor, timezone.now()
    worker = led_worker(request, worker_id)
    episodes = ledger.led_episodes_of(actor, worker.pk)
    workers, loads = _loads(episodes, {}, request=request)
    workers = [one for one in workers if one.pk != worker.pk]
    by_id = {str(one.pk): one for one in workers}
    # The people are shown in the order in which something is due; their fields stand in it too.
    sheet = sheets.open_sheet(request, form="episodes:caseload_move", about=worker.pk)
    if stored_before(request, sheet) is not None:
        return redirect("episodes:caseload_move", worker.pk)
    form = bound(
        request,
        sheet,
        MoveForm,
        prefill={"until": "keeps"},
        given={
            "workers": [(pk, one.name) for pk, one in by_id.items()],
            "people": [(one.pk, one.person.whole.shown_name) for one in episodes],
        },
    )
    is_valid = request.method == "POST" and form.is_valid()
    receivers = form.receivers() if is_valid else {}
    offers = [(one, by_id.get(receivers.get(one.pk, ""))) for one in episodes]

    def act(typed: dict[str, Any]) -> Worker:
        chosen = [one for one, to in offers if to is not None]
        sections = brief.briefs(actor, chosen, now=now)
        actions.move_caseload(
            by=actor,
            worker=worker,
            offers=offers,
            why=typed["why"],
            over_cap_reason=typed["over_cap_reason"],
            hold_now=typed["until"] == "hold",
            briefs={pk: brief.stored(one) for pk, one in sections.items()},
            now=now,
        )
        return worker

    if is_valid and "look" not in request.POST:
        row_id, _stale = stored(sheet, form, act)
        if row_id is not None:
            messages.success(request, _moved_words(offers, form.cleaned_data["until"]))
            return redirect("episodes:caseload_move", worker.pk)
    if is_valid:
        given: dict[UUID, list[Episode]] = defaultdict(list)
        for one, to in offers:
            if to is not None:
                given[to.pk].append(one)
        _workers, loads = _loads(episodes, given, request=request)
    page = {
        "worker": worker,
        "form": form,
        "draft": sheet,
        "is_looked_at": is_valid,
        "people": [
            {
                "name": one.person.whole.shown_name,
                "url": episode_url(one.pk),
                "team": one.team.name,
                "state": header.state_mark(one, actor, now),
                "due": words.short_day(words.local(one.next_due_at, actor).date())
                if one.next_due_at
                else "",
                "is_held": one.is_held,
                "field": form[person_field("to", one.pk)],
            }
            for one in episodes
        ],
        "rows": [shown.load_row(one, loads[one.pk]) for one in workers],
        "hold_url": reverse("episodes:caseload_hold", args=[worker.pk]),
        "cover_url": f"{reverse('episodes:cover_new')}?absent={worker.pk}",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "episodes/caseload_move.html", page, status=status)


def _moved_words(offers: list[tuple[Episode, Worker | None]], until: str) -> str:
    asked = sum(1 for _one, to in offers if to is not None)
    said = ngettext(
        "%(n)d person is offered to another worker.",
        "%(n)d people are offered to other workers.",
        asked,
    ) % {"n": asked}
    return f"{said} {_('The leader holds all of them from now on.')}" if until == "hold" else said


@screen(Permission.RESPONSIBILITY_ALLOCATE, methods=("GET", "POST"))
def caseload_hold(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """A worker is suddenly not there: the leader holds everybody, at once, after one question."""
    actor, now = request.actor, timezone.now()
    worker = led_worker(request, worker_id)
    episodes = ledger.led_episodes_of(actor, worker.pk)
    teams = {one.team_id: one.team for one in episodes}
    holders = tree.leaders_of(teams, on=words.today(actor, now), without=[worker.pk])
    elsewhere = (
        Team.objects.filter(positions__in=worker.positions.held_on(words.today(actor, now)))
        .exclude(pk__in=actor.led_team_ids)
        .distinct()
    )

    def act(_typed: dict[str, Any]) -> Worker:
        actions.hold_caseload(by=actor, worker=worker, now=now)
        return worker

    return form_screen(
        request,
        "caseload_hold",
        forms.Form,
        about=worker.pk,
        act=act,
        done=reverse("episodes:caseload_move", args=[worker.pk]),
        saved=_("Held. Now arrange today's visits, and find each person a worker."),
        cancel_url=reverse("episodes:caseload_move", args=[worker.pk]),
        page={
            "worker": worker,
            "count": len(episodes),
            "people": [one.person.whole.shown_name for one in episodes],
            "teams": [
                {
                    "name": team.name,
                    "holder": holders[team_id].name if team_id in holders else "",
                }
                for team_id, team in teams.items()
            ],
            "elsewhere": [one.name for one in elsewhere],
            "cover_url": f"{reverse('episodes:cover_new')}?absent={worker.pk}",
        },
    )


@screen(Permission.RESPONSIBILITY_ACCEPT, methods=("GET", "POST"))
def brought_over_confirm(request: HttpRequest) -> HttpResponse:
    """People brought over from another system as mine: they are, or the leader holds them."""
    actor, now = request.actor, timezone.now()
    rows = list(
        Responsibility.objects.filter(
            worker_id=actor.id,
            until_at__isnull=True,
            reason=ResponsibilityReason.BROUGHT_OVER,
            confirmed_at__isnull=True,
        )
        .select_related("episode__person__merged_into", "episode__team")
        .order_by("episode__person__sort_key", "pk")
    )
    by_id = {str(row.episode_id): row.episode for row in rows}
    sheet = sheets.open_sheet(request, form="episodes:brought_over_confirm", about=actor.id)
    if stored_before(request, sheet) is not None:
        return redirect("episodes:brought_over_confirm")
    form = bound(
        request,
        sheet,
        TickedForm,
        given={"choices": [(pk, one.person.whole.shown_name) for pk, one in by_id.items()]},
    )
    is_mine = request.POST.get("answer") != "not_mine"

    def act(typed: dict[str, Any]) -> Worker:
        chosen = [by_id[pk] for pk in typed["chosen"]]
        actions.confirm_mine(
            by=actor,
            mine=chosen if is_mine else [],
            not_mine=[] if is_mine else chosen,
            now=now,
        )
        return Worker(pk=actor.id)

    if request.method == "POST" and form.is_valid():
        row_id, _stale = stored(sheet, form, act)
        if row_id is not None:
            done = _("Confirmed.") if is_mine else _("The leader holds them now.")
            messages.success(request, done)
            return redirect("episodes:brought_over_confirm")
    page = {
        "form": form,
        "draft": sheet,
        "rows": [
            {
                "id": pk,
                "name": one.person.whole.shown_name,
                "url": episode_url(one.pk),
                "team": one.team.name,
                "state": header.state_mark(one, actor, now),
                "since": words.short_day(words.local(one.accepted_at, actor).date()),
                "is_ticked": form.is_bound and pk in form.data.getlist("chosen"),
            }
            for pk, one in by_id.items()
        ],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "episodes/brought_over_confirm.html", page, status=status)
