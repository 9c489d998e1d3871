"""One referral: who owns it, what comes next, what was said, what other teams said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.base.ui.parts import Act, Mark, Tone
from casework.registry.people import finding
from casework.registry.people.models import Person, YesNo
from casework.registry.people.views.framing import Request, frame
from casework.registry.workforce.permissions import Permission

from .. import actions, eligibility, facts, rules, says, shown
from ..forms import LevelForm, WorksheetForm
from ..models import (
    CriterionAnswer,
    Level,
    Met,
    Method,
    ReachPlan,
    Referral,
    ReferralState,
    Variance,
)
from .framing import detail_url, form_screen, of_referral

# What may be pressed in each state, most likely first: (screen, words).
_BUTTONS: tuple[tuple[str, str, Any], ...] = (
    ("accepted", "referral_accept", lambda: _("Accept")),
    ("waiting", "referral_wait", lambda: _("Put on the waiting list")),
    ("info_requested", "referral_information", lambda: _("Ask for information")),
    ("redirected", "referral_redirect", lambda: _("Pass on to another team")),
    ("declined", "referral_decline", lambda: _("Not accepted")),
    ("escalated", "referral_escalate", lambda: _("Look at it again now")),
    ("withdrawn", "referral_withdraw", lambda: _("They changed their mind")),
)


def _acts(referral: Referral, now: datetime) -> list[Act]:
    """What may come next, and what may as soon as somebody has looked, with what is in the way."""
    found = []
    if referral.state == ReferralState.RECEIVED:
        url = reverse("intake:referral_take_up", args=[referral.pk])
        found.append(Act(url, _("I am looking at it"), is_primary=True, is_post=True))
    if referral.state == ReferralState.INFO_REQUESTED:
        url = reverse("intake:referral_information", args=[referral.pk])
        found.append(Act(url, _("The information came"), is_primary=True))
    for to, name, label in _BUTTONS:
        why_not = rules.why_not_move(state=referral.state, to=to, happened_at=now, now=now)
        if why_not is None or rules.comes_later(state=referral.state, to=to):
            url = reverse(f"intake:{name}", args=[referral.pk])
            found.append(Act(url, label(), why_not or "", is_primary=not found))
    return found


def check_in_url(referral: Referral) -> str:
    """Where a check-in is written down; empty while no room does that."""
    try:
        return reverse("contacts:checkin_new", args=[referral.pk])
    except NoReverseMatch:
        return ""


def worksheet_lines(referral: Referral) -> dict[str, Any]:
    """What the worksheet says so far. One query."""
    rule_set = eligibility.get(referral.rule_set)
    if rule_set is None:
        return {"rule_set": None}
    answers = {
        one.criterion: one for one in CriterionAnswer.objects.filter(referral_id=referral.pk)
    }
    result = eligibility.result(rule_set, {code: one.met for code, one in answers.items()})
    said = {
        eligibility.Standing.MET: Mark(_("Criteria met"), Tone.OK),
        eligibility.Standing.NOT_MET: Mark(_("Criteria not met"), Tone.WARN),
        eligibility.Standing.UNKNOWN: Mark(_("Not known yet")),
    }
    by_code = {one.code: _(one.words) for one in rule_set.criteria}
    return {
        "rule_set": rule_set,
        "answers": answers,
        "standing": said[result.standing],
        "deciding": [by_code[code] for code in result.decided_by],
        "is_open_question": result.standing is eligibility.Standing.UNKNOWN,
        "answered": ngettext(
            "%(n)d of %(of)d answered", "%(n)d of %(of)d answered", result.answered
        )
        % {"n": result.answered, "of": result.of},
    }


def _steps(referral: Referral, actor: Any, now: Any) -> list[dict[str, Any]]:
    """Every move, newest first, with both times where they differ. Two queries."""
    steps = list(referral.steps.select_related("owner").order_by("-happened_at", "-pk"))
    who = finding.worker_names({one.recorded_by for one in steps})
    return [
        {
            "state": ReferralState(one.state).label,
            "when": words.day_and_time(one.happened_at, actor, now=now),
            "recorded": words.day_and_time(one.recorded_at, actor, now=now)
            if (one.recorded_at - one.happened_at).total_seconds() > 3600
            else "",
            "by": who.get(one.recorded_by, ""),
            "owner": one.owner.name if one.owner else "",
            "words": one.words,
        }
        for one in steps
    ]


@screen(Permission.REFERRAL_VIEW)
@of_referral("referral")
def referral_detail(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """Who owns it, the next step and its time, the story so far, the other teams' answers."""
    actor, now = request.actor, timezone.now()
    page = frame(request, person)
    across = facts.across_teams(page["person_ids"])
    on = words.today(actor, now)
    may_decide = actor.may(Permission.REFERRAL_DECIDE) and facts.is_theirs(
        referral, by=actor, on=on
    )
    plans = ReachPlan.objects.filter(person_id__in=page["person_ids"]).order_by("-asked_at")
    owners = {referral.owner_id} if referral.owner_id else set()
    gone = owners - facts.still_deciding(owners, on=on)
    page |= worksheet_lines(referral)
    page |= {
        "referral": referral,
        "row": shown.row(referral, actor=actor, now=now, gone=gone),
        "is_waiting": referral.state in (ReferralState.WAITING, ReferralState.ESCALATED),
        "check_in_url": check_in_url(referral) if referral.is_open else "",
        "acts": _acts(referral, now) if may_decide else [],
        "may_decide": may_decide,
        "has_letter": rules.why_not_letter(state=referral.state) is None,
        "facts": _facts(referral),
        "steps": _steps(referral, actor, now),
        "others": [
            {
                "row": shown.row(one, actor=actor, now=now),
                "why": one.decision_words,
                "alternative": one.alternative,
            }
            for one in across.others(referral)
        ],
        "bounced": says.bounced() if across.two_refusals_in_90_days(now) else "",
        "would_be_second": referral.is_open and across.would_be_second(referral.team_id, now),
        "plan": plans.first(),
        "level": _level(referral),
    }
    return render(request, "intake/referral_detail.html", page)


