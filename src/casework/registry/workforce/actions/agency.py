from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if
from casework.base.core.says import _

from .. import rules
from ..models import Agency, Place, Team, TeamKind


def _worker_word(place: Place) -> str:
    """What is usually said there; it can be changed under Settings."""
    return _("key worker") if place == Place.ENGLAND else _("case manager")


@trail.recorded
def set_up_agency(
    *,
    by: Actor,
    name: str,
    place: Place = Place.US,
    time_zone: str = "",
    now: datetime,
) -> Agency:
    """The first thing in an empty database: the agency's row, and the root of its teams."""
    time_zone = time_zone or ("Europe/London" if place == Place.ENGLAND else "America/New_York")
    refuse_if(
        rules.why_not_set_up_agency(
            has_agency=Agency.objects.exists(), name=name, time_zone=time_zone
        )
    )
    agency = Agency.objects.create(
        name=name.strip(),
        place=place,
        time_zone=time_zone,
        working_weekdays=[0, 1, 2, 3, 4],
        person_word=_("person"),
        people_word=_("people"),
        worker_word=_worker_word(Place(place)),
    )
    Team.objects.create(kind=TeamKind.AGENCY, name=agency.name)
    trail.write("agency.set_up", by=by, about=agency, detail={"place": agency.place})
    return agency


@trail.recorded
def change_agency(
    *,
    by: Actor,
    agency: Agency,
    version: int,
    name: str,
    place: str,
    time_zone: str,
    working_weekdays: Sequence[int],
    holidays: Mapping[date, str],
    phone: str,
    crisis_line: str,
    person_word: str,
    people_word: str,
    worker_word: str,
    now: datetime,
) -> Agency:
    """The agency's settings change, from now on and for everybody. The root of the tree follows."""
    refuse_if(
        rules.why_not_change_agency(
            name=name,
            time_zone=time_zone,
            working_weekdays=working_weekdays,
            words=(person_word, people_word, worker_word),
        )
    )
    changes = {
        "name": name.strip(),
        "place": place,
        "time_zone": time_zone,
        "working_weekdays": sorted(set(working_weekdays)),
        "holidays": sorted(holidays),
        "holiday_names": {
            day.isoformat(): name.strip() for day, name in holidays.items() if name.strip()
        },
        "phone": phone.strip(),
        "crisis_line": crisis_line.strip(),
        "person_word": person_word.strip(),
        "people_word": people_word.strip(),
        "worker_word": worker_word.strip(),
    }
    changed = sorted(field for field, value in changes.items() if getattr(agency, field) != value)
    agency.save_over(version, **changes)
    if "name" in changed:
        Team.objects.filter(kind=TeamKind.AGENCY).update(name=agency.name)
    trail.write("agency.changed", by=by, about=agency, detail={"fields": changed})
    return agency
