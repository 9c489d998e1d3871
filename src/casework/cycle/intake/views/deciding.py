"""Accept, decline, wait, pass on, ask, withdraw, look again, another owner: one form each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.registry.episodes.clocks import calendar_of
from casework.registry.people import finding
from casework.registry.people.models import Person
from casework.registry.people.views.framing import Request
from casework.registry.workforce import tree
from casework.registry.workforce.permissions import Permission

from .. import actions, facts, rules
from ..forms import (
    AcceptForm,
    CameForm,
    DeclineForm,
    EscalateForm,
    InformationForm,
    OwnerForm,
    RedirectForm,
    WaitForm,
    WithdrawForm,
    as_id,
)
from ..models import Referral, ReferralState
from .detail import worksheet_lines
from .framing import detail_url, form_screen, of_referral
from .receiving import working_teams


def _why_not(referral: Referral, to: str) -> str | None:
    """What is in the way of this move now."""
    now = timezone.now()
    return rules.why_not_move(state=referral.state, to=to, happened_at=now, now=now)


def _decision(
    request: Request,
    referral: Referral,
    person: Person,
    form_class: type[forms.Form],
    *,
    name: str,
    why_not: str | None,
    act: Callable[[Any], Referral],
    saved: str,
    done: str = "",
    context: dict[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    """One decision about one referral, on a page of its own, once the referral is there."""
    if request.method == "GET" and why_not is not None:
        messages.warning(request, why_not)
        return redirect(detail_url(referral))
    page = {"referral": referral, **(context or {})}
    return form_screen(
        request,
        person,
        form_class,
        screen=name,
        about=referral.pk,
        act=act,
        done=done or detail_url(referral),
        saved=saved,
        cancel_url=detail_url(referral),
        context=page,
        **more,
    )


@screen(Permission.REFERRAL_DECIDE, methods=("GET", "POST"))
@of_referral("referral")
def referral_accept(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """Yes: an episode opens, and the team's leader holds the person until a worker accepts."""
    actor = request.actor
    leader = tree.leader_of(referral.team_id, on=words.today(actor, timezone.now()))

    def act(form: AcceptForm) -> Referral:
        return actions.accept_referral(
            by=actor, referral=referral, words=form.cleaned_data["words"], now=timezone.now()
        )

    name = leader.name if leader else ""
    return _decision(
        request,
        referral,
        person,
        AcceptForm,
        name="referral_accept",
        why_not=_why_not(referral, ReferralState.ACCEPTED),
        act=act,
        saved=_("Accepted. %(name)s is responsible until a worker accepts.") % {"name": name},
        context={"leader": name, **worksheet_lines(referral)},
    )


