from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.questions import asked_by
from casework.base.core.screens import screen
from casework.base.core.slots import filled
from casework.base.core.words import clock_time, day_and_time, local, long_day, month_year
from casework.base.ui.parts import Panel
from casework.registry.diary.models import Appointment
from casework.registry.diary.shown import has_left
from casework.registry.door import gate
from casework.registry.people import finding, timeline
from casework.registry.people.models import Person
from casework.registry.people.views.framing import Request, frame, of_person
from casework.registry.workforce.permissions import Permission

from . import looking

TIMELINE_PAGE = 30


def _cards(slot: str, request: Request, page: dict[str, Any]) -> list[Panel]:
    """The cards that rooms lend to this page, in the order of the wiring."""
    given = (request.actor, page["person"], page["person_ids"], page["now"])
    cards = (fill(*given) for fill in filled(slot))
    return [card for card in cards if card is not None]


@screen(Permission.PERSON_VIEW)
@of_person("overview")
def record_overview(request: Request, person: Person) -> HttpResponse:
    """Who is this, what matters to them, what is going on?"""
    page = frame(
        request,
        person,
        "person_overview",
        "person_overview_side",
        also=[finding.ask_may_change(person.pk)],
    )
    main = _cards("person_overview", request, page)
    side = _cards("person_overview_side", request, page)
    page |= {
        "main_cards": [one for one in main if not one.nothing],
        "side_cards": [one for one in side if not one.nothing],
        "empty_cards": [one for one in (*main, *side) if one.nothing],
    }
    return render(request, "record/record_overview.html", page)


@screen(Permission.CONTACT_VIEW)
@of_person("timeline")
def record_timeline(request: Request, person: Person) -> HttpResponse:
    """What happened? Everything in one order; months as headings; older pages by place."""
    before, now = timeline.read_cursor(request.GET.get("before", "")), timezone.now()
    kind = request.GET.get("kind", "")
    given = (request.actor, finding.record_ids(person), before, TIMELINE_PAGE + 1, now)
    page = frame(request, person, also=asked_by(filled("timeline"), *given))
    lists = [fill(*given) for fill in filled("timeline")]
    kinds = {"contact": _("Contacts"), "episode": _("Episodes"), "referral": _("Referrals")}
    if kind in kinds:
        lists = [[entry for entry in one if entry.kind == kind] for one in lists]
    entries = timeline.merged(lists, limit=TIMELINE_PAGE + 1)
    shown = entries[:TIMELINE_PAGE]
    rows, month = [], ""
    for entry in shown:
        here = month_year(local(entry.at, request.actor).date())
        rows.append(
            {
                "entry": entry,
                "month": here if here != month else "",
                "when": day_and_time(entry.at, request.actor, now=now),
            }
        )
        month = here
    page |= {
        "rows": rows,
        "kind": kind,
        "kinds": kinds,
        "is_first": before is None,
        "older": str(shown[-1].cursor) if len(entries) > TIMELINE_PAGE else "",
    }
    return render(request, "record/record_timeline.html", page)


@screen(Permission.TRAIL_VIEW)
@of_person("looked")
def record_looked(request: Request, person: Person) -> HttpResponse:
    """Who has opened this record, and why can I see it?"""
    page = frame(request, person)
    place = timeline.read_cursor(request.GET.get("before", ""))
    found = looking.looks(
        page["person_ids"],
        before=(place.at, place.id) if place else None,
        actor=request.actor,
        now=timezone.now(),
    )
    last = found[-1] if len(found) == looking.PAGE_SIZE else None
    page |= {
        "looks": looking.grouped(found),
        "older": str(timeline.Cursor(last.at, last.id)) if last else "",
        "reasons": gate.reasons(by=request.actor, person_ids=page["person_ids"]),
    }
    return render(request, "record/record_looked.html", page)


@screen(Permission.PERSON_VIEW)
def visit_sheet(request: Request, appointment_id: UUID) -> HttpResponse:
    """Before you go in: what do I need to know at this door? One page for a phone."""
    booked = gate.open_or_404(
        Appointment.objects.filter(person__isnull=False).select_related(
            "person", "person__merged_into", "address"
        ),
        by=request.actor,
        person="person_id",
        pk=appointment_id,
        seen_as="visit",
    )
    assert booked.person is not None
    person = booked.person.merged_into or booked.person
    page = frame(request, person, "visit_cards")
    page |= {
        "appointment": booked,
        "when": long_day(local(booked.starts_at, request.actor).date())
        + ("" if booked.is_day_only else f", {clock_time(booked.starts_at, request.actor)}"),
        "address": booked.address,
        "has_left": has_left(booked, request.actor),
        "cards": _cards("visit_cards", request, page),
    }
    return render(request, "record/visit_sheet.html", page)
