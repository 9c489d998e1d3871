"""Booking, moving and cancelling."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.base.core.words import local, today, weekday_day, zone
from casework.base.drafts import sheets
from casework.registry.door import gate
from casework.registry.episodes.models import Episode, State
from casework.registry.people import finding
from casework.registry.people.header import warnings_of
from casework.registry.people.models import Address
from casework.registry.people.tabs import record_url
from casework.registry.people.views.framing import Request, bound, frame
from casework.registry.workforce.permissions import Permission

from .. import actions, opening, shown
from ..forms import AppointmentForm, CancelForm
from ..models import Appointment, Mode, Where
from .framing import opened, page_of, stored

USUAL_MINUTES = 45


def _addresses(person_ids: list[UUID], day: date) -> list[Address]:
    return list(
        Address.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=day), person_id__in=person_ids
        )
        .exclude(kind="letters")
        .order_by("-since_on", "pk")
    )


def _choices(addresses: list[Address]) -> list[tuple[str, Any]]:
    return [(str(one.pk), str(one) or one.get_kind_display()) for one in addresses]


def _chosen(form: AppointmentForm, addresses: list[Address]) -> Address | None:
    asked = form.cleaned_data.get("address")
    return next((one for one in addresses if str(one.pk) == asked), None)


def _instead_of(request: Request, episode: Episode) -> Appointment | None:
    """The appointment of this person that is booked anew, if the address names one."""
    try:
        asked = UUID(request.GET.get("from", ""))
    except ValueError:
        return None
    rows = Appointment.objects.filter(
        pk=asked, person_id__in=finding.records_of(episode.person.canonical_id)
    )
    return rows.prefetch_related("workers").first()


def _first_day(episode: Episode | None, actor: Any, day: date) -> date:
    """The day on which the next contact is due, or today."""
    if episode is None or episode.next_due_at is None:
        return day
    return max(day, local(episode.next_due_at, actor).date())


def _as_typed(one: Appointment, actor: Any) -> dict[str, Any]:
    """What is booked, as the form shows it."""
    begins = local(one.starts_at, actor)
    return {
        "title": one.title,
        "day": begins.date(),
        "is_day_only": one.is_day_only,
        "starts_at": None if one.is_day_only else begins.time(),
        "minutes": str(USUAL_MINUTES if one.is_day_only else shown.minutes_of(one)),
        "mode": one.mode,
        "where": one.where,
        "address": str(one.address_id or ""),
        "place": one.place,
        "workers": [str(x.worker_id) for x in one.workers.all()],
        "needs_two": one.needs_two,
        "interpreter": one.interpreter,
    }


@screen(Permission.DIARY_EDIT, methods=("GET", "POST"))
def appointment_new(request: Request, episode_id: UUID | None = None) -> HttpResponse:
    """Book a time with a person, or one without anybody: a team meeting, a report to write."""
    if episode_id is None:
        return _new(request, None)
    episode = gate.open_or_404(
        Episode.objects.select_related("person__merged_into", "team"),
        by=request.actor,
        person="person_id",
        pk=episode_id,
        seen_as="appointment_new",
    )
    return _new(request, episode)


def _new(request: Request, episode: Episode | None) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    day = today(actor, now)
    page: dict[str, Any] = {"cancel_url": reverse("diary:my_diary"), "mine": []}
    prefill: dict[str, Any] = {
        "day": _first_day(episode, actor, day),
        "minutes": str(USUAL_MINUTES),
        "mode": Mode.IN_PERSON,
        "workers": [str(actor.id)],
    }
    addresses: list[Address] = []
    before = None
    if episode is None:
        prefill["where"] = Where.OFFICE
        page["mine"] = _my_people(actor) if request.method == "GET" else []
    else:
        person = episode.person.merged_into or episode.person
        page |= frame(request, person)
        page["cancel_url"] = record_url(person.pk)
        addresses = _addresses(page["person_ids"], day)
        warnings = warnings_of(page["person_ids"], now=now, actor=actor)
        prefill["needs_two"] = any(one.needs_two for one in warnings)
        prefill["address"] = str(addresses[0].pk) if addresses else ""
        before = _instead_of(request, episode)
        if before is not None:
            prefill |= {**_as_typed(before, actor), "day": day, "starts_at": None}
    also = [actor.id, *(x.worker_id for x in before.workers.all())] if before else [actor.id]
    teams = {episode.team_id} if episode is not None else opening.teams_of(actor)
    sheet = sheets.open_sheet(
        request, form="diary:appointment_new", about=episode.pk if episode else actor.id
    )
    form: Any = bound(
        request,
        sheet,
        AppointmentForm,
        prefill=prefill,
        given={
            "zone": zone(actor),
            "workers": opening.who_may_go(teams, also=also, day=day),
            "addresses": _choices(addresses),
            "is_for_a_person": episode is not None,
            "minutes": int(prefill["minutes"]),
        },
    )
    if request.method == "POST" and form.is_valid():
        _refuse_where_it_cannot_be(form, episode, page)
        if not form.errors:

            def act() -> Appointment:
                return actions.book_appointment(
                    by=actor,
                    person=episode.person if episode is not None else None,
                    episode_id=episode.pk if episode is not None else None,
                    address=_chosen(form, addresses),
                    moved_from=before,
                    now=now,
                    **form.stored_as(),
                )

            made, _stale = stored(sheet, form, act)
            if made is not None:
                messages.success(request, _booked_words(form, actor))
                return redirect("diary:appointment_detail", appointment_id=made)
    page |= {"form": form, "draft": sheet, "episode": episode, "before": before}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "diary/appointment_new.html", page, status=status)


def _refuse_where_it_cannot_be(form: Any, episode: Episode | None, page: dict[str, Any]) -> None:
    if episode is None:
        return
    if not page["may_change"]:
        form.add_error(None, finding.reading_only())
    elif episode.state == State.CLOSED:
        form.add_error(None, _("This episode has ended. Nothing is booked in it any more."))


def _booked_words(form: AppointmentForm, actor: Any) -> str:
    day = weekday_day(form.cleaned_data["day"])
    if form.cleaned_data["is_day_only"]:
        return _("Booked: %(day)s, some time that day.") % {"day": day}
    begins = local(form.cleaned_data["begins"], actor)
    return _("Booked: %(day)s at %(time)s.") % {"day": day, "time": f"{begins:%H:%M}"}


def _my_people(actor: Any) -> list[tuple[str, str]]:
    """With whom she may want to book: her people, by name. One query."""
    rows = (
        Episode.objects.filter(gate.open_to(actor, "person_id"), responsible_id=actor.id)
        .exclude(state=State.CLOSED)
        .select_related("person__merged_into")
        .order_by("person__sort_key", "pk")
    )
    return [
        (one.person.whole.shown_name, reverse("diary:appointment_new", args=[one.pk]))
        for one in rows
    ]


@screen(Permission.DIARY_EDIT, methods=("GET", "POST"))
def appointment_change(request: Request, appointment_id: UUID) -> HttpResponse:
    """Move it, or put right where, how and who goes."""
    actor, now = request.actor, timezone.now()
    booked = opened(request, appointment_id, seen_as="appointment_change")
    detail = reverse("diary:appointment_detail", args=[booked.pk])
    if request.method == "GET" and not shown.is_booked(booked):
        messages.info(request, _("This appointment is over or was cancelled."))
        return redirect(detail)
    day = today(actor, now)
    page = page_of(request, booked)
    addresses = _addresses(page["person_ids"], day) if booked.person_id else []
    if booked.address is not None and booked.address not in addresses:
        addresses.append(booked.address)
    episodes = [booked.episode_id] if booked.episode_id else []
    team = Episode.objects.filter(pk__in=episodes).values_list("team_id", flat=True).first()
    prefill = _as_typed(booked, actor)
    sheet = sheets.open_sheet(request, form="diary:appointment_change", about=booked.pk)
    form: Any = bound(
        request,
        sheet,
        AppointmentForm,
        prefill=prefill,
        version=booked.version,
        given={
            "zone": zone(actor),
            "workers": opening.who_may_go(
                {team} if team else opening.teams_of(actor),
                also=[actor.id, *(x.worker_id for x in booked.workers.all())],
                day=day,
            ),
            "addresses": _choices(addresses),
            "is_for_a_person": booked.person_id is not None,
            "minutes": int(prefill["minutes"]),
        },
    )
    stale: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        if not opening.may_change(actor, booked):
            form.add_error(None, finding.reading_only())
        else:

            def act() -> Appointment:
                return actions.change_appointment(
                    by=actor,
                    appointment=booked,
                    version=form.cleaned_data["version"] or 0,
                    address=_chosen(form, addresses),
                    now=now,
                    **form.stored_as(),
                )

            done, stale = stored(
                sheet, form, act, stands=lambda: opened(request, booked.pk, seen_as="stale")
            )
            if done is not None:
                messages.success(request, _("The appointment is changed."))
                return redirect(detail)
    page |= {"form": form, "draft": sheet, "cancel_url": detail, "stale": stale}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "diary/appointment_change.html", page, status=status)


@screen(Permission.DIARY_EDIT, methods=("GET", "POST"))
def appointment_cancel(request: Request, appointment_id: UUID) -> HttpResponse:
    """Call it off: who did, and why?"""
    actor, now = request.actor, timezone.now()
    booked = opened(request, appointment_id, seen_as="appointment_cancel")
    detail = reverse("diary:appointment_detail", args=[booked.pk])
    if request.method == "GET" and not shown.is_booked(booked):
        messages.info(request, _("This appointment is over or was cancelled."))
        return redirect(detail)
    page = page_of(request, booked)
    line = shown.show(booked, actor=actor, now=now)
    sheet = sheets.open_sheet(request, form="diary:appointment_cancel", about=booked.pk)
    form: Any = bound(request, sheet, CancelForm, version=booked.version)
    stale: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        if not opening.may_change(actor, booked):
            form.add_error(None, finding.reading_only())
        else:

            def act() -> Appointment:
                return actions.cancel_appointment(
                    by=actor,
                    appointment=booked,
                    version=form.cleaned_data["version"] or 0,
                    by_us=form.cleaned_data["by"] == "us",
                    why=form.cleaned_data["why"],
                    now=now,
                )

            done, stale = stored(
                sheet, form, act, stands=lambda: opened(request, booked.pk, seen_as="stale")
            )
            if done is not None:
                messages.success(request, _("The appointment is cancelled."))
                return redirect(detail)
    page |= {
        "form": form,
        "draft": sheet,
        "cancel_url": detail,
        "stale": stale,
        "line": line,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "diary/appointment_cancel.html", page, status=status)
