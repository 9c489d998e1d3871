"""The letter that tells the person: accepted, not accepted, waiting, or what is still missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.refusals import Refused
from casework.base.core.screens import screen
from casework.registry.people import finding
from casework.registry.people.models import Address, AddressKind, Person, YesNo
from casework.registry.people.views.framing import Request
from casework.registry.workforce.models import Agency, Team
from casework.registry.workforce.permissions import Permission

from .. import actions, rules
from ..models import DeclineReason, Referral, ReferralState
from .framing import detail_url, of_referral

_KINDS = {
    ReferralState.ACCEPTED: "accepted",
    ReferralState.DECLINED: "declined",
    ReferralState.WAITING: "waiting",
    ReferralState.ESCALATED: "waiting",
    ReferralState.INFO_REQUESTED: "information",
}
# Where a letter goes first.
_PLACES = (AddressKind.LETTERS, AddressKind.HOME, AddressKind.TEMPORARY, AddressKind.HOSPITAL)


def letter_address(person: Person, *, today: Any) -> Address | None:
    """Where letters go now; one where it is not safe only when there is no other."""
    there = Address.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=today),
        person_id__in=finding.record_ids(person),
        kind__in=_PLACES,
    )

    def order(one: Address) -> Any:
        return one.safe_to_write == YesNo.NO, _PLACES.index(AddressKind(one.kind)), one.pk

    return min(there, key=order, default=None)


def _from_lines(agency: Agency | None, team: Team) -> list[str]:
    """Who writes: the agency and the team, where it is and how to call it."""
    lines = (
        agency.name if agency else "",
        team.name,
        team.place,
        team.phone or (agency.phone if agency else ""),
    )
    return [line for line in lines if line]


def _heading(kind: str, team: str) -> str:
    said = {
        "accepted": _("You have a place with %(team)s"),
        "declined": _("We cannot offer you a place with %(team)s"),
        "waiting": _("You are on the waiting list of %(team)s"),
        "information": _("We need to know more before we can answer"),
    }
    return said[kind] % ({"team": team} if "%(team)s" in said[kind] else {})


@screen(Permission.REFERRAL_DECIDE, methods=("GET", "POST"))
@of_referral("letter")
def referral_letter(request: Request, referral: Referral, person: Person) -> HttpResponse:
    """The letter as it is printed; pressing the button notes that it went out."""
    actor, now = request.actor, timezone.now()
    reason = rules.why_not_letter(state=referral.state)
    if reason is not None:
        messages.warning(request, reason)
        return redirect(detail_url(referral))
    if request.method == "POST":
        try:
            actions.note_letter(by=actor, referral=referral, now=now)
            messages.success(request, _("Noted that the letter went out."))
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect(detail_url(referral))
    today = words.today(actor, now)
    address = letter_address(person, today=today)
    is_unsafe = address is not None and address.safe_to_write == YesNo.NO
    agency = Agency.objects.first()
    kind = _KINDS[ReferralState(referral.state)]
    asked = referral.steps.filter(state=ReferralState.INFO_REQUESTED).order_by(
        "-happened_at", "-pk"
    )
    page = {
        "referral": referral,
        "person": person,
        "kind": kind,
        "heading": _heading(kind, referral.team.name),
        "agency": agency,
        "from_lines": _from_lines(agency, referral.team),
        "address_lines": []
        if address is None or is_unsafe
        else [
            part
            for part in (
                *address.lines.splitlines(),
                address.city,
                address.region,
                address.postcode,
            )
            if part
        ],
        "is_unsafe": is_unsafe,
        "is_not_asked": address is not None and address.safe_to_write == YesNo.NOT_ASKED,
        "has_no_address": address is None,
        "day": words.short_day(today),
        "reason": DeclineReason(referral.decline_reason).label if referral.decline_reason else "",
        "asked": first.words if (first := asked.first()) and kind == "information" else "",
        "sent": words.day_and_time(referral.letter_made_at, actor, now=now)
        if referral.letter_made_at
        else "",
        "back_url": detail_url(referral),
        "signed_by": actor.name,
    }
    return render(request, "intake/referral_letter.html", page)
