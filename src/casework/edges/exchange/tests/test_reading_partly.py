"""What a file says only in part: taken where its cells show it too, told, and never guessed."""

# ruff: noqa: DTZ001 -- a cell of a spreadsheet has no time zone
from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest
from openpyxl.styles import Font

from casework.edges.exchange.reading import CannotRead

from .reading_files import listed, short, told, workbook

DAYS = range(13, 21)


def table(heads: str, row: str, count: int = 8) -> bytes:
    """Rows made from one: D is the day, M a month, L a letter."""
    lines = [
        row.replace("{D}", str(DAYS[n])).replace("{M}", f"0{n + 1}").replace("{L}", "abcdefgh"[n])
        for n in range(count)
    ]
    return "\n".join([heads, *lines]).encode()


def fields(answer):
    return {c["header"]: c["field"] for t in answer["mapping"]["tables"] for c in t["columns"]}


# Headings understood in part


def test_a_heading_with_one_strange_word_is_taken_and_told():
    data = table(
        "Name;Geburtsdatum;Anfrage Zentrale;Start Wohngruppenplatz;Ende;Status",
        "Moor{L}, Ada;{D}.04.1970;{D}.01.2025;{D}.02.2025;;aktiv",
    )
    answer = told(data)
    assert fields(answer)["Anfrage Zentrale"] == "referred_on"
    assert {row["referred_on"] for row in answer["rows"]} == {f"2025-01-{day}" for day in DAYS}
    told_of = {check["column"] for check in answer["checks"]}
    assert "Anfrage Zentrale" in told_of


@pytest.mark.parametrize(
    "heading",
    [
        *("Support plan start", "Depot started", "Lease start", "CTO start", "ISP start"),
        *("Startdatum beschikking", "Einddatum indicatie", "Kostenzusage ab", "PCP referral"),
        *("Last admission", "Planned start", "Hospital admission", "Next start"),
    ],
)
def test_a_date_of_something_else_is_not_taken_even_if_it_stands_alone(heading):
    data = table(
        f"Client,DOB,{heading},Worker,Status", '"Moor{L}, Ada",{D}/04/1970,{D}/01/2025,Al Fox,open'
    )
    answer = told(data)
    assert fields(answer)[heading] is None
    assert heading in {check["column"] for check in answer["checks"]}
    assert {row["quoted"][heading] for row in answer["rows"]} == {f"{d}/01/2025" for d in DAYS}


def test_two_columns_that_could_be_meant_are_both_left():
    data = table(
        "Client,DOB,North start,South start,Status",
        '"Moor{L}, Ada",{D}/04/1970,{D}/01/2025,{D}/02/2025,open',
    )
    assert {row["opened_on"] for row in told(data)["rows"]} == {None}


def test_a_beginning_before_the_referral_is_not_believed_of_a_strange_heading():
    data = table(
        "Client,DOB,Date referred,Start blue,Status",
        '"Moor{L}, Ada",{D}/04/1970,{D}/01/2025,{D}/01/2019,open',
    )
    assert fields(told(data))["Start blue"] is None


def test_the_only_column_of_whole_names_in_a_list_names_the_people():
    row = '"Moor{L}, Ada",{D}/04/1970,{D}/01/2025,Al Fox,open'
    answer = told(table("Our folk,DOB,Start,Worker,Status", row))
    assert [row["family"] for row in answer["rows"]][:2] == ["Moora", "Moorb"]
    with pytest.raises(CannotRead):
        told(table("Our folk,DOB,Start,Worker,Status,Friends", row + ",Ed Ray{L}"))


# Flags and sheets


@pytest.mark.parametrize(
    ("heading", "yes", "no"),
    [("Active Flag", "Y", "N"), ("aktiv J/N", "J", "N"), ("Currently open?", "yes", "no")],
)
def test_a_flag_says_open_or_closed(heading, yes, no):
    data = table(f"Last name,First name,DOB,{heading}", "Moor{L},Ada,{D}/04/1970," + yes, 4)
    data += table("", "Dale{L},Bo,{D}/05/1970," + no, 4)
    assert [row["status"] for row in told(data)["rows"]] == ["open"] * 4 + ["closed"] * 4


@pytest.mark.parametrize("heading", ["Active drug use", "Open to probation", "Active risk Y/N"])
def test_a_flag_about_something_else_says_nothing(heading):
    answer = told(table(f"Last name,First name,DOB,{heading}", "Moor{L},Ada,{D}/04/1970,N"))
    assert {row["status"] for row in answer["rows"]} == {None}
    assert len(answer["unreadable"]) == 8


def test_not_closed_can_also_be_waiting():
    data = table("Last name,First name,DOB,Case closed Y/N", "Moor{L},Ada,{D}/04/1970,N", 4)
    data += b"\nDale,Bo,13/05/1970,Y"
    answer = told(data)
    assert [row["status"] for row in answer["rows"]] == [None] * 4 + ["closed"]
    assert {row for row, _ in listed(answer)} == {2, 3, 4, 5}


