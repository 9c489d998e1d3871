"""agency_settings and role_table."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from casework.registry.workforce.models import Agency
from casework.registry.workforce.navigation import NAVIGATION
from casework.registry.workforce.permissions import GRANTS, Permission, Role

from .sending import errors_of, form_of, send

pytestmark = pytest.mark.django_db
SETTINGS = "/workforce/agency/"


@pytest.fixture
def adam(world):
    return world.client("adam")


def test_agency_settings_saves(world, adam):
    given = form_of(adam.get(SETTINGS)).initial
    answer = send(
        adam,
        SETTINGS,
        **(
            given
            | {
                "place": "england",
                "time_zone": "Europe/London",
                "working_weekdays": [0, 1, 2, 3, 5],
                "holidays_day": ["2026-12-26", "", "2026-12-25"],
                "holidays_name": ["", "", "Christmas"],
                "person_word": "service user",
            }
        ),
    )
    assert answer.status_code == 302
    agency = Agency.objects.get()
    assert (agency.place, agency.time_zone) == ("england", "Europe/London")
    assert agency.working_weekdays == [0, 1, 2, 3, 5]
    assert [str(day) for day in agency.holidays] == ["2026-12-25", "2026-12-26"]
    assert agency.holiday_names == {"2026-12-25": "Christmas"}
    assert world.actor("dana").agency.person_word == "service user"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "agency's name"),
        ({"working_weekdays": []}, "at least one"),
        ({"holidays_day": ["Christmas"]}, "Row 1: This is not a day"),
        ({"holidays_name": ["Christmas"]}, "Row 1: Give the day"),
        ({"holidays_day": ["2026-12-25", "", "2026-12-25"]}, "Row 3: This day stands"),
        ({"time_zone": "Moon/Tycho"}, ""),
        ({"worker_word": ""}, "Give the word"),
    ],
)
def test_agency_settings_refused(world, adam, changed, said):
    given = form_of(adam.get(SETTINGS)).initial
    answer = send(adam, SETTINGS, **(given | changed))
    assert answer.status_code == 422
    assert said in errors_of(answer)
    assert Agency.objects.get().version == 1


def test_a_wrong_holiday_is_told_in_its_row(world, adam):
    given = form_of(adam.get(SETTINGS)).initial
    days = {"holidays_day": ["2026-12-25", "soon"], "holidays_name": ["Christmas", "Moving"]}
    text = send(adam, SETTINGS, **(given | days)).content.decode()
    assert 'href="#id_holidays_1_day"' in text
    (wrong,) = re.findall(r"<input[^>]*aria-invalid[^>]*>", text)
    assert 'id="id_holidays_1_day"' in wrong
    assert 'value="Moving"' in text


def test_a_row_more_and_a_row_less_without_a_script(world, adam):
    """Nothing is saved by either, and nothing that was typed is lost."""
    given = form_of(adam.get(SETTINGS)).initial | {
        "name": "Renamed",
        "holidays_day": ["2026-12-25", "2027-01-01"],
        "holidays_name": ["Christmas", "New Year"],
    }
    more = send(adam, SETTINGS, **given, holidays_add="1")
    assert more.status_code == 200
    assert more.content.decode().count('name="holidays_day"') == 3 + 1  # and the one to copy
    less = send(adam, SETTINGS, **given, holidays_remove="0")
    assert [row["name"] for row in form_of(less)["holidays"].value()] == ["New Year"]
    assert form_of(less)["name"].value() == "Renamed"
    assert Agency.objects.get().version == 1


def test_holidays_come_back_with_their_names(world, adam):
    day = date(2026, 12, 25)
    Agency.objects.update(holidays=[day], holiday_names={"2026-12-25": "Christmas"})
    text = adam.get(SETTINGS).content.decode()
    assert 'value="2026-12-25"' in text
    assert 'value="Christmas"' in text


def test_agency_settings_by_two_shows_both(world, adam):
    given = form_of(adam.get(SETTINGS)).initial
    Agency.objects.update(phone="555 0100", version=2)
    answer = send(adam, SETTINGS, **(given | {"phone": "555 0199"}))
    assert answer.status_code == 422
    assert answer.context["stale"]["Main telephone"] == "555 0100"


def test_role_table_is_the_policy_itself(world, adam):
    page = adam.get(reverse("workforce:role_table"))
    rows = page.context["rows"]
    assert [row["words"] for row in rows] == [permission.value for permission in Permission]
    for permission, row in zip(Permission, rows, strict=True):
        said = [cell["may"] for cell in row["cells"]]
        assert said == [permission in GRANTS[role] for role in Role]
    text = page.content.decode()
    assert "Signature" in text
    assert text.count('aria-label="yes"') == sum(
        cell["may"] for row in [*rows, *page.context["reach"]] for cell in row["cells"]
    )


def test_navigation_names_screens_that_exist():
    assert [(name, str(label), permission) for name, label, permission, *_holds in NAVIGATION] == [
        ("workforce:team_list", "Teams", Permission.WORKFORCE_VIEW),
        ("workforce:agency_settings", "Settings", Permission.AGENCY_EDIT),
    ]
    assert all(reverse(name) for name, *_more in NAVIGATION)
