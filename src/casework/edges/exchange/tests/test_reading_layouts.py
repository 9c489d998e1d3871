"""Whole files as agencies in several countries keep them: what is read, what is listed."""

# ruff: noqa: DTZ001 -- a cell of a spreadsheet has no time zone
from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from casework.edges.exchange.reading import (
    CannotRead,
    mapping_by_hand,
    read_file,
    report,
    report_lines,
)

from .reading_files import FIXTURES, TODAY, listed, short, told, workbook


def test_england_titles_repeated_headings_nhs_numbers_and_initials():
    answer = told(FIXTURES / "england.csv")
    rows = {row["row"]: row for row in answer["rows"]}
    paul = "Paul Whitfield"
    assert short(rows[5]) == (
        *("Achebe", "Ngozi", "1985-04-03", "open", "2026-01-12", "2026-01-20", None),
        paul,
    )
    assert short(rows[6])[3:] == ("closed", "2026-02-05", "2026-02-16", "2026-06-01", paul)
    assert short(rows[7])[:4] == ("Smith", "John", "1950-12-31", "waiting")
    assert short(rows[8])[2:] == ("1999-08-07", "open", "2026-03-03", "2026-03-10", None, paul)
    assert rows[6]["preferred"] == "Shan"
    assert rows[9]["born_partial"] == "1962"
    assert rows[10]["family"] == "van der Berg"
    assert sorted(rows) == [5, 6, 7, 8, 9, 10, 12]
    assert listed(answer) == {
        (8, "NHS No"),
        (9, "D.O.B."),
        (9, "Accepted"),
        (10, "D.O.B."),
        (12, "Status"),
    }
    assert rows[12]["status"] is None


def test_germany_semicolons_old_letters_and_days_first():
    answer = told(FIXTURES / "germany.csv")
    rows = {row["row"]: row for row in answer["rows"]}
    assert answer["file"]["encoding"] == "cp1252"
    assert short(rows[3])[:3] == ("Müller", "Jürgen", "1960-02-01")
    assert short(rows[4])[3:7] == ("closed", "2024-03-02", "2024-03-09", "2025-10-10")
    assert short(rows[5])[2:6] == ("1988-05-13", "open", "2026-06-01", "2026-06-08")
    assert rows[6]["born_on"] == "1971-03-03"
    assert rows[7]["worker"] == "Herr Arslan"
    assert listed(answer) == {(6, "status"), (7, "Geb.-Datum"), (7, "Überweisung")}


def test_sweden_wide_letters_tabs_and_family_name_first():
    answer = told(FIXTURES / "sweden.csv")
    names = [(row["family"], row["given"]) for row in answer["rows"]]
    assert names == [("Andersson", "Eva"), ("Björk", "Åsa"), ("Öberg", "Nils"), (None, None)]
    assert {row["worker"] for row in answer["rows"]} == {"Karin Berg"}
    assert listed(answer) == {(4, "Personnr"), (5, "Namn")}


def test_nigeria_pipes_and_an_order_written_in_one_heading():
    answer = told(FIXTURES / "nigeria.csv")
    rows = answer["rows"]
    assert short(rows[0])[:6] == (
        *("Ogunleye", "Adebayo", "1982-05-04", "open", "2026-02-01", "2026-02-03"),
    )
    assert rows[2]["status"] == "closed"
    assert rows[2]["worker"] == rows[4]["worker"] == "Tunde Yusuf"
    assert listed(answer) == {(5, "Client's Full Name"), (6, "Client's Full Name")}