def test_who_was_accepted_on_a_list_of_referrals_is_not_simply_waiting():
    rows = [["Surname", "First name", "DOB", "Date referred", "Date accepted"]]
    rows += [["Penn", "Gus", "13/09/1990", "13/01/2026", None]]
    rows += [["Reed", "Ida", "14/09/1990", "14/01/2026", "14/02/2026"]]
    answer = told(workbook({"Referrals 2026": rows}))
    assert [row["status"] for row in answer["rows"]] == ["waiting", None]
    assert 3 in {row for row, _ in listed(answer)}


def test_open_because_the_closed_have_a_sheet_of_their_own():
    rows = [
        ["Surname", "First name", "DOB", "Start date"],
        ["Penn", "Gus", "13/9/1990", "13/1/2026"],
    ]
    closed = [[*rows[0], "End date"], ["Reed", "Ida", "14/9/1990", "14/1/2025", "14/6/2025"]]
    alone = told(workbook({"North": rows}))
    assert (alone["rows"][0]["status"], len(alone["unreadable"])) == (None, 1)
    both = told(workbook({"North": rows, "Discharged": closed}))
    assert [row["status"] for row in both["rows"]] == ["open", "closed"]


def test_a_name_struck_through_is_not_shown_as_open():
    book = openpyxl.load_workbook(
        io.BytesIO(
            workbook(
                {
                    "Active": [
                        ["Client", "DOB", "Status"],
                        ["Hill, Ana", "13/1/1990", None],
                        ["Dale, Bo", "14/1/1990", None],
                        ["Moss, Cy", "15/1/1990", "Closed"],
                    ]
                }
            )
        )
    )
    for cell in ("A3", "A4"):
        book["Active"][cell].font = Font(strike=True)
    stream = io.BytesIO()
    book.save(stream)
    answer = told(stream.getvalue(), name="a.xlsx")
    assert [row["status"] for row in answer["rows"]] == ["open", None, "closed"]
    assert [problem["code"] for problem in answer["unreadable"]] == ["status_struck"]


# Whose list


def test_whose_list_it_is_from_a_title_a_line_or_the_sheets():
    head = ["Name", "DOB", "Opened", "Closed"]
    one = [head, ["Oak, Ned", "13/1/1980", "13/3/2025", None]]
    titled = [["Case manager: Dana Lopez"], *one, [None], ["Case manager: Theo Brandt"], *one]
    workers = [row["worker"] for row in told(workbook({"Sept": titled}))["rows"]]
    assert workers == ["Dana Lopez", "Theo Brandt"]
    between = [head, ["Worker: Ali Noor"], *one[1:], ["Worker: Trish Kemp"], *one[1:]]
    workers = [row["worker"] for row in told(workbook({"Sept": between}))["rows"]]
    assert workers == ["Ali Noor", "Trish Kemp"]
    answer = told(workbook({"Renata": one, "Curtis": one}))
    assert [row["worker"] for row in answer["rows"]] == [None, None]
    answer = told(workbook({"Sandra": one, "Rajesh": one}))
    assert [row["worker"] for row in answer["rows"]] == ["Sandra", "Rajesh"]
    assert answer["rows"][0]["inferred"][0]["field"] == "worker"
    answer = told(workbook({"Northside": one, "Riverside": one}))
    assert [row["worker"] for row in answer["rows"]] == [None, None]


def test_ditto_marks_and_handed_over_work_are_no_worker():
    data = table("Name,DOB,Start,End,Worker", '"Moor{L}, Ada",{D}/04/1970,{D}/01/2025,,Al Fox', 3)
    data += b'\n"Dale, Bo",13/05/1970,13/01/2025,,"""'
    data += b'"\n"Reed, Di",14/05/1970,14/01/2025,,AF -> Jo Orr\n'
    answer = told(data)
    assert [row["worker"] for row in answer["rows"]] == ["Al Fox"] * 3 + [None, None]
    assert listed(answer) == {(5, "Worker"), (6, "Worker")}


# Rows and headings


def test_footers_and_totals_are_no_people_but_mr_page_is():
    rows: list[list[object]] = [["Name", "DOB", "Start", "End", "Hours"]]
    rows += [["Page, Jim", "13/1/1980", "13/3/2025", None, 4], ["Key, Ann", "14/1/1980"]]
    rows += [["Updated by", "ST", "12/09/2026"], ["Key:", "ST = Sam Tye"]]
    rows += [["TOTAL", None, None, None, 4], [None, None, None, "Total open:", 2]]
    answer = told(workbook({"Caseload": rows}))
    assert [row["family"] for row in answer["rows"]] == ["Page", "Key"]
    assert {4, 5} <= {row for row, _ in listed(answer)}


