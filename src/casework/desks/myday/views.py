from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.addresses import reverse
from casework.base.core.refusals import Refused
from casework.base.core.screens import SIGNED_IN, screen
from casework.base.core.words import long_day, today
from casework.base.drafts import sheets
from casework.cycle.monitoring import actions as monitoring
from casework.registry.door import gate
from casework.registry.people.models import Person
from casework.registry.workforce.permissions import Permission

from . import arranging, gathering
from .forms import LaterForm


@screen(SIGNED_IN)
def my_day(request: HttpRequest) -> HttpResponse:
    """Who needs me, in what order, and why? Whoever works with nobody gets an honest page."""
    actor, now = request.actor, timezone.now()
    page: dict[str, object] = {"day": long_day(today(actor, now))}
    if not actor.may(Permission.DAY_VIEW):
        return render(request, "myday/my_day.html", {**page, "is_empty": True})
    gathering.ask(actor, now)
    found = gathering.reasons(actor, now)
    rows = found.rows
    shows_all = request.GET.get("all") == "1"
    shown = rows if shows_all else rows[: arranging.ROWS_AT_FIRST]
    page |= {
        "rows": gathering.drawn(shown, found.people, actor=actor, now=now),
        "row_count": len(rows),
        "rest_count": len(rows) - len(shown),
        "diary": gathering.diary_of(actor, now),
        "drafts": gathering.drafts_of(actor, now),
        "load": gathering.load_of(actor, now),
        "news": gathering.news(actor, now),
    }
    return render(request, "myday/my_day.html", page)


@screen(Permission.CASELOAD_VIEW)
def my_people(request: HttpRequest) -> HttpResponse:
    """Who is on my caseload, and how is each? Printed, it is the list for a day without system."""
    actor, now = request.actor, timezone.now()
    sort = request.GET.get("sort", "silence")
    rows = gathering.sorted_rows(gathering.people_rows(actor, now), sort)
    only = request.GET.get("only", "")
    if only == "quiet":
        rows = [row for row in rows if row.tone]
    elif only == "cover":
        rows = [row for row in rows if row.covered_for]
    page = {
        "rows": rows,
        "sort": sort if sort in gathering.SORTS else "silence",
        "only": only,
        "day": long_day(today(actor, now)),
        "printed_by": actor.name,
    }
    return render(request, "myday/my_people.html", page)


@screen(Permission.DAY_VIEW, methods=("GET", "POST"))
def reason_later(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Not today, because…"""
    actor, now = request.actor, timezone.now()
    person = gate.open_or_404(Person.objects.all(), by=actor, person="pk", pk=person_id)
    kind = request.GET.get("kind", "")
    row = next(
        (row for row in gathering.reasons(actor, now).rows if row.person_id == person.pk), None
    )
    reason = next((one for one in ([row.top, *row.more] if row else []) if one.kind == kind), None)
    if reason is None:
        messages.info(request, _("That is done, or was put off already."))
        return redirect("myday:my_day")
    sheet = sheets.open_sheet(request, form=f"myday:reason_later:{kind}", about=person.pk)
    form = LaterForm(
        request.POST if request.method == "POST" else None, initial=sheets.initial(sheet)
    )
    if form.is_valid():
        try:
            sheet.once(
                lambda: monitoring.put_off(
                    by=actor,
                    person_id=person.pk,
                    kind=kind,
                    may_wait=reason.may_wait,
                    today=today(actor, now),
                    now=now,
                    **form.cleaned_data,
                )
            )
            return redirect("myday:my_day")
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
    page = {"form": form, "draft": sheet, "person": person, "reason": reason}
    page["cancel_url"] = reverse("myday:my_day")
    return render(request, "myday/reason_later.html", page, status=422 if form.errors else 200)