def test_spain_two_rows_of_headings_merged_and_two_family_names():
    sheets = {
        "Activos": [
            ["Programa de seguimiento"] + [None] * 6,
            ["Persona usuaria", None, None, None, "Episodio", None, "Profesional"],
            [
                "Primer apellido",
                "Segundo apellido",
                "Nombre",
                "F. nacimiento",
                "Derivación",
                "Inicio",
                "Referente",
            ],
            [
                "Garza",
                "Luque",
                "María del Mar",
                "04/05/1970",
                "12/03/2026",
                "20/03/2026",
                "Ana Roa",
            ],
            ["Ferrán", None, "José", "25/12/1966", "1/4/2026", "10/4/26", "AR"],
        ],
        "Bajas": [
            ["DNI", "Apellidos y nombre", "Fecha de nacimiento", "Alta", "Baja"],
            ["12345678Z", "Pérez Gámez, Juan", "13/02/1958", "1/2/2024", "3/3/2025"],
            ["12345678A", "Soto, Eva", "1/2/1990", "2/2/2024", "5/6/2025"],
        ],
    }
    answer = told(workbook(sheets, {"Activos": ["A1:G1", "A2:D2", "E2:F2"]}), name="e.xlsx")
    first, second, third, fourth = answer["rows"]
    assert short(first) == (
        *("Garza Luque", "María del Mar", "1970-05-04", "open"),
        *("2026-03-12", "2026-03-20", None, "Ana Roa"),
    )
    assert (second["opened_on"], second["worker"]) == ("2026-04-10", "Ana Roa")
    assert short(third)[3:7] == ("closed", None, "2024-02-01", "2025-03-03")
    assert fourth["identifiers"][0]["value"] is None
    assert [(p["sheet"], p["row"], p["column"]) for p in answer["unreadable"]] == [
        ("Bajas", 3, "DNI")
    ]


def test_next_of_kin_under_a_group_heading_is_not_the_person():
    sheets = {
        "Open": [
            ["Client", None, "Next of kin", None],
            ["Name", "DOB", "Name", "DOB"],
            ["Hill, Ana", "13/2/1990", "Hill, Otto", "14/3/1960"],
            ["Dale, Bo", "15/2/1991", "Dale, Uma", "16/3/1961"],
        ]
    }
    answer = told(workbook(sheets, {"Open": ["A1:B1", "C1:D1"]}))
    assert [row["family"] for row in answer["rows"]] == ["Hill", "Dale"]
    assert [row["born_on"] for row in answer["rows"]] == ["1990-02-13", "1991-02-15"]
    assert "Hill, Otto" in answer["rows"][0]["quoted"].values()


def test_stacked_tables_sections_and_merged_workers():
    sheets = {
        "Sheet1": [
            ["Harbor centre"],
            ["OPEN CASES"],
            ["Name", "DOB", "Admission date", "Case Manager"],
            ["GREEN, Tom A.", "5/14/1970", "3/4/2024", "Rita Vance"],
            ["Olsen, Beth", "12/31/1981", "6/25/2024", None],
            ["WAITING LIST"],
            ["Park, Min", "1/22/1990", None, None],
            [None],
            ["CLOSED CASES"],
            ["Name", "DOB", "Admission date", "Discharge date", "Worker"],
            ["Quill, Zed", "11/30/1990", "2/2/2020", "1/30/2021", "RV"],
            ["Quill, Ada", "11/29/1990", "2/2/2020", "Ongoing", "RV"],
        ]
    }
    answer = told(workbook(sheets, {"Sheet1": ["A1:D1", "D4:D5"]}))
    rows = {row["row"]: row for row in answer["rows"]}
    assert [rows[n]["status"] for n in (4, 5, 7, 11, 12)] == [
        *("open", "open", "waiting", "closed", None),
    ]
    assert [rows[n]["worker"] for n in (4, 5, 11)] == ["Rita Vance"] * 3
    assert rows[4]["opened_on"] == "2024-03-04"
    assert listed(answer) == {(12, "Discharge date")}


