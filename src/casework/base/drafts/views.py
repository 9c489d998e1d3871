from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from casework.base.core.screens import SIGNED_IN, screen
from casework.base.core.way_back import way_back
from casework.base.core.words import clock_time

from . import actions
from .models import Draft
from .sheets import HIDDEN


@screen(SIGNED_IN, methods=("POST",))
def draft_keep(request: HttpRequest) -> HttpResponse:
    """Called by the page while somebody types: 200 kept, 409 another window has other words."""
    try:
        about = UUID(request.POST["_draft_about"])
        form = request.POST["_draft_form"]
        version = int(request.POST.get("_draft_version") or 0)
    except (KeyError, ValueError):
        return JsonResponse({"problem": "form, subject and version are needed"}, status=400)
    # What cannot be stored is no reason to keep nothing: a pasted text may hold such a letter.
    fields = {
        name.replace("\x00", ""): [value.replace("\x00", "") for value in values]
        for name, values in request.POST.lists()
        if name not in HIDDEN
    }
    kept = actions.keep_draft(
        by=request.actor,
        form=form[:80],
        about=about,
        tab=request.POST.get("_tab", "")[:40],
        version=version,
        fields=fields,
        now=timezone.now(),
    )
    answer: dict[str, object] = {
        "version": kept.version,
        "saved_at": clock_time(kept.saved_at, request.actor),
    }
    if not kept.is_other:
        return JsonResponse(answer)
    answer["fields"] = {name: "\n".join(values) for name, values in kept.fields.items()}
    return JsonResponse(answer, status=409)


@screen(SIGNED_IN, methods=("POST",))
def draft_discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away, and go back to where it was."""
    draft = Draft.objects.filter(pk=draft_id, actor_id=request.actor.id).first()
    if draft is None:
        raise Http404
    actions.discard_draft(by=request.actor, draft=draft, now=timezone.now())
    return redirect(way_back(request, "/"))
