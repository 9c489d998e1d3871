from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.clocks.models import Clock
from casework.base.clocks.words import stands
from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.base.drafts import sheets
from casework.registry.door import gate
from casework.registry.workforce.models import Worker
from casework.registry.workforce.permissions import Permission

from .. import actions, brief, carrying, clocks, header, ledger, rules, shown
from ..forms import AnswerForm, HandOverForm, TickedForm
from ..models import HandOver, HandOverState, Responsibility
from .framing import (
    bound,
    episode_url,
    form_screen,
    frame,
    open_episode,
    stored,
    stored_before,
    why_not_hand_over,
)


@screen(Permission.HANDOVER_PROPOSE, methods=("GET", "POST"))
def hand_over_new(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """Offer one person to one worker, who sees the brief and answers. Nothing moves before that."""
    actor, now = request.actor, timezone.now()
    episode = open_episode(request, episode_id, page="hand_over_new")
    today = words.today(actor, now)
    workers = [
        one
        for one in carrying.candidates_for(episode.team, on=today)
        if episode.is_held or one.pk != episode.responsible_id
    ]
    loads = carrying.loads_after(
        {one.pk: [episode] for one in workers}, team=episode.team, on=today
    )
    before = Responsibility.objects.filter(
        episode__person_id=episode.person_id, is_holding=False, until_at__isnull=False
    ).values_list("worker_id", flat=True)
    person = episode.person
    spoken = [person.first_language, *person.other_languages]
    rows = [
        shown.load_row(
            one,
            loads[one.pk],
            shown.fitting_marks(one, languages=spoken, before=before),
        )
        for one in workers
    ]
    sections = brief.briefs(actor, [episode], now=now)[episode.pk]
    by_id = {str(one.pk): one for one in workers}

    def act(typed: dict[str, Any]) -> HandOver:
        to = by_id[typed.pop("to")]
        return actions.propose_hand_over(
            by=actor, episode=episode, to=to, now=now, brief=brief.stored(sections), **typed
        )

    def chosen(form: Any) -> Mapping[str, Any]:
        return {"to": form["to"].value()}

    standing = ledger.answering_now([episode.pk], now=now).get(episode.pk)
    return form_screen(
        request,
        "hand_over_new",
        HandOverForm,
        about=episode.pk,
        act=act,
        done=episode_url(episode.pk),
        saved=_("Offered. Until the worker accepts, nothing changes."),
        cancel_url=episode_url(episode.pk),
        given={
            "workers": [(row.id, row.name) for row in rows],
            "may_override": episode.team_id in actor.led_team_ids,
        },
        page=frame(request, episode)
        | {
            "rows": rows,
            "brief": sections,
            "standing": standing,
            "has_aside": True,
            "why_not": why_not_hand_over(
                actor,
                episode,
                has_open=episode.hand_overs.filter(state=HandOverState.PROPOSED).exists(),
                now=now,
            ),
        },
        more=chosen,
    )


_open = gate.opener(
    lambda: HandOver.objects.select_related(
        "episode__person__merged_into", "episode__team", "from_worker", "to_worker"
    ),
    person="person_id",
)


def _open_hand_over(request: HttpRequest, hand_over_id: UUID, *, page: str) -> HandOver:
    return _open(hand_over_id, by=request.actor, seen_as=page)


@screen(Permission.EPISODE_VIEW, methods=("GET", "POST"))
def hand_over_answer(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """The brief, and the worker's answer. Others of the team read it; only she answers."""
    actor, now = request.actor, timezone.now()
    one = _open_hand_over(request, hand_over_id, page="hand_over")
    episode = one.episode

    def act(typed: dict[str, Any]) -> HandOver:
        if typed["answer"] == "accept":
            actions.accept_hand_over(by=actor, hand_over=one, now=now)
        else:
            actions.decline_hand_over(by=actor, hand_over=one, words=typed["words"], now=now)
        return one

    proposer = shown.names_of([one.proposed_by]).get(one.proposed_by, "")
    load = None
    if one.to_worker_id == actor.id and one.state == HandOverState.PROPOSED:
        loads = carrying.loads_after(
            {actor.id: [episode]}, team=episode.team, on=words.today(actor, now)
        )
        load = shown.load_row(one.to_worker, loads[actor.id])
    page = frame(request, episode) | {
        "one": one,
        "state": HandOverState(one.state).label,
        "proposer": proposer,
        "when": words.day_and_time(one.proposed_at, actor, now=now),
        "meeting_on": words.weekday_day(one.meeting_on) if one.meeting_on else "",
        "brief": brief.read(one.brief),
        "load": load,
        "has_aside": False,
        "may_take_back": one.state == HandOverState.PROPOSED
        and (one.proposed_by == actor.id or episode.team_id in actor.led_team_ids),
        "why_not": rules.why_not_answer(
            state=one.state,
            is_addressee=one.to_worker_id == actor.id,
            may_answer_for_team=False,
        ),
    }
    return form_screen(
        request,
        "hand_over_answer",
        AnswerForm,
        about=one.pk,
        act=act,
        done=episode_url(episode.pk),
        saved=lambda: (
            _("You are responsible now. Tell the person.")
            if request.POST.get("answer") == "accept"
            else _("Not accepted. Whoever offered reads why.")
        ),
        cancel_url=episode_url(episode.pk),
        page=page,
    )


@screen(Permission.HANDOVER_PROPOSE, methods=("POST",))
def hand_over_withdraw(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """Take an offer back that nobody has answered yet."""
    one = _open_hand_over(request, hand_over_id, page="hand_over")
    try:
        actions.withdraw_hand_over(by=request.actor, hand_over=one, now=timezone.now())
        messages.success(request, _("Taken back. Nothing has changed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(episode_url(one.episode_id))


@screen(Permission.RESPONSIBILITY_ACCEPT, methods=("GET", "POST"))
def hand_overs_to_answer(request: HttpRequest) -> HttpResponse:
    """Everything that is offered to me: read each, or accept all that are ticked in one press."""
    actor, now = request.actor, timezone.now()
    offers = list(
        HandOver.objects.filter(to_worker_id=actor.id, state=HandOverState.PROPOSED)
        .filter(gate.open_to(actor, "person_id"))
        .select_related("person__merged_into", "from_worker", "episode__team")
        .order_by("proposed_at", "pk")
    )
    by_id = {str(one.pk): one for one in offers}
    sheet = sheets.open_sheet(request, form="episodes:hand_overs_to_answer", about=actor.id)
    if stored_before(request, sheet) is not None:
        return redirect("episodes:hand_overs_to_answer")
    form = bound(
        request,
        sheet,
        TickedForm,
        given={"choices": [(pk, one.person.whole.shown_name) for pk, one in by_id.items()]},
    )

    def act(typed: dict[str, Any]) -> Worker:
        actions.accept_hand_overs(
            by=actor, hand_overs=[by_id[pk] for pk in typed["chosen"]], now=now
        )
        return Worker(pk=actor.id)

    if request.method == "POST" and form.is_valid():
        count = len(form.cleaned_data["chosen"])
        row_id, _stale = stored(sheet, form, act)
        if row_id is not None:
            messages.success(
                request,
                ngettext(
                    "You are responsible for %(n)d person more. Tell them.",
                    "You are responsible for %(n)d people more. Tell them.",
                    count,
                )
                % {"n": count},
            )
            return redirect("episodes:hand_overs_to_answer")
    due = {
        clock.subject_id: clock
        for clock in Clock.objects.open().filter(
            rule=clocks.ANSWER_HAND_OVER.code, subject_id__in=[one.pk for one in offers]
        )
    }
    calendar = clocks.calendar_of(actor.agency)
    page = {
        "form": form,
        "draft": sheet,
        "rows": [
            {
                "one": one,
                "id": str(one.pk),
                "name": one.person.whole.shown_name,
                "url": reverse("episodes:hand_over_answer", args=[one.pk]),
                "state": header.state_mark(one.episode, actor, now),
                "when": words.day_and_time(one.proposed_at, actor, now=now),
                "due": stands(due[one.pk], now, calendar) if one.pk in due else "",
                "is_ticked": not form.is_bound or str(one.pk) in form.data.getlist("chosen"),
            }
            for one in offers
        ],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "episodes/hand_overs_to_answer.html", page, status=status)
