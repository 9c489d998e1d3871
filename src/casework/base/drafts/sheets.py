"""The one write mechanism: every form is a sheet with a key, a version and a draft.

The key makes pressing twice one record. The draft keeps what is typed. The subject that the form
was rendered for is compared with the one it is sent to, so that text never lands in another
person's record because of a second tab.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.audit import trail
from casework.base.core.acting import Acting
from casework.base.core.ids import new_id
from casework.base.core.questions import Asked, ask_ahead, one_journey
from casework.base.core.refusals import Refused

from .models import Draft, Receipt

HIDDEN = ("_key", "_draft_form", "_draft_about", "_draft_version", "_tab", "csrfmiddlewaretoken")
_LONGEST = 200_000

# What was typed here is stored. What was typed in another window since stays.
_FIRST = """with first as (
 insert into drafts_receipt (id, actor_id, fingerprint, result_kind, result_id, stored_at)
 values (%s, %s, %s, %s, %s, %s) on conflict (id) do nothing returning id),
typed as (delete from drafts_draft where exists (select from first)
  and actor_id = %s and form = %s and about_id = %s and (%s = '' or tab = %s or version = %s))
select id from first"""

_STORED = "update drafts_receipt set result_kind = %s, result_id = %s where id = %s"

Becomes = tuple[type[models.Model], UUID]


@dataclass
class Sheet:
    """One rendered form: its hidden fields, and the draft that was found for it."""

    by: Acting
    form: str
    about: UUID
    key: UUID
    tab: str
    version: int = 0
    saved: dict[str, Any] = field(default_factory=dict)
    saved_at: Any = None
    sent_about: str = ""
    sent: Mapping[str, Any] | None = None

    @property
    def is_restored(self) -> bool:
        """A draft from before fills the form now."""
        return bool(self.saved) and self.sent is None

    def once(
        self,
        act: Callable[[], models.Model],
        *,
        ahead: Iterable[Asked] = (),
        becomes: Becomes | None = None,
    ) -> tuple[str, UUID, bool]:
        """Run `act` unless this sheet was stored before; its kind and id, and whether it is new.

        Raises `Refused` when the form was rendered for another subject, or when the same sheet
        was sent before with other words: then the first text stands and the second is shown.

        Both save journeys: `ahead` is what `act` asks first, and `becomes` says of what kind and
        with which id the row will be that it makes.
        """
        if self.sent is None:
            raise ValueError("a sheet that was not sent cannot be stored")
        if self.sent_about and self.sent_about != str(self.about):
            raise Refused(
                _(
                    "This form was opened for somebody else. Nothing was saved. "
                    "Copy your text, open the right record and paste it there."
                )
            )
        mark = _fingerprint(self.sent)
        with ExitStack() as whole:
            with one_journey():
                whole.enter_context(trail.as_a_whole())
                is_first = self._is_first(mark, ahead, becomes)
            if not is_first:
                return self._stored_before(mark)
            result = act()
            kind, made = result._meta.label_lower, result.pk
            if becomes is None:
                self._store(kind, made)
            elif (kind, made) != (becomes[0]._meta.label_lower, becomes[1]):
                raise ValueError("what was stored is not what was said to become of it")
            return kind, made, True

    def _is_first(self, mark: str, ahead: Iterable[Asked], becomes: Becomes | None) -> bool:
        """Whether nobody sent this sheet before; whoever sends it meanwhile waits for us.

        With that its draft is dropped: it comes back where what follows is refused.
        """
        kind, made = (becomes[0]._meta.label_lower, becomes[1]) if becomes else ("", None)
        receipt: list[Any] = [self.key, self.by.id, mark, kind, made, timezone.now()]
        draft: list[Any] = [self.by.id, self.form, self.about, self.tab, self.tab, self.version]
        with connection.cursor() as cursor:
            cursor.execute(_FIRST, [*receipt, *draft])
            ask_ahead(ahead)
            return cursor.fetchone() is not None

    def _store(self, kind: str, result_id: UUID) -> None:
        """Say what became of this sheet."""
        with connection.cursor() as cursor:
            cursor.execute(_STORED, [kind, result_id, self.key])

    def _stored_before(self, mark: str) -> tuple[str, UUID, bool]:
        before = Receipt.objects.filter(pk=self.key).first()
        if before is None or before.result_id is None:
            raise Refused(_("This form was sent already. Open the page again to send another."))
        if before.fingerprint != mark:
            raise Refused(
                _(
                    "This form was saved a moment ago with other words. What was saved stands; "
                    "your new text is still below. Open the record to compare."
                )
            )
        return before.result_kind, before.result_id, False


def _fingerprint(sent: Mapping[str, Any]) -> str:
    """What was sent, without the hidden fields, as one hash."""
    pairs = sorted((name, value) for name, value in _plain(sent).items())
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()


def _plain(sent: Mapping[str, Any]) -> dict[str, list[str]]:
    lists = sent.lists() if hasattr(sent, "lists") else ((k, [v]) for k, v in sent.items())
    return {
        name: [str(value)[:_LONGEST] for value in values]
        for name, values in lists
        if name not in HIDDEN
    }


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _number(value: Any) -> int:
    """A version as it was sent; 0 for what is none."""
    typed = str(value or "")
    return int(typed) if typed.isdecimal() and len(typed) < len(str(2**31)) else 0


def open_sheet(request: HttpRequest, *, form: str, about: UUID) -> Sheet:
    """The sheet of this request: what was sent, or a fresh one with the draft that was kept."""
    by: Acting = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        return Sheet(
            by=by,
            form=form,
            about=about,
            key=_uuid(request.POST.get("_key")) or new_id(),
            tab=str(request.POST.get("_tab", ""))[:40],
            version=_number(request.POST.get("_draft_version")),
            sent_about=str(request.POST.get("_draft_about", "")),
            sent=request.POST,
        )
    draft = Draft.objects.filter(actor_id=by.id, form=form, about_id=about).first()
    sheet = Sheet(by=by, form=form, about=about, key=new_id(), tab=uuid.uuid4().hex)
    if draft is not None:
        sheet.version, sheet.saved, sheet.saved_at = draft.version, draft.fields, draft.saved_at
    return sheet


def initial(sheet: Sheet, **prefilled: Any) -> dict[str, Any]:
    """What the form starts with: the prefilled values, and over them what was typed before."""
    typed = {
        name: values if len(values) > 1 else values[0]
        for name, values in sheet.saved.items()
        if values
    }
    return {**prefilled, **typed}
