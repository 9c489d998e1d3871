"""Short words that this room lends to lists and briefs, for many people in a few queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.base.clocks.models import Clock
from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.questions import question
from casework.registry.episodes.brief import Section
from casework.registry.workforce.permissions import Permission

from .clocks import SIGN_NOTE
from .models import ContactNote, ContactPerson, NoteState, Promise
from .panels import shortened
from .shown import how_words, note_of

IN_BRIEF = 3

DRAFTS = {
    "contacts:contact_new": gettext_lazy("A contact"),
    "contacts:checkin_new": gettext_lazy("A check-in"),
    "contacts:note_edit": gettext_lazy("A note"),
    "contacts:note_add": gettext_lazy("Something added to a note"),
    "contacts:entry_void": gettext_lazy("Voiding an entry"),
    "contacts:entry_move": gettext_lazy("Moving an entry"),
    "contacts:promise_drop": gettext_lazy("A promise that will not happen"),
}

# One look into the index for each episode, however long its history is.
_NEWEST = """unnest(%(episodes)s::uuid[]) e(id)
 cross join lateral (
   select p.id, p.contact_id, p.started_at
     from contacts_contactperson p
    where p.episode_id = e.id and p.is_contact and p.voided_at is null
    order by p.started_at desc, p.id desc limit %(most)s) c"""

_IDS = f"select c.id from {_NEWEST}"  # noqa: S608 - made of constants only

# When, how and with whom, without the notes: a list of people opens nobody's words.
_LAST = f"""
select e.id, c.started_at, k.mode, k."where",
       array(select btrim(w.given || ' ' || w.family)
               from contacts_contactworker t join workforce_worker w on w.id = t.worker_id
              where t.contact_id = k.id order by t.id)
  from {_NEWEST}
  join contacts_contact k on k.id = c.contact_id
"""  # noqa: S608 - made of constants only


@question
def _entries(entries: Sequence[UUID]) -> QuerySet[ContactPerson]:
    return (
        ContactPerson.objects.filter(pk__among=entries)
        .select_related("contact", "note")
        .order_by("-started_at", "-pk")
    )


def draft_places(
    actor: Any, drafts: Sequence[tuple[str, UUID]]
) -> dict[tuple[str, UUID], tuple[str, str]]:
    """Fills the slot `draft_places`: what a draft is called and where it is finished. No query."""
    return {
        (form, about): (str(DRAFTS[form]), reverse(form, args=[about]))
        for form, about in drafts
        if form in DRAFTS
    }


def _newest(episode_ids: Sequence[UUID], most: int) -> list[ContactPerson]:
    """The newest `most` contacts of each episode, newest first. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_IDS, {"episodes": list(episode_ids), "most": most})
        ids = [row[0] for row in cursor.fetchall()]
    return _entries(entries=ids)


def last_contacts(actor: Any, episode_ids: Sequence[UUID], now: datetime) -> dict[UUID, str]:
    """Fills the slot `last_contacts`: when, how and who. One query for any number."""
    if not actor.may(Permission.CONTACT_VIEW):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LAST, {"episodes": list(episode_ids), "most": 1})
        rows = cursor.fetchall()
    year = words.today(actor, now).year
    return {
        episode_id: ", ".join(
            part
            for part in (
                words.short_day(words.local(at, actor).date(), this_year=year),
                how_words(mode, where),
                *there,
            )
            if part
        )
        for episode_id, at, mode, where, there in rows
    }


# A brief is copied into offers and notes that stand under this label.
_COPIED = "normal"


def last_contacts_brief(
    actor: Any, person_ids: Sequence[UUID], episode_ids: Sequence[UUID], now: datetime
) -> dict[UUID, Section]:
    """Fills the slot `brief_sections`: the last contacts, and what is promised. Three queries.

    Words under another label stay where they are: a brief is copied and read by others.
    """
    if not actor.may(Permission.CONTACT_VIEW):
        return {}
    year = words.today(actor, now).year
    lines: dict[UUID, list[str]] = {one: [] for one in episode_ids}
    for one in _newest(episode_ids, IN_BRIEF):
        note = note_of(one)
        day = words.short_day(words.local(one.started_at, actor).date(), this_year=year)
        line = f"{day}, {how_words(one.contact.mode, one.contact.where)}"
        if note is not None and note.text and note.label == _COPIED:
            line += f": {shortened(note.text)}"
        lines[one.episode_id].append(line)  # type: ignore[index]
    for promise in Promise.objects.filter(
        episode_id__in=list(episode_ids),
        person_id__in=list(person_ids),
        kept_at=None,
        dropped_why="",
        label=_COPIED,
    ).order_by("promised_at"):
        lines[promise.episode_id].append(  # type: ignore[index]
            _("Promised: %(words)s") % {"words": promise.words}
        )
    return {
        episode_id: Section(_("Last contacts, and what we promised"), tuple(some))
        for episode_id, some in lines.items()
        if some
    }


def clocks_over(stopped: Sequence[Clock]) -> set[UUID]:
    """Fills the slot `clocks_over`: notes that were signed, or whose entry is void, ask no more."""
    mine = {one.subject_id: one.pk for one in stopped if one.rule == SIGN_NOTE.code}
    if not mine:
        return set()
    left = ContactNote.objects.filter(
        pk__in=mine, state=NoteState.SAVED, contact_person__voided_at=None
    )
    return set(mine.values()) - {mine[one] for one in left.values_list("pk", flat=True)}
