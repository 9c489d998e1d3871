"""What this room lends to the desks: cards, the header's state, the timeline, reasons for a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.questions import Asked, asks, question
from casework.base.ui.parts import Alert, Link, Mark, Panel, Tone
from casework.registry.episodes import ledger
from casework.registry.episodes.reasons import Rank, Reason
from casework.registry.people import finding
from casework.registry.people.header import HeaderFacts
from casework.registry.people.models import Person
from casework.registry.people.timeline import Cursor, Entry
from casework.registry.workforce.models import Worker
from casework.registry.workforce.permissions import Permission

from . import clocks, facts, says, shown
from .models import ENDED, ReachPlan, Referral, ReferralState, ReferralStep

ENDED_CODES = sorted(one.value for one in ENDED)


@question
def _reach_plan(people: Sequence[UUID]) -> QuerySet[ReachPlan]:
    return ReachPlan.objects.filter(person_id__among=people).order_by("-asked_at")[:1]


def _steps(people: Sequence[UUID]) -> QuerySet[ReferralStep]:
    recorder = Worker.objects.filter(pk=OuterRef("recorded_by"))
    return (
        ReferralStep.objects.filter(person_id__among=people)
        .select_related("referral__team")
        .annotate(who=Subquery(recorder.values(name=Concat("given", Value(" "), "family"))))
        .order_by("-happened_at", "-pk")
    )


@question
def _newest_steps(people: Sequence[UUID], most: int) -> QuerySet[ReferralStep]:
    return _steps(people)[:most]


@question
def _older_steps(
    people: Sequence[UUID], at: datetime, last: UUID, most: int
) -> QuerySet[ReferralStep]:
    return _steps(people).filter(Q(happened_at__lt=at) | Q(happened_at=at, pk__lt=last))[:most]


@question
def _to_decide(worker: UUID, led: Sequence[UUID], soon: datetime) -> QuerySet[Referral]:
    mine = Q(owner_id=worker) & (Q(due_at__lte=soon) | Q(state=ReferralState.RECEIVED))
    return (
        Referral.objects.filter(mine | Q(team_id__among=led) & ~Q(owner_id=worker))
        .exclude(state__in=ENDED_CODES)
        .select_related("team", "owner", "person__merged_into")
        .order_by("due_at", "pk")
    )


def referrals_card(
    actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime
) -> Panel | None:
    """Every referral across teams, open ones with who owns them and what is next. One query."""
    if not actor.may(Permission.REFERRAL_VIEW):
        return None
    across = facts.across_teams(person_ids)
    if not across.referrals:
        return None
    has_open = any(one.is_open for one in across.referrals)
    bounced = across.two_refusals_in_90_days(now)
    return Panel(
        title=_("Referrals"),
        template="intake/_panel_referrals.html",
        context={
            "rows": [_card_row(one, actor, now) for one in across.referrals[:5]],
            "more": max(0, len(across.referrals) - 5),
            "bounced": says.bounced() if bounced else "",
        },
        tone=Tone.WARN if bounced and has_open else Tone.PLAIN,
    )


def _card_row(referral: Referral, actor: Any, now: datetime) -> dict[str, Any]:
    """As a list has it, without the person: that is whose page it stands on."""
    return {
        "url": reverse("intake:referral_detail", args=[referral.pk]),
        "team": referral.team.name,
        "state": str(ReferralState(referral.state).label),
        "received": shown.received_words(referral, actor=actor, now=now),
        "owner": referral.owner.name if referral.owner and referral.is_open else "",
        "next_step": referral.next_step,
        "due": shown.due_mark(referral, actor=actor, now=now),
        "outcome": shown.outcome_words(referral, actor=actor, now=now),
    }


@asks(Permission.REFERRAL_VIEW, lambda actor, people, now: [_reach_plan.ahead(people=people)])
def reach_plan_card(
    actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime
) -> Panel | None:
    """If we can't reach them: what was said, or that nobody has asked yet. Two queries."""
    if not actor.may(Permission.REFERRAL_VIEW):
        return None
    plan = next(iter(_reach_plan(people=list(person_ids))), None)
    sub = ""
    if plan is not None:
        who = finding.worker_names([plan.asked_by]).get(plan.asked_by, "")
        day = words.local(plan.asked_at, actor).date()
        sub = _("asked %(day)s, %(who)s") % {
            "day": words.short_day(day, this_year=words.today(actor, now).year),
            "who": who,
        }
    return Panel(
        title=_("If we can't reach them"),
        template="intake/_panel_reach_plan.html",
        context={"plan": plan},
        sub=sub,
        url=reverse("intake:reach_plan", args=[person.pk]),
        link=_("Change") if plan else _("Ask"),
        nothing="" if plan else _("Not asked yet."),
        act=Link(reverse("intake:reach_plan", args=[person.pk]), _("Ask")),
    )


