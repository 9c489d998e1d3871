from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.registry.door import gate
from casework.registry.workforce.permissions import Permission

from .. import actions, ledger, shown
from ..forms import ChangeAnswerForm, ChangeRequestForm
from ..models import ChangeOutcome, ChangeRequest
from .framing import episode_url, form_screen, frame, open_episode, why_not_wish


@screen(Permission.CHANGE_REQUEST_RECORD, methods=("GET", "POST"))
def change_request_new(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """The person would like another worker: their words, for the leader to answer."""
    actor, now = request.actor, timezone.now()
    episode = open_episode(request, episode_id, page="change_request_new")

    def act(typed: dict[str, Any]) -> ChangeRequest:
        return actions.record_change_request(by=actor, episode=episode, now=now, **typed)

    has_open = episode.change_requests.filter(outcome=ChangeOutcome.OPEN).exists()
    return form_screen(
        request,
        "change_request_new",
        ChangeRequestForm,
        about=episode.pk,
        act=act,
        done=episode_url(episode.pk),
        saved=_("Written down. The team's leader answers it."),
        cancel_url=episode_url(episode.pk),
        prefill={"asked_on": words.today(actor, now)},
        page=frame(request, episode)
        | {"why_not": why_not_wish(episode, has_open=has_open, today=words.today(actor, now))},
    )


@screen(Permission.RESPONSIBILITY_ALLOCATE, methods=("GET", "POST"))
def change_request_answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A leader says what came of a wish for another worker."""
    actor, now = request.actor, timezone.now()
    wish = gate.open_or_404(
        ChangeRequest.objects.select_related("episode__person__merged_into", "episode__team"),
        by=actor,
        person="person_id",
        pk=request_id,
        seen_as="change_request",
    )
    episode = wish.episode

    def act(typed: dict[str, Any]) -> ChangeRequest:
        return actions.answer_change_request(by=actor, request=wish, now=now, **typed)

    return form_screen(
        request,
        "change_request_answer",
        ChangeAnswerForm,
        about=wish.pk,
        act=act,
        done=episode_url(episode.pk),
        saved=_("Answered. Tell the person."),
        cancel_url=episode_url(episode.pk),
        prefill={"version": wish.version},
        page=frame(request, episode)
        | {
            "wish": wish,
            "asked_on": words.short_day(wish.asked_on),
            "recorded_by": shown.names_of([wish.recorded_by]).get(wish.recorded_by, ""),
            "standing": ledger.answering_now([episode.pk], now=now).get(episode.pk),
            "is_own": episode.responsible_id == actor.id and not episode.is_held,
            "is_answered": wish.outcome != ChangeOutcome.OPEN,
            "outcome": ChangeOutcome(wish.outcome).label,
            "hand_over_url": reverse("episodes:hand_over_new", args=[episode.pk]),
        },
    )
