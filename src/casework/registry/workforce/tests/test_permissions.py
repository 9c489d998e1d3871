"""The policy, as a table that a manager can read and sign. Code that differs from it is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from casework.registry.workforce.permissions import (
    CARRIES_PEOPLE,
    GRANTS,
    LABELS,
    LEADS,
    MAY_BE_ON_DUTY,
    OPENS_TEAM_RECORDS,
    Permission,
    Role,
)

# CM case manager   TL team leader   IN intake worker   PR prescriber   NU nurse
# PE peer specialist   SP specialist   QL quality lead   BI billing   AD administrator
COLUMNS = {
    "CM": Role.CASE_MANAGER,
    "TL": Role.TEAM_LEADER,
    "IN": Role.INTAKE_WORKER,
    "PR": Role.PRESCRIBER,
    "NU": Role.NURSE,
    "PE": Role.PEER_SPECIALIST,
    "SP": Role.SPECIALIST,
    "QL": Role.QUALITY_LEAD,
    "BI": Role.BILLING,
    "AD": Role.ADMINISTRATOR,
}
MATRIX = """
                          CM   TL   IN   PR   NU   PE   SP   QL   BI   AD
day_view                  yes  yes  yes  yes  yes  yes  yes  no   no   no
caseload_view             yes  yes  yes  yes  yes  yes  yes  no   no   no
person_locate             yes  yes  yes  yes  yes  yes  yes  no   no   no
person_view               yes  yes  yes  yes  yes  yes  yes  no   no   no
person_create             yes  yes  yes  yes  yes  yes  yes  no   no   no
person_edit               yes  yes  yes  yes  yes  yes  yes  no   no   no
person_merge              yes  yes  yes  no   no   no   no   no   no   no
network_edit              yes  yes  yes  yes  yes  yes  yes  no   no   no
trail_view                yes  yes  yes  yes  yes  yes  yes  no   no   no
episode_view              yes  yes  yes  yes  yes  yes  yes  no   no   no
episode_edit              yes  yes  no   yes  yes  no   yes  no   no   no
responsibility_accept     yes  yes  no   yes  yes  no   yes  no   no   no
responsibility_allocate   no   yes  no   no   no   no   no   no   no   no
handover_propose          yes  yes  yes  yes  yes  yes  yes  no   no   no
change_request_record     yes  yes  yes  yes  yes  yes  yes  no   no   no
contact_view              yes  yes  yes  yes  yes  yes  yes  no   no   no
contact_record            yes  yes  yes  yes  yes  yes  yes  no   no   no
diary_view                yes  yes  yes  yes  yes  yes  yes  no   no   no
diary_edit                yes  yes  yes  yes  yes  yes  yes  no   no   no
referral_view             yes  yes  yes  yes  yes  yes  yes  no   no   no
referral_record           no   yes  yes  no   no   no   no   no   no   no
referral_decide           no   yes  yes  no   no   no   no   no   no   no
team_view                 no   yes  no   no   no   no   no   no   no   no
workforce_view            yes  yes  yes  yes  yes  yes  yes  yes  no   yes
workforce_edit            no   no   no   no   no   no   no   no   no   yes
duty_edit                 no   yes  no   no   no   no   no   no   no   yes
agency_edit               no   no   no   no   no   no   no   no   no   yes
upkeep_view               no   no   no   no   no   no   no   no   no   yes
roles_view                yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
import_run                no   yes  no   no   no   no   no   no   no   no
"""

# What a position opens besides pages.
REACH = """
                          CM   TL   IN   PR   NU   PE   SP   QL   BI   AD
team_records              yes  yes  no   yes  yes  yes  yes  no   no   no
teams_below               no   yes  no   no   no   no   no   no   no   no
may_be_on_duty            yes  yes  yes  yes  yes  yes  yes  no   no   no
carries_people            yes  yes  no   yes  yes  no   yes  no   no   no
reads_narrative           yes  yes  yes  yes  yes  yes  yes  no   no   no
"""


def cells(table: str) -> Iterator[tuple[Role, str, bool]]:
    """(role, line, yes or no) of every cell."""
    head, *lines = table.strip("\n").splitlines()
    columns = head.split()
    for line in lines:
        name, *said = line.split()
        for column, word in zip(columns, said, strict=True):
            yield COLUMNS[column], name, {"yes": True, "no": False}[word]


@pytest.mark.parametrize(("role", "permission", "expected"), list(cells(MATRIX)))
def test_matrix(role, permission, expected):
    assert (Permission[permission.upper()] in GRANTS[role]) is expected


def test_matrix_is_whole():
    said = [(role, permission) for role, permission, _yes in cells(MATRIX)]
    assert len(said) == len(set(said)) == len(Role) * len(Permission)


@pytest.mark.parametrize(("role", "reach", "expected"), list(cells(REACH)))
def test_reach(role, reach, expected):
    reaches = {
        "team_records": role in OPENS_TEAM_RECORDS,
        "teams_below": role in LEADS,
        "may_be_on_duty": role in MAY_BE_ON_DUTY,
        "carries_people": role in CARRIES_PEOPLE,
        "reads_narrative": bool(LABELS[role]),
    }
    assert reaches[reach] is expected


def test_every_role_is_granted_something_and_no_role_is_missing():
    assert set(GRANTS) == set(Role)
    assert all(GRANTS.values())