def _facts(referral: Referral) -> list[tuple[str, str]]:
    agrees = str(YesNo(referral.person_agrees).label)
    if referral.without_agreement:
        agrees = f"{agrees}. {referral.without_agreement}"
    return [
        (_("Asked by"), shown.source_words(referral)),
        (_("How it came"), str(Method(referral.method).label)),
        (_("Knows about it"), str(YesNo(referral.person_knows).label)),
        (_("Agrees"), agrees),
        (_("Needs to take part"), referral.access_needs),
    ]


def _level(referral: Referral) -> list[tuple[str, str]]:
    def label(code: str) -> str:
        return str(Level(code).label) if code else ""

    return [
        (_("Recommended"), label(referral.level_recommended)),
        (_("Decided"), label(referral.level_decided)),
        (_("Why it differs"), str(Variance(referral.variance).label) if referral.variance else ""),
    ]


@screen(Permission.REFERRAL_DECIDE, methods=("POST",))
@of_referral("referral")
def referral_take_up(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """I am looking at it. Pressed twice it says that somebody did."""
    try:
        actions.take_up(by=request.actor, referral=referral, now=timezone.now())
        messages.success(request, _("You are looking at it. Decide by the time shown."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(detail_url(referral))


@screen(Permission.REFERRAL_DECIDE, methods=("GET", "POST"))
@of_referral("worksheet")
def worksheet(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """One line a criterion. What it says together never decides by itself."""
    lines = worksheet_lines(referral)
    rule_set = lines["rule_set"]
    if rule_set is None:
        messages.warning(request, _("This referral has no rule set. Decide without a worksheet."))
        return redirect(detail_url(referral))
    answers = lines["answers"]
    prefill: dict[str, Any] = {}
    for one in rule_set.criteria:
        said = answers.get(one.code)
        prefill[f"met_{one.code}"] = said.met if said else Met.UNKNOWN
        prefill[f"evidence_{one.code}"] = said.evidence if said else ""

    def act(form: WorksheetForm) -> Referral:
        return actions.answer_worksheet(
            by=request.actor,
            referral=referral,
            answers=form.answers(),
            version=form.cleaned_data["version"],
            now=timezone.now(),
        )

    return form_screen(
        request,
        person,
        WorksheetForm,
        screen="worksheet",
        about=referral.pk,
        act=act,
        done=detail_url(referral),
        saved=_("The worksheet is saved. The decision is still yours."),
        cancel_url=detail_url(referral),
        prefill=prefill,
        version=facts.worksheet_version(answers.values()),
        given={"rule_set": rule_set},
        context={"referral": referral, **lines},
    )


@screen(Permission.REFERRAL_DECIDE, methods=("GET", "POST"))
@of_referral("referral")
def referral_level(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """How much support was recommended and decided."""

    def act(form: LevelForm) -> Referral:
        c = form.cleaned_data
        return actions.decide_level(
            by=request.actor,
            referral=referral,
            recommended=c["recommended"],
            decided=c["decided"],
            variance=c["variance"],
            version=c["version"],
            now=timezone.now(),
        )

    return form_screen(
        request,
        person,
        LevelForm,
        screen="referral_level",
        about=referral.pk,
        act=act,
        done=detail_url(referral),
        saved=_("The level is saved."),
        cancel_url=detail_url(referral),
        prefill={
            "recommended": referral.level_recommended,
            "decided": referral.level_decided,
            "variance": referral.variance,
        },
        version=referral.version,
        context={"referral": referral},
    )
