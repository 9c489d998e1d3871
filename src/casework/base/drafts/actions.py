"""Keeping drafts. Saving one is not an event of the record, so it leaves no trail of words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from casework.base.audit import trail
from casework.base.core.acting import Acting

from .models import Draft


@dataclass(frozen=True)
class Kept:
    """The draft as it stands; `is_other` when another window holds newer words."""

    version: int
    saved_at: datetime
    fields: dict[str, Any]
    is_other: bool


@trail.recorded
def keep_draft(
    *,
    by: Acting,
    form: str,
    about: UUID,
    tab: str,
    version: int,
    fields: dict[str, list[str]],
    now: datetime,
) -> Kept:
    """Store what is typed. Another window's newer text is never overwritten: it is given back."""
    has_words = any(len(value.strip()) > 0 for values in fields.values() for value in values)
    try:
        with transaction.atomic():
            draft, is_new = Draft.objects.select_for_update().get_or_create(
                actor_id=by.id,
                form=form,
                about_id=about,
                defaults={
                    "fields": fields,
                    "tab": tab,
                    "has_words": has_words,
                    "begun_at": now,
                    "saved_at": now,
                },
            )
    except IntegrityError:
        draft, is_new = (
            Draft.objects.select_for_update().get(actor_id=by.id, form=form, about_id=about),
            False,
        )
    if is_new:
        trail.write("draft.begun", by=by, about=draft, detail={"form": form})
        return Kept(draft.version, draft.saved_at, fields, False)
    trail.quiet("a draft is saved every few seconds; its beginning and its end are in the trail")
    if draft.version != version and draft.tab != tab and draft.fields != fields:
        return Kept(draft.version, draft.saved_at, draft.fields, True)
    draft.fields, draft.tab, draft.has_words = fields, tab, has_words
    draft.version, draft.saved_at = draft.version + 1, now
    draft.save(update_fields=["fields", "tab", "has_words", "version", "saved_at"])
    return Kept(draft.version, draft.saved_at, fields, False)


@trail.recorded
def discard_draft(*, by: Acting, draft: Draft, now: datetime) -> None:
    """The author throws her own draft away."""
    trail.write("draft.discarded", by=by, about=draft, detail={"form": draft.form})
    draft.delete()


@trail.recorded
def tidy_drafts(*, by: Acting) -> int:
    """Empty drafts go after a week, receipts after a month. A draft with words always stays.

    They are their authors' alone: the database takes them away, whoever asks sees none of them.
    """
    with connection.cursor() as cursor:
        cursor.execute("select drafts_tidy()")
        gone = int(cursor.fetchone()[0])
    trail.write("drafts.tidied", by=by, detail={"count": gone})
    return gone
