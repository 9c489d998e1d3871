"""National numbers: their check finds a slip, and the day of birth in them is read or left open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.edges.exchange.reading.checkdigits import luhn, verhoeff
from casework.edges.exchange.reading.identifiers import IdentifierColumn, system_from_values
from casework.edges.exchange.reading.systems import SYSTEMS

from .reading_files import listed, told


@given(digits=st.text("0123456789", min_size=9, max_size=9), slip=st.integers(1, 9))
def test_one_wrong_digit_is_never_an_nhs_number(digits, slip):
    check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
    column = IdentifierColumn("NHS", "nhs")
    if check == 10:
        return
    number = f"{digits}{check % 11}"
    assert column.read(number).value == number
    wrong = f"{(int(number[0]) + slip) % 10}{number[1:]}"
    assert column.read(wrong).value is None


@given(digits=st.text("0123456789", min_size=5, max_size=15), place=st.integers(0, 4))
def test_luhn_and_verhoeff_find_one_wrong_digit(digits, place):
    for check in (luhn, verhoeff):
        passing = [digit for digit in "0123456789" if check(digits + digit)]
        assert len(passing) == 1
        number = digits + passing[0]
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert not check(wrong)


@pytest.mark.parametrize(
    ("system", "good", "bad"),
    [
        ("nhs", "943 476 5919", "943 476 5918"),
        ("se", "19811228-9874", "19811228-9873"),
        ("fi", "131052-308T", "131052-308U"),
        ("es", "12345678Z", "12345678A"),
        ("es", "X1234567L", "X1234567T"),
        ("nl", "111222333", "111222334"),
        ("pl", "44051401359", "44051401358"),
        ("it", "RSSMRA85T10A562S", "RSSMRA85T10A562T"),
        ("in", "2341 2341 2346", "2341 2341 2345"),
        ("us-ssn", "078-05-1120", "000-12-3456"),
        ("fr", "255081416802538", "255081416802539"),
        ("no", "15076500565", "15076500566"),
    ],
)
def test_national_numbers(system, good, bad):
    column = IdentifierColumn(system, system)
    assert column.read(good).value is not None
    assert column.read(bad).value is None
    assert column.read(bad).why is not None


@pytest.mark.parametrize(
    ("system", "good", "born"),
    [
        ("cz", "736028/5163", date(1973, 10, 28)),
        ("ch", "756.9217.0769.85", None),
        ("at", "1237 010180", (80, 1, 1)),
        ("be", "85.07.30-033.28", date(1985, 7, 30)),
        ("ro", "1630615123457", date(1963, 6, 15)),
        ("bg", "7523169263", date(1875, 3, 16)),
        ("ee", "37605030299", date(1976, 5, 3)),
        ("lt", "33309240064", date(1933, 9, 24)),
        ("is", "120174-3399", date(1974, 1, 12)),
        ("tr", "10000000146", None),
        ("gr", "01013099997", (30, 1, 1)),
        ("hr", "33392005961", None),
        ("pt", "501964843", None),
        ("br", "390.533.447-05", None),
        ("ie", "6433435F", None),
        ("nz", "ZZZ0016", None),
        ("au", "2123 45670 1", None),
        ("za", "7503305044089", (75, 3, 30)),
        ("mx", "BOXW310820HNERXN09", date(1931, 8, 20)),
        ("cn", "11010519491231002X", date(1949, 12, 31)),
        ("cl", "12.531.909-2", None),
        ("no", "15108695088", date(1986, 10, 15)),
        ("se", "880320-0016", (88, 3, 20)),
        ("it", "MRTMTT25D09F205Z", (25, 4, 9)),
    ],
)
def test_a_slip_in_a_national_number_is_found(system, good, born):
    column = IdentifierColumn(system, system)
    assert column.read(good).born == born
    value = column.read(good).value
    assert value is not None
    found = 0
    for place, char in enumerate(value):
        if char.isdigit():
            wrong = f"{value[:place]}{(int(char) + 1) % 10}{value[place + 1 :]}"
            found += column.read(wrong).value is None
    digits = sum(char.isdigit() for char in value)
    # Some systems let one digit be: Australia's last counts cards, Iceland's names the century.
    assert found >= digits - 1


BY_DIGITS = {name: one for name, one in SYSTEMS.items() if one.digits and one.check}


@given(data=st.data(), name=st.sampled_from(sorted(BY_DIGITS)))
def test_a_number_that_passes_is_kept_digit_by_digit(data, name):
    system = BY_DIGITS[name]
    size = system.digits
    begin = data.draw(st.text("0123456789", min_size=size - 2, max_size=size - 2))
    column = IdentifierColumn(name, name)
    for end in range(100):
        number = f"{begin}{end:02d}"
        read = column.read(number)
        assert (read.value is None) == (read.why is not None)
        assert read.value in (None, number)


def test_a_day_of_birth_in_a_checked_number_stands_where_no_column_gives_it():
    data = (
        "Nazwisko i imię;PESEL;Data przyjęcia;Status\n"
        "Mazur Ewa;44051401359;01.02.2025;aktywny\n"
        "Lis Jan;44051401358;01.02.2025;aktywny\n"
    ).encode()
    answer = told(data)
    assert [row["born_on"] for row in answer["rows"]] == ["1944-05-14", None]
    assert answer["rows"][0]["inferred"] == [{"field": "born_on", "written": "", "from": "PESEL"}]
    assert (3, "PESEL") in listed(answer)


def test_a_century_that_a_number_leaves_open_is_not_chosen():
    column = IdentifierColumn("Pnr", "se")
    number = next(n for n in (f"880320-{i:04d}" for i in range(10_000)) if column.read(n).value)
    young = next(n for n in (f"240101-{i:04d}" for i in range(10_000)) if column.read(n).value)
    data = f"Pers.nr;Efternamn;Förnamn;Status\n{number};Ek;Åsa;aktiv\n{young};Lind;Per;aktiv\n"
    answer = told(data.encode())
    # Two years old or a hundred and two: nobody knows.
    assert [row["born_on"] for row in answer["rows"]] == ["1988-03-20", None]
    assert listed(answer) == {(3, "Pers.nr")}


def test_a_number_that_names_another_day_than_the_row_is_listed():
    data = "CHI;Surname;Forename;DOB;Status\n0101450004;Gow;Ann;13/02/1945;open\n"
    column = IdentifierColumn("CHI", "chi")
    number = next(n for n in (f"130245{i:04d}" for i in range(10_000)) if column.read(n).value)
    right = told(data.replace("0101450004", number).encode())
    assert right["rows"][0]["identifiers"][0]["value"] == number
    assert right["unreadable"] == []
    other = next(n for n in (f"140245{i:04d}" for i in range(10_000)) if column.read(n).value)
    wrong = told(data.replace("0101450004", other).encode())
    assert wrong["rows"][0]["identifiers"][0]["value"] is None
    assert listed(wrong) == {(2, "CHI")}
    assert wrong["rows"][0]["born_on"] == "1945-02-13"


def test_the_last_four_of_a_number_are_not_the_number():
    data = (
        b"Last name,First name,SSN (last 4),Status\n" + b"Hill,Ana,4471,open\nDale,Bo,4471,open\n"
    )
    answer = told(data)
    assert answer["unreadable"] == []
    assert answer["rows"][0]["identifiers"] == []
    assert answer["rows"][0]["quoted"] == {"SSN": "4471"}
    assert answer["duplicates"] == []


def test_a_column_of_short_counts_is_no_national_number():
    assert system_from_values([str(n % 7) for n in range(40)]) is None
    assert system_from_values(["9434765919", "9434765870", "4010232137"] * 4) == "nhs"
