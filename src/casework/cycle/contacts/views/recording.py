from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.ids import new_id
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.base.core.way_back import way_back
from casework.base.drafts import sheets
from casework.base.drafts.sheets import Sheet
from casework.cycle.intake.models import Referral
from casework.registry.diary.models import Mode, Where
from casework.registry.door import gate
from casework.registry.episodes import ledger
from casework.registry.episodes.clocks import calendar_of
from casework.registry.episodes.models import Episode
from casework.registry.episodes.views.framing import open_episode
from casework.registry.people.tabs import record_url
from casework.registry.workforce.permissions import Permission

from .. import actions, rules
from ..actions import NextContact, Part
from ..forms import CheckInForm, ContactForm
from ..locking import locking
from ..models import Contact, ContactPerson, Initiator, Occasion
from ..offered import Offered
from . import framing

# What an action calls it, and what the sheet calls it.
FIELDS = {
    "started_at": "started_time",
    "ended_at": "ended_time",
    "next_contact": "next_on",
}
NEXT_MINUTES = 60


def _initial(sheet: Sheet, offered: Offered, *, due_at: datetime | None) -> dict[str, Any]:
    """What the sheet starts with; over it what was typed before and not saved."""
    actor, now = offered.actor, offered.now
    here = words.local(now, actor)
    start: dict[str, Any] = {
        "started_on": here.date(),
        "started_time": here.time().replace(second=0, microsecond=0),
        "is_about": True,
        "occasion": Occasion.PLANNED.value,
        "initiator": Initiator.US.value,
        "appointment": "",
    }
    booked = offered.asked or offered.nearest
    if booked is not None:
        start |= {"appointment": str(booked.pk), "mode": booked.mode, "where": booked.where}
        if booked.starts_at <= now:
            begins = words.local(booked.starts_at, actor)
            start["started_on"] = begins.date()
            if not booked.is_day_only:
                start["started_time"] = begins.time()
    if offered.to_come is None and due_at is not None:
        calendar = calendar_of(actor.agency)
        start["next_on"] = rules.next_day(
            calendar.local_day(due_at), today=here.date(), calendar=calendar
        )
    if sheet.is_restored:
        # A tick that was taken away leaves no trace in the draft: nothing is ticked again.
        start |= {"is_about": False, "functions": [], "with_whom": [], "people": [], "workers": []}
    typed = sheets.initial(sheet, **start)
    # Which one it is about was said by the press that led here: that counts more than a draft.
    return typed | ({"appointment": str(offered.asked.pk)} if offered.asked else {})


def _next(given: dict[str, Any], *, actor: Any) -> NextContact | None:
    """The next contact as it was typed: at a time, some time that day, or none."""
    if given["next_at"] is not None:
        ends = given["next_at"] + timedelta(minutes=NEXT_MINUTES)
        return NextContact(given["next_at"], ends, given["mode"], given["where"])
    if given["next_on"] is None:
        return None
    return NextContact.some_time(
        given["next_on"],
        calendar=calendar_of(actor.agency),
        mode=given["mode"],
        where=given["where"],
    )


def _record(
    request: HttpRequest, given: dict[str, Any], parts: list[Part], *, now: datetime
) -> Contact:
    return actions.record_contact(
        by=request.actor,
        parts=parts,
        workers=[request.actor.id, *given["workers"]],
        started_at=given["started_at"],
        ended_at=given["ended_at"],
        minutes=given["minutes"],
        is_about=given["is_about"],
        mode=given["mode"],
        where=given["where"],
        occasion=given["occasion"] or Occasion.PLANNED,
        initiator=given["initiator"] or Initiator.US,
        appointment=given["appointment"] or None,
        late_reason=given["late_reason"],
        sign=request.POST.get("sign") == "yes",
        next_contact=_next(given, actor=request.actor),
        now=now,
    )


def _others(given: dict[str, Any]) -> list[Part]:
    """Each of the other people has a part of their own, with the words that name nobody."""
    if not given.get("people"):
        return []
    found = dict(Episode.objects.filter(pk__in=given["people"]).values_list("pk", "person_id"))
    if len(found) != len(set(given["people"])):
        raise Refused(_("One of these records is not open to you."), field="people")
    return [
        Part(
            found[episode_id],
            given["attendance"],
            episode_id=episode_id,
            functions=given["functions"],
            note=given["others_note"],
        )
        for episode_id in given["people"]
    ]


def _say_saved(request: HttpRequest, given: dict[str, Any]) -> None:
    said = [
        _("Saved and signed.") if request.POST.get("sign") == "yes" else _("Saved, not signed yet.")
    ]
    if given["next_on"] is not None:
        said.append(_("Next contact: %(day)s.") % {"day": words.weekday_day(given["next_on"])})
    messages.success(request, " ".join(said))


