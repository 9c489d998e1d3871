from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.accounts.actions import issue_link
from casework.base.accounts.models import Account
from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.base.drafts import sheets
from casework.base.ui.parts import Mark, Tone

from .. import actions, choices, shown
from ..forms import AccountForm, WorkerChangeForm, WorkerNewForm
from ..models import Credential, DutyShift, Position, Worker
from ..permissions import Permission
from .forms_answered import answer

PAGE = 100
_SHOWS = ("", "due", "left", "without")


def _matching(*, show: str, words_typed: str, today: date, due: set[UUID]) -> QuerySet[Worker]:
    """The workers of one list; a name matches from the start of either of its parts."""
    workers = Worker.objects.select_related("account")
    has_left = Q(left_on__lt=today)
    workers = workers.filter(has_left) if show == "left" else workers.exclude(has_left)
    if show == "due":
        workers = workers.filter(pk__in=due)
    elif show == "without":
        held = Position.objects.standing_on(today).filter(worker__isnull=False)
        workers = workers.exclude(pk__in=held.values("worker"))
    for word in words_typed.split():
        workers = workers.filter(
            Q(given__istartswith=word) | Q(family__istartswith=word) | Q(sort_key__istartswith=word)
        )
    return workers.order_by("sort_key", "pk")


def _worker_or_none(typed: str) -> Worker | None:
    """The worker after whom the list goes on."""
    try:
        return Worker.objects.filter(pk=UUID(typed)).first() if typed else None
    except ValueError:
        return None


