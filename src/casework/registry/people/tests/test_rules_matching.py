import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.registry.people.rules import matching
from casework.registry.people.rules.matching import Known, Name, Verdict, compare
from casework.registry.people.rules.partial_dates import PartialDate


def known(name, born="", phones=(), numbers=(), *also, estimated=False):
    """'Given/Family', an ISO prefix, phones, numbers, and further names."""
    names = tuple(Name(*text.split("/")) for text in (name, *also))
    return Known(
        names=names,
        born=PartialDate.parse_or_none(born),
        is_born_estimated=estimated,
        phones=frozenset(phones),
        numbers=tuple(numbers),
    )


GRACE = known("Grace/Mensah", "1987-03-04", ["+15035550142"], [("nhs", "943 476 5919")])


@pytest.mark.parametrize(
    ("other", "verdict", "reason"),
    [
        (known("Grace/Mensah", "1987-03-04"), "likely same", "same birth date"),
        (known("Mensah/Grace", "1987-03-04"), "likely same", "same name"),
        (known("Grase/Mensa", "1987-03-04"), "likely same", "much the same name"),
        (known("Grace Abena/Mensah", "1987-03-04"), "likely same", "same birth date"),
        (known("Grace/Mensah-Boateng", "1987-03-04"), "likely same", "same birth date"),
        (known("Grace/Mensah", "1987-04-03"), "possible", "day and month swapped"),
        (known("Grace/Mensah", "1987-03-05"), "possible", "one slip"),
        (known("Grace/Mensah", "1961-10-20"), "different", "different birth date"),
        (known("Grace/Mensah", "1987"), "possible", "as far as they are known"),
        (known("Grace/Mensah"), "possible", "same name"),
        (known("Grace/Mensah", "1988", estimated=True), "possible", "about the same age"),
        (known("Grace/Mensah", "1978-03-04"), "possible", "one slip"),
        (known("Grase/Mensa", "1987-03-05", (), [("nhs", "9990000018")]), "different",
         "different NHS number"),
        (known("Grace/"), "different", "same given name"),
        (known("Grace/Owusu", "1987-03-04"), "possible", "other family name"),
        (known("Grace/Owusu", "1987-03-04", (), (), "Grace/Mensah"), "likely same", "same name"),
        (known("Kofi/Owusu", "1987-03-04"), "different", "different name"),
        (known("Kofi/Owusu", "1950-01-01", (), [("nhs", "9434765919")]), "possible", "same NHS"),
        (known("Gracie/Owusu", "1987-03-04", (), [("nhs", "9434765919")]), "likely same", "NHS"),
        (known("Grace/Mensah", "1987-03-04", (), [("nhs", "9990000018")]), "possible",
         "different NHS number"),
        (known("Grace/Mensah", "1987-03-05", ["+15035550142"]), "likely same", "same phone"),
        (known("Peter/Hill", "1961-01-01", ["+15035550142"]), "different", "same phone"),
    ],
)  # fmt: skip
def test_compare(other, verdict, reason):
    said = compare(GRACE, other)
    assert said.verdict == verdict, said
    assert any(reason in words for words in said.reasons), said
    assert compare(other, GRACE) == said


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("Robert/Jones", "Bob/Jones", "likely same"),
        ("Rob/Jones", "Bobby/Jones", "likely same"),
        ("José/García López", "Pepe/García", "likely same"),
        ("Mohammed/Al-Hassan", "Muhammad/Alhassan", "likely same"),
        ("Yusuf/Abdi", "Youssef/Abdi", "likely same"),
        ("Siobhán/O’Brien", "Siobhan/OBrien", "likely same"),
        ("Łukasz/Kowalski", "Lukasz/Kowalsky", "likely same"),
        ("Ann/MacDonald", "Anne/McDonald", "likely same"),
        ("Jürgen/Müller", "Jurgen/Mueller", "likely same"),
        ("Wei/Chen", "Chen/Wei", "likely same"),
        ("Prince/", "/Prince", "likely same"),
    ],
)
def test_one_name_in_two_ways(one, other, verdict):
    said = compare(known(one, "1990-05-06"), known(other, "1990-05-06"))
    assert said.verdict == verdict, said


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anna/Reid", "Peter/Reid"), ("Maria/Vega", "Marta/Vega"), ("Daniel/Cole", "David/Cole"),
     ("Li/Wang", "Wei/Wang"), ("Amina/Abdi", "Hodan/Abdi"), ("John/Ng", "Joan/Ng")],
)  # fmt: skip
def test_twins_are_two_people(one, other):
    phone = ["+15035550100"]
    said = compare(known(one, "1990-05-06", phone), known(other, "1990-05-06", phone))
    assert said.verdict == Verdict.DIFFERENT, said
    assert any("twins" in words for words in said.reasons)


def test_duplicates_come_in_order_and_leave_out_the_different():
    found = matching.duplicates(
        GRACE,
        [
            (1, known("Grace/Mensah")),
            (2, known("Owen/Pritchard", "1981-01-02")),
            (3, known("Grase/Mensah", "1987-03-04")),
        ],
    )
    assert [one.key for one in found] == [3, 1]


def test_namesakes():
    assert matching.are_namesakes(Name("Grace", "Mensah"), Name("Gracie", "Mensa"))
    assert not matching.are_namesakes(Name("Grace", "Mensah"), Name("Owen", "Pritchard"))


GIVEN = "Grace Owen Amina Leon Tomasz Siobhán Mei Marisol Raymond Viktor Darnell Hana".split()
FAMILY = (
    "Mensah Pritchard Okafor Fraser Nowak Ríos Tanaka Vega Begay Hale Price Suleiman Crane "
    "Kowalczyk Fernández Lindqvist"
).split()


def slip(word, chance):
    place = chance.randrange(len(word) - 1)
    return chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + chance.choice("aeioutrns") + word[place + 1 :],
        ]
    )


def test_slips_are_found_and_strangers_are_not():
    chance = random.Random(7)
    missed = false = 0
    for _turn in range(400):
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        born = f"{chance.randint(1940, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        wrong = f"{given}/{slip(family, chance)}"
        said = compare(known(f"{given}/{family}", born), known(wrong, born))
        missed += said.verdict == Verdict.DIFFERENT
        stranger = known(f"{chance.choice(GIVEN)}/{chance.choice(FAMILY)}", "1999-09-09")
        false += compare(known(f"{given}/{family}", born), stranger).verdict != Verdict.DIFFERENT
    assert missed == 0
    assert false <= 4


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_comparing_is_even_handed(a, b, c, d):
    one, other = Known(names=(Name(a, b),)), Known(names=(Name(c, d),))
    said = compare(one, other)
    assert 0 <= said.score <= 100
    assert said.verdict == compare(other, one).verdict