@screen(Permission.CONTACT_RECORD, methods=("GET", "POST"))
def contact_new(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """One page, under a minute: what happened, what was promised, when next."""
    now = timezone.now()
    episode = open_episode(request, episode_id, page="contact_new")
    sheet = sheets.open_sheet(request, form="contacts:contact_new", about=episode.pk)
    offered = Offered(
        request.actor,
        person=episode.person,
        team_id=episode.team_id,
        now=now,
        asked=request.POST.get("appointment") or request.GET.get("appointment", ""),
    )
    zone, entry_id = words.zone(request.actor), new_id()

    def act(given: dict[str, Any]) -> models.Model:
        first = Part(
            id=entry_id,
            person_id=episode.person_id,
            attendance=given["attendance"],
            episode_id=episode.pk,
            functions=given["functions"],
            with_whom=given["with_whom"],
            note=given["note"],
            promises=[given["promise"]] if given["promise"] else [],
        )
        return _record(request, given, [first, *_others(given)], now=now).entries[0]

    if request.method == "POST":
        form = ContactForm(request.POST, zone=zone)
    else:
        usual = float(episode.usual_days) if episode.usual_days is not None else None
        target = ledger.target_days(episode, ledger.model_of(episode))
        # Nobody is asked when to meet again where the work has ended.
        due_at = rules.next_due(now, usual, target) if episode.is_open else None
        form = ContactForm(initial=_initial(sheet, offered, due_at=due_at), zone=zone)
    form.offer(appointments=offered.appointments, workers=offered.workers, people=offered.people)
    if request.method == "POST" and form.is_valid():
        made_id, _texts = framing.stored(
            sheet,
            form,
            act,
            named=FIELDS,
            ahead=locking([episode.pk, *form.cleaned_data["people"]]),
            becomes=(ContactPerson, entry_id),
        )
        if made_id is not None:
            _say_saved(request, form.cleaned_data)
            return redirect(way_back(request, reverse("contacts:contact_detail", args=[made_id])))
    return _page(request, "contact_new", form, sheet, offered, episode.person, now)


def _page(
    request: HttpRequest,
    name: str,
    form: ContactForm,
    sheet: Sheet,
    offered: Offered,
    person: Any,
    now: datetime,
) -> HttpResponse:
    """The sheet with its header; "more" is open where something in it must be put right."""
    behind = (
        "workers with_whom people others_note occasion initiator ended_time late_reason".split()
    )
    to_come = offered.to_come
    return framing.shown(
        request,
        f"contacts/{name}.html",
        form=form,
        sheet=sheet,
        cancel_url=way_back(request, record_url(person.canonical_id)),
        has_begun=bool(offered.begun),
        is_more_open=any(form.errors.get(field) for field in behind)
        or bool(form["late_reason"].value()),
        booked_next=offered.when(to_come) if to_come else "",
        next_page=request.POST.get("next") or request.GET.get("next") or "",
        **framing.header(request, person, now=now),
    )


@screen(Permission.CONTACT_RECORD, methods=("GET", "POST"))
def checkin_new(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """A check-in with somebody who waits for us: a contact of the referral."""
    now = timezone.now()
    referral = gate.open_or_404(
        Referral.objects.select_related("person__merged_into", "team"),
        by=request.actor,
        person="person_id",
        pk=referral_id,
        seen_as="checkin_new",
    )
    sheet = sheets.open_sheet(request, form="contacts:checkin_new", about=referral.pk)
    offered = Offered(request.actor, person=referral.person, team_id=referral.team_id, now=now)
    zone = words.zone(request.actor)

    def act(given: dict[str, Any]) -> models.Model:
        part = Part(
            referral.person_id,
            given["attendance"],
            referral_id=referral.pk,
            functions=given["functions"],
            with_whom=given["with_whom"],
            note=given["note"],
        )
        return _record(request, given, [part], now=now).entries[0]

    if request.method == "POST":
        form = CheckInForm(request.POST, zone=zone)
    else:
        every = referral.check_in_every_days
        due_at = now + timedelta(days=every) if every else None
        form = CheckInForm(initial=_initial(sheet, offered, due_at=due_at), zone=zone)
    form.offer(appointments=offered.appointments, workers=offered.workers, people=offered.people)
    if request.method == "POST" and form.is_valid():
        made_id, _texts = framing.stored(sheet, form, act, named=FIELDS)
        if made_id is not None:
            _say_saved(request, form.cleaned_data)
            return redirect(way_back(request, reverse("contacts:contact_detail", args=[made_id])))
    return _page(request, "checkin_new", form, sheet, offered, referral.person, now)


# How it was tried: what is pressed, by which way, where.
TRIED = {
    "phone": (gettext_lazy("Phoned"), Mode.PHONE, ""),
    "visit": (gettext_lazy("Went to their home"), Mode.IN_PERSON, Where.HOME),
    "out": (gettext_lazy("Looked for them elsewhere"), Mode.IN_PERSON, Where.COMMUNITY),
    "text": (gettext_lazy("Sent a text message"), Mode.TEXT, ""),
}


@screen(Permission.CONTACT_RECORD, methods=("GET", "POST"))
def attempt_new(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """Tried, no answer: one press says how, and it is stored."""
    now = timezone.now()
    episode = open_episode(request, episode_id, page="attempt_new")
    sheet = sheets.open_sheet(request, form="contacts:attempt_new", about=episode.pk)
    back = way_back(request, record_url(episode.person.canonical_id))
    problem = ""
    how = TRIED.get(request.POST.get("how", ""))
    if request.method == "POST" and how is None:
        problem = _("Say how you tried.")
    elif request.method == "POST" and how is not None:
        try:
            sheet.once(
                lambda: actions.tried_no_answer(
                    by=request.actor, episode=episode, mode=how[1], where=how[2], now=now
                ).entries[0]
            )
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(
                request, _("Noted that you tried. It does not count as having seen them.")
            )
            return redirect(back)
    page = {
        "draft": sheet,
        "ways": [(code, label) for code, (label, _mode, _where) in TRIED.items()],
        "problem": problem,
        "cancel_url": back,
        "next_page": request.POST.get("next") or request.GET.get("next") or "",
        "contact_url": reverse("contacts:contact_new", args=[episode.pk]),
        **framing.header(request, episode.person, now=now),
    }
    return render(request, "contacts/attempt_new.html", page, status=422 if problem else 200)
