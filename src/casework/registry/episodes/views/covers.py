from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.audit.middleware import NotOpen
from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.registry.door import gate
from casework.registry.workforce import standing
from casework.registry.workforce.models import Position, Worker
from casework.registry.workforce.permissions import CARRIES_PEOPLE, Permission

from .. import actions, brief, clocks, covers, header, ledger
from ..actions.covering import LONGEST
from ..forms import CoverForm, CoverNotesForm, person_field
from ..models import Cover, Episode
from .framing import episode_url, form_screen

KEPT = timedelta(days=30)


def _of_my_teams(actor: Actor, today: date) -> list[Worker]:
    """Whom I may arrange cover for: myself, and the workers of the teams I lead."""
    held = Position.objects.held_on(today).filter(
        team__in=actor.led_team_ids, role__in=CARRIES_PEOPLE
    )
    there = Q(pk=actor.id) | Q(positions__in=held)
    return list(Worker.objects.filter(there).distinct().order_by("sort_key", "pk"))


def _who_may_cover(actor: Actor, today: date) -> list[Worker]:
    """My colleagues; a leader may ask somebody of another team."""
    if actor.led_team_ids:
        there = standing.workers_with_position(on=today)
        return list(Worker.objects.filter(pk__in=there).order_by("sort_key", "pk"))
    return covers.colleagues_of(actor.id, on=today)


def _days(cover: Cover, actor: Actor) -> str:
    first = words.local(cover.starts_at, actor).date()
    last = covers.last_day(cover.ends_at, actor)
    if first == last:
        return words.weekday_day(first)
    return f"{words.weekday_day(first)} – {words.weekday_day(last)}"


@screen(Permission.HANDOVER_PROPOSE)
def cover_list(request: HttpRequest) -> HttpResponse:
    """Who covers for whom, now and soon: mine, and those of the teams I lead."""
    actor, now = request.actor, timezone.now()
    mine = Q(absent_id=actor.id) | Q(covering_id=actor.id)
    led = Q(absent__positions__team__in=actor.led_team_ids)
    found = list(
        Cover.objects.filter(mine | led, ends_at__gt=now - KEPT)
        .select_related("absent", "covering")
        .distinct()
        .order_by("starts_at", "pk")
    )
    left_out = covers.uncovered(
        [one for one in found if one.ends_at > now], on=words.today(actor, now)
    )
    rows = [
        {
            "one": one,
            "left_out": left_out.get(one.pk, []),
            "url": reverse("episodes:cover_detail", args=[one.pk]),
            "days": _days(one, actor),
            "is_now": one.cancelled_at is None and one.starts_at <= now < one.ends_at,
            "is_cancelled": one.cancelled_at is not None,
            "is_over": one.ends_at <= now,
        }
        for one in found
    ]
    coming = [row for row in rows if not (row["is_over"] or row["is_cancelled"])]
    page = {
        "coming": coming,
        "past": [row for row in rows if row not in coming],
    }
    return render(request, "episodes/cover_list.html", page)


@screen(Permission.HANDOVER_PROPOSE, methods=("GET", "POST"))
def cover_new(request: HttpRequest) -> HttpResponse:
    """One act covers a whole absence: the doors open and close with its days."""
    actor, now = request.actor, timezone.now()
    today = words.today(actor, now)
    absent = {str(one.pk): one for one in _of_my_teams(actor, today)}
    covering = {str(one.pk): one for one in _who_may_cover(actor, today)}
    calendar = clocks.calendar_of(actor.agency)

    def act(typed: dict[str, Any]) -> Cover:
        return actions.arrange_cover(
            by=actor,
            absent=absent[typed["absent"]],
            covering=covering[typed["covering"]],
            starts_at=calendar.start_of(typed["first_on"]),
            ends_at=calendar.start_of(typed["last_on"] + timedelta(days=1)),
            why=typed["why"],
            now=now,
        )

    asked = request.GET.get("absent", "")
    return form_screen(
        request,
        "cover_new",
        CoverForm,
        about=actor.id,
        act=act,
        done=lambda cover_id: reverse("episodes:cover_detail", args=[cover_id]),
        saved=_("Arranged. Write below what must be known about each person."),
        cancel_url=reverse("episodes:cover_list"),
        prefill={
            "absent": asked if asked in absent else str(actor.id),
            "first_on": today,
            "last_on": today,
        },
        given={
            "absent": [(pk, one.name) for pk, one in absent.items()],
            "covering": [("", _("Choose")), *((pk, one.name) for pk, one in covering.items())],
        },
        page={"leads": bool(actor.led_team_ids)},
    )


