"""Rule sets: what answers make of them, and what a bad file is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cycle.intake import eligibility
from casework.cycle.intake.eligibility import BadRuleSet, Standing

PA = "pennsylvania_intensive_adult"


@pytest.mark.parametrize(
    ("answers", "standing", "deciding"),
    [
        ({"diagnosis": "yes", "hard_to_hold": "yes"}, "met", {"diagnosis", "hard_to_hold"}),
        (
            {"functioning_60": "yes", "state_hospital": "yes"},
            "met",
            {"functioning_60", "state_hospital"},
        ),
        (
            {"diagnosis": "no", "functioning_40": "no", "functioning_60": "no"},
            "not_met",
            {"diagnosis", "functioning_40", "functioning_60"},
        ),
        ({"diagnosis": "no", "functioning_40": "no"}, "unknown", None),
        ({}, "unknown", None),
    ],
)
def test_two_of_three(answers, standing, deciding):
    found = eligibility.result(eligibility.get(PA), answers)
    assert found.standing == standing
    if deciding is not None:
        assert set(found.decided_by) == deciding


def test_missed_appointments_are_a_reason_to_come_in():
    line = next(c for c in eligibility.get(PA).criteria if c.code == "hard_to_hold")
    assert "missed appointments" in line.words


@pytest.mark.parametrize(
    ("model", "place", "code"),
    [
        ("intensive", "us", PA),
        ("intensive", "england", "general_adult"),
        ("clinical", "us", "general_adult"),
    ],
)
def test_the_rule_set_says_for_whom_it_is(model, place, code):
    assert eligibility.fitting(practice_model=model, place=place) == code


CODES = sorted(eligibility.get(PA).criterion_codes)


@given(st.dictionaries(st.sampled_from(CODES), st.sampled_from(["yes", "no", "unknown"])))
def test_what_is_met_stays_met_when_more_is_known(answers):
    rule_set = eligibility.get(PA)
    before = eligibility.result(rule_set, answers).standing
    if before is Standing.UNKNOWN:
        return
    for guess in ("yes", "no"):
        full = dict.fromkeys(CODES, guess) | {
            code: said for code, said in answers.items() if said != "unknown"
        }
        assert eligibility.result(rule_set, full).standing is before


GOOD = (eligibility.FOLDER / "general_adult.toml").read_text()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("at_least = 1", "at_least = 3", "groups.2.at_least"),
        ('top = "both"', 'top = "all"', "top"),
        ('top = "both"', 'tip = "both"', "tip"),
        ('code = "several_services"', 'code = "daily_life"', "criteria and groups"),
        ('of = ["daily_life", "several_services"]', 'of = ["daily_life"]', "top"),
        ('of = ["daily_life", "several_services"]', 'of = ["daily_life", "both"]', "groups 'both'"),
        ('of = ["daily_life", "several_services"]', 'of = ["x", "y"]', "groups 'need'"),
        ("checked_on = 2026-11-21", 'checked_on = "today"', "source.checked_on"),
        ('kind = "product"', 'kind = "rumour"', "source.kind"),
        ("shape = 1", "shape = 2", "shape"),
        ("shape = 1", "shape = ", "(whole file)"),
        ('words = "Is 18 or older"', 'words = ""', "criteria.1.words"),
        ('words = "Is 18 or older"', 'words = "x"\nscore = 3', "criteria.1.score"),
    ],
)
def test_a_bad_file_names_file_and_key(tmp_path, old, new, key):
    assert old in GOOD
    path = tmp_path / "general_adult.toml"
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(BadRuleSet) as caught:
        eligibility.load_file(path)
    assert (caught.value.file, caught.value.key) == ("general_adult.toml", key)


def test_a_file_is_named_as_its_code(tmp_path):
    path = tmp_path / "other.toml"
    path.write_text(GOOD)
    with pytest.raises(BadRuleSet, match="file's name"):
        eligibility.load_file(path)
