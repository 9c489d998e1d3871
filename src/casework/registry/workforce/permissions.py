"""Who may do what, as one table that a manager can read and sign.

A permission is a name in code, never a number in a table. What a role grants is said here once;
the screen Roles and permissions and the test print the same table. A permission opens a kind of
screen; whose record it shows is decided by the door.
"""

from __future__ import annotations

from enum import Enum
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from casework.base.accounts.actors import Actor


class Role(models.TextChoices):
    """What a position is. A worker may hold several positions, each with one role."""

    CASE_MANAGER = "case_manager", _("Case manager")
    TEAM_LEADER = "team_leader", _("Team leader")
    INTAKE_WORKER = "intake_worker", _("Intake worker")
    PRESCRIBER = "prescriber", _("Prescriber")
    NURSE = "nurse", _("Nurse")
    PEER_SPECIALIST = "peer_specialist", _("Peer specialist")
    SPECIALIST = "specialist", _("Specialist worker")
    QUALITY_LEAD = "quality_lead", _("Quality lead")
    BILLING = "billing", _("Billing")
    ADMINISTRATOR = "administrator", _("Administrator")


class Permission(Enum):
    """NOUN_VERB. The value is the sentence shown in the table."""

    DAY_VIEW = gettext_noop("See my day")
    CASELOAD_VIEW = gettext_noop("See my people")
    PERSON_LOCATE = gettext_noop("Find anybody by name, without opening the record")
    PERSON_VIEW = gettext_noop("Open a person's record")
    PERSON_CREATE = gettext_noop("Register a person")
    PERSON_EDIT = gettext_noop("Change a person's details")
    PERSON_MERGE = gettext_noop("Join two records of one person, and take it back")
    NETWORK_EDIT = gettext_noop("Change a person's network")
    TRAIL_VIEW = gettext_noop("See who has looked at a record")
    EPISODE_VIEW = gettext_noop("See episodes and who is responsible")
    EPISODE_EDIT = gettext_noop("Change an episode's state, model and contact target")
    RESPONSIBILITY_ACCEPT = gettext_noop("Accept a person as responsible worker")
    RESPONSIBILITY_ALLOCATE = gettext_noop(
        "Allocate, hand over and cover for others; go over a cap"
    )
    HANDOVER_PROPOSE = gettext_noop("Propose handing a person over")
    CHANGE_REQUEST_RECORD = gettext_noop("Record that a person asks for another worker")
    CONTACT_VIEW = gettext_noop("Read contacts and notes")
    CONTACT_RECORD = gettext_noop("Record contacts and notes")
    DIARY_VIEW = gettext_noop("See the diary")
    DIARY_EDIT = gettext_noop("Book and change appointments")
    REFERRAL_VIEW = gettext_noop("See referrals")
    REFERRAL_RECORD = gettext_noop("Take in a referral")
    REFERRAL_DECIDE = gettext_noop("Decide on a referral")
    TEAM_VIEW = gettext_noop("See my team: gaps, caseloads, visits")
    WORKFORCE_VIEW = gettext_noop("See teams, positions and credentials")
    WORKFORCE_EDIT = gettext_noop("Change teams, workers, positions and credentials")
    DUTY_EDIT = gettext_noop("Plan and cancel duty shifts; a leader for the teams led")
    AGENCY_EDIT = gettext_noop("Change the agency's settings")
    UPKEEP_VIEW = gettext_noop("See mail and background work that failed, and settle it")
    ROLES_VIEW = gettext_noop("See roles and permissions")
    IMPORT_RUN = gettext_noop("Bring in spreadsheets")


P = Permission

_CLINICAL = frozenset(
    {
        P.DAY_VIEW,
        P.CASELOAD_VIEW,
        P.PERSON_LOCATE,
        P.PERSON_VIEW,
        P.PERSON_CREATE,
        P.PERSON_EDIT,
        P.PERSON_MERGE,
        P.NETWORK_EDIT,
        P.TRAIL_VIEW,
        P.EPISODE_VIEW,
        P.EPISODE_EDIT,
        P.RESPONSIBILITY_ACCEPT,
        P.HANDOVER_PROPOSE,
        P.CHANGE_REQUEST_RECORD,
        P.CONTACT_VIEW,
        P.CONTACT_RECORD,
        P.DIARY_VIEW,
        P.DIARY_EDIT,
        P.REFERRAL_VIEW,
        P.WORKFORCE_VIEW,
        P.ROLES_VIEW,
    }
)

# A peer specialist sees the record and is never made responsible or the recorder of risk.
_PEER = _CLINICAL - {P.RESPONSIBILITY_ACCEPT, P.PERSON_MERGE, P.EPISODE_EDIT}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CASE_MANAGER: _CLINICAL,
    Role.TEAM_LEADER: _CLINICAL
    | {
        P.RESPONSIBILITY_ALLOCATE,
        P.TEAM_VIEW,
        P.DUTY_EDIT,
        P.REFERRAL_RECORD,
        P.REFERRAL_DECIDE,
        P.IMPORT_RUN,
    },
    Role.INTAKE_WORKER: (_CLINICAL - {P.RESPONSIBILITY_ACCEPT, P.EPISODE_EDIT})
    | {P.REFERRAL_RECORD, P.REFERRAL_DECIDE},
    Role.PRESCRIBER: _CLINICAL - {P.PERSON_MERGE},
    Role.NURSE: _CLINICAL - {P.PERSON_MERGE},
    Role.PEER_SPECIALIST: _PEER,
    Role.SPECIALIST: _CLINICAL - {P.PERSON_MERGE},
    Role.QUALITY_LEAD: frozenset({P.WORKFORCE_VIEW, P.ROLES_VIEW}),
    Role.BILLING: frozenset({P.ROLES_VIEW}),
    Role.ADMINISTRATOR: frozenset(
        {
            P.WORKFORCE_VIEW,
            P.WORKFORCE_EDIT,
            P.DUTY_EDIT,
            P.AGENCY_EDIT,
            P.UPKEEP_VIEW,
            P.ROLES_VIEW,
        }
    ),
}

# Which labels of narrative a role is cleared for. A label that a role lacks is never read by it,
# whatever screen asks: the list goes to the database with every request.
LABELS: dict[Role, frozenset[str]] = {
    role: frozenset({"normal"}) if P.CONTACT_VIEW in granted else frozenset()
    for role, granted in GRANTS.items()
}

# Who works with people of the team. The others hold a position in a team without opening records.
OPENS_TEAM_RECORDS = frozenset(
    role for role, granted in GRANTS.items() if P.PERSON_VIEW in granted
) - {Role.INTAKE_WORKER}
# Who may be made responsible for people: their full-time share is what a caseload is held against.
CARRIES_PEOPLE = frozenset(
    role for role, granted in GRANTS.items() if P.RESPONSIBILITY_ACCEPT in granted
)
# Who may be rostered for duty: whoever may open a record at all.
MAY_BE_ON_DUTY = frozenset(role for role, granted in GRANTS.items() if P.PERSON_VIEW in granted)
LEADS = frozenset({Role.TEAM_LEADER})


def plans_duty_for(actor: Actor, team_id: UUID) -> bool:
    """A leader for the teams she leads, the administrator for each: a shift opens its records."""
    return actor.may(P.DUTY_EDIT) and (actor.may(P.WORKFORCE_EDIT) or team_id in actor.led_team_ids)