def _cover(request: HttpRequest, cover_id: UUID) -> Cover:
    """Seen by both workers and by those who lead the absent one; for others it does not exist."""
    actor = request.actor
    cover = Cover.objects.select_related("absent", "covering").filter(pk=cover_id).first()
    today = words.today(actor, timezone.now())
    if cover is None or not (
        actor.id == cover.covering_id or covers.may_arrange_for(actor, cover.absent_id, on=today)
    ):
        raise NotOpen("episodes.cover", cover_id)
    return cover


def _people(cover: Cover, actor: Actor) -> list[Episode]:
    """Those of the people it is for whose record is open to whoever looks."""
    found = Episode.objects.filter(responsible_id=cover.absent_id)
    if cover.teams is not None:
        found = found.filter(team_id__in=cover.teams)
    return list(
        found.exclude(state="closed")
        .filter(gate.open_to(actor, "person_id"))
        .select_related("person__merged_into", "team")
        .order_by("person__sort_key", "pk")
    )


@screen(Permission.HANDOVER_PROPOSE, methods=("GET", "POST"))
def cover_detail(request: HttpRequest, cover_id: UUID) -> HttpResponse:
    """One absence: a brief and a note for each person, read by whoever covers."""
    actor, now = request.actor, timezone.now()
    cover = _cover(request, cover_id)
    people = _people(cover, actor)
    # Every brief says what stands in the record: each of these was opened.
    trail.write_many(
        "record.opened",
        by=actor,
        about=[(one, one.person_id) for one in people],
        purpose="TREAT",
        detail={"page": "cover"},
    )
    sections = brief.briefs(actor, people, now=now)
    notes = {one.episode_id: one.words for one in cover.notes.all()}
    answering = ledger.answering_now([one.pk for one in people], now=now)
    is_standing = cover.cancelled_at is None and cover.ends_at > now
    today = words.today(actor, now)
    may_write = is_standing and covers.may_arrange_for(actor, cover.absent_id, on=today)

    def act(typed: dict[str, Any]) -> Cover:
        pairs = [(one, typed[person_field("note", one.pk)]) for one in people]
        actions.write_cover_notes(by=actor, cover=cover, notes=pairs, now=now)
        return cover

    def rows(form: Any) -> dict[str, Any]:
        return {
            "rows": [
                {
                    "name": one.person.whole.shown_name,
                    "url": episode_url(one.pk),
                    "state": header.state_mark(one, actor, now),
                    "note": notes.get(one.pk, ""),
                    "brief": sections[one.pk],
                    "is_held": answering[one.pk].is_holding if one.pk in answering else False,
                    "field": form[person_field("note", one.pk)],
                }
                for one in people
            ]
        }

    prefill = {
        person_field("note", one.pk): notes.get(one.pk)
        or brief.in_short(sections[one.pk], longest=LONGEST)
        for one in people
    }
    return form_screen(
        request,
        "cover_detail",
        CoverNotesForm,
        about=cover.pk,
        act=act,
        done=reverse("episodes:cover_detail", args=[cover.pk]),
        saved=_("Saved."),
        cancel_url=reverse("episodes:cover_list"),
        prefill=prefill,
        given={
            "people": [(one.pk, one.person.whole.shown_name) for one in people],
            "longest": LONGEST,
        },
        page={
            "cover": cover,
            "days": _days(cover, actor),
            "is_standing": is_standing,
            "is_mine_to_cover": cover.covering_id == actor.id,
            "may_write": may_write,
            "may_cancel": is_standing and covers.may_cancel(actor, cover, on=today),
            "left_out": covers.uncovered([cover], on=today).get(cover.pk, [])
            if is_standing
            else [],
            "arrange_url": f"{reverse('episodes:cover_new')}?absent={cover.absent_id}",
            "has_notes": bool(notes),
            "count": ngettext("%(n)d person", "%(n)d people", len(people)) % {"n": len(people)},
        },
        more=rows,
    )


@screen(Permission.HANDOVER_PROPOSE, methods=("POST",))
def cover_cancel(request: HttpRequest, cover_id: UUID) -> HttpResponse:
    """The worker is back early, or never left."""
    cover = _cover(request, cover_id)
    try:
        actions.cancel_cover(by=request.actor, cover=cover, now=timezone.now())
        messages.success(request, _("Cancelled. The records are closed to whoever covered."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("episodes:cover_detail", cover.pk)
