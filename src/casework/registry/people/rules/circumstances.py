"""How somebody lives: housing, work, income, who with, whom they care for. Dated, never judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from casework.base.core.says import _

from .marking import gettext_noop

HOUSING, WORK, INCOME, LIVES_WITH, CARING = "housing", "work", "income", "lives_with", "caring"

KIND_LABELS: Mapping[str, str] = {
    HOUSING: gettext_noop("Housing"),
    WORK: gettext_noop("Work and study"),
    INCOME: gettext_noop("Income"),
    LIVES_WITH: gettext_noop("Lives with"),
    CARING: gettext_noop("Caring for others"),
}


@dataclass(frozen=True)
class Code:
    """One possible status. `us` is its HUD HMIS code or field, `england` its MHSDS code.

    `group` is what outcome reports count: housing settled, temporary, homeless or institution;
    work paid, study, unpaid, none.
    """

    kind: str
    code: str
    label: str
    us: str = ""
    england: str = ""
    group: str = ""


# HUD HMIS living situations (3.12.1, FY 2026; the housing subsidy is a field of its own there)
# and MHSDS accommodation types. A home of one's own is split further by tenure on each side, so
# the nearest code is given where theirs is finer. Settled means: cannot be ended overnight.
_HOUSING = (
    ("own_home", gettext_noop("Own home"), "411", "01", "settled"),
    ("social_rent", gettext_noop("Rents from a council or housing association"),
     "435", "02", "settled"),
    ("private_rent", gettext_noop("Rents from a private landlord"), "410", "03", "settled"),
    ("rent_with_subsidy", gettext_noop("Rents with a housing subsidy"), "435", "02", "settled"),
    ("with_family", gettext_noop("Lives with family, to stay"), "422", "04", "settled"),
    ("with_friends", gettext_noop("Lives with friends, to stay"), "423", "05", "settled"),
    ("student", gettext_noop("Student housing"), "410", "06", "settled"),
    ("tied_to_job", gettext_noop("Home that comes with a job"), "410", "07", "settled"),
    ("mobile_home", gettext_noop("Mobile home, caravan or boat"), "411", "08", "settled"),
    ("supported", gettext_noop("Supported housing"), "435", "11", "settled"),
    ("care_home", gettext_noop("Care home without nursing"), "225", "09", "institution"),
    ("nursing_home", gettext_noop("Nursing home"), "225", "10", "institution"),
    ("foster", gettext_noop("Foster home"), "215", "04", "institution"),
    ("transitional", gettext_noop("Transitional housing"), "302", "19", "temporary"),
    ("halfway", gettext_noop("Halfway house or recovery residence"), "329", "18", "temporary"),
    ("hotel_own", gettext_noop("Hotel or motel, paid for by the person"), "314", "98", "temporary"),
    ("bed_and_breakfast", gettext_noop("Hotel or bed and breakfast, paid for by the council"),
     "101", "16", "homeless"),
    ("family_for_now", gettext_noop("Staying with family for now"), "312", "15", "temporary"),
    ("friends_for_now", gettext_noop("Staying with friends for now"), "313", "15", "temporary"),
    ("sofa", gettext_noop("Moving from sofa to sofa"), "336", "14", "homeless"),
    ("hostel", gettext_noop("Hostel"), "101", "18", "homeless"),
    ("shelter", gettext_noop("Shelter"), "101", "17", "homeless"),
    ("refuge", gettext_noop("Refuge from violence"), "101", "19", "homeless"),
    ("safe_haven", gettext_noop("Safe haven"), "118", "17", "homeless"),
    ("squat", gettext_noop("Squatting"), "116", "13", "homeless"),
    ("street", gettext_noop("Street, car, tent or another place not meant for living"),
     "116", "12", "homeless"),
    ("hospital", gettext_noop("General hospital"), "206", "20", "institution"),
    ("psychiatric_hospital", gettext_noop("Psychiatric hospital"), "204", "20", "institution"),
    ("treatment", gettext_noop("Residential treatment or detox"), "205", "20", "institution"),
    ("custody", gettext_noop("Prison or jail"), "207", "21", "institution"),
    ("other", gettext_noop("Something else"), "", "98", ""),
)  # fmt: skip

# MHSDS employment status; HMIS R6.A kind of employment, or why there is none, in words.
_WORK = (
    ("full_time", gettext_noop("Paid work, full time"), "full-time", "01", "paid"),
    ("part_time", gettext_noop("Paid work, part time"), "part-time", "01", "paid"),
    ("casual", gettext_noop("Odd jobs or seasonal work"), "seasonal", "01", "paid"),
    ("self_employed", gettext_noop("Self-employed"), "full-time", "01", "paid"),
    ("supported_work", gettext_noop("Paid work with support"), "part-time", "01", "paid"),
    ("looking", gettext_noop("Looking for work"), "looking", "02", "none"),
    ("study", gettext_noop("Studying or training"), "not looking", "03", "study"),
    ("unable", gettext_noop("Not able to work for health reasons"), "unable", "04", "none"),
    ("family", gettext_noop("Looking after home or family"), "not looking", "05", "unpaid"),
    ("not_looking", gettext_noop("Not looking for work"), "not looking", "06", "none"),
    ("volunteer", gettext_noop("Volunteering"), "not looking", "07", "unpaid"),
    ("retired", gettext_noop("Retired"), "not looking", "08", "none"),
)

# HMIS income source fields; England's sets carry no income code.
_INCOME = (
    ("wages", gettext_noop("Wages or own business"), "Earned", "", ""),
    ("unemployment", gettext_noop("Unemployment benefit"), "Unemployment", "", ""),
    ("ssi", gettext_noop("SSI"), "SSI", "", ""),
    ("ssdi", gettext_noop("SSDI"), "SSDI", "", ""),
    ("va_disability", gettext_noop("VA disability compensation"), "VADisabilityService", "", ""),
    ("va_pension", gettext_noop("VA pension"), "VADisabilityNonService", "", ""),
    ("private_disability", gettext_noop("Private disability insurance"),
     "PrivateDisability", "", ""),
    ("workers_comp", gettext_noop("Workers' compensation"), "WorkersComp", "", ""),
    ("tanf", gettext_noop("TANF"), "TANF", "", ""),
    ("general_assistance", gettext_noop("General assistance"), "GA", "", ""),
    ("social_security", gettext_noop("Social Security retirement"), "SocSecRetirement", "", ""),
    ("universal_credit", gettext_noop("Universal Credit"), "", "", ""),
    ("esa", gettext_noop("Employment and Support Allowance"), "", "", ""),
    ("pip", gettext_noop("Personal Independence Payment"), "", "", ""),
    ("carers_allowance", gettext_noop("Carer's Allowance"), "", "", ""),
    ("state_pension", gettext_noop("State Pension"), "", "", ""),
    ("pension", gettext_noop("Pension from a former job"), "Pension", "", ""),
    ("child_support", gettext_noop("Child support"), "ChildSupport", "", ""),
    ("alimony", gettext_noop("Support from a former partner"), "Alimony", "", ""),
    ("family_help", gettext_noop("Money from family or friends"), "OtherIncomeSource", "", ""),
    ("several", gettext_noop("Several sources"), "", "", ""),
    ("stopped", gettext_noop("Benefit stopped or under appeal"), "", "", "none"),
    ("none", gettext_noop("No income"), "IncomeFromAnySource=0", "", "none"),
    ("other", gettext_noop("Something else"), "OtherIncomeSource", "", ""),
)  # fmt: skip

_LIVES_WITH = (
    ("alone", gettext_noop("Lives alone")),
    ("partner", gettext_noop("With a partner")),
    ("partner_children", gettext_noop("With a partner and children")),
    ("children", gettext_noop("With children, no other adult")),
    ("parents", gettext_noop("With parents")),
    ("family", gettext_noop("With other family")),
    ("friends", gettext_noop("With friends")),
    ("housemates", gettext_noop("Shared house")),
    ("staff", gettext_noop("Where staff are on site")),
    ("someone_unsafe", gettext_noop("With somebody who is not safe to be with")),
    ("other", gettext_noop("Something else")),
)

_CARING = (
    ("none", gettext_noop("Cares for nobody")),
    ("own_children", gettext_noop("Children at home")),
    ("children_elsewhere", gettext_noop("Children who live elsewhere")),
    ("expecting", gettext_noop("Expecting a child")),
    ("partner", gettext_noop("Partner")),
    ("parent", gettext_noop("Parent")),
    ("other_adult", gettext_noop("Another adult")),
    ("animals", gettext_noop("Animals")),
    ("several", gettext_noop("More than one of these")),
)

CODES: tuple[Code, ...] = (
    *(Code(HOUSING, *row) for row in _HOUSING),
    *(Code(WORK, *row) for row in _WORK),
    *(Code(INCOME, *row) for row in _INCOME),
    *(Code(LIVES_WITH, *row) for row in _LIVES_WITH),
    *(Code(CARING, *row) for row in _CARING),
)
_BY_KEY: Mapping[tuple[str, str], Code] = {(code.kind, code.code): code for code in CODES}

# Offered only where they exist; every other code is offered everywhere.
_ONLY_IN: Mapping[str, frozenset[str]] = {
    "us": frozenset(
        "rent_with_subsidy safe_haven halfway ssi ssdi va_disability va_pension workers_comp tanf "
        "general_assistance social_security".split()
    ),
    "england": frozenset(
        "social_rent bed_and_breakfast universal_credit esa pip carers_allowance "
        "state_pension".split()
    ),
}


class Status(Protocol):
    """What the rules ask of one dated status."""

    kind: str
    code: str
    since_on: date
    until_on: date | None


def codes_for(kind: str, place: str = "") -> tuple[Code, ...]:
    """What a form offers for a kind; a place's own benefits and housing only in that place."""
    elsewhere: set[str] = set()
    for other, only in _ONLY_IN.items():
        if place and other != place:
            elsewhere |= only
    return tuple(code for code in CODES if code.kind == kind and code.code not in elsewhere)


