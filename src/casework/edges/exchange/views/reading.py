"""What was brought over, for those who lead the team it came for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.audit import trail
from casework.base.audit.middleware import NotOpen
from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.screens import screen, screen_of
from casework.registry.door import gate
from casework.registry.people import finding
from casework.registry.people.header import header_of
from casework.registry.people.models import Person
from casework.registry.people.tabs import record_url
from casework.registry.workforce.permissions import Permission

from ..models import Import, ImportedRow, ImportState, Kind, QuotedText, RowState, Upload
from ..models import UploadState as State
from ..shown import source_pairs
from .own import head

# A page a person can read.
MOST = 100
_TO_SETTLE = (RowState.OFFERED_DUPLICATE, RowState.LEFT_OUT)


def _mine(request: HttpRequest) -> Any:
    return (
        Import.objects.filter(team_id__in=request.actor.led_team_ids)
        .select_related("team")
        .order_by("-at")
    )


def own_import(request: HttpRequest, import_id: UUID) -> Import:
    """The import, if it came for a team that whoever asks leads."""
    made: Import | None = _mine(request).filter(pk=import_id).first()
    if made is None:
        raise NotOpen("exchange.import", import_id)
    return made


def made_for(made: Import, actor: Any) -> dict[str, Any]:
    return {
        "made": made,
        "kind": Kind(made.kind).label,
        "on": words.short_day(words.local(made.at, actor).date()),
        "is_undone": made.state == ImportState.UNDONE,
        "url": reverse("exchange:import_detail", args=[made.pk]),
        "rows": made.counts.get("rows", 0),
        "came": made.counts.get(RowState.CREATED, 0),
        "to_settle": 0
        if made.state == ImportState.UNDONE
        else sum(made.counts.get(state, 0) for state in _TO_SETTLE),
    }


@screen(Permission.IMPORT_RUN)
def import_list(request: HttpRequest) -> HttpResponse:
    """Every file that was brought over for my teams, the newest first."""
    actor = request.actor
    lines = [made_for(made, actor) for made in _mine(request)[:MOST]]
    waiting = (
        Upload.objects.filter(uploaded_by=actor.id, team_id__in=actor.led_team_ids)
        .exclude(state=State.DONE)
        .select_related("team")
        .order_by("-uploaded_at")[:MOST]
    )
    page = {"lines": lines, "uploads": [head(one, actor) for one in waiting]}
    return render(request, "exchange/import_list.html", page)


@screen(Permission.IMPORT_RUN)
def import_detail(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """One file: what became of its rows, and those that somebody has to settle."""
    actor = request.actor
    made = own_import(request, import_id)
    is_undone = made.state == ImportState.UNDONE
    listed = [RowState.KEPT] if is_undone else _TO_SETTLE
    to_settle = made.rows.filter(state__in=listed).select_related("unplaced")
    typed = request.GET.get("from", "")[:9]
    place = min(int(typed), 10_000_000) if typed.isdecimal() else 0
    rows = list(to_settle.order_by("state", "sheet", "row", "pk")[place : place + MOST + 1])
    people = Person.objects.filter(pk__in=[one.person_id for one in rows if one.person_id])
    names = dict(people.values_list("pk", "shown_name"))
    texts = (
        QuotedText.objects.filter(gate.open_to(actor, "person_id"), row__came_with=made)
        .select_related("person", "row")
        .order_by("person__sort_key", "pk")[:MOST]
    )
    trail.write("import.opened", by=actor, about=made)
    page = {
        **made_for(made, actor),
        "counts": _counts(made),
        "kept": made.counts.get("kept", 0),
        "unreadable": 0 if is_undone else made.counts.get("unreadable", 0),
        "unknown_workers": []
        if is_undone
        else list(made.counts.get("unknown_workers", {}).items()),
        "to_settle_rows": [_row(one, names) for one in rows[:MOST]],
        "newer": f"?from={max(0, place - MOST)}" if place else "",
        "older": f"?from={place + MOST}" if len(rows) > MOST else "",
        "people": [
            {
                "name": one.person.shown_name,
                "cell": one.row.cell,
                "url": reverse("exchange:quoted_list", args=[one.person_id]),
            }
            for one in texts
        ],
        "most": MOST,
    }
    return render(request, "exchange/import_detail.html", page)


def _counts(made: Import) -> list[tuple[Any, int]]:
    """What became of the rows; of a file that was taken back, what went and what stayed."""
    if made.state == ImportState.UNDONE:
        gone, kept = made.counts.get("taken_back", 0), made.counts.get("kept", 0)
        return [(RowState.UNDONE.label, gone), (RowState.KEPT.label, kept)]
    return [
        (RowState(state).label, made.counts[state])
        for state in RowState.values
        if made.counts.get(state)
    ]


def _row(row: ImportedRow, names: dict[UUID, str]) -> dict[str, Any]:
    unplaced = getattr(row, "unplaced", None)
    person_id = row.person_id
    is_open = person_id is not None and person_id in names
    return {
        "name": names[person_id] if is_open and person_id else "",
        "url": record_url(person_id) if is_open and person_id else "",
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
        .order_by("pk")[:MOST]
    )
    page = {
        "person": person,
        "person_header": header_of(
            person, actor=actor, now=now, person_ids=person_ids, current=screen_of(request)
        ),
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
