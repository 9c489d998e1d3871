import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework.registry.people.rules import identifiers


@pytest.mark.parametrize(
    ("kind", "number", "reason"),
    [
        ("nhs", "943 476 5919", None),
        ("nhs", "999-000-0018", None),
        ("nhs", "943 476 5918", "wrong digit"),
        ("nhs", "94347659", "10 digits"),
        ("nhs", "0000000000", "wrong digit"),
        ("ssn", "536-22-1234", None),
        ("ssn", "000-22-1234", "never given"),
        ("ssn", "666-22-1234", "never given"),
        ("ssn", "912-22-1234", "ITIN"),
        ("ssn", "536-00-1234", "never given"),
        ("ssn", "536-22-0000", "never given"),
        ("ssn", "078-05-1120", "advertisement"),
        ("ssn", "53622123", "9 digits"),
        ("medicaid", "AB 12345", None),
        ("dni", "12345678Z", None),
        ("dni", "12.345.678-z", None),
        ("dni", "12345678A", "does not fit"),
        ("dni", "X1234567L", None),
        ("dni", "X1234567M", "does not fit"),
        ("personnummer", "811218-9876", None),
        ("personnummer", "19811218-9876", None),
        ("personnummer", "811218-9875", "wrong digit"),
        ("personnummer", "811318-9876", "not a date"),
        ("personnummer", "701063-2391", None),
        ("bsn", "111222333", None),
        ("bsn", "123456782", None),
        ("bsn", "123456789", "wrong digit"),
        ("bsn", "000000000", "wrong digit"),
        ("local", "CW-1042", None),
        ("local", "  ", "Write the number"),
        ("other", "77", "who gave"),
        ("nothing", "77", "what kind"),
    ],
)
def test_why_not_identifier(kind, number, reason):
    said = identifiers.why_not_identifier(kind=kind, number=number)
    assert (said is None) if reason is None else (reason in (said or ""))


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        ("nhs", "9434765919", "943 476 5919"),
        ("ssn", "536221234", "536-22-1234"),
        ("personnummer", "8112189876", "811218-9876"),
        ("local", "cw-1042", "CW1042"),
        ("nhs", "12", "12"),
    ],
)
def test_show(kind, number, shown):
    assert identifiers.show_identifier(kind=kind, number=number) == shown


def test_only_the_end_of_a_sensitive_number_is_shown():
    assert identifiers.hide_all_but_last(kind="ssn", number="536-22-1234") == "•••••1234"
    assert identifiers.hide_all_but_last(kind="nhs", number="9434765919") == "943 476 5919"
    assert identifiers.hide_all_but_last(kind="ssn", number="123") == "•••"


def test_test_numbers_are_known():
    assert identifiers.is_nhs_test_number("999 000 0018")
    assert not identifiers.is_nhs_test_number("943 476 5919")
    assert identifiers.is_ssn_test_number("000-12-3456")


def test_own_place_comes_first():
    assert identifiers.kinds_for("us")[0].code == "ssn"
    assert "nhs" not in {kind.code for kind in identifiers.kinds_for("us")}
    assert identifiers.kinds_that_fit("943 476 5919", "england")[0] == "nhs"


@given(st.integers(0, 999_999_999), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_never_passes_the_nhs_check(number, place, digit):
    nine = f"{number:09d}"
    right = [c for c in "0123456789" if identifiers.why_not_nhs(nine + c) is None]
    assert len(right) <= 1
    if right:
        whole = nine + right[0]
        wrong = whole[:place] + str(digit) + whole[place + 1 :]
        assert (identifiers.why_not_nhs(wrong) is None) is (wrong == whole)


@given(st.text(max_size=60), st.sampled_from(sorted(identifiers.KINDS)))
@example("\u1f50", "bsn")
def test_no_text_breaks_it(text, kind):
    identifiers.why_not_identifier(kind=kind, number=text, issuer="Somebody")
    identifiers.show_identifier(kind=kind, number=text)
    assert identifiers.normalise(identifiers.normalise(text)) == identifiers.normalise(text)
