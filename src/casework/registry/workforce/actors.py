"""From an account to the worker who acts: one query, each request, so that rights end at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from casework.base.accounts.actors import Actor, ActorKind
from casework.base.clocks.rules import Calendar
from casework.base.core.questions import Asked, written

from .models import Agency
from .permissions import GRANTS, LABELS, LEADS, OPENS_TEAM_RECORDS, Role
from .tree import below


@dataclass(frozen=True)
class AgencyFacts:
    """What nearly every page needs of the agency's row."""

    name: str
    place: str
    time_zone: ZoneInfo
    working_weekdays: frozenset[int]
    holidays: frozenset[date]
    person_word: str
    people_word: str
    worker_word: str

    @property
    def calendar(self) -> Calendar:
        """On which days the agency works, as clocks count them."""
        return Calendar(self.time_zone.key, self.working_weekdays, self.holidays)


AGENCY_FIELDS = (
    "name",
    "place",
    "time_zone",
    "working_weekdays",
    "holidays",
    "person_word",
    "people_word",
    "worker_word",
)

# Days are the agency's days: a position that ends today opens records until midnight there.
# Leading and being on duty are told apart: a shift opens records and gives no say over a team.
_LED = "select team_id as id from held where role = any(%(leads)s)"
_DUTY = """select d.team_id as id from workforce_dutyshift d, me where d.worker_id = me.id
  and d.cancelled_at is null and d.starts_at <= now() and d.ends_at > now()"""
_WHO = f"""
with agency as (
  select name, place, time_zone, working_weekdays, holidays, person_word, people_word, worker_word,
         (now() at time zone time_zone)::date as today
    from workforce_agency limit 1),
me as (
  select id, given, family, left_on from workforce_worker where account_id = %(account)s),
held as (
  select p.role, p.team_id from workforce_position p, me, agency
   where p.worker_id = me.id
     and p.from_on <= agency.today and (p.to_on is null or p.to_on >= agency.today))
select me.id, me.given, me.family, me.left_on, (select today from agency),
  (select row_to_json(agency) from agency),
  (select coalesce(json_agg(json_build_array(role, team_id)), '[]') from held),
  (select coalesce(json_agg(id), '[]') from ({below(_LED)}) led),
  (select coalesce(json_agg(id), '[]') from ({below(_DUTY)}) duty)
from me
"""  # noqa: S608 - made of constants only


def agency_facts(row: dict[str, Any]) -> AgencyFacts:
    """The agency's row as typed facts."""
    return AgencyFacts(
        name=row["name"],
        place=row["place"],
        time_zone=ZoneInfo(row["time_zone"]),
        working_weekdays=frozenset(row["working_weekdays"]),
        holidays=frozenset(
            day if isinstance(day, date) else date.fromisoformat(day) for day in row["holidays"]
        ),
        person_word=row["person_word"],
        people_word=row["people_word"],
        worker_word=row["worker_word"],
    )


def this_agency() -> AgencyFacts | None:
    """The agency as it stands, for jobs and commands: a worker's actor brings it along."""
    row = Agency.objects.values(*AGENCY_FIELDS).first()
    return agency_facts(row) if row else None


_who = written(_WHO, lambda *row: row)


def _ask(account_id: UUID) -> Asked:
    return _who.ahead(account=account_id, leads=[role.value for role in LEADS])


def worker_actor(account: Any) -> Actor | None:
    """The worker behind `account` with what she may do now, or None where there is none."""
    found = _ask(account.pk).now()
    if not found:
        return None
    worker_id, given, family, left_on, today, agency, held, led_now, duty = found[0]
    if left_on is not None and today is not None and left_on < today:
        return None
    roles = {Role(role) for role, _team in held}
    team_ids = {UUID(team) for role, team in held if Role(role) in OPENS_TEAM_RECORDS}
    led = {UUID(team) for team in led_now}
    on_duty = {UUID(team) for team in duty}
    return Actor(
        kind=ActorKind.WORKER,
        id=worker_id,
        account_id=account.pk,
        name=f"{given} {family}".strip(),
        permissions=frozenset().union(*(GRANTS[role] for role in roles)),
        labels=tuple(sorted(frozenset().union(*(LABELS[role] for role in roles)))),
        grantees=(worker_id, *sorted(team_ids | led | on_duty)),
        roles=tuple(sorted(role.value for role in roles)),
        team_ids=tuple(sorted({UUID(team) for _role, team in held})),
        led_team_ids=tuple(sorted(led)),
        duty_team_ids=tuple(sorted(on_duty)),
        agency=agency_facts(agency) if agency else None,
    )


# For `who.ask`: what this function will ask, before the account itself was read.
worker_actor.ahead = _ask  # type: ignore[attr-defined]
