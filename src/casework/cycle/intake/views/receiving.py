"""Taking a referral in: safe contact first, then who asks for what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.audit.middleware import NotOpen
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.registry.people import actions as people_actions
from casework.registry.people import finding, wording
from casework.registry.people.header import phones_of
from casework.registry.people.models import ContactPoint, Person
from casework.registry.people.rules import phones as phone_rules
from casework.registry.people.tabs import record_url
from casework.registry.people.views.framing import Request, of_person
from casework.registry.workforce.models import Team, TeamKind
from casework.registry.workforce.permissions import Permission

from .. import actions
from ..forms import ReachPlanForm, ReferralNewForm, as_id
from ..models import ReachPlan, Referral
from .framing import form_screen


def working_teams() -> list[Team]:
    """The teams that a referral can go to."""
    return list(Team.objects.filter(kind=TeamKind.TEAM, closed_on__isnull=True).order_by("name"))


def _plan(person: Person) -> tuple[dict[str, Any], int]:
    """What was said last, in any of the joined records, and the version of the one written here.

    Nothing and 0 where nobody has asked.
    """
    plans = list(
        ReachPlan.objects.filter(person_id__in=finding.record_ids(person)).order_by("-asked_at")
    )
    if not plans:
        return {}, 0
    names = ("whom_to_try", "where_to_look", "what_not_to_do", "did_not_want_to_say")
    own = next((one.version for one in plans if one.person_id == person.pk), 0)
    return {name: getattr(plans[0], name) for name in names}, own


@screen(Permission.REFERRAL_RECORD, methods=("GET", "POST"))
@of_person("referral")
def referral_new(request: Request, person: Person) -> HttpResponse:
    """Take in a referral for somebody who is registered."""
    actor, now = request.actor, timezone.now()
    teams = working_teams()
    points = phones_of(finding.record_ids(person), now=now, actor=actor)
    may_change = finding.may_change(person.pk)
    before, version = _plan(person)
    first = points[0] if points else None

    def act(form: ReferralNewForm) -> Referral:
        if may_change:
            _keep_phone(form, points, person, by=actor)
        if form.has_reach_words() and form.reach_plan() != before:
            actions.set_reach_plan(
                by=actor,
                person=person,
                now=timezone.now(),
                version=form.cleaned_data["version"],
                **form.reach_plan(),
            )
        team_id = as_id(form.cleaned_data["team"])
        return actions.receive_referral(
            by=actor,
            person=person,
            team=next(one for one in teams if one.pk == team_id),
            now=timezone.now(),
            **form.referral(),
        )

    answers = ("safe_to_call", "safe_to_leave_message", "safe_to_text", "who_answers")
    own = [one for one in teams if one.pk in (*actor.team_ids, *actor.led_team_ids)]
    return form_screen(
        request,
        person,
        ReferralNewForm,
        screen="referral_new",
        about=person.pk,
        act=act,
        done=lambda row_id: reverse("intake:referral_detail", args=[row_id]),
        saved=_("The referral is taken in. Somebody owns the next step."),
        cancel_url=record_url(person.pk),
        prefill={
            **before,
            "team": str(own[0].pk) if len(own) == 1 else "",
            "received_at": now,
            "phone": first.value if first else "",
            **({name: getattr(first, name) for name in answers} if first else {}),
        },
        version=version,
        given={"teams": teams, "may_change": may_change},
        context={
            "phones": [wording.phone_part(one, actor) for one in points],
            "may_change_person": may_change,
        },
    )


def _keep_phone(
    form: ReferralNewForm, points: list[ContactPoint], person: Person, *, by: Any
) -> None:
    """A number that is new is added; one that is known keeps its name and gets the answers."""
    point = form.point()
    if point is None:
        return
    normal = phone_rules.normalise(point.value, finding.region_of(by))
    known = next((one for one in points if one.normal and one.normal == normal), None)
    now = timezone.now()
    if known is None:
        people_actions.add_contact_point(by=by, person=person, new=point, now=now)
        return
    answers = ("safe_to_call", "safe_to_leave_message", "safe_to_text", "who_answers")
    if any(getattr(point, name) != getattr(known, name) for name in answers):
        kept = {"value": known.value, "label": known.label, "note": known.note}
        people_actions.change_contact_point(
            by=by,
            point=known,
            version=known.version,
            new=type(point)(**{**{name: getattr(point, name) for name in answers}, **kept}),
            place=known.place,
            now=now,
        )


@screen(Permission.REFERRAL_RECORD, methods=("GET", "POST"))
def referral_known(request: Request, person_id: UUID) -> HttpResponse:
    """Somebody is referred who is known here, and whose record is not open."""
    card = finding.cards([person_id]).get(person_id)
    if card is None:
        raise NotOpen("people.person", person_id)
    new_url = reverse("intake:referral_new", args=[person_id])
    if card.is_open:
        return redirect(new_url)
    page: dict[str, Any] = {"card": card, "cancel_url": reverse("people:person_search")}
    if request.method == "POST":
        try:
            actions.begin_referral(by=request.actor, person_id=person_id, now=timezone.now())
        except Refused as refusal:
            page["refused"] = str(refusal)
            return render(request, "intake/referral_known.html", page, status=422)
        messages.success(request, _("Who this is, is open to you for a day."))
        return redirect(new_url)
    return render(request, "intake/referral_known.html", page)


@screen(Permission.REFERRAL_VIEW, methods=("GET", "POST"))
@of_person("reach_plan")
def reach_plan(request: Request, person: Person) -> HttpResponse:
    """If we can't reach you: asked, and asked again when something changes."""
    before, version = _plan(person)

    def act(form: ReachPlanForm) -> ReachPlan:
        return actions.set_reach_plan(
            by=request.actor,
            person=person,
            now=timezone.now(),
            version=form.cleaned_data["version"],
            **form.reach_plan(),
        )

    return form_screen(
        request,
        person,
        ReachPlanForm,
        screen="reach_plan",
        about=person.pk,
        act=act,
        done=record_url(person.pk),
        saved=_("Kept. It shapes every later search."),
        cancel_url=record_url(person.pk),
        prefill=before,
        version=version,
    )
