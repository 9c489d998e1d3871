"""Taking an import back, after a look at what would stay."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.base.audit import trail
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.registry.people.models import Person
from casework.registry.people.tabs import record_url
from casework.registry.workforce.permissions import Permission

from .. import actions
from ..models import ImportState
from ..taking_back import ToTakeBack, rows_to_take_back
from .reading import MOST, made_for, own_import


@screen(Permission.IMPORT_RUN, methods=("GET", "POST"))
def import_undo(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What would go, what would stay because somebody worked with it, and the button."""
    actor = request.actor
    made = own_import(request, import_id)
    if made.state == ImportState.UNDONE:
        return redirect("exchange:import_detail", made.pk)
    if request.method == "POST":
        try:
            progress = actions.begin_taking_back(by=actor, made=made, now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("exchange:import_detail", made.pk)
        return redirect("jobs:progress", progress.pk)
    rows = rows_to_take_back(made)
    stays = [row for row in rows if row.is_touched]
    shown = stays[:MOST]
    people = Person.objects.filter(pk__in=[row.person_id for row in shown])
    names = dict(people.values_list("pk", "shown_name"))
    trail.write("import.opened", by=actor, about=made, detail={"page": "undo"})
    page = {
        **made_for(made, actor),
        "going": len(rows) - len(stays),
        "staying": len(stays),
        "stays": [_stays(row, names) for row in shown],
        "most": MOST,
    }
    return render(request, "exchange/import_undo.html", page)


def _stays(row: ToTakeBack, names: dict[UUID, str]) -> dict[str, str]:
    """A row that stays, by name where its person is open to whoever asks."""
    person_id = row.person_id
    if person_id is None or person_id not in names:
        return {"cell": row.cell, "name": "", "url": ""}
    return {"cell": row.cell, "name": names[person_id], "url": record_url(person_id)}
