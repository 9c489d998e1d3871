"""A worker's diary for her own calendar program: when, how, and two letters of whom."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from casework.base.accounts.actors import Actor
from casework.base.accounts.models import Account
from casework.base.core.words import local
from casework.base.ui.templatetags.ui import initials
from casework.registry.workforce.actors import worker_actor
from casework.registry.workforce.permissions import Permission

from .models import Appointment, Mode

BACK, AHEAD = timedelta(days=30), timedelta(days=180)


def new_secret() -> str:
    """256 bits: an address that nobody guesses."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is stored of a secret. It is long and random, so that one round is enough."""
    return sha256(secret.encode()).hexdigest()


def reader_of(secret: str) -> Actor | None:
    """The worker whose address this is, as she may act now; None where it opens nothing."""
    with connection.cursor() as cursor:
        cursor.execute("select diary_feed_account(%s)", [hash_of(secret)])
        account_id = cursor.fetchone()[0]
    if account_id is None:
        return None
    actor = worker_actor(Account(pk=account_id))
    return actor if actor is not None and actor.may(Permission.DIARY_VIEW) else None


def calendar_of(booked: Iterable[Appointment], *, actor: Any) -> bytes:
    """The appointments as iCalendar: initials and a word for where, nothing else about anybody."""
    calendar = Calendar()
    calendar.add("prodid", "-//Casework//Diary//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Diary"))
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    for one in booked:
        calendar.add_component(_event(one, actor))
    return bytes(calendar.to_ical())


def _event(one: Appointment, actor: Any) -> Event:
    event = Event()
    event.add("uid", f"{one.pk}@casework")
    event.add("dtstamp", one.booked_at.astimezone(UTC))
    event.add("sequence", one.version)
    event.add("summary", _who(one))
    event.add("location", _where(one))
    event.add("class", "PRIVATE")
    if one.is_day_only:
        day = local(one.starts_at, actor).date()
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", _utc(one.starts_at))
        event.add("dtend", _utc(one.ends_at))
    return event


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _who(one: Appointment) -> str:
    # A title was typed freely and may name somebody.
    if one.person is None:
        return _("Meeting")
    return one.person.initials or initials(one.person.shown_name)


def _where(one: Appointment) -> str:
    if one.mode == Mode.IN_PERSON and one.where:
        return str(one.get_where_display())
    return str(one.get_mode_display())