@asks(Permission.REFERRAL_VIEW, lambda actor, people, now: [facts.ask_across_teams(people)])
def header_facts(actor: Any, person_ids: Sequence[UUID], now: datetime) -> HeaderFacts | None:
    """Where somebody stands who has only a referral, and what may be done. One query."""
    if not actor.may(Permission.REFERRAL_VIEW) or not person_ids:
        return None
    may_record = actor.may(Permission.REFERRAL_RECORD)
    actions = []
    referrals = facts.across_teams(person_ids).referrals
    open_ones = [one for one in referrals if one.is_open]
    if may_record and not open_ones:
        url = reverse("intake:referral_new", args=[person_ids[0]])
        actions.append(Link(url, _("Take in a referral")))
    if not open_ones:
        return HeaderFacts(actions=actions) if actions else None
    first = open_ones[0]
    url = reverse("intake:referral_detail", args=[first.pk])
    actions.append(Link(url, _("Referral")))
    refusals = [
        (one.team_id, one.decided_at)
        for one in referrals
        if one.state == ReferralState.DECLINED and one.decided_at
    ]
    bounced = facts.rules.two_refusals_in_90_days(refusals, now=now)
    alerts = [Alert(says.bounced(), url, Tone.WARN)] if bounced else []
    if ledger.open_of(person_ids):
        return HeaderFacts(alerts=alerts, actions=actions)
    return HeaderFacts(
        responsible=first.owner.name if first.owner else "",
        responsible_label=_("Referral with"),
        state=Mark(_state_words(first, actor, now)),
        alerts=alerts,
        actions=actions,
    )


def _state_words(referral: Referral, actor: Any, now: datetime) -> str:
    """Referred 12 Nov, waiting 9 days."""
    day = words.local(referral.received_at, actor).date()
    days = shown.days_between(referral.received_at, now, actor)
    if days == 0:
        return _("Referred today")
    return ngettext(
        "Referred %(day)s, waiting %(n)d day", "Referred %(day)s, waiting %(n)d days", days
    ) % {"day": words.short_day(day, this_year=words.today(actor, now).year), "n": days}


def search_action(actor: Any, person_id: UUID, is_open: bool) -> Link | None:
    """Fills the slot `search_actions`: take in a referral for somebody who was found. No query."""
    if not actor.may(Permission.REFERRAL_RECORD):
        return None
    name = "intake:referral_new" if is_open else "intake:referral_known"
    return Link(reverse(name, args=[person_id]), _("Take in a referral"))


def _ask_steps(
    actor: Any, person_ids: Sequence[UUID], before: Cursor | None, limit: int, now: datetime
) -> list[Asked]:
    asked: dict[str, Any] = {"people": list(person_ids), "most": limit}
    if before is None:
        return [_newest_steps.ahead(**asked)]
    return [_older_steps.ahead(at=before.at, last=before.id, **asked)]


@asks(Permission.REFERRAL_VIEW, _ask_steps)
def timeline_entries(
    actor: Any, person_ids: Sequence[UUID], before: Cursor | None, limit: int, now: datetime
) -> list[Entry]:
    """Every move of every referral, newest first. Two queries."""
    if not actor.may(Permission.REFERRAL_VIEW):
        return []
    (found,) = (one.now() for one in _ask_steps(actor, person_ids, before, limit, now))
    return [
        Entry(
            at=one.happened_at,
            id=one.pk,
            kind="referral",
            title=_("Referral to %(team)s: %(state)s")
            % {
                "team": one.referral.team.name,
                "state": str(ReferralState(one.state).label),
            },
            sub=one.who or "",
            text=one.words,
            url=reverse("intake:referral_detail", args=[one.referral_id]),
            tone="system",
        )
        for one in found
    ]


def _ask_to_decide(actor: Any, now: datetime) -> list[Asked]:
    soon = now + timedelta(days=1)
    return [_to_decide.ahead(worker=actor.id, led=list(actor.led_team_ids), soon=soon)]


@asks(Permission.REFERRAL_DECIDE, _ask_to_decide)
def day_reasons(actor: Any, now: datetime) -> list[Reason]:
    """Referrals that need me: mine that are due or new, and my teams' whose owner is gone.

    Two queries.
    """
    if not actor.may(Permission.REFERRAL_DECIDE):
        return []
    (rows,) = (one.now() for one in _ask_to_decide(actor, now))
    others = {one.owner_id for one in rows if one.owner_id != actor.id}
    here = facts.still_deciding(others, on=words.today(actor, now)) if others else set()
    return [
        _reason(one, actor, now)
        for one in rows
        if one.owner_id == actor.id or one.owner_id not in here
    ]


def _reason(referral: Referral, actor: Any, now: datetime) -> Reason:
    is_mine, is_late = referral.owner_id == actor.id, shown.is_late(referral, now)
    is_safety = clocks.DECIDE[referral.urgency].is_safety and (
        referral.state != ReferralState.WAITING
    )
    has_died = referral.person.has_died
    is_safety = is_safety and not has_died
    is_check_in = referral.state == ReferralState.WAITING and not has_died
    if is_safety:
        rank = Rank.SAFETY
    elif is_late:
        rank = Rank.LATE
    elif referral.state == ReferralState.RECEIVED or not is_mine:
        rank = Rank.ANSWER
    else:
        rank = Rank.TODAY
    due = shown.due_mark(referral, actor=actor, now=now)
    said = _("Check in: waiting for a place") if is_check_in else referral.next_step
    if has_died:
        said = _("This person has died: end the referral, nobody is asked any more")
    if not is_mine:
        said = _("A referral whose owner is not here any more")
    url = reverse("intake:referral_detail", args=[referral.pk])
    if not is_mine:
        url = reverse("intake:referral_owner", args=[referral.pk])
    late = (now - referral.due_at).total_seconds() / 86400 if referral.due_at else 0.0
    return Reason(
        person_id=referral.person_id,
        episode_id=None,
        kind="referral_check_in" if is_check_in else "referral_due",
        rank=rank,
        words=said,
        weight=late,
        detail=_("Referral to %(team)s, %(received)s")
        % {
            "team": referral.team.name,
            "received": shown.received_words(referral, actor=actor, now=now),
        },
        mark=due.words if due else "",
        tone=due.tone if due else "",
        button_label=_("Open") if is_mine else _("Give it to somebody"),
        button_url=url,
        may_wait=not is_safety and is_mine,
    )
