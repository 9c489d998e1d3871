from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

import pytest

from casework.registry.people.naming import search_rows, shown_name

TODAY = date(2026, 11, 24)


@dataclass
class Name:
    kind: str
    given: str = ""
    family: str = ""
    since_on: date | None = None
    until_on: date | None = None
    id: UUID = field(default_factory=uuid4)


LEGAL = Name("legal", "Samantha", "Ellis")


@pytest.mark.parametrize(
    ("names", "shown", "legal", "order"),
    [
        pytest.param([LEGAL], "Samantha Ellis", "Samantha Ellis", "ellis samantha", id="legal"),
        pytest.param(
            [LEGAL, Name("preferred", "Sam")], "Sam Ellis", "Samantha Ellis", "ellis sam",
            id="called",
        ),
        pytest.param(
            [LEGAL, Name("preferred", "Sam", "Price")], "Sam Price", "Samantha Ellis",
            "price sam", id="called by another family name",
        ),
        pytest.param(
            [LEGAL, Name("preferred", "Sam", until_on=TODAY)], "Samantha Ellis",
            "Samantha Ellis", "ellis samantha", id="no longer called so",
        ),
        pytest.param(
            [LEGAL, Name("legal", "Samantha", "Boateng", since_on=TODAY)], "Samantha Boateng",
            "Samantha Boateng", "boateng samantha", id="the newer name on papers",
        ),
        pytest.param(
            [LEGAL, Name("former", "Samuel", "Price")], "Samantha Ellis", "Samantha Ellis",
            "ellis samantha", id="a former name is never shown",
        ),
        pytest.param([Name("preferred", "Sam")], "Sam", "", "sam", id="one word only"),
        pytest.param([Name("former", "Sam", "Ellis")], "Sam Ellis", "", "ellis sam", id="former"),
        pytest.param([Name("alias", "", "Ellis")], "Ellis", "", "ellis", id="family only"),
    ],
)  # fmt: skip
def test_what_is_shown(names, shown, legal, order):
    made = shown_name(names, TODAY)
    assert (made.shown_name, made.legal_name, made.sort_key) == (shown, legal, order)


def test_the_longest_names_fit_the_columns():
    made = shown_name([Name("legal", "ﷺ" * 120, "w" * 120)], TODAY)
    assert len(made.shown_name) <= 200
    (row,) = search_rows([Name("legal", "ﷺ" * 120, "w" * 120)], TODAY)
    assert len(row.given_key) <= 120
    assert len(row.full_key) <= 250


def test_a_name_to_be_called_by_is_found_with_the_family_name():
    rows = search_rows([LEGAL, Name("preferred", "Sam")], TODAY)
    assert [row.full_key for row in rows] == ["samantha ellis", "sam ellis"]


def test_a_name_in_signs_is_found_as_it_is_written():
    (row,) = search_rows([Name("legal", "小龍", "李")], TODAY)
    assert "李小龍" in row.full_key


def test_somebody_without_any_name_is_a_bug():
    with pytest.raises(ValueError):
        shown_name([], TODAY)
