"""A file is sent, and whatever was done with it is found again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.base.audit.middleware import NotOpen
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.registry.workforce import tree
from casework.registry.workforce.models import Team
from casework.registry.workforce.permissions import Permission

from .. import actions, rules
from ..forms import UploadForm
from ..models import Import, Upload
from .own import next_url


def _teams(request: HttpRequest) -> list[tuple[UUID, str]]:
    led = set(request.actor.led_team_ids)
    return [
        (node.id, node.name)
        for node in tree.team_tree()
        if node.is_open and node.is_team and node.id in led
    ]


@screen(Permission.IMPORT_RUN, methods=("GET", "POST"), file_bytes=rules.UPLOAD_BYTES)
def upload_new(request: HttpRequest) -> HttpResponse:
    """Choose a file, what its rows are, and the team; it is read at once, and nothing stored."""
    teams = _teams(request)
    if request.method == "POST":
        form = UploadForm(
            request.POST,
            request.FILES,
            teams=teams,
            was_too_large=getattr(request, "file_was_too_large", False),
        )
        if form.is_valid():
            sent = form.cleaned_data["file"]
            try:
                upload = actions.upload_file(
                    by=request.actor,
                    kind=form.cleaned_data["kind"],
                    team=Team.objects.get(pk=form.cleaned_data["team"]),
                    file_name=sent.name,
                    data=sent.read(),
                    now=timezone.now(),
                )
            except Refused as refusal:
                form.add_error(
                    refusal.field if refusal.field in form.fields else None, str(refusal)
                )
            else:
                return redirect("jobs:progress", upload.progress_id)
    else:
        only = str(teams[0][0]) if len(teams) == 1 else None
        form = UploadForm(teams=teams, initial={"team": only})
    page = {
        "form": form,
        "has_teams": bool(teams),
        "days": rules.UPLOAD_TIME.days,
        "cancel_url": reverse("exchange:import_list"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "exchange/upload_new.html", page, status=status)


@screen(Permission.IMPORT_RUN)
def work_result(request: HttpRequest, progress_id: UUID) -> HttpResponse:
    """From a finished piece of work to the page on which it goes on."""
    upload = Upload.objects.filter(progress_id=progress_id).first()
    if upload is not None:
        return redirect(next_url(upload))
    made = Import.objects.filter(
        undo_id=progress_id, team_id__in=request.actor.led_team_ids
    ).first()
    if made is None:
        raise NotOpen("exchange.work", progress_id)
    return redirect("exchange:import_detail", made.pk)