def test_dates_that_the_spreadsheet_turned_are_not_believed():
    rows: list[list[object]] = [["Surname", "First name", "DOB"]]
    rows += [["Hill", "Ana", datetime(1980, month, month + 1)] for month in range(1, 7)]
    rows += [["Hill", "Bo", f"{day}/03/1980"] for day in range(13, 19)]
    answer = told(workbook({"Active": rows}))
    assert [row["born_on"] for row in answer["rows"]][:6] == [None] * 6
    assert {problem["code"] for problem in answer["unreadable"]} == {"date_swapped"}


def test_one_left_as_text_is_enough_to_doubt_the_real_dates():
    rows: list[list[object]] = [["Surname", "First name", "DOB"]]
    rows += [["Hill", "Ana", datetime(1980, month, month + 1)] for month in range(1, 7)]
    doubted = told(workbook({"Active": [*rows, ["Hill", "Bo", "25/03/1980"]]}))
    assert [row["born_on"] for row in doubted["rows"]] == [None] * 6 + ["1980-03-25"]
    late = told(
        workbook(
            {"Active": [*rows, ["Hill", "Bo", "25/03/1980"], ["A", "B", datetime(1980, 3, 31)]]}
        )
    )
    assert all(row["born_on"] for row in late["rows"])


def test_a_file_that_decides_nothing_asks_the_agency():
    data = b"Surname,Forename,DOB,Status\nHill,Ana,1/2/1990,Open\nDale,Bo,3/4/1991,Open\n"
    assert {row["born_on"] for row in told(data)["rows"]} == {None}
    assert told(data, day_order="dmy")["rows"][0]["born_on"] == "1990-02-01"
    assert told(data, day_order="mdy")["rows"][0]["born_on"] == "1990-01-02"


def test_colours_mean_something_only_where_the_sheet_says_so():
    import io

    import openpyxl
    from openpyxl.styles import PatternFill

    for legend, status in (("GREY = closed", "closed"), ("Our list", None)):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "List"
        sheet.append([legend])
        sheet.append(["Name", "DOB"])
        sheet.append(["Hill, Ana", "13/1/1990"])
        sheet["A3"].fill = PatternFill("solid", fgColor="FFBFBFBF")
        stream = io.BytesIO()
        book.save(stream)
        assert told(stream.getvalue())["rows"][0]["status"] == status


def test_contacts_with_a_legend_in_the_file():
    sheets = {
        "Log": [
            ["Date", "Client", "Code", "Minutes", "Worker", "Notes"],
            [datetime(2026, 1, 5), "Hill, Ana", "ZX", 45, "Jo Reed", "went well"],
            ["13/1/2026", "Hill, Ana", "QQ", "30-45", "JR", None],
            ["14/1/2026", "Hill, Ana", "DNA", 5, "??", None],
        ],
        "Key": [["ZX", "home visit"], ["ZY", "phone call"]],
    }
    answer = told(workbook(sheets), "contacts")
    first, second, third = answer["rows"]
    assert (first["kind"], first["minutes"], first["worker"]) == ("home_visit", 45, "Jo Reed")
    assert (second["kind"], second["minutes"], second["worker"]) == (None, None, "Jo Reed")
    assert (third["attendance"], third["minutes"], third["worker"]) == ("not_there", 5, None)
    assert listed(answer) == {(3, "Code"), (3, "Minutes"), (4, "Worker")}


def test_a_wide_file_keeps_what_it_does_not_know():
    heads = ["Surname", "Forename", "DOB", *[f"Extra {n}" for n in range(200)]]
    line = ["Hill", "Ana", "13/1/1990", *[f"v{n}" for n in range(200)]]
    answer = told((",".join(heads) + "\n" + ",".join(line) + "\n").encode())
    assert answer["rows"][0]["quoted"]["Extra 199"] == "v199"


