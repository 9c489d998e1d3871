"""What one worker carries, as tables."""

import math
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from casework.registry.episodes import caseload, practice_models

CLINICAL = practice_models.get("clinical")
ACT = practice_models.get("assertive")


@pytest.mark.parametrize(("monthly", "quarterly"), [(28, 84), (30, 90), (30, 91), (31, 92)])
@pytest.mark.parametrize("model", practice_models.all_models(), ids=lambda model: model.code)
def test_the_maine_vector_counts_fourteen(model, monthly, quarterly):
    intervals = [7] * 6 + [14] * 10 + [monthly] * 8 + [quarterly] * 13
    assert caseload.weighted_count(Counter(intervals), model) == 14.0


@pytest.mark.parametrize("model", practice_models.all_models(), ids=lambda model: model.code)
def test_the_maine_weights_are_the_default(model):
    assert [(band.every_days, band.weight) for band in model.caseload.weights] == [
        (7, Fraction(1)),
        (14, Fraction(1, 2)),
        (28, Fraction(1, 4)),
        (84, Fraction(1, 13)),
    ]


@pytest.mark.parametrize(
    ("days", "weight"),
    [
        pytest.param(1.75, Fraction(1), id="four times a week counts no more than one person"),
        pytest.param(7, Fraction(1), id="weekly"),
        pytest.param(13, Fraction(1), id="not yet two-weekly"),
        pytest.param(14, Fraction(1, 2), id="two-weekly"),
        pytest.param(21, Fraction(1, 2), id="three-weekly still counts as two-weekly"),
        pytest.param(28, Fraction(1, 4), id="four-weekly is monthly"),
        pytest.param(30, Fraction(1, 4), id="monthly"),
        pytest.param(83, Fraction(1, 4), id="not yet quarterly"),
        pytest.param(90, Fraction(1, 13), id="quarterly"),
        pytest.param(365, Fraction(1, 13), id="yearly counts as quarterly"),
    ],
)
def test_weight_of(days, weight):
    assert caseload.weight_of(days, CLINICAL) == weight


def test_nobody_weighs_nothing():
    assert caseload.weighted_count({}, CLINICAL) == 0.0
    assert caseload.minutes_needed_per_week({}, CLINICAL) == 0


@pytest.mark.parametrize("days", [0, -7, float("nan")])
def test_an_interval_that_is_none_is_refused(days):
    with pytest.raises(ValueError, match="more than 0 days"):
        caseload.weight_of(days, CLINICAL)
    with pytest.raises(ValueError, match="more than 0 days"):
        caseload.minutes_needed_per_week({days: 1}, CLINICAL)


@pytest.mark.parametrize(
    ("intervals", "model", "minutes"),
    [
        pytest.param([7], CLINICAL, 80, id="one visit of 50, 15 on the road, 15 writing"),
        pytest.param([14, 14], CLINICAL, 80, id="two people every two weeks"),
        pytest.param([30], CLINICAL, 19, id="18.67 is rounded up"),
        pytest.param([1.75] * 10, ACT, 2400, id="ten people, four short visits a week"),
    ],
)
def test_minutes_needed_per_week(intervals, model, minutes):
    assert caseload.minutes_needed_per_week(Counter(intervals), model) == minutes


@pytest.mark.parametrize("model", practice_models.all_models(), ids=lambda model: model.code)
def test_many_at_one_interval_need_what_they_need_one_by_one(model):
    intervals = [7] * 9 + [14] * 13 + [30] * 11 + [1.75] * 3 + [0.3] * 7 + [21, 84, 365]
    one_by_one = sum(Fraction(7) / Fraction(str(days)) for days in intervals)
    minutes = math.ceil(one_by_one * model.minutes_per_visit.total_minutes)
    assert caseload.minutes_needed_per_week(Counter(intervals), model) == minutes
    weights = float(sum(caseload.weight_of(days, model) for days in intervals))
    assert caseload.weighted_count(Counter(intervals), model) == weights


def test_a_share_means_what_is_written_whatever_was_asked_before():
    """0.7, and the number that a computer keeps for it: to the computer they are equal."""
    written = 0.7
    shares = (written, Decimal(written), written)
    capped = [caseload.caps_for(model=CLINICAL, full_time_share=one).people for one in shares]
    assert capped == [21, 20, 21]


@pytest.mark.parametrize(
    ("code", "share", "month", "people", "weighted", "never_above"),
    [
        pytest.param("clinical", 1, None, 30, 20.0, 40, id="full time, long in post"),
        pytest.param("clinical", 1, 1, 15, 10.0, 40, id="first month"),
        pytest.param("clinical", 1, 2, 22, 15.0, 40, id="second month, rounded down"),
        pytest.param("clinical", 1, 3, 30, 20.0, 40, id="third month"),
        pytest.param("clinical", 0.5, 1, 7, 5.0, 20, id="half time in the first month"),
        pytest.param("strengths", 0.6, None, 12, None, None, id="0.6 of 20 is 12, not 11"),
        pytest.param("assertive", Decimal("0.8"), None, 8, None, None, id="four days a week"),
        pytest.param("intensive", 1, None, 19, None, 30, id="below 20"),
    ],
)
def test_caps_for(code, share, month, people, weighted, never_above):
    caps = caseload.caps_for(
        model=practice_models.get(code), full_time_share=share, month_in_post=month
    )
    assert caps == caseload.Caps(people, weighted, never_above)


@pytest.mark.parametrize("share", [0, -1, 1.2])
def test_a_share_of_full_time_outside_nought_to_one_is_refused(share):
    with pytest.raises(ValueError, match="share of full time"):
        caseload.caps_for(model=CLINICAL, full_time_share=share)


@pytest.mark.parametrize(
    ("intervals", "over_people", "over_weighted", "above_ceiling", "short"),
    [
        pytest.param([7] * 20, False, False, False, False, id="exactly at the weighted cap"),
        pytest.param([7] * 21, False, True, False, False, id="one weekly person too many"),
        pytest.param([28] * 31, True, False, False, False, id="many people seen seldom"),
        pytest.param([84] * 41, True, False, True, False, id="above what no reason passes"),
        pytest.param([7] * 30, False, True, False, True, id="more visits than minutes"),
    ],
)
def test_figures_for(intervals, over_people, over_weighted, above_ceiling, short):
    figures = caseload.figures_for(
        intervals=Counter(intervals),
        model=CLINICAL,
        full_time_share=1,
        full_time_minutes_per_week=2250,
    )
    assert figures.people == len(intervals)
    assert figures.is_over_people_cap is over_people
    assert figures.is_over_weighted_cap is over_weighted
    assert figures.is_above_ceiling is above_ceiling
    assert figures.is_short_of_minutes is short


@pytest.mark.parametrize(
    ("model", "share", "leave", "minutes"),
    [
        pytest.param(CLINICAL, 1, 0, 2190, id="37.5 hours less one meeting"),
        pytest.param(CLINICAL, Decimal("0.6"), 0, 1290, id="three days a week, the same meeting"),
        pytest.param(CLINICAL, 1, 2250, 0, id="on leave: nought, not below"),
        pytest.param(ACT, 1, 0, 1950, id="an hour of meeting every day"),
    ],
)
def test_minutes_available_per_week(model, share, leave, minutes):
    said = caseload.minutes_available_per_week(
        model=model,
        full_time_share=share,
        full_time_minutes_per_week=2250,
        leave_minutes_per_week=leave,
    )
    assert said == minutes
