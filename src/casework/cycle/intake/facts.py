"""What is known across referrals and teams. Each question takes a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from casework.base.accounts.actors import Actor
from casework.base.core.acting import remembered
from casework.base.core.questions import Asked, question
from casework.registry.episodes.models import Episode, State
from casework.registry.people import finding
from casework.registry.workforce import tree
from casework.registry.workforce.models import Position, Team, Worker
from casework.registry.workforce.permissions import GRANTS, Permission

from . import rules
from .models import ENDED, CriterionAnswer, Referral, ReferralState

DECIDING_ROLES = sorted(
    role.value for role, granted in GRANTS.items() if Permission.REFERRAL_DECIDE in granted
)


def deciders(team_id: UUID, *, on: date) -> list[Worker]:
    """Who decides on referrals of this team: in it, or above it in the tree. Two queries."""
    line = next((node.line for node in tree.team_tree() if node.id == team_id), ())
    held = Position.objects.held_on(on).filter(team_id__in=line, role__in=DECIDING_ROLES)
    return list(Worker.objects.filter(pk__in=held.values("worker_id")).order_by("sort_key", "pk"))


def is_theirs(referral: Referral, *, by: Actor, on: date) -> bool:
    """Whether `by` owns it, works in its team, or decides for it from above with the record open.

    No query for the first two.
    """
    if referral.owner_id == by.id or referral.team_id in by.grantees:
        return True
    decides = any(one.pk == by.id for one in deciders(referral.team_id, on=on))
    return decides and finding.may_change(referral.person_id)


def still_deciding(worker_ids: Iterable[UUID | None], *, on: date) -> set[UUID]:
    """Those of the workers who still decide on referrals anywhere. One query."""
    held = Position.objects.held_on(on).filter(
        worker_id__in={one for one in worker_ids if one}, role__in=DECIDING_ROLES
    )
    return {one for one in held.values_list("worker_id", flat=True) if one is not None}


def is_working_team(team: Team) -> bool:
    """It works with people and is open."""
    return team.kind == "team" and team.closed_on is None


def has_open_referral(person_ids: Sequence[UUID], team_id: UUID) -> bool:
    """Whether this team has one of the person already."""
    asked = Referral.objects.filter(person_id__in=person_ids, team_id=team_id)
    return asked.exclude(state__in=sorted(ENDED)).exists()


def has_open_episode(person_ids: Sequence[UUID], team_id: UUID) -> bool:
    """Whether this team works with the person already."""
    asked = Episode.objects.filter(person_id__in=person_ids, team_id=team_id)
    return asked.exclude(state=State.CLOSED).exists()


@dataclass(frozen=True)
class AcrossTeams:
    """Everything that was asked for one person, in every team, newest first."""

    referrals: tuple[Referral, ...]
    refusals: tuple[tuple[UUID, datetime], ...]

    def others(self, referral: Referral) -> list[Referral]:
        return [one for one in self.referrals if one.pk != referral.pk]

    def two_refusals_in_90_days(self, now: datetime) -> bool:
        return rules.two_refusals_in_90_days(self.refusals, now=now)

    def would_be_second(self, team_id: UUID, now: datetime) -> bool:
        """Whether a no of this team would be the second one."""
        said_no = rules.refusals_in_90_days(self.refusals, now=now)
        return bool(said_no - {team_id})


@question
def _referrals_of(people: Sequence[UUID]) -> QuerySet[Referral]:
    return (
        Referral.objects.filter(person_id__among=people)
        .select_related("team", "owner")
        .order_by("-received_at", "-pk")
    )


def ask_across_teams(person_ids: Sequence[UUID]) -> Asked:
    """What `across_teams` asks, to ask it ahead."""
    return _referrals_of.ahead(people=list(person_ids))


def across_teams(person_ids: Sequence[UUID]) -> AcrossTeams:
    """All referrals of the person across teams, open and ended. Asked once a page."""
    found: tuple[Referral, ...] = remembered(
        ("referrals", tuple(person_ids)), lambda: tuple(ask_across_teams(person_ids).now())
    )
    refusals = tuple(
        (one.team_id, one.decided_at)
        for one in found
        if one.state == ReferralState.DECLINED and one.decided_at is not None
    )
    return AcrossTeams(found, refusals)


def two_refusals_in_90_days(person_ids: Sequence[UUID], *, now: datetime) -> bool:
    """Two teams said no to this person in the last 90 days. One query."""
    return across_teams(person_ids).two_refusals_in_90_days(now)


def worksheet_version(answers: Iterable[CriterionAnswer]) -> int:
    """Grows with every change of any line of a worksheet."""
    return sum(one.version for one in answers)
