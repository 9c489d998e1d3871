import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.registry.people.rules import names

# What lower(unaccent(…)) of PostgreSQL 15 gives.
UNACCENTED = {
    "Łukasz": "lukasz", "Siobhán": "siobhan", "O’Brien": "o'brien", "Müller": "muller",
    "Weiß": "weiss", "Ærø": "aero", "Þór": "thor", "Guðrún": "gudrun", "Đorđe": "dorde",
    "Ñúñez": "nunez", "Çelik": "celik", "Işıl": "isil", "İbrahim": "ibrahim", "Œuvre": "oeuvre",
    "Ștefan": "stefan", "Nguyễn": "nguyen", "Đặng": "dang", "Ħal": "hal", "Ŋoŋa": "nona",
    "Øster": "oster", "Žižek": "zizek", "Ǿ": "o", "Ɗan": "dan", "Ƙaura": "kaura",
    "Smith–Jones": "smith-jones", "D‘Angelo": "d'angelo", "ΆΝΝΑ": "αννα",
}  # fmt: skip


@pytest.mark.parametrize(("text", "key"), UNACCENTED.items())
def test_search_key_is_what_the_database_makes(text, key):
    assert names.search_key(text) == key
    assert names.search_key(unicodedata.normalize("NFD", text)) == key


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O’Brien", ("obrien",)),
        ("O'Brien", ("obrien",)),
        ("Smith-Jones", ("smith", "jones")),
        ("María José", ("maria", "jose")),
        ("J. R.", ("j", "r")),
        ("😀 Ana", ("ana",)),
        ("محمد العلي", ("محمد", "العلي")),
        ("王小明", ("王小明",)),
        ("👩‍👩‍👧", ()),
        ("", ()),
        ("N`Diaye", ("ndiaye",)),
        ("a/b|c'd\\e", ("a", "b", "cd", "e")),
    ],
)
def test_tokens(text, words):
    assert names.tokens(text) == words


def test_name_keys_hold_the_joined_form():
    keys = names.name_keys("Ann", "Mac Donald")
    assert (keys.given_key, keys.family_key) == ("ann", "mac donald")
    assert keys.full_key == "ann mac donald macdonald"


@pytest.mark.parametrize(
    ("given", "family", "called", "shown"),
    [
        ("Grace Abena", "Mensah", "", "Grace Abena Mensah"),
        ("Samantha", "Ellis", "Sam", "Sam Ellis"),
        ("Samantha", "Ellis", "Sam Ellis", "Sam Ellis"),
        ("", "Prince", "", "Prince"),
        ("  Grace ", " Mensah ", " ", "Grace Mensah"),
        ("Grace", "", "Gracie", "Gracie"),
    ],
)
def test_display_name(given, family, called, shown):
    assert names.display_name(given=given, family=family, called=called) == shown


def test_legal_name_is_shown_only_where_it_differs():
    assert names.legal_name_differs(given="Samantha", family="Ellis", called="Sam")
    assert not names.legal_name_differs(given="Grace", family="Mensah")


@pytest.mark.parametrize(
    ("given", "family", "key"),
    [
        ("Jan", "van der Berg", "berg van der jan"),
        ("Siobhán", "Ríos", "rios siobhan"),
        ("Prince", "", "prince"),
        ("Jan", "van", "van jan"),
    ],
)
def test_sort_key(given, family, key):
    assert names.sort_key(given, family) == key


@pytest.mark.parametrize(
    ("shown", "short"),
    [
        ("Siobhán Ríos", "SR"),
        ("Łukasz Żółć", "ŁŻ"),
        ("Jan van der Berg", "JB"),
        ("María José García López", "MJL"),
        ("Mary-Ann Smith", "MAS"),
        ("😀", "?"),
        ("😀 Ana", "A"),
        ("van", "V"),
        ("ßeta", "S"),
        ("O’Brien", "O"),
        ("", "?"),
    ],
)
def test_initials(shown, short):
    assert names.initials(shown) == short


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Grace", None),
        ("محمد", None),
        ("نرگس\u200cسادات", None),
        ("👩‍🎤", None),
        ("   ", "Write a name"),
        ("a\x00b", "hidden character"),
        ("a\nb", "hidden character"),
        ("a\u202eb", "turns the writing"),
        ("a" * 121, "longer than 120"),
        ("---", "at least one letter"),
    ],
)
def test_why_not_name(text, reason):
    said = names.why_not_name(text)
    assert (said is None) if reason is None else (reason in said)


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_breaks_a_name(one, other):
    keys = names.name_keys(one, other)
    assert len(keys.given_key) <= 120
    assert len(keys.family_key) <= 120
    assert len(keys.full_key) <= 250
    assert not set("'\\/|&!:()") & set(keys.full_key)
    assert len(names.initials(f"{one} {other}")) >= 1
    names.sort_key(one, other)
    names.why_not_name(one)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), max_size=30))
def test_keys_do_not_depend_on_case_or_on_how_accents_are_stored(text):
    key = names.search_key(text)
    assert names.search_key(unicodedata.normalize("NFD", text)) == key
    assert names.search_key(key) == key