def code_of(kind: str, code: str) -> Code | None:
    """The status with its label and its codes abroad; None when there is none."""
    return _BY_KEY.get((kind, code))


def label_of(kind: str, code: str) -> str:
    """What stands on the screen; an unknown code from an old import shows itself."""
    known = code_of(kind, code)
    return _(known.label) if known else code


def current(statuses: Iterable[Status], kind: str, day: date) -> Status | None:
    """The status that held on a day; on the day of a change the new one."""
    held = [
        status
        for status in statuses
        if status.kind == kind
        and status.since_on <= day
        and (status.until_on is None or day <= status.until_on)
    ]
    return max(held, key=lambda status: status.since_on, default=None)


def why_not_change(
    *,
    kind: str,
    code: str,
    since_on: date,
    until_on: date | None,
    today: date,
    others: Iterable[Status] = (),
) -> str | None:
    """A status is one of its kind's, has begun, ends after it began and overlaps no other.

    `others` are this person's standing statuses of the same kind, without the one being changed;
    the open one before it is closed by the change itself and overlaps only if it began later.
    """
    if code_of(kind, code) is None:
        return _("Choose one of the answers.")
    if since_on > today:
        return _("The start is in the future. Record the change when it has happened.")
    if until_on is not None and until_on < since_on:
        return _("The end is before the start.")
    if until_on is not None and until_on > today:
        return _("The end is in the future. Record it when it has happened.")
    for other in others:
        if other.kind == kind and _collide(since_on, until_on, other):
            return _("This overlaps %(other)s, from %(start)s.") % {
                "other": label_of(kind, other.code),
                "start": other.since_on.isoformat(),
            }
    return None


def _collide(since_on: date, until_on: date | None, other: Status) -> bool:
    """Two statuses may share the day of the change, and nothing more."""
    if other.until_on is None:
        return since_on <= other.since_on if until_on is None else until_on > other.since_on
    if until_on is None:
        return other.until_on > since_on
    return since_on < other.until_on and other.since_on < until_on


def days_in_status(status: Status, today: date) -> int:
    """Nights spent in a status so far, or until it ended."""
    return max(0, ((status.until_on or today) - status.since_on).days)


def days_in_group(
    statuses: Iterable[Status], *, kind: str, group: str, start: date, end: date
) -> int:
    """Nights between two days spent in a group of statuses, such as 'settled' housing."""
    nights = 0
    for status in statuses:
        code = code_of(status.kind, status.code)
        if status.kind == kind and code is not None and code.group == group:
            first = max(status.since_on, start)
            last = min(status.until_on or end, end)
            nights += max(0, (last - first).days)
    return nights


def moves(statuses: Iterable[Status], *, start: date, end: date) -> int:
    """How often the housing changed between two days: each status that began after another."""
    begun = sorted(status.since_on for status in statuses if status.kind == HOUSING)
    return sum(start <= day <= end for day in begun[1:])
