"""What the screens of this room share: the open episode, the header, the one way of saving."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.base.audit.middleware import NotOpen
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused, Stale
from casework.base.core.screens import screen_of
from casework.base.drafts import sheets
from casework.base.drafts.sheets import Sheet
from casework.base.ui.forms import DayTimeField, in_words
from casework.registry.door import gate
from casework.registry.people import finding
from casework.registry.people.header import header_of
from casework.registry.workforce.models import Worker

from .. import ledger, rules
from ..models import Episode

_open = gate.opener(
    lambda: Episode.objects.select_related("person__merged_into", "team"), person="person_id"
)


def open_episode(request: HttpRequest, episode_id: UUID, *, page: str) -> Episode:
    """The episode of the address, if its person's record is open; the opening is in the trail."""
    return _open(episode_id, by=request.actor, seen_as=page)


def episode_url(episode_id: UUID) -> str:
    return reverse("episodes:episode_detail", args=[episode_id])


def frame(request: HttpRequest, episode: Episode) -> dict[str, Any]:
    """The header of the person and the episode itself. A fixed number of queries."""
    whole = episode.person.merged_into or episode.person
    person_ids = finding.record_ids(whole)
    return {
        "episode": episode,
        "person": whole,
        "person_header": header_of(
            whole,
            actor=request.actor,
            now=timezone.now(),
            person_ids=person_ids,
            current=screen_of(request),
        ),
        "back_url": episode_url(episode.pk),
    }


# A rule is asked here before anything is typed; what is typed is not what is in the way.
_TYPED_LATER = "shown before anything is typed"


def why_not_hand_over(actor: Any, episode: Episode, *, has_open: bool, now: datetime) -> str:
    """What keeps this worker from offering the episode to somebody else now, or nothing."""
    return (
        rules.why_not_propose(
            episode=episode,
            may_propose=ledger.may_propose(actor, episode, now=now),
            to_is_responsible=False,
            to_may_accept=True,
            has_open_proposal=has_open,
            why=_TYPED_LATER,
        )
        or ""
    )


def why_not_wish(episode: Episode, *, has_open: bool, today: date) -> str:
    """What keeps a wish for another worker from being written down now, or nothing."""
    return (
        rules.why_not_act(episode=episode)
        or rules.why_not_request(
            has_open_request=has_open, words=_TYPED_LATER, asked_on=today, today=today
        )
        or ""
    )


def led_worker(request: HttpRequest, worker_id: UUID) -> Worker:
    """A worker of a team that the actor leads, now or until her people are looked after."""
    worker = (
        Worker.objects.filter(
            models.Q(positions__team__in=request.actor.led_team_ids)
            | models.Q(
                pk__in=Episode.objects.filter(team__in=request.actor.led_team_ids)
                .exclude(state="closed")
                .values("responsible_id")
            ),
            pk=worker_id,
        )
        .distinct()
        .first()
    )
    if worker is None:
        raise NotOpen("workforce.worker", worker_id)
    return worker


# --- one form ---


def _restored(form: forms.Form, saved: Mapping[str, list[str]]) -> dict[str, Any]:
    """A kept draft in the shape that each field reads."""
    found: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field, DayTimeField):
            parts = [f"{name}_day", f"{name}_time"]
            if any(part in saved for part in parts):
                found[name] = [(saved.get(part) or [""])[0] for part in parts]
        elif isinstance(field, forms.BooleanField):
            found[name] = name in saved
        elif isinstance(field, forms.MultipleChoiceField):
            found[name] = list(saved.get(name, []))
        elif name in saved:
            found[name] = (saved[name] or [""])[0]
    return found


def bound(
    request: HttpRequest,
    sheet: Sheet,
    form_class: type[forms.Form],
    *,
    prefill: Mapping[str, Any] | None = None,
    given: Mapping[str, Any] | None = None,
) -> Any:
    """The form as it was sent, or fresh with the draft over what is stored."""
    if request.method == "POST":
        return form_class(request.POST.copy(), **(given or {}))
    form = form_class(**(given or {}))
    form.initial = dict(prefill or {})
    if sheet.saved:
        form.initial |= _restored(form, sheet.saved)
    return form


def stored(
    sheet: Sheet, form: Any, act: Callable[[dict[str, Any]], models.Model]
) -> tuple[UUID | None, dict[str, str]]:
    """Store the form once. The id of what was made, or None with the words that stand instead."""
    typed = dict(form.cleaned_data)
    try:
        _kind, row_id, _is_new = sheet.once(lambda: act(typed))
    except Stale as other:
        form.add_error(None, str(other))
        form.data["version"] = str(other.version)
        return None, _other_words(form, typed, other)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None, {}
    return row_id, {}


def stored_before(request: HttpRequest, sheet: Sheet) -> UUID | None:
    """What this very sheet made when it was pressed the first time.

    Asked before the form is read: what could be chosen then may be gone by now.
    """
    if request.method != "POST" or not finding.was_stored(sheet.key):
        return None
    try:
        _kind, row_id, _is_new = sheet.once(_never)
    except Refused:
        return None
    return row_id


def _never() -> models.Model:
    raise AssertionError("a stored sheet runs nothing")


def this_minute_is_now(typed: datetime, now: datetime) -> datetime:
    """A form knows minutes: the minute that runs means this instant."""
    return now if timedelta(0) <= now - typed < timedelta(minutes=1) else typed


def _other_words(form: forms.Form, typed: dict[str, Any], other: Stale) -> dict[str, str]:
    """What stands now, field by field, where it is not what was typed."""
    shown = {}
    for name, stands in other.now_stands.items():
        field = form.fields.get(name)
        if field is None or stands == typed.get(name):
            continue
        shown[str(field.label or name)] = in_words(field, stands) or "–"
    return shown


def form_screen(
    request: HttpRequest,
    screen: str,
    form_class: type[forms.Form],
    *,
    about: UUID,
    act: Callable[[dict[str, Any]], models.Model],
    done: Callable[[UUID], str] | str,
    saved: Callable[[], str] | str,
    cancel_url: str,
    prefill: Mapping[str, Any] | None = None,
    given: Mapping[str, Any] | None = None,
    page: Mapping[str, Any] | None = None,
    more: Callable[[Any], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """One form: shown with its draft, stored once, or answered with what to mend (422).

    `more` makes context that depends on the form as it stands.
    """
    sheet = sheets.open_sheet(request, form=f"episodes:{screen}", about=about)
    form = bound(request, sheet, form_class, prefill=prefill, given=given)
    context: dict[str, Any] = {"draft": sheet, "cancel_url": cancel_url, **(page or {})}
    if (before := stored_before(request, sheet)) is not None:
        return redirect(done(before) if callable(done) else done)
    if request.method == "POST" and form.is_valid():
        row_id, context["stale"] = stored(sheet, form, act)
        if row_id is not None:
            messages.success(request, saved() if callable(saved) else saved)
            return redirect(done(row_id) if callable(done) else done)
    context["form"] = form
    if more is not None:
        context |= more(form)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"episodes/{screen}.html", context, status=status)
