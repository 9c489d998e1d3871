"""Django's sessions in the database, read by a question that is compiled once in a process."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.utils import timezone

from casework.base.core.questions import question

from .sealing import seal, unseal

_USE = "session"


@question
def _running(key: str, now: datetime) -> QuerySet[Session, str]:
    running = Session.objects.filter(session_key=key, expire_date__gt=now)
    return running.values_list("session_data", flat=True)


class SessionStore(db.SessionStore):
    """What each page begins with: reading costs less, and what is kept is sealed.

    While a second factor is set up its secret waits in here. A seal tells by itself whether the
    words are ours, so they are not signed as well.
    """

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What is stored."""
        return seal(json.dumps(session_dict, separators=(",", ":")).encode(), use=_USE)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What was stored; nothing where no key we have opens it: whoever it was signs in anew."""
        try:
            held: dict[str, Any] = json.loads(unseal(str(session_data), use=_USE))
        except ImproperlyConfigured:
            return {}
        return held

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, where it has ended or never was."""
        found = _running(key=self.session_key or "", now=timezone.now())
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0])