@screen(Permission.WORKFORCE_VIEW)
def worker_list(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, by name, with what they do now and what runs out."""
    today = words.today(request.actor, timezone.now())
    show = request.GET.get("show", "")
    show = show if show in _SHOWS else ""
    typed = request.GET.get("q", "").replace("\x00", "")[:80]
    after = _worker_or_none(request.GET.get("after", ""))
    due = shown.credentials_due(today=today)
    workers = _matching(show=show, words_typed=typed, today=today, due=set(due))
    if after:
        workers = workers.filter(
            Q(sort_key__gt=after.sort_key) | Q(sort_key=after.sort_key, pk__gt=after.pk)
        )
    found = list(workers[: PAGE + 1])
    here = found[:PAGE]
    positions: dict[UUID, list[Position]] = {}
    held = Position.objects.standing_on(today).filter(worker__in=[one.pk for one in here])
    for position in held.select_related("team").order_by("team__name", "pk"):
        if position.worker_id is not None:
            positions.setdefault(position.worker_id, []).append(position)
    more = {"show": show, "q": typed, "after": here[-1].pk} if len(found) > PAGE else {}
    page = {
        "rows": [
            {
                "worker": one,
                "positions": positions.get(one.pk, []),
                "marks": shown.due_marks(due.get(one.pk, []), today),
                "left": words.short_day(one.left_on) if one.left_on else "",
            }
            for one in here
        ],
        "show": show,
        "q": typed,
        "older": f"?{urlencode(more)}" if more else "",
        "newer": f"?{urlencode({'show': show, 'q': typed})}" if after else "",
        "can_edit": request.actor.may(Permission.WORKFORCE_EDIT),
    }
    return render(request, "workforce/worker_list.html", page)


@screen(Permission.WORKFORCE_VIEW)
def worker_detail(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """One worker: positions, credentials, duty to come, and whether she can sign in."""
    now = timezone.now()
    today = words.today(request.actor, now)
    worker = get_object_or_404(Worker.objects.select_related("account"), pk=worker_id)
    positions = list(
        Position.objects.filter(worker=worker)
        .select_related("team", "worker")
        .order_by("-from_on", "pk")
    )
    here = [one for one in positions if one.to_on is None or one.to_on >= today]
    at_once = sum((one.full_time_share for one in here if one.from_on <= today), Decimal(0))
    credentials = Credential.objects.filter(worker=worker)
    page = {
        "worker": worker,
        "languages": choices.language_names(worker.languages),
        "started": words.short_day(worker.started_on) if worker.started_on else "",
        "left": words.short_day(worker.left_on) if worker.left_on else "",
        "rows": [shown.position_row(one, today=today, due={}) for one in here],
        "over_full_time": shown.share(at_once) if at_once > 1 else "",
        "past": [
            {
                "position": one,
                "role": one.get_role_display(),
                "days": shown.from_until(one.from_on, one.to_on, today),
            }
            for one in positions
            if one not in here
        ],
        "credentials": shown.credential_rows(
            credentials.order_by("withdrawn_on", "expires_on", "kind", "pk"),
            actor=request.actor,
            today=today,
        ),
        "shifts": [
            {
                "shift": shift,
                "mark": Mark(_("now"), Tone.OK) if shift.starts_at <= now else None,
                "begins": words.day_and_time(shift.starts_at, request.actor, now=now),
                "ends": words.day_and_time(shift.ends_at, request.actor, now=now),
            }
            for shift in DutyShift.objects.filter(
                worker=worker, cancelled_at__isnull=True, ends_at__gt=now
            )
            .select_related("team")
            .order_by("starts_at", "pk")[:10]
        ],
        "can_edit": request.actor.may(Permission.WORKFORCE_EDIT),
        "never_signed_in": worker.account is not None and worker.account.last_login is None,
    }
    return render(request, "workforce/worker_detail.html", page)


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def worker_new(request: HttpRequest) -> HttpResponse:
    """Somebody new works here."""
    today = words.today(request.actor, timezone.now())
    sheet = sheets.open_sheet(request, form="workforce:worker_new", about=request.actor.id)
    form = WorkerNewForm(
        request.POST if request.method == "POST" else None,
        place=request.actor.agency.place,
        initial=sheets.initial(sheet, started_on=today),
    )

    def act(typed: dict[str, Any]) -> Worker:
        return actions.add_worker(by=request.actor, now=timezone.now(), **typed)

    def done(made_id: UUID) -> HttpResponse:
        messages.success(request, _("Saved. Without a position nothing opens yet: add one."))
        return redirect("workforce:worker_detail", made_id)

    return answer(
        request,
        "workforce/worker_new.html",
        sheet=sheet,
        form=form,
        act=act,
        done=done,
        cancel_url=reverse("workforce:worker_list"),
    )


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def worker_change(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """What is said of a worker, and her last day."""
    worker = get_object_or_404(Worker, pk=worker_id)
    sheet = sheets.open_sheet(request, form="workforce:worker_change", about=worker.pk)
    form = WorkerChangeForm(
        request.POST if request.method == "POST" else None,
        place=request.actor.agency.place,
        initial=sheets.initial(
            sheet,
            version=worker.version,
            given=worker.given,
            family=worker.family,
            title=worker.title,
            mail=worker.mail,
            phone=worker.phone,
            languages=worker.languages,
            started_on=worker.started_on,
            left_on=worker.left_on,
        ),
    )

    def act(typed: dict[str, Any]) -> Worker:
        return actions.change_worker(by=request.actor, worker=worker, now=timezone.now(), **typed)

    def done(_made_id: UUID) -> HttpResponse:
        messages.success(request, _("Saved."))
        return redirect("workforce:worker_detail", worker.pk)

    return answer(
        request,
        "workforce/worker_change.html",
        sheet=sheet,
        form=form,
        act=act,
        done=done,
        cancel_url=reverse("workforce:worker_detail", args=[worker.pk]),
        worker=worker,
    )


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def worker_account(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """Give a worker the account she has not had yet."""
    worker = get_object_or_404(Worker, pk=worker_id)
    sheet = sheets.open_sheet(request, form="workforce:worker_account", about=worker.pk)
    form = AccountForm(
        request.POST if request.method == "POST" else None, initial=sheets.initial(sheet)
    )

    def act(typed: dict[str, Any]) -> Account:
        return actions.open_account(by=request.actor, worker=worker, now=timezone.now(), **typed)

    def done(_made_id: UUID) -> HttpResponse:
        messages.success(request, _("The account is open. Make a one-time link to let them in."))
        return redirect("workforce:worker_detail", worker.pk)

    return answer(
        request,
        "workforce/worker_account.html",
        sheet=sheet,
        form=form,
        act=act,
        done=done,
        cancel_url=reverse("workforce:worker_detail", args=[worker.pk]),
        worker=worker,
    )


@screen(Permission.WORKFORCE_EDIT, methods=("POST",))
def worker_link(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """Show a link by which a worker sets a password, once. It is stored nowhere: only shown."""
    worker = get_object_or_404(
        Worker.objects.select_related("account"), pk=worker_id, account__isnull=False
    )
    try:
        path = issue_link(by=request.actor, account=worker.account, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workforce:worker_detail", worker.pk)
    base = settings.BASE_URL.rstrip("/")
    link = f"{base}{path}" if base else request.build_absolute_uri(path)
    return render(request, "workforce/worker_link.html", {"worker": worker, "link": link})
