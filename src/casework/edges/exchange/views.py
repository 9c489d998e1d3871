"""What was brought over, for those who lead the team it came for; reading only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.audit import trail
from casework.base.core import words
from casework.base.core.screens import screen
from casework.registry.door import gate
from casework.registry.people import finding
from casework.registry.people.header import header_of
from casework.registry.people.models import Person
from casework.registry.workforce.permissions import Permission

from .models import Import, ImportedRow, ImportState, Kind, QuotedText, RowState
from .shown import source_pairs

# A page a person can read; the command lists them all.
_MOST = 100
_TO_SETTLE = (RowState.OFFERED_DUPLICATE, RowState.LEFT_OUT, RowState.KEPT)


def _mine(request: HttpRequest) -> Any:
    return (
        Import.objects.filter(team_id__in=request.actor.led_team_ids)
        .select_related("team")
        .order_by("-at")
    )


def _line(made: Import, actor: Any) -> dict[str, Any]:
    return {
        "made": made,
        "kind": Kind(made.kind).label,
        "on": words.short_day(words.local(made.at, actor).date()),
        "is_undone": made.state == ImportState.UNDONE,
        "url": reverse("exchange:import_detail", args=[made.pk]),
        "rows": made.counts.get("rows", 0),
        "came": made.counts.get(RowState.CREATED, 0),
        "to_settle": sum(made.counts.get(state, 0) for state in _TO_SETTLE[:2]),
    }


@screen(Permission.IMPORT_RUN)
def import_list(request: HttpRequest) -> HttpResponse:
    """Every file that was brought over for my teams, the newest first."""
    lines = [_line(made, request.actor) for made in _mine(request)[:_MOST]]
    return render(request, "exchange/import_list.html", {"lines": lines})


@screen(Permission.IMPORT_RUN)
def import_detail(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """One file: what became of its rows, and those that somebody has to settle."""
    actor = request.actor
    made = _mine(request).filter(pk=import_id).first()
    if made is None:
        raise Http404
    rows = list(
        made.rows.filter(state__in=_TO_SETTLE)
        .select_related("unplaced")
        .order_by("state", "sheet", "row")[:_MOST]
    )
    texts = (
        QuotedText.objects.filter(gate.open_to(actor, "person_id"), row__came_with=made)
        .select_related("person", "row")
        .order_by("person__sort_key", "pk")[:_MOST]
    )
    trail.write("import.opened", by=actor, about=made)
    page = {
        **_line(made, actor),
        "counts": [
            (RowState(state).label, made.counts[state])
            for state in RowState.values
            if made.counts.get(state) and isinstance(made.counts[state], int)
        ],
        "unreadable": made.counts.get("unreadable", 0),
        "unknown_workers": list(made.counts.get("unknown_workers", {}).items()),
        "to_settle_rows": [_row(one) for one in rows],
        "people": [
            {
                "name": one.person.shown_name,
                "cell": one.row.cell,
                "url": reverse("exchange:quoted_list", args=[one.person_id]),
            }
            for one in texts
        ],
        "most": _MOST,
        "undo_words": f"casework import undo {made.pk}",
    }
    return render(request, "exchange/import_detail.html", page)


def _row(row: ImportedRow) -> dict[str, Any]:
    unplaced = getattr(row, "unplaced", None)
    return {
        "cell": row.cell,
        "state": RowState(row.state).label,
        "why": row.why,
        "pairs": source_pairs(unplaced.source) if unplaced else [],
    }


@screen(Permission.CONTACT_VIEW)
def quoted_list(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What the file says of one person and no room keeps yet, as it was written."""
    actor, now = request.actor, timezone.now()
    person = gate.open_or_404(
        Person.objects.all(), by=actor, person="pk", pk=person_id, seen_as="brought_over"
    )
    person_ids = finding.record_ids(person)
    texts = (
        QuotedText.objects.filter(person_id__in=person_ids)
        .select_related("row__came_with")
        .order_by("pk")[:_MOST]
    )
    page = {
        "person": person,
        "person_header": header_of(person, actor=actor, now=now, person_ids=person_ids),
        "texts": [
            {
                "title": _("%(file)s, %(cell)s")
                % {"file": one.row.came_with.file_name, "cell": one.row.cell},
                "on": words.short_day(words.local(one.row.came_with.at, actor).date()),
                "pairs": source_pairs(one.source),
            }
            for one in texts
        ],
    }
    return render(request, "exchange/quoted_list.html", page)