def test_duplicates_are_offered_with_their_reason():
    data = (
        b"Surname,Forename,DOB,Status,Client no\n"
        b"Hill,Ana,13/1/1990,Closed,A-101\n"
        b"HILL,Ana,13/01/90,Open,A-102\n"
        b"Hil,Anna,13/1/1990,Open,A-103\n"
        b"Dale,Bo,14/2/1991,Open,A-104\n"
        b"Dale,Bo,15/2/1991,Open,A-105\n"
        b"Moss,Cy,16/2/1991,Open,A-104\n"
        b"Reed,Di,17/2/1991,Open,A-107\n"
    )
    answer = told(data)
    groups = [sorted(row["row"] for row in group["rows"]) for group in answer["duplicates"]]
    assert groups == [[2, 3, 4], [5, 6, 7]]
    assert len(answer["rows"]) == 7


def test_a_mapping_can_be_changed_saved_and_used_again():
    data = b"Surname,Forename,Born day,Joined us,Status\nHill,Ana,1/2/1990,5/3/2025,Open\n"
    first = told(data)
    assert first["rows"][0]["opened_on"] is None
    assert [check["column"] for check in first["checks"]] == ["Joined us"]
    assert first["rows"][0]["quoted"] == {"Joined us": "5/3/2025"}
    saved = json.loads(json.dumps(first["mapping"]))
    columns = {column["header"]: column for column in saved["tables"][0]["columns"]}
    columns["Born day"].update(field="born_on", options={"order": "dmy"})
    columns["Joined us"].update(field="opened_on", options={"order": "mdy"})
    again = told(data, mapping=saved)
    assert again["rows"][0]["born_on"] == "1990-02-01"
    assert again["rows"][0]["opened_on"] == "2025-05-03"
    assert again["mapping"]["tables"][0]["columns"][2]["field"] == "born_on"


def test_headings_in_a_language_nobody_foresaw_are_mapped_by_hand():
    data = "Nimekiri\nPerenimi,Eesnimi,Sünniaeg,Olek\nTamm,Mari,24.02.1990,avatud\n".encode()
    with pytest.raises(CannotRead):
        told(data)
    saved = mapping_by_hand(data, "people", name="file.csv").to_json()
    table = saved["tables"][0]
    assert table["header_rows"] == [2]
    assert [column["header"] for column in table["columns"]][:2] == ["Perenimi", "Eesnimi"]
    for column, name in zip(table["columns"], ("family", "given", "born_on"), strict=False):
        column["field"] = name
    table["status"] = "open"
    answer = told(data, mapping=saved)
    assert short(answer["rows"][0])[:4] == ("Tamm", "Mari", "1990-02-24", "open")
    assert answer["rows"][0]["quoted"] == {"Olek": "avatud"}


@pytest.mark.parametrize(
    "change",
    [
        {"version": 9},
        {"kind": "contacts"},
        {"tables": "none"},
        {"day_order": "ydm"},
        {"tables": [{"header_rows": [1], "columns": [{"index": 0, "field": "password"}]}]},
        {"tables": [{"header_rows": [1], "columns": [{"field": "name"}]}]},
    ],
)
def test_a_wrong_mapping_is_refused(change):
    data = b"Surname,Forename,DOB\nHill,Ana,13/2/1990\n"
    saved = {**told(data)["mapping"], **change}
    with pytest.raises(CannotRead):
        told(data, mapping=saved)


def test_the_same_file_twice_gives_the_same_report_and_the_stream_is_the_report():
    data = (FIXTURES / "england.csv").read_bytes()
    one = read_file(data, "people", today=TODAY, name="a.csv")
    two = read_file(data, "people", today=TODAY, name="a.csv")
    assert report(one) == report(two)
    assert json.loads("".join(report_lines(one))) == report(one)


def test_a_birth_before_and_a_service_before_birth():
    data = b"Surname,Forename,DOB,Start date,Status\nHill,Ana,13/1/1990,14/1/1980,Open\n"
    answer = told(data)
    assert answer["rows"][0]["opened_on"] is None
    assert answer["unreadable"][0]["code"] == "date_before_birth"
    assert date.fromisoformat(answer["rows"][0]["born_on"]) == date(1990, 1, 13)
