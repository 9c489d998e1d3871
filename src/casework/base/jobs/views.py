"""Long work that can be watched, left and stopped."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from casework.base.audit.middleware import NotOpen
from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import SIGNED_IN, screen

from . import actions, queue
from .models import Progress, StateCode
from .progress import words_of


@screen(SIGNED_IN, methods=("GET", "POST"))
def progress(request: HttpRequest, progress_id: UUID) -> HttpResponse:
    actor = request.actor
    found = Progress.objects.filter(pk=progress_id, started_by_id=actor.id).first()
    if found is None:
        raise NotOpen("jobs.progress", progress_id)
    if request.method == "POST":
        try:
            actions.cancel_progress(by=actor, progress=found, now=timezone.now())
        except Refused as refusal:
            messages.info(request, str(refusal))
        return redirect("jobs:progress", progress_id)
    job = queue.known(found.kind)
    page = {
        "progress": found,
        "title": words_of(job.words, found.title),
        "results": [(words_of(job.words, k), v) for k, v in found.result.items()],
        "problems": [
            {
                "words": words_of(job.words, one["code"]),
                "where": [(k, v) for k, v in one.items() if k != "code"],
            }
            for one in found.problems
        ],
        "next_url": reverse(job.next_screen, args=[found.pk]) if job.next_screen else "",
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    name = "jobs/_progress.html" if is_fragment else "jobs/progress.html"
    answer = render(request, name, {**page, "is_fragment": is_fragment})
    if is_fragment and page["next_url"] and found.state == StateCode.DONE and not found.problems:
        # Whoever watches waits for the result; where something went wrong she reads that first.
        answer.headers["HX-Redirect"] = str(page["next_url"])
    patch_vary_headers(answer, ["HX-Request"])
    return answer
