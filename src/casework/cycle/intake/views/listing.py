"""Who is waiting for an answer, and who is waiting for a place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core.screens import screen
from casework.base.core.words import today
from casework.base.ui.parts import Link
from casework.registry.door import gate
from casework.registry.people.timeline import Cursor, read_cursor
from casework.registry.people.views.framing import Request
from casework.registry.workforce.permissions import Permission

from .. import facts, rules
from ..models import ENDED, Referral, ReferralState
from ..shown import row

MOST = 100
_ENDED = Q(state__in=sorted(one.value for one in ENDED))
TABS: dict[str, Q] = {
    "answer": ~_ENDED & ~Q(state=ReferralState.WAITING),
    "waiting": Q(state__in=[ReferralState.WAITING, ReferralState.ESCALATED]),
    "ended": _ENDED,
}


def _mine(actor: Any) -> QuerySet[Referral]:
    """What the actor's teams, or she herself, own or took in, as far as it is open to her."""
    asked = Q(team_id__in=[*actor.grantees, *actor.team_ids])
    asked |= Q(owner_id=actor.id) | Q(recorded_by=actor.id)
    return Referral.objects.filter(asked).filter(gate.open_to(actor, "person_id"))


def _team_of(request: Request) -> UUID | None:
    try:
        return UUID(request.GET.get("team", ""))
    except ValueError:
        return None


def _teams(referrals: QuerySet[Referral]) -> list[tuple[UUID, str]]:
    """The teams that have any, by name. One query."""
    found = referrals.order_by("team__name", "team_id").values_list("team_id", "team__name")
    return list(found.distinct())


def _gone(request: Request, shown: list[Referral]) -> set[UUID]:
    """Owners who do not decide here any more: their referrals need another one. One query."""
    owners = {one.owner_id for one in shown if one.owner_id and one.is_open}
    if not owners:
        return set()
    return owners - facts.still_deciding(owners, on=today(request.actor, timezone.now()))


def _frame(request: Request, referrals: QuerySet[Referral]) -> dict[str, Any]:
    """The team filter and the counts, each of which opens its list. Two queries."""
    teams, team_id = _teams(referrals), _team_of(request)
    if team_id is not None:
        referrals = referrals.filter(team_id=team_id)
    late = ~_ENDED & Q(due_at__lt=timezone.now())
    counts = referrals.aggregate(
        **{name: Count("pk", filter=asked) for name, asked in TABS.items()},
        late=Count("pk", filter=TABS["answer"] & late),
        check_in=Count("pk", filter=Q(state=ReferralState.WAITING) & late),
    )
    return {
        "referrals": referrals,
        "teams": [(str(pk), name, pk == team_id) for pk, name in teams],
        "team": str(team_id or ""),
        "counts": counts,
    }


@screen(Permission.REFERRAL_VIEW)
def referral_list(request: Request) -> HttpResponse:
    """Referrals that need an answer, that wait, that ended; the most urgent and oldest first."""
    actor, now = request.actor, timezone.now()
    tab = request.GET.get("tab", "answer")
    tab = tab if tab in TABS else "answer"
    page = _frame(request, _mine(actor))
    asked = page["referrals"].filter(TABS[tab])
    is_late = request.GET.get("late") == "1" and tab == "answer"
    if is_late:
        asked = asked.filter(due_at__lt=now)
    older = ""
    if tab == "ended":
        shown, older = _ended(request, asked)
    else:
        places = [When(urgency=one, then=Value(n)) for n, one in enumerate(rules.URGENCY_ORDER)]
        ordered = asked.order_by(Case(*places, default=Value(9)), "received_at", "pk")
        shown = list(ordered.select_related("person__merged_into", "team", "owner")[:MOST])
    gone = _gone(request, shown)
    at = f"team={page['team']}&" if page["team"] else ""
    labels = {"answer": _("Needs an answer"), "waiting": _("Waiting"), "ended": _("Ended")}
    tabs = [
        Link(f"?{at}tab={name}", label, is_current=name == tab, count=page["counts"][name])
        for name, label in labels.items()
    ]
    page |= {
        "tab": tab,
        "tabs": tabs,
        "is_late": is_late,
        "late_url": f"?{at}tab=answer&late=1",
        "rows": [row(one, actor=actor, now=now, gone=gone) for one in shown],
        "is_cut": tab != "ended" and len(shown) == MOST,
        "older": f"?{at}tab=ended&before={older}" if older else "",
        "may_record": actor.may(Permission.REFERRAL_RECORD),
    }
    return render(request, "intake/referral_list.html", page)


def _ended(request: Request, asked: QuerySet[Referral]) -> tuple[list[Referral], str]:
    """The newest that ended before the place in the address, and the place after them."""
    before = read_cursor(request.GET.get("before", ""))
    if before is not None:
        asked = asked.filter(
            Q(decided_at__lt=before.at) | Q(decided_at=before.at, pk__lt=before.id)
        )
    ordered = asked.order_by(F("decided_at").desc(nulls_last=True), "-pk")
    found = list(ordered.select_related("person__merged_into", "team", "owner")[: MOST + 1])
    if len(found) <= MOST or found[MOST - 1].decided_at is None:
        return found[:MOST], ""
    last = found[MOST - 1]
    assert last.decided_at is not None
    return found[:MOST], str(Cursor(last.decided_at, last.pk)).replace("+", "%2B")


@screen(Permission.REFERRAL_VIEW)
def waiting_list(request: Request) -> HttpResponse:
    """Who waits for a place, how long, and when somebody asked last: late ones first."""
    actor, now = request.actor, timezone.now()
    page = _frame(request, _mine(actor))
    asked = page["referrals"].filter(TABS["waiting"]).order_by("due_at", "pk")
    if request.GET.get("late") == "1":
        asked = asked.filter(state=ReferralState.WAITING, due_at__lt=now)
    shown = list(asked.select_related("person__merged_into", "team", "owner")[:MOST])
    gone = _gone(request, shown)
    page |= {
        "rows": [row(one, actor=actor, now=now, gone=gone) for one in shown],
        "is_cut": len(shown) == MOST,
    }
    return render(request, "intake/waiting_list.html", page)
