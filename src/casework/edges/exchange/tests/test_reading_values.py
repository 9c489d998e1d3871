"""Single values: what is read is what was written, and what could be two things is read as none."""

# ruff: noqa: DTZ001 -- a cell of a spreadsheet has no time zone
from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.edges.exchange.reading.datecolumns import DateColumn
from casework.edges.exchange.reading.dates import order_from, order_votes
from casework.edges.exchange.reading.durations import learn_unit, read_duration
from casework.edges.exchange.reading.encodings import decode
from casework.edges.exchange.reading.identifiers import IdentifierColumn
from casework.edges.exchange.reading.names import NameBook, NameColumn
from casework.edges.exchange.reading.outcomes import outcome_in
from casework.edges.exchange.reading.statuses import status_in
from casework.edges.exchange.reading.systems import SYSTEMS

from .reading_files import TODAY, told

DAYS = st.dates(date(1960, 1, 1), date(2026, 9, 1))
WRITTEN = {
    "dmy": ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y", "%d %m %Y", "%d/%m/%Y 14:30"],
    "mdy": ["%m/%d/%Y", "%m-%d-%y", "%m/%d/%y"],
    "ymd": ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"],
}


@given(day=DAYS, order=st.sampled_from(sorted(WRITTEN)), data=st.data())
def test_a_date_in_a_known_order_comes_back(day, order, data):
    text = day.strftime(data.draw(st.sampled_from(WRITTEN[order])))
    read = DateColumn("service", today=TODAY, order=order).read(text)
    assert read.value == day


@given(day=DAYS, order=st.sampled_from(["dmy", "mdy"]), data=st.data())
def test_without_an_order_a_date_is_right_or_unread(day, order, data):
    text = day.strftime(data.draw(st.sampled_from(WRITTEN[order])))
    read = DateColumn("service", today=TODAY).read(text)
    assert read.value in (day, None)
    assert (read.value is None) == (read.why is not None)
    if day.day <= 12 and day.day != day.month:
        assert read.value is None


@settings(max_examples=300)
@given(text=st.text(max_size=30))
def test_no_text_breaks_a_reader(text):
    for purpose in ("birth", "service"):
        read = DateColumn(purpose, today=TODAY, order="dmy").read(text)
        assert read.value is None or read.value.year >= 1900
    name = NameColumn(NameBook()).read(text)
    assert name.why is None or name.family is None
    length = read_duration(text)
    assert length.minutes is None or 0 <= length.minutes <= 1440
    IdentifierColumn("x").read(text)
    for system in SYSTEMS:
        IdentifierColumn("x", system).read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 Jan 2026", "2026-01-04"),
        ("Jan 4, 2026", "2026-01-04"),
        ("Sept. 5th 2025", "2025-09-05"),
        ("4. März 2024", "2024-03-04"),
        ("5 de mayo de 2025", "2025-05-05"),
        ("1er août 2025", "2025-08-01"),
        ("3.4.2024", "2024-04-03"),
        ("03042024", "2024-04-03"),
        ("20240403", "2024-04-03"),
        ("2024年4月3日", "2024-04-03"),
        ("١٤/٠١/٢٠٢٤", "2024-01-14"),
        ("45321", "2024-01-30"),
        ("Mon 5 Jan 2026", "2026-01-05"),
        ("03/04/2024 (2)", "2024-04-03"),
        ("3.4.2024 r.", "2024-04-03"),
        ("03.04.2024 г.", "2024-04-03"),
        ("2024. 04. 03.", "2024-04-03"),
        ("13 Feb '25", "2025-02-13"),
        ("03/04/2024 12:00:00 AM", "2024-04-03"),
        ("2024-04-03T00:00:00Z", "2024-04-03"),
    ],
)
def test_dates_as_people_write_them(text, expected):
    read = DateColumn("service", today=TODAY, order="dmy").read(text)
    assert str(read.value) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/04/2025", "date_impossible"),
        ("29/02/2023", "date_impossible"),
        ("2025", "date_year"),
        ("03/2025", "date_month"),
        ("March 2025", "date_month"),
        ("Jan-26", "date_year_or_month"),
        ("12/25/2024", "date_against_column"),
        ("5/6", "date_no_year"),
        ("c. 2/3/2024", "date_doubtful"),
        ("2/3/2024?", "date_doubtful"),
        ("1/2/2024 - 3/4/2024", "date_two"),
        ("1/2/2024\n3/4/2024", "date_two"),
        ("2567-01-02", "date_future"),
        ("1362-01-02", "date_past"),
        ("soon", "date_not"),
        ("?", "date_unknown"),
        (True, "date_not"),
        (3.14, "date_number"),
        ("02/01/32", "date_not"),
        ("w/c 13/01/25", "date_not"),
        ("00/00/1980", "date_impossible"),
        ("~2019", "date_doubtful"),
        ("Spring 2025", "date_not"),
    ],
)
def test_dates_that_are_none(text, code):
    read = DateColumn("service", today=TODAY, order="dmy").read(text)
    assert (read.value, read.why.code) == (None, code) if read.why else pytest.fail(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1/2/99", "1999-02-01"), ("1/2/08", "2008-02-01"), ("1/2/21", None), ("1/2/26", None)],
)
def test_two_digit_years_of_birth(text, expected):
    read = DateColumn("birth", today=TODAY, order="dmy").read(text)
    assert (str(read.value) if read.value else None) == expected


