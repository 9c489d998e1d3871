from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.registry.workforce import tree
from casework.registry.workforce.models import Position
from casework.registry.workforce.permissions import Permission, Role

from .. import actions, carrying
from ..forms import PositionEndForm
from ..navigation import ending_url
from .framing import form_screen


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def position_end(request: HttpRequest, position_id: UUID) -> HttpResponse:
    """The last day of a position, and what becomes of the people: their number, never a name."""
    actor, now = request.actor, timezone.now()
    position = get_object_or_404(Position.objects.select_related("team", "worker"), pk=position_id)
    if position.worker is None or ending_url(position) != request.path:
        return redirect("workforce:position_end", position.pk)
    today = words.today(actor, now)
    holder = tree.leader_of(position.team_id, on=today, without=[position.worker.pk])

    def act(typed: dict[str, Any]) -> Position:
        return actions.end_position(by=actor, position=position, now=now, **typed)

    carried = carrying.carried_by([position.worker.pk])[position.worker.pk]
    back = reverse("workforce:team_detail", args=[position.team_id])
    return form_screen(
        request,
        "position_end",
        PositionEndForm,
        about=position.pk,
        act=act,
        done=back,
        saved=_("Saved."),
        cancel_url=back,
        prefill={"to_on": max(today, position.from_on)},
        page={
            "position": position,
            "role": Role(position.role).label,
            "since": words.short_day(position.from_on),
            "count": sum(1 for one in carried if not one.is_offered),
            "holder": holder,
        },
    )