@screen(Permission.REFERRAL_DECIDE, methods=("GET", "POST"))
@of_referral("referral")
def referral_decline(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """No: with a reason, something to turn to, and the way to ask again."""
    across = facts.across_teams(finding.record_ids(person))

    def act(form: DeclineForm) -> Referral:
        c = form.cleaned_data
        return actions.decline_referral(
            by=request.actor,
            referral=referral,
            reason=c["reason"],
            words=c["words"],
            alternative=c["alternative"],
            appeal_told=c["appeal_told"],
            now=timezone.now(),
        )

    return _decision(
        request,
        referral,
        person,
        DeclineForm,
        name="referral_decline",
        why_not=_why_not(referral, ReferralState.DECLINED),
        act=act,
        saved=_("Not accepted. Write the letter now: it says what they can turn to."),
        done=reverse("intake:referral_letter", args=[referral.pk]),
        context={
            "would_be_second": across.would_be_second(referral.team_id, timezone.now()),
            **worksheet_lines(referral),
        },
    )


@screen(Permission.REFERRAL_DECIDE, methods=("GET", "POST"))
@of_referral("referral")
def referral_wait(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """No place yet: somebody asks at an interval how things are."""

    def act(form: WaitForm) -> Referral:
        return actions.put_on_waiting_list(
            by=request.actor,
            referral=referral,
            check_in_every_days=form.cleaned_data["check_in_every_days"],
            words=form.cleaned_data["words"],
            now=timezone.now(),
        )

    return _decision(
        request,
        referral,
        person,
        WaitForm,
        name="referral_wait",
        why_not=_why_not(referral, ReferralState.WAITING),
        act=act,
        saved=_("On the waiting list, with check-ins."),
    )


@screen(Permission.REFERRAL_DECIDE, methods=("GET", "POST"))
@of_referral("referral")
def referral_redirect(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """Another team takes it: ours ends only because theirs is owned."""
    teams = [one for one in working_teams() if one.pk != referral.team_id]

    def act(form: RedirectForm) -> Referral:
        team_id = as_id(form.cleaned_data["to_team"])
        return actions.redirect_referral(
            by=request.actor,
            referral=referral,
            to_team=next(one for one in teams if one.pk == team_id),
            words=form.cleaned_data["words"],
            now=timezone.now(),
        )

    return _decision(
        request,
        referral,
        person,
        RedirectForm,
        name="referral_redirect",
        why_not=_why_not(referral, ReferralState.REDIRECTED),
        act=act,
        saved=_("Passed on. Somebody in the other team owns it now."),
        done=reverse("intake:referral_list"),
        given={"teams": teams},
    )


@screen(Permission.REFERRAL_DECIDE, methods=("GET", "POST"))
@of_referral("referral")
def referral_information(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """Ask for what is missing; or, when that was asked, write down what came."""
    has_asked = referral.state == ReferralState.INFO_REQUESTED

    def came(form: CameForm) -> Referral:
        return actions.information_came(
            by=request.actor,
            referral=referral,
            words=form.cleaned_data["words"],
            now=timezone.now(),
        )

    def ask(form: InformationForm) -> Referral:
        return actions.request_information(
            by=request.actor,
            referral=referral,
            words=form.cleaned_data["words"],
            due_at=_end_of(form.cleaned_data["ask_again_on"], request),
            now=timezone.now(),
        )

    return _decision(
        request,
        referral,
        person,
        CameForm if has_asked else InformationForm,
        name="referral_information",
        why_not=_why_not(
            referral, ReferralState.TRIAGE if has_asked else ReferralState.INFO_REQUESTED
        ),
        act=came if has_asked else ask,
        saved=_("Noted. Decide now.") if has_asked else _("Asked. Ask again on the day shown."),
        context={"has_asked": has_asked},
    )


def _end_of(day: Any, request: Request) -> datetime | None:
    """The end of the day on the agency's clock."""
    return calendar_of(request.actor.agency).end_of(day) if day else None


@screen(Permission.REFERRAL_DECIDE, methods=("GET", "POST"))
@of_referral("referral")
def referral_withdraw(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """The person changed their mind, or nobody asks any more."""

    def act(form: WithdrawForm) -> Referral:
        return actions.withdraw_referral(
            by=request.actor,
            referral=referral,
            words=form.cleaned_data["words"],
            now=timezone.now(),
        )

    return _decision(
        request,
        referral,
        person,
        WithdrawForm,
        name="referral_withdraw",
        why_not=_why_not(referral, ReferralState.WITHDRAWN),
        act=act,
        saved=_("Noted. A new request is always possible."),
    )


@screen(Permission.REFERRAL_DECIDE, methods=("GET", "POST"))
@of_referral("referral")
def referral_escalate(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """Somebody who waits is worse, or a place came."""

    def act(form: EscalateForm) -> Referral:
        return actions.escalate(
            by=request.actor,
            referral=referral,
            urgency=form.cleaned_data["urgency"],
            words=form.cleaned_data["words"],
            now=timezone.now(),
        )

    return _decision(
        request,
        referral,
        person,
        EscalateForm,
        name="referral_escalate",
        why_not=_why_not(referral, ReferralState.ESCALATED),
        act=act,
        saved=_("It needs an answer now, by the time shown."),
    )


@screen(Permission.REFERRAL_DECIDE, methods=("GET", "POST"))
@of_referral("referral")
def referral_owner(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """Somebody else owns the next step."""
    on = words.today(request.actor, timezone.now())
    able = [one for one in facts.deciders(referral.team_id, on=on) if one.pk != referral.owner_id]

    def act(form: OwnerForm) -> Referral:
        worker_id = as_id(form.cleaned_data["owner"])
        return actions.change_owner(
            by=request.actor,
            referral=referral,
            owner=next(one for one in able if one.pk == worker_id),
            why=form.cleaned_data["why"],
            now=timezone.now(),
        )

    return _decision(
        request,
        referral,
        person,
        OwnerForm,
        name="referral_owner",
        why_not=rules.why_not_change_owner(
            state=referral.state, is_same=False, why="shown before anything is typed"
        ),
        act=act,
        saved=_("Somebody else owns it now."),
        done=reverse("intake:referral_list"),
        given={"workers": able},
    )