def test_months_and_weeks_to_the_right_are_headings():
    months = [datetime(2026, month, 1) for month in range(1, 13)]
    rows: list[list[object]] = [["Client", "DOB", "Opened", *months, "Week 1", 2, 3, "YTD"]]
    rows += [["Hay, Moe", "20/2/1960", "13/5/2024", *[2] * 12, 1, 1, 1, 27]]
    answer = told(workbook({"Active": rows}))
    assert short(answer["rows"][0])[:3] == ("Hay", "Moe", "1960-02-20")
    assert answer["rows"][0]["quoted"]["2026-12-01"] == "2"


def test_a_row_one_value_too_long_has_shifted_even_if_its_end_is_blank():
    data = table("Name,DOB,Status,Notes", '"Moor{L}, Ada",{D}/04/1970,open,x')
    data += b"\nHill, Ana,13/1/1990,open,\n"
    answer = told(data)
    assert len(answer["rows"]) == 8
    assert answer["unreadable"][0]["code"] == "row_shifted"


def test_a_whole_name_in_the_column_of_family_names_is_not_glued():
    data = b'Surname,Forename,DOB,Status\nHill,Ana,13/1/1990,open\n"Dale, Bo",,14/1/1990,open\n'
    answer = told(data)
    assert [row["family"] for row in answer["rows"]] == ["Hill", None]
    assert listed(answer) == {(3, "Surname")}


def test_particles_in_a_column_of_their_own_belong_to_the_family_name():
    data = (
        b"Achternaam;Tussenvoegsel;Roepnaam;Geb.datum;Status\n"
        b"Berg;van den;Truus;13-02-1960;In zorg\nSmit;;Wim;14-02-1960;In zorg\n"
        b"van Dijk;van;Ans;15-02-1960;In zorg\n"
    )
    assert [row["family"] for row in told(data)["rows"]] == ["van den Berg", "Smit", "van Dijk"]


def test_catalan_nom_beside_cognoms_is_the_given_name():
    data = b"Cognoms;Nom;Data naix.;Estat\nPuig Soler;Neus;13/08/1969;actiu\n"
    row = told(data)["rows"][0]
    assert (row["family"], row["given"]) == ("Puig Soler", "Neus")


def test_only_the_sorting_of_rare_names_tells_their_order():
    names = (
        "Zuri Abaka|Tamsin Boone|Quill Carrow|Blythe Dunmore|Xan Ellery|Merle Foss|Vesna Garrick"
    )
    lines = [f"{name},{DAYS[n]}/2/1975,open" for n, name in enumerate(names.split("|"))]
    in_order = told("\n".join(["Client,DOB,Status", *lines]).encode())
    assert [row["family"] for row in in_order["rows"]][:2] == ["Abaka", "Boone"]
    turned = told("\n".join(["Client,DOB,Status", *lines[::-2], *lines[::2]]).encode())
    assert {row["family"] for row in turned["rows"]} == {None}
    assert len(turned["unreadable"]) == len(turned["rows"])


@pytest.mark.parametrize(
    ("heading", "name", "family", "given"),
    [
        ("ФИО", "Соколов Алексей Петрович", "Соколов", "Алексей Петрович"),
        ("ПІБ", "Коваль Юлія", "Коваль", "Юлія"),
        ("Név", "Bodnár Etelka", "Bodnár", "Etelka"),
        ("Surname & name", "Mokoena Lerato", "Mokoena", "Lerato"),
        ("Name and surname", "Lerato Mokoena", "Mokoena", "Lerato"),
        ("Ad Soyad", "Umay Taştan", "Taştan", "Umay"),
        ("성명", "김민수", "김", "민수"),
        ("성명", "남궁민수", None, None),
        ("Client", "Lerato Mokoena", None, None),
    ],
)
def test_the_order_that_a_heading_or_a_script_gives(heading, name, family, given):
    data = f"{heading},DOB,Worker,Status\n{name},13/1/1990,Al Fox,open\n".encode()
    row = told(data)["rows"][0]
    assert (row["family"], row["given"]) == (family, given)


def test_an_outcome_that_also_says_active_is_the_status():
    row = "Moor{L},Ada,{D}/04/1970,{D}/01/2025,"
    heads = "Surname,First name,DOB,Date enrolled,Outcome"
    data = table(heads, row + "Active", 4) + table("", row + "LTFU", 4)
    assert [r["status"] for r in told(data)["rows"]] == ["open"] * 4 + ["closed"] * 4
    reasons = table(heads, row + "goals met")
    assert {r["status"] for r in told(reasons)["rows"]} == {None}
    assert {r["close_reason"] for r in told(reasons)["rows"]} == {"goals met"}