@pytest.mark.parametrize("text", ["*3.4.1970", "geb. 3.4.1970", "born 3/4/1970", "3/4/1970 (56)"])
def test_a_birth_with_its_mark_or_the_age(text):
    assert DateColumn("birth", today=TODAY, order="dmy").read(text).value == date(1970, 4, 3)


def test_years_from_another_beginning_are_not_taken_for_ours():
    data = (
        "姓名,出生日期,開案日期,狀態\n王 大明,60/03/13,114/02/02,開案中\n"
        "李 淑芬,61/03/14,113/02/03,結案\n"
    )
    answer = told(data.encode())
    assert {row["born_on"] for row in answer["rows"]} == {None}
    assert [row["status"] for row in answer["rows"]] == ["open", "closed"]
    assert len(answer["unreadable"]) == 4


@given(
    day=st.dates(date(1927, 1, 1), date(2025, 12, 31)),
    other=st.dates(date(1927, 1, 1), date(2025, 12, 31)),
)
def test_a_file_that_decides_nothing_leaves_every_open_day_unread(day, other):
    cells = [one.strftime("%d/%m/%Y") for one in (day, other)]
    answer = told(
        ("Surname,Forename,DOB,Status\n" + "".join(f"Hill,Ana,{c},open\n" for c in cells)).encode()
    )
    for row, one in zip(answer["rows"], (day, other), strict=True):
        decided = day.day > 12 or other.day > 12
        unsure = one.day <= 12 and one.day != one.month and not decided
        assert row["born_on"] == (None if unsure else one.isoformat())
    assert sum(row["born_on"] is None for row in answer["rows"]) == len(answer["unreadable"])


def test_a_birth_in_the_future_is_none():
    read = DateColumn("birth", today=TODAY).read(datetime(2029, 1, 9))
    assert read.why.code == "date_future"


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["1/2/2024", "13/2/2024"], "dmy"),
        (["1/2/2024", "2/13/2024"], "mdy"),
        (["1/2/2024", "3/4/2024"], None),
        (["13/2/2024", "2/13/2024"], None),
        (["2/13/2024"] * 200 + ["13/2/2024"], None),
        (["85-03-12", "12-03-05", "13-05-25"], "ymd"),
    ],
)
def test_the_order_of_a_column(cells, order):
    assert order_from(order_votes(cells)) == order


MINUTES = st.integers(1, 599)


@given(minutes=MINUTES)
def test_lengths_come_back(minutes):
    hours, rest = divmod(minutes, 60)
    for text in (
        f"{hours}:{rest:02d}",
        f"{hours}h{rest:02d}",
        f"{hours} h {rest} min",
        f"{minutes} min",
        f"{minutes}m",
        f"PT{hours}H{rest}M",
        f"{hours} Std. {rest} Min.",
    ):
        assert read_duration(text).minutes == minutes, text


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1.25 hrs", 75),
        ("0,5 Std", 30),
        ("½ hr", 30),
        ("1 1/2 hours", 90),
        ("0.33 hrs", 20),
        ("75", 75),
        ("90'", 90),
        ("45-60", None),
        ("2", None),
        ("1.15", None),
        ("1:75", None),
        ("2 x 30 min", None),
        ("30 hrs", None),
        ("an hour", None),
        (45, 45),
        (0.5, None),
    ],
)
def test_lengths_as_people_write_them(text, minutes):
    read = read_duration(text)
    assert read.minutes == minutes
    assert (read.why is None) == (minutes is not None)


def test_a_bare_number_counts_what_its_column_counts():
    assert learn_unit(["15", "60", "2"]) == "probably minutes"
    assert read_duration("2", "probably minutes").minutes is None
    assert learn_unit(["1.5", "2", "0.25"]) == "hours"
    assert learn_unit(["1", "2"], "Duration (mins)") == "minutes"
    assert learn_unit(["1", "2"]) is None


def test_zeros_lost_at_the_front_are_not_guessed():
    column = IdentifierColumn("Member #")
    column.learn(["012345678", "123456789", "987654321", 12345678])
    assert column.read(12345678).why.code == "identifier_zero"
    assert column.read("012345678").value == "012345678"


WORD = st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True)


