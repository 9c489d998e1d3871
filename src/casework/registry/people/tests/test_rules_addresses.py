from datetime import date

import pytest

from casework.registry.people.rules import addresses

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"kind": "home", "lines": "12 Elm Street"}, None),
        ({"kind": "home", "lines": "", "postcode": "97201"}, None),
        ({"kind": "home", "lines": " "}, "Write the address"),
        ({"kind": "no_fixed", "lines": ""}, "where to find"),
        ({"kind": "no_fixed", "lines": "", "where_to_find": "Library, most mornings"}, None),
        ({"kind": "palace", "lines": "x"}, "what kind"),
        ({"kind": "home", "lines": "x", "since_on": date(2026, 12, 1)}, "in the future"),
        ({"kind": "home", "lines": "x", "since_on": date(2026, 2, 1),
          "until_on": date(2026, 1, 1)}, "before the start"),
    ],
)  # fmt: skip
def test_why_not_address(given, reason):
    said = addresses.why_not_address(today=TODAY, **given)
    assert (said is None) if reason is None else (reason in (said or ""))


def test_one_line():
    line = addresses.one_line(
        kind="home", lines="12 Elm St\n Apt 3", city="Salem", region="OR", postcode="97301"
    )
    assert line == "12 Elm St, Apt 3, Salem, OR 97301"
    assert addresses.one_line(kind="no_fixed", lines="") == "No fixed address"


@pytest.mark.parametrize(
    ("start", "latest"),
    [
        (date(2026, 11, 21), date(2027, 5, 21)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_latest_review(start, latest):
    assert addresses.latest_review(start) == latest


@pytest.mark.parametrize(
    ("words", "known", "again", "reason"),
    [
        ("Large dog loose in the yard", TODAY, date(2027, 5, 21), None),
        ("Large dog loose in the yard", TODAY, date(2027, 5, 22), "within 6 months"),
        ("Large dog loose in the yard", TODAY, TODAY, "later day"),
        ("Large dog loose in the yard", date(2026, 12, 1), date(2027, 5, 21), "future"),
        ("Knife shown at the door", date(2019, 1, 1), date(2027, 1, 1), None),
        ("Violent", TODAY, date(2027, 5, 21), "what happened"),
        ("x y " * 100, TODAY, date(2027, 5, 21), "under 300"),
    ],
)
def test_why_not_warning(words, known, again, reason):
    said = addresses.why_not_warning(
        words=words, known_since_on=known, look_again_on=again, looked_on=TODAY, today=TODAY
    )
    assert (said is None) if reason is None else (reason in (said or ""))


@pytest.mark.parametrize(
    ("again", "ended", "code", "shown"),
    [
        (date(2027, 3, 1), False, "standing", True),
        (date(2026, 12, 5), False, "soon", True),
        (TODAY, False, "soon", True),
        (date(2026, 11, 20), False, "overdue", True),
        (date(2026, 11, 20), True, "ended", False),
    ],
)
def test_a_late_warning_is_still_shown(again, ended, code, shown):
    state = addresses.warning_state(look_again_on=again, ended=ended, today=TODAY)
    assert (state.code, state.is_shown) == (code, shown)


def test_a_judgement_gets_a_quiet_hint():
    assert "aggressive" in addresses.warning_hint("Father is aggressive.")
    assert addresses.warning_hint("Father threw a cup in May") == ""


@pytest.mark.parametrize(
    ("place", "mail", "region"),
    [
        ("us", "ZIP code", "State"),
        ("england", "Postcode", "County"),
        ("ireland", "Eircode", "County"),
        ("india", "PIN code", "State or county"),
        ("elsewhere", "Postal code", "State or county"),
    ],
)
def test_an_address_is_asked_in_the_words_of_the_place(place, mail, region):
    assert addresses.postcode_word(place) == mail
    assert addresses.region_word(place) == region
