from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen, screen_of
from casework.base.core.slots import filled
from casework.base.ui.parts import Act
from casework.registry.door import gate
from casework.registry.people import finding
from casework.registry.people.header import header_of
from casework.registry.people.models import Person
from casework.registry.workforce.permissions import Permission

from .. import actions, header, ledger, practice_models, rules, shown
from ..forms import (
    AskForm,
    CloseForm,
    IntroductionForm,
    StateForm,
    WayOfWorkingForm,
)
from ..models import ChangeOutcome, ChangeRequest, Episode
from .framing import (
    episode_url,
    form_screen,
    frame,
    open_episode,
    this_minute_is_now,
    why_not_hand_over,
    why_not_wish,
)


@screen(Permission.EPISODE_VIEW)
def episode_list(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Every stretch of work with one person, newest first."""
    person = gate.open_or_404(
        Person.objects.select_related("merged_into"),
        by=request.actor,
        person="pk",
        pk=person_id,
        seen_as="episodes",
    )
    whole = person.merged_into or person
    now = timezone.now()
    person_ids = finding.record_ids(whole)
    episodes = list(
        Episode.objects.filter(person__in=person_ids)
        .select_related("team")
        .order_by("-accepted_at", "pk")
    )
    answering = ledger.answering_now([one.pk for one in episodes], now=now)
    page = {
        "person": whole,
        "person_header": header_of(
            whole, actor=request.actor, now=now, person_ids=person_ids, current=screen_of(request)
        ),
        "rows": [
            {
                "url": episode_url(one.pk),
                "team": one.team.name,
                "state": header.state_mark(one, request.actor, now),
                "since": words.short_day(words.local(one.accepted_at, request.actor).date()),
                "who": header.who_words(answering[one.pk]) if one.pk in answering else "",
                "reason": one.get_close_reason_display() if one.close_reason else "",
            }
            for one in episodes
        ],
    }
    return render(request, "episodes/episode_list.html", page)


def _asked(request: HttpRequest, episode: Episode) -> dict[str, Any]:
    """Who would have answered at the instant that was asked about; now, if nobody asked."""
    has_asked = "at_day" in request.GET
    form = AskForm(request.GET if has_asked else None, initial={"at": timezone.now()})
    if not has_asked or not form.is_valid():
        return {"ask": form}
    at, actor, now = form.cleaned_data["at"], request.actor, timezone.now()
    when = words.day_and_time(at, actor, now=now)
    then = ledger.answering_at(episode.pk, at=at)
    if then is None:
        text = _("%(when)s: nobody in this episode. It runs from %(from)s%(until)s.") % {
            "when": when,
            "from": words.day_and_time(episode.accepted_at, actor, now=now),
            "until": _(" until %(end)s")
            % {"end": words.day_and_time(episode.closed_at, actor, now=now)}
            if episode.closed_at
            else "",
        }
        return {"ask": form, "asked": {"text": text, "lines": []}}
    lines = []
    if then.covering:
        lines.append(_("Responsible was %(name)s, who was away.") % {"name": then.worker})
    if then.is_holding:
        lines.append(_("The leader held the person: no worker had accepted."))
    if then.told_at is None or then.told_at > at:
        lines.append(_("The person had not been told yet."))
    if then.recorded_at > at:
        lines.append(
            _("This was written down later: %(when)s.")
            % {"when": words.day_and_time(then.recorded_at, actor, now=now)}
        )
    if at > now:
        lines.append(_("This lies in the future: as it is arranged today."))
    text = _("%(when)s: %(name)s") % {"when": when, "name": then.answers}
    return {"ask": form, "asked": {"text": text, "lines": lines}}


@screen(Permission.EPISODE_VIEW)
def episode_detail(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """One stretch of work: who is responsible now, how it came to that, who would answer when."""
    episode = open_episode(request, episode_id, page="episode")
    return _detail(request, episode)


def _detail(
    request: HttpRequest, episode: Episode, *, introduction: IntroductionForm | None = None
) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    rows = list(episode.ledger.select_related("worker").order_by("-from_at"))
    changes = list(episode.state_changes.order_by("-happened_at", "-recorded_at"))
    names = shown.names_of(
        [*(row.recorded_by for row in rows), *(row.recorded_by for row in changes)]
    )
    offers = episode.hand_overs.select_related("from_worker", "to_worker")
    wishes = list(episode.change_requests.order_by("-asked_on", "-recorded_at"))
    model = ledger.model_of(episode)
    every, source = shown.target_source(episode, model)
    standing = ledger.answering_now([episode.pk], now=now).get(episode.pk)
    own = next((row for row in rows if row.until_at is None), None)
    page = frame(request, episode) | _asked(request, episode)
    page |= {
        "state": header.state_mark(episode, actor, now),
        "since": words.short_day(words.local(episode.accepted_at, actor).date()),
        "brought_over": words.short_day(episode.brought_over_on) if episode.brought_over_on else "",
        "model": _(model.name),
        "model_reason": episode.practice_model_reason,
        "every": every,
        "every_source": source,
        "standing": standing,
        "standing_since": words.short_day(words.local(standing.since, actor).date())
        if standing
        else "",
        "cover": header.cover_words(standing, actor, now) if standing else "",
        "is_told": own is None or own.told_at is not None,
        "is_introduced": own is None or own.introduced_at is not None,
        "introduction": introduction or IntroductionForm(initial={"on": words.today(actor, now)}),
        "ledger": shown.ledger_rows(rows, names, actor, now),
        "changes": shown.state_rows(changes, names, actor, now),
        "offers": shown.hand_over_rows(offers.order_by("-proposed_at"), episode, actor, now),
        "wishes": [
            {
                "one": wish,
                "asked_on": words.short_day(wish.asked_on),
                "outcome": wish.get_outcome_display(),
                "may_answer": wish.outcome == ChangeOutcome.OPEN
                and episode.team_id in actor.led_team_ids,
            }
            for wish in wishes
        ],
        "may_edit": episode.is_open and actor.may(Permission.EPISODE_EDIT),
    }
    page |= {
        "acts": _acts(episode, actor, page["offers"], now),
        "wish_acts": _wish_acts(episode, actor, wishes, now),
    }
    wrong = introduction is not None and introduction.errors
    return render(request, "episodes/episode_detail.html", page, status=422 if wrong else 200)


def _acts(episode: Episode, actor: Any, offers: Iterable[Any], now: datetime) -> list[Act]:
    """What may come next in an open episode, with what is in the way of it."""
    if not episode.is_open:
        return []
    found = []
    if actor.may(Permission.HANDOVER_PROPOSE):
        why_not = why_not_hand_over(
            actor, episode, has_open=any(one.is_open for one in offers), now=now
        )
        url = reverse("episodes:hand_over_new", args=[episode.pk])
        found.append(Act(url, _("Hand over"), why_not, is_primary=True))
    if actor.may(Permission.EPISODE_EDIT):
        for name, label in (
            ("episode_state", _("Change the state")),
            ("episode_close", _("End the episode")),
        ):
            found.append(Act(reverse(f"episodes:{name}", args=[episode.pk]), label))
    return found


def _wish_acts(
    episode: Episode, actor: Any, wishes: Iterable[ChangeRequest], now: datetime
) -> list[Act]:
    """A wish is written down while none is open."""
    if not (episode.is_open and actor.may(Permission.CHANGE_REQUEST_RECORD)):
        return []
    has_open = any(one.outcome == ChangeOutcome.OPEN for one in wishes)
    why_not = why_not_wish(episode, has_open=has_open, today=words.today(actor, now))
    url = reverse("episodes:change_request_new", args=[episode.pk])
    return [Act(url, _("Write one down"), why_not)]


@screen(Permission.EPISODE_EDIT, methods=("GET", "POST"))
def episode_state(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """In hospital, away, back, moving on: the worker stays responsible."""
    episode = open_episode(request, episode_id, page="episode_state")

    def act(typed: dict[str, Any]) -> Episode:
        now = timezone.now()
        to, _colon, as_what = typed.pop("to").partition(":")
        typed["happened_at"] = this_minute_is_now(typed["happened_at"], now)
        return actions.change_state(
            by=request.actor,
            episode=episode,
            now=now,
            to=to,
            suspended_as=as_what,
            **typed,
        )

    return form_screen(
        request,
        "episode_state",
        StateForm,
        about=episode.pk,
        act=act,
        done=episode_url(episode.pk),
        saved=_("Saved."),
        cancel_url=episode_url(episode.pk),
        prefill={"happened_at": timezone.now(), "version": episode.version},
        given={"state": episode.state, "suspended_as": episode.suspended_as},
        page=frame(request, episode)
        | {
            "why_not": rules.why_not_act(episode=episode),
            "state": header.state_mark(episode, request.actor, timezone.now()),
        },
    )


def _mode_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Modes and phases under the name of their model."""
    return [
        (_(model.name), [(one.code, _(one.contact.name)) for one in model.intensities])
        for model in practice_models.all_models()
        if model.modes or model.phases
    ]


@screen(Permission.EPISODE_EDIT, methods=("GET", "POST"))
def episode_model(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """How we work with this person, and where each number comes from."""
    episode = open_episode(request, episode_id, page="episode_model")
    team_code = episode.team.practice_model
    models = sorted(practice_models.all_models(), key=lambda one: (one.code != team_code, one.name))
    choices = [
        (one.code, _("%(model)s (as the team)") % {"model": _(one.name)})
        if one.code == team_code
        else (one.code, _(one.name))
        for one in models
    ]

    def act(typed: dict[str, Any]) -> Episode:
        days = typed.pop("target_days")
        return actions.agree_way_of_working(
            by=request.actor,
            episode=episode,
            now=timezone.now(),
            target_days=None if days is None else float(days),
            **typed,
        )

    chosen = ledger.model_of(episode)
    return form_screen(
        request,
        "episode_model",
        WayOfWorkingForm,
        about=episode.pk,
        act=act,
        done=episode_url(episode.pk),
        saved=_("Saved."),
        cancel_url=episode_url(episode.pk),
        prefill={
            "code": chosen.code,
            "mode": episode.mode,
            "reason": episode.practice_model_reason,
            "target_days": shown.number(float(episode.target_days))
            if episode.target_days is not None
            else "",
            "target_reason": episode.target_reason,
            "version": episode.version,
        },
        given={"models": choices, "modes": _mode_choices()},
        page=frame(request, episode)
        | {
            "why_not": rules.why_not_act(episode=episode),
            "now_stands": shown.target_source(episode, chosen),
            "sourced": [
                {"name": _(one.name), "values": shown.model_values(one), "is_open": one is chosen}
                for one in models
            ],
            "has_aside": True,
        },
    )


@screen(Permission.EPISODE_EDIT, methods=("GET", "POST"))
def episode_close(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """End the work with one person, for a reason that is one."""
    episode = open_episode(request, episode_id, page="episode_close")

    def act(typed: dict[str, Any]) -> Episode:
        now = timezone.now()
        there = typed.pop("accepted_there").strip()
        why = typed.pop("why")
        typed["closed_at"] = this_minute_is_now(typed["closed_at"], now)
        return actions.close_episode(
            by=request.actor,
            episode=episode,
            now=now,
            receiver_accepted=bool(there),
            why=f"{why}\n{there}" if there else why,
            **typed,
        )

    return form_screen(
        request,
        "episode_close",
        CloseForm,
        about=episode.pk,
        act=act,
        done=episode_url(episode.pk),
        saved=_("The episode has ended. Your team can still read the record."),
        cancel_url=episode_url(episode.pk),
        prefill={"closed_at": timezone.now(), "version": episode.version},
        page=frame(request, episode)
        | {
            "why_not": rules.why_not_act(episode=episode),
            "ends_with": _ends_with(request, episode),
        },
    )


def _ends_with(request: HttpRequest, episode: Episode) -> list[Any]:
    """What rooms above say before the work ends, once it can end."""
    if not episode.is_open:
        return []
    panels = [fill(request.actor, episode, timezone.now()) for fill in filled("episode_closing")]
    return [one for one in panels if one is not None]


@screen(Permission.EPISODE_EDIT, methods=("POST",))
def responsibility_tell(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """The person knows who is responsible now. Pressed twice, the first press stands."""
    episode = open_episode(request, episode_id, page="episode")
    try:
        actions.tell_person(by=request.actor, episode=episode, now=timezone.now())
        messages.success(request, _("Noted that they know."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(episode_url(episode.pk))


@screen(Permission.EPISODE_EDIT, methods=("POST",))
def introduction_record(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """Both have met: the day of it."""
    episode = open_episode(request, episode_id, page="episode")
    form = IntroductionForm(request.POST)
    if form.is_valid():
        try:
            actions.introduce_worker(
                by=request.actor,
                episode=episode,
                on=form.cleaned_data["on"],
                now=timezone.now(),
            )
            messages.success(request, _("Noted that they have met."))
            return redirect(episode_url(episode.pk))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _detail(request, episode, introduction=form)