@given(family=WORD, given_name=WORD)
def test_a_name_with_a_comma_comes_back(family, given_name):
    column = NameColumn(NameBook())
    for text in (
        f"{family}, {given_name}",
        f"{family},{given_name} ",
        f"{family.upper()}, {given_name}",
    ):
        read = column.read(text)
        if read.why is None:
            assert (read.family.casefold(), read.given) == (family.casefold(), given_name)


@pytest.mark.parametrize(
    ("text", "family", "given_name"),
    [
        ("O'BRIEN, Zoë", "O'Brien", "Zoë"),
        ("VAN-DYKE, dmitri", "Van-Dyke", "Dmitri"),
        ("MCDONALD, ANN", "McDonald", "Ann"),
        ("MACLEOD, ANN", "MacLeod", "Ann"),
        ("MACHADO, ANA", "Machado", "Ana"),
        ("Smith Jr., John", "Smith", "John"),
        ("Doe, John, MD", "Doe", "John"),
        ("García López, María", "García López", "María"),
        ("DUPONT Jean-Pierre", "Dupont", "Jean-Pierre"),
        ("Anaïs LE GOFF", "Le Goff", "Anaïs"),
        ("Mr John Quirke", "Quirke", "John"),
        ("山田 太郎", "山田", "太郎"),
        ("حسن، علي", "حسن", "علي"),
        ("Andersson Eva", "Andersson", "Eva"),
        ("Grace Mensah", "Mensah", "Grace"),
        ("Rivers Stone", None, None),
        ("Suharto", None, None),
        ("Hill, Ann & Bo", None, None),
        ("Hill, Ann?", None, None),
        ("Hill 2, Ann", None, None),
        ("RenÃ©e Hill", None, None),
        ("Hill, Baby of Ann", None, None),
    ],
)
def test_names_as_lists_hold_them(text, family, given_name):
    read = NameColumn(NameBook()).read(text)
    assert (read.family, read.given) == (family, given_name)
    assert (read.why is None) == (family is not None)


def test_capitals_that_leave_the_spelling_open_are_told():
    names = ("MACLEOD, ANN", "VAN DER BERG, JAN", "HILL, BO")
    lines = [f'"{name}",{13 + place}/1/1980,open' for place, name in enumerate(names)]
    data = "\n".join(["Name,DOB,Status", *lines]).encode()
    answer = told(data)
    assert [check["row"] for check in answer["checks"] if check["code"] == "name_case"] == [2, 3]


def test_names_to_be_called_by_and_former_names():
    read = NameColumn(NameBook()).read('Hill (née Stone), Robert "Bobby"')
    assert (read.family, read.given, read.preferred, read.former) == (
        "Hill",
        "Robert",
        "Bobby",
        "Stone",
    )


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Active", "open"),
        ("Closed - goals met", "closed"),
        ("On waiting list", "waiting"),
        ("Warteliste", "waiting"),
        ("Not closed", None),
        ("pending closure", None),
        ("open - to be closed", None),
        ("Abierto", "open"),
        ("Avslutad", "closed"),
        ("on leave", None),
    ],
)
def test_words_of_status(text, status):
    assert status_in(text) == status


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Not accepted - full", "rejected"),
        ("declined", None),
        ("client declined", "cancelled"),
        ("not completed", None),
        ("sent, no reply", "requested"),
        ("accepted, then cancelled", None),
        ("en lista de espera", "on-hold"),
    ],
)
def test_words_of_outcome(text, state):
    assert outcome_in(text) == state


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Name\nBjörn Núñez\nZoë “Zo” Müller – ok\n", "cp1252"),
        ("Imię\nŁukasz Wójcik\nStanisław Żółć\nGrażyna Dąbrowska\n", "cp1250"),
        ("Имя\nИван Петров\nМария Сидорова\nОльга Кузнецова\n", "cp1251"),
        ("Nom\nRenée Lefèvre\nFrançois Béranger\n", "mac_roman"),
        ("Name\nJürgen Groß\nAnja Köhler\n", "cp850"),
        ("Name\nJürgen Groß\n", "utf-16"),
        ("Name\nŁukasz Ríos\n", "utf-8"),
    ],
)
def test_letters_are_found_the_same_way_every_time(text, name):
    assert decode(text.encode(name))[0] == text


def test_letters_saved_twice_are_put_right_only_where_all_agree():
    once = "Nom;Prénom\nMüller;Zoë\nŁukasz;À côté\n"
    assert decode(once.encode().decode("latin-1").encode())[0] == once
    cp = "Nom;Prénom\nMüller;Zoë\n"
    assert decode(cp.encode().decode("cp1252").encode())[0] == cp
    for text in (once, "MÃ¼ller und Möller", "SÃO PAULO", "Âge"):
        assert decode(text.encode())[0] == text
