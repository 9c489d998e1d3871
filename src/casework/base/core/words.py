"""Dates and times as people read them, formatted once in Python (a template filter costs more).

All take the reader's time zone from the actor's agency; all words come from gettext.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from django.utils import dates
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def number(value: float | Decimal, *, places: int = 0, trim: bool = False) -> str:
    """12, 5.6 or 1,75: with the decimal mark of the language, without empty places if `trim`."""
    text = f"{value:.{places}f}"
    if trim and places:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR")))


def percent(share: float | Decimal) -> str:
    """80%, or 80 % where it is written so"""
    return _("%(n)s%%") % {"n": number(share * 100)}


def zone(actor: Any) -> tzinfo:
    """The agency's time zone, or UTC where nobody is signed in."""
    agency = getattr(actor, "agency", None)
    return agency.time_zone if agency is not None else UTC


def local(moment: datetime, actor: Any) -> datetime:
    """The moment on the agency's wall clock."""
    return moment.astimezone(zone(actor))


def today(actor: Any, now: datetime) -> date:
    """The agency's day at `now`."""
    return local(now, actor).date()


def clock_time(moment: datetime, actor: Any) -> str:
    """14:05"""
    return f"{local(moment, actor):%H:%M}"


def short_day(day: date, *, this_year: int | None = None) -> str:
    """3 Nov, or 3 Nov 2024 when it is not this year."""
    month = str(dates.MONTHS_3[day.month]).capitalize()
    if this_year == day.year:
        return _("%(day)d %(month)s") % {"day": day.day, "month": month}
    return _("%(day)d %(month)s %(year)d") % {"day": day.day, "month": month, "year": day.year}


def weekday_day(day: date) -> str:
    """Tue 24 Nov"""
    return _("%(weekday)s %(day)d %(month)s") % {
        "weekday": str(dates.WEEKDAYS_ABBR[day.weekday()]),
        "day": day.day,
        "month": str(dates.MONTHS_3[day.month]).capitalize(),
    }


def long_day(day: date) -> str:
    """Tuesday 24 November"""
    return _("%(weekday)s %(day)d %(month)s") % {
        "weekday": str(dates.WEEKDAYS[day.weekday()]),
        "day": day.day,
        "month": str(dates.MONTHS[day.month]),
    }


def month_year(day: date) -> str:
    """November 2026"""
    return _("%(month)s %(year)d") % {"month": str(dates.MONTHS[day.month]), "year": day.year}


def day_and_time(moment: datetime, actor: Any, *, now: datetime) -> str:
    """Today 14:05, yesterday 09:30, or 3 Nov, 10:20"""
    here, now_here = local(moment, actor), local(now, actor)
    days = (now_here.date() - here.date()).days
    if days == 0:
        return _("today %(time)s") % {"time": f"{here:%H:%M}"}
    if days == 1:
        return _("yesterday %(time)s") % {"time": f"{here:%H:%M}"}
    if days == -1:
        return _("tomorrow %(time)s") % {"time": f"{here:%H:%M}"}
    return f"{short_day(here.date(), this_year=now_here.year)}, {here:%H:%M}"


def days_ago(day: date, today: date) -> str:
    """today, yesterday, 19 days ago"""
    days = (today - day).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 0:
        return ngettext("in %(n)d day", "in %(n)d days", -days) % {"n": -days}
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def span(length: timedelta) -> str:
    """45 min, 2 h 10 min, 3 days"""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        if not rest:
            return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
