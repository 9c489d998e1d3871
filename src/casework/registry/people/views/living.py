"""Circumstances over time, and the network."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.registry.workforce.permissions import Permission

from .. import actions, drawing, finding, wording
from ..forms import CircumstanceForm, CircumstanceVoidForm, MemberForm
from ..models import Circumstance, CircumstanceKind, NetworkMember, Person
from ..rules import ecomap
from ..rules.circumstances import label_of
from .framing import Request, form_screen, frame, of_person, of_row, refuse_reopening


@screen(Permission.PERSON_VIEW)
@of_person("circumstances")
def circumstances(request: Request, person: Person) -> HttpResponse:
    """How each part of a life stands, and how it was before."""
    page = frame(request, person)
    day = page["today"]
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in CircumstanceKind.values}
    every = list(
        Circumstance.objects.filter(person_id__in=page["person_ids"]).order_by(
            "-since_on", "-noted_at"
        )
    )
    who = finding.worker_names(one.noted_by for one in every)
    for one in every:
        rows[one.kind].append(
            {
                "status": one,
                "label": label_of(one.kind, one.code),
                "span": wording.span_words(
                    one.since_on, one.until_on, today=day, about=one.is_since_about
                ),
                "who": who.get(one.noted_by, ""),
                "is_now": one.until_on is None and one.voided_at is None,
                "is_void": one.voided_at is not None,
            }
        )
    page["kinds"] = [(kind, kind.label, rows[kind.value]) for kind in CircumstanceKind]
    page["may_edit"] = page["may_change"] and request.actor.may(Permission.PERSON_EDIT)
    return render(request, "people/circumstances.html", page)


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_person("circumstances")
def circumstance_new(request: Request, person: Person, kind: str) -> HttpResponse:
    """Record a change in one part of a life."""
    if kind not in CircumstanceKind.values:
        raise Http404

    def act(typed: dict[str, Any]) -> Circumstance:
        typed.pop("version")
        return actions.set_circumstance(
            by=request.actor, person=person, kind=kind, now=timezone.now(), **typed
        )

    return form_screen(
        request,
        person,
        CircumstanceForm,
        screen="circumstance_new",
        about=person.pk,
        act=act,
        done=reverse("people:circumstances", args=[person.pk]),
        saved=_("The change is recorded."),
        context={"kind": CircumstanceKind(kind).label},
        given={"kind": kind},
    )


@screen(Permission.PERSON_EDIT, methods=("GET", "POST"))
@of_row(Circumstance, "circumstances")
def circumstance_void(request: Request, status: Circumstance, person: Person) -> HttpResponse:
    """Strike through what was written down wrongly."""

    def act(typed: dict[str, Any]) -> Circumstance:
        return actions.void_circumstance(
            by=request.actor, status=status, reopen=typed["reopen"], now=timezone.now()
        )

    return form_screen(
        request,
        person,
        CircumstanceVoidForm,
        screen="circumstance_void",
        about=status.pk,
        act=act,
        done=reverse("people:circumstances", args=[person.pk]),
        saved=_("It is struck through. Record how it really was."),
        prefill={"reopen": True},
        context={"shown": label_of(status.kind, status.code)},
    )


@screen(Permission.PERSON_VIEW)
@of_person("network")
def network(request: Request, person: Person) -> HttpResponse:
    """Who and what is around the person: a drawing, and the same facts as a table."""
    page = frame(request, person)
    day = page["today"]
    rows = list(
        NetworkMember.objects.filter(person_id__in=page["person_ids"]).order_by(
            "kind", "-closeness", "name", "pk"
        )
    )
    there = [one for one in rows if one.ended_on is None or one.ended_on > day]
    page |= {
        "members": [drawing.member_words(one) for one in there],
        "before": [
            (one, wording.span_words(None, one.ended_on, today=day))
            for one in rows
            if one not in there
        ],
        "drawing": drawing.eco_map(person, there, prefix="network") if there else "",
        "legend": ecomap.legend(),
        "night": sum(one.can_be_called_at_night for one in there),
        "may_edit": page["may_change"] and request.actor.may(Permission.NETWORK_EDIT),
    }
    return render(request, "people/network.html", page)


def _new_member(typed: dict[str, Any], relation: str = "") -> Any:
    form = MemberForm(relation=relation)
    form.cleaned_data = typed
    return form.member()


@screen(Permission.NETWORK_EDIT, methods=("GET", "POST"))
@of_person("network")
def member_new(request: Request, person: Person) -> HttpResponse:
    """Add somebody, or some place."""

    def act(typed: dict[str, Any]) -> NetworkMember:
        return actions.add_member(
            by=request.actor, person=person, new=_new_member(typed), now=timezone.now()
        )

    return form_screen(
        request,
        person,
        MemberForm,
        screen="member_new",
        about=person.pk,
        act=act,
        done=reverse("people:network", args=[person.pk]),
        saved=_("Added to the network."),
    )


@screen(Permission.NETWORK_EDIT, methods=("GET", "POST"))
@of_row(NetworkMember, "network")
def member_edit(request: Request, member: NetworkMember, person: Person) -> HttpResponse:
    """Change what is known about somebody, or say that they are gone."""

    def act(typed: dict[str, Any]) -> NetworkMember:
        before = member.ended_on
        refuse_reopening(before, typed["ended_on"], field="ended_on")
        changed = actions.change_member(
            by=request.actor,
            member=member,
            version=typed["version"],
            new=_new_member(typed),
            now=timezone.now(),
        )
        if typed["ended_on"] and typed["ended_on"] != before:
            actions.end_member(
                by=request.actor,
                member=changed,
                version=changed.version,
                ended_on=typed["ended_on"],
                now=timezone.now(),
            )
        return changed

    prefill = {f: getattr(member, f) for f in MemberForm.base_fields if f != "version"}
    for scale in ("closeness", "helps"):
        prefill[scale] = "" if prefill[scale] is None else str(prefill[scale])
    return form_screen(
        request,
        person,
        MemberForm,
        screen="member_edit",
        about=member.pk,
        act=act,
        done=reverse("people:network", args=[person.pk]),
        saved=_("Saved."),
        prefill=prefill,
        version=member.version,
        given={"relation": member.relation},
    )
