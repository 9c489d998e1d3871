"""The agency's one row."""

from __future__ import annotations

from collections.abc import Collection
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from casework.base.core.says import _


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return "/" in name or name == "UTC"


def why_not_set_up_agency(*, has_agency: bool, name: str, time_zone: str) -> str | None:
    """A database holds one agency, which has a name and lives in a time zone."""
    if has_agency:
        return _("This database has its agency already. Change it under Settings.")
    if not name.strip():
        return _("Give the agency's name.")
    if not _is_time_zone(time_zone):
        return _("%(zone)s is not a time zone. Write it like America/New_York.") % {
            "zone": time_zone
        }
    return None


def why_not_change_agency(
    *,
    name: str,
    time_zone: str,
    working_weekdays: Collection[int],
    words: Collection[str],
) -> str | None:
    """The agency keeps a name, a real time zone, one working weekday and its three words."""
    if not name.strip():
        return _("Give the agency's name.")
    if not _is_time_zone(time_zone):
        return _("%(zone)s is not a time zone. Write it like America/New_York.") % {
            "zone": time_zone
        }
    if not working_weekdays:
        return _("Name at least one day of the week on which the agency works.")
    if any(day not in range(7) for day in working_weekdays):
        return _("A week has seven days.")
    if not all(word.strip() for word in words):
        return _("Each of the three words needs something to say.")
    return None
