"""Why this room asks for a worker today: notes to sign, and sheets begun and not saved."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.clocks.models import OPEN, Clock
from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.questions import asks, question
from casework.base.drafts.models import Draft
from casework.base.ui.parts import Tone
from casework.registry.episodes.models import Episode
from casework.registry.episodes.reasons import Rank, Reason
from casework.registry.workforce.permissions import Permission

from .clocks import SIGN_NOTE
from .models import ContactNote, ContactPerson, NoteState

# Whose note, of which episode, written when, to be signed when.
_Unsigned = tuple[UUID, UUID | None, datetime, datetime | None]

# What a sheet is about. A form is named after the screen on which it is finished.
OF_EPISODES = frozenset({"contacts:contact_new"})
OF_ENTRIES = frozenset({"contacts:note_edit", "contacts:note_add"})


@question
def _unsigned(worker: UUID) -> QuerySet[ContactNote, _Unsigned]:
    due = Clock.objects.filter(OPEN, rule=SIGN_NOTE.code, subject_id=OuterRef("pk"))
    return (
        ContactNote.objects.filter(
            written_by=worker, state=NoteState.SAVED, contact_person__voided_at=None
        )
        .annotate(due_at=Subquery(due.values("due_at")[:1]))
        .order_by("written_at", "pk")
        .values_list("person_id", "contact_person__episode_id", "written_at", "due_at")
    )


@asks(Permission.CONTACT_RECORD, lambda actor, now: [_unsigned.ahead(worker=actor.id)])
def notes_to_sign(actor: Any, now: datetime) -> list[Reason]:
    """Fills the slot `day_reasons`: one reason a person. One query."""
    if not actor.may(Permission.CONTACT_RECORD):
        return []
    rows = _unsigned(worker=actor.id)
    found: dict[UUID, list[tuple[UUID | None, datetime, datetime | None]]] = {}
    for person_id, episode_id, written_at, due_at in rows:
        found.setdefault(person_id, []).append((episode_id, written_at, due_at))
    return [_to_sign(actor, person_id, some, now) for person_id, some in found.items()]


def _to_sign(
    actor: Any,
    person_id: UUID,
    notes: list[tuple[UUID | None, datetime, datetime | None]],
    now: datetime,
) -> Reason:
    episode_id, oldest, due_at = notes[0]
    is_late = due_at is not None and due_at < now
    return Reason(
        person_id=person_id,
        episode_id=episode_id,
        kind="note_to_sign",
        rank=Rank.LATE if is_late else Rank.TIDY,
        words=ngettext("%(n)d note to sign", "%(n)d notes to sign", len(notes)) % {"n": len(notes)},
        weight=(now - oldest).total_seconds() / 86400,
        detail=_("Written %(when)s") % {"when": words.day_and_time(oldest, actor, now=now)},
        mark=_("Late") if is_late else "",
        tone=Tone.WARN if is_late else "",
        button_label=_("Sign"),
        button_url=reverse("contacts:notes_to_sign"),
    )


def unfinished(actor: Any, now: datetime) -> list[Reason]:
    """Fills the slot `day_reasons`: sheets begun and not saved. Three queries."""
    if not actor.may(Permission.CONTACT_RECORD):
        return []
    drafts = list(
        Draft.objects.filter(
            actor_id=actor.id, has_words=True, form__in=[*OF_EPISODES, *OF_ENTRIES]
        ).order_by("begun_at", "pk")
    )
    if not drafts:
        return []
    episodes = dict(
        Episode.objects.filter(
            pk__in=[one.about_id for one in drafts if one.form in OF_EPISODES]
        ).values_list("pk", "person_id")
    )
    entries = {
        entry_id: (person_id, episode_id)
        for entry_id, person_id, episode_id in ContactPerson.objects.filter(
            pk__in=[one.about_id for one in drafts if one.form in OF_ENTRIES]
        ).values_list("pk", "person_id", "episode_id")
    }
    found = []
    where: tuple[UUID, UUID | None]
    for draft in drafts:
        if draft.form in OF_EPISODES and draft.about_id in episodes:
            where = (episodes[draft.about_id], draft.about_id)
        elif draft.form in OF_ENTRIES and draft.about_id in entries:
            where = entries[draft.about_id]
        else:
            continue
        found.append(_draft(actor, draft, where, now))
    return found


def _draft(actor: Any, draft: Draft, where: tuple[UUID, UUID | None], now: datetime) -> Reason:
    person_id, episode_id = where
    return Reason(
        person_id=person_id,
        episode_id=episode_id,
        kind="draft",
        rank=Rank.TIDY,
        words=_("You began a note and did not save it"),
        weight=(now - draft.begun_at).total_seconds() / 86400,
        detail=_("Last typed %(when)s")
        % {"when": words.day_and_time(draft.saved_at, actor, now=now)},
        button_label=_("Go on writing"),
        button_url=reverse(draft.form, args=[draft.about_id]),
    )
