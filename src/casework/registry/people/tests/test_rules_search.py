from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.registry.people.rules import search, tables
from casework.registry.people.rules.search import read_query

TODAY = date(2026, 11, 21)


def plain(query):
    return tuple(word.split("/")[0] for word in query.words)


@pytest.mark.parametrize(
    ("typed", "words", "born"),
    [
        ("Grace Mensah", ("grace", "mensah"), ()),
        ("Mensah, Grace", ("grace", "mensah"), ()),
        ("Mensah,", ("mensah",), ()),
        ("Mrs Siobhán O’Brien", ("siobhan", "obrien"), ()),
        ("Dr", ("dr",), ()),
        ("mensah 1987", ("mensah",), ("1987",)),
        ("mensah 1987-03-04", ("mensah",), ("1987-03-04",)),
        ("3/4/1987 mensah", ("mensah",), ("1987-03-04", "1987-04-03")),
        ("13/4/1987", (), ("1987-04-13",)),
        ("4/13/1987", (), ("1987-04-13",)),
        ("03.04.87 rios", ("rios",), ("1987-03-04", "1987-04-03")),
        ("5/6/15", (), ("1915-05-06", "2015-05-06", "1915-06-05", "2015-06-05")),
        ("4 march 1987", (), ("1987-03-04",)),
        ("4th of March, 1987", (), ("1987-03-04",)),
        ("Mar 4, 1987", (), ("1987-03-04",)),
        ("4 de marzo de 1987", (), ("1987-03-04",)),
        ("march 1987 mensah", ("mensah",), ("1987-03",)),
        ("3/1987", (), ("1987-03",)),
        ("1987-03", (), ("1987-03",)),
        ("19870304", (), ("1987-03-04",)),
        ("31/2/1987 mensah", ("mensah",), ()),
        ("mensah 2077", ("mensah",), ()),
        ("May Price", ("may", "price"), ()),
        ("José 1987 Ríos García", ("jose", "rios", "garcia"), ("1987",)),
        ("王小明", ("王小明",), ()),
        ("  ", (), ()),
    ],
)
def test_names_and_dates(typed, words, born):
    query = read_query(typed, today=TODAY)
    assert plain(query) == words
    assert set(query.born) == set(born)


def test_the_region_says_which_reading_comes_first():
    assert read_query("3/4/1987", today=TODAY, region="US").born[0] == "1987-03-04"
    assert read_query("3/4/1987", today=TODAY, region="GB").born[0] == "1987-04-03"


@pytest.mark.parametrize(
    ("typed", "region", "numbers", "kinds", "phones"),
    [
        ("943 476 5919", "GB", ("9434765919",), "nhs", None),
        ("mensah 943-476-5919", "GB", ("9434765919",), "nhs", None),
        ("(503) 555-0142", "US", ("5035550142",), None, "+15035550142"),
        ("07700 900123", "GB", ("07700900123",), None, "+447700900123"),
        ("+44 7700 900123 mensah", "US", ("447700900123",), None, "+447700900123"),
        ("CW-1042", "US", ("CW1042",), None, None),
        ("12345678Z", "US", ("12345678Z",), "dni", None),
        ("536-22-1234", "US", ("536221234",), "ssn", None),
        ("1042", "US", ("1042",), None, None),
    ],
)
def test_numbers(typed, region, numbers, kinds, phones):
    query = read_query(typed, today=TODAY, region=region)
    assert query.numbers == numbers
    assert kinds is None or kinds in query.kinds
    assert phones is None or phones in query.phones
    assert plain(query) == (("mensah",) if "mensah" in typed else ())


def test_a_nickname_brings_its_names():
    word = read_query("Bob Jones", today=TODAY).words[0].split("/")
    assert word[0] == "bob"
    assert "robert" in word
    assert len(word) <= search.MOST_SPELLINGS


@pytest.mark.parametrize(
    ("typed", "found", "located"),
    [
        ("", False, False),
        ("g", False, False),
        ("gr", True, False),
        ("mensah", True, False),
        ("grace mensah", True, True),
        ("g mensah", True, False),
        ("mensah 1987", True, True),
        ("1987", True, False),
        ("943 476 5919", True, True),
        ("王小明", True, True),
        ("王", True, False),
    ],
)
def test_locating_takes_more_than_searching(typed, found, located):
    query = read_query(typed, today=TODAY)
    assert (search.why_not_search(query) is None) is found
    assert (search.why_not_locate(query) is None) is located


@given(st.text(max_size=250))
def test_no_text_breaks_it(typed):
    query = read_query(typed, today=TODAY)
    assert len(query.words) <= search.MOST_WORDS
    for word in query.words:
        assert word
        assert all(not set(" '\\&|!:()") & set(part) and part for part in word.split("/"))


def test_the_lists_are_whole():
    languages = tables.languages()
    assert len(languages) >= 120
    assert all(one.name and one.own and 2 <= len(one.code) <= 3 for one in languages.values())
    assert languages["es"].own == "Español"
    assert languages["ar"].is_rtl
    assert languages["ase"].is_signed
    relations = tables.relations()
    assert all(one.kind in {"supporter", "professional", "place"} for one in relations.values())
    assert all(one.other_way in relations for one in relations.values() if one.other_way)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("bob", "robert", True), ("bob", "rob", True), ("pepe", "jose", True),
     ("muhammad", "mohamed", True), ("bob", "alice", False), ("maria", "marta", False)],
)  # fmt: skip
def test_same_names(one, other, same):
    assert tables.are_same_name(one, other) is same
    assert tables.are_same_name(other, one) is same
