"""Django's sessions in the database, read by a question that is compiled once in a process."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from casework.base.core.questions import question


@question
def _running(key: str, now: datetime) -> QuerySet[Session, str]:
    running = Session.objects.filter(session_key=key, expire_date__gt=now)
    return running.values_list("session_data", flat=True)


class SessionStore(db.SessionStore):
    """What each page begins with: reading costs less, everything else is Django's."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, where it has ended or never was."""
        found = _running(key=self.session_key or "", now=timezone.now())
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0])
