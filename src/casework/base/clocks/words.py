"""The text of what rules say: how a clock stands, and why something may not be done to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from . import rules
from .rules import Calendar, Facts, Said

_REASONS = {
    "already_met": gettext_noop("This is already done."),
    "already_ended": gettext_noop("This was ended. Start it again if it is needed."),
    "met_in_future": gettext_noop("This is dated in the future. Record it when it has happened."),
    "met_before_start": gettext_noop("This happened before the time began to run."),
    "alert_not_paused": gettext_noop("An alert cannot be paused. Say what was done about it."),
    "pause_needs_reason": gettext_noop("Say why this is paused."),
    "already_paused": gettext_noop("This is already paused."),
    "not_paused": gettext_noop("This is not paused."),
    "resumed_before_pause": gettext_noop("This would go on before it was paused."),
    "not_an_alert": gettext_noop("Only an alert is acknowledged."),
    "say_what_was_done": gettext_noop("Say what was done."),
}


def reason(code: str | None) -> str | None:
    """The refusal in words; None where nothing is in the way."""
    return None if code is None else _(_REASONS[code])


def _day(day: date | None) -> str:
    """`Tue 24 Nov`."""
    # Translators: a day of this year, in Django's date format, such as Tue 24 Nov.
    return date_format(day, pgettext("short day", "D j M")) if day else ""


def _day_and_year(day: date | None) -> str:
    # Translators: a day of another year, in Django's date format, such as Tue 24 Nov 2026.
    return date_format(day, pgettext("short day with year", "D j M Y")) if day else ""


def _time(at: time | None) -> str:
    # Translators: a time of day, in Django's date format, such as 14:30.
    return date_format(datetime.combine(date.min, at), pgettext("short time", "H:i")) if at else ""


def _late_minutes(n: int) -> str:
    return ngettext("Late by %(number)d minute", "Late by %(number)d minutes", n) % {"number": n}


def _late_hours(n: int) -> str:
    return ngettext("Late by %(number)d hour", "Late by %(number)d hours", n) % {"number": n}


def _late_days(n: int) -> str:
    return ngettext("Late by %(number)d day", "Late by %(number)d days", n) % {"number": n}


_SAID: dict[str, Callable[[Said], str]] = {
    "late_minutes": lambda said: _late_minutes(said.number),
    "late_hours": lambda said: _late_hours(said.number),
    "late_days": lambda said: _late_days(said.number),
    "today": lambda said: _("Today"),
    "today_at": lambda said: _("Today by %(time)s") % {"time": _time(said.at)},
    "tomorrow": lambda said: _("Tomorrow"),
    "tomorrow_at": lambda said: _("Tomorrow by %(time)s") % {"time": _time(said.at)},
    "on": lambda said: _day(said.day),
    "on_other_year": lambda said: _day_and_year(said.day),
    "paused": lambda said: _("Paused since %(day)s") % {"day": _day(said.day)},
    "paused_other_year": lambda said: _("Paused since %(day)s") % {"day": _day_and_year(said.day)},
    "met": lambda said: _("Done %(day)s") % {"day": _day(said.day)},
    "met_other_year": lambda said: _("Done %(day)s") % {"day": _day_and_year(said.day)},
    "ended": lambda said: _("Ended %(day)s") % {"day": _day(said.day)},
    "ended_other_year": lambda said: _("Ended %(day)s") % {"day": _day_and_year(said.day)},
}


def text(said: Said) -> str:
    """What `rules.describe` said, in the reader's language."""
    return _SAID[said.code](said)


def stands(clock: Facts, now: datetime, calendar: Calendar) -> str:
    """How a clock stands, in the reader's language: `Late by 2 days`, `Today`, `Tue 24 Nov`."""
    return text(rules.describe(clock, now, calendar))
