"""The rules of other systems: their published scores, and the defects they are kept with."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats.screens import (
    cd2030_rule,
    dhis2_analytics_modified_z_score,
    dhis2_analytics_z_score,
    dhis2_modified_z_score,
    dhis2_z_score,
    modified_z_score,
    poisson_against_others,
    who_modified_z_score,
    who_z_score,
)

TWELVE = [10, 12, 9, 11, 10, 13, 9, 12, 11, 10, 12, 40]
SIXTY = [3] * 11 + [60]
RULES = [
    cd2030_rule,
    dhis2_analytics_modified_z_score,
    dhis2_analytics_z_score,
    dhis2_modified_z_score,
    dhis2_z_score,
    who_modified_z_score,
    who_z_score,
]


def test_published_scores():
    assert dhis2_z_score(TWELVE).score[-1] == pytest.approx(3.279782, abs=5e-7)
    assert who_z_score(TWELVE).score[-1] == pytest.approx(3.140152, abs=5e-7)
    assert dhis2_modified_z_score(TWELVE).score[-1] == pytest.approx(19.5605, abs=5e-5)
    assert who_modified_z_score(TWELVE).score[-1] == pytest.approx(19.5605, abs=5e-5)
    assert modified_z_score(TWELVE)[-1] == pytest.approx(19.5605, abs=5e-5)


def test_each_rule_finds_the_forty():
    for rule in RULES:
        found = rule(TWELVE, recent=1) if rule is cd2030_rule else rule(TWELVE)
        assert found.level[-1] >= 1
        assert not found.level[:-1].any()
    assert who_z_score(TWELVE).level[-1] == 2
    # Mean 139/12, sum of squares 1705: (20 - 11.583) / sqrt((1705 - 139^2 / 12) / 11) = 2.8653.
    moderate = who_z_score([*TWELVE[:-1], 20])
    assert moderate.score[-1] == pytest.approx(2.8653, abs=5e-5)
    assert moderate.level[-1] == 1


@pytest.mark.parametrize(("size", "ceiling"), [(9, 2.828427), (10, 3), (12, 3.316625)])
def test_in_its_own_baseline_no_value_of_a_few_can_score_high(size, ceiling):
    score = dhis2_z_score([0] * (size - 1) + [10**6]).score[-1]
    assert score == pytest.approx(ceiling, abs=5e-7)


@given(st.lists(st.integers(0, 100), min_size=2, max_size=30))
def test_no_score_is_above_its_ceiling(values):
    number = len(values)
    for rule, ceiling in (
        (dhis2_z_score, math.sqrt(number - 1)),
        (who_z_score, (number - 1) / math.sqrt(number)),
    ):
        score = rule(values).score
        assert not (score > ceiling * (1 + 1e-9)).any()


def test_of_ten_values_none_is_extreme_for_who():
    assert who_z_score([0] * 9 + [10**6]).level[-1] == 1
    assert who_z_score([0] * 11 + [10**6]).score[-1] == pytest.approx(3.175426, abs=5e-7)


def test_the_app_flags_a_score_of_three_and_analytics_does_not():
    values = [0] * 9 + [10]
    assert dhis2_z_score(values).score[-1] == 3
    assert dhis2_z_score(values).level[-1] == 1
    assert dhis2_analytics_z_score(values).level[-1] == 0


def test_where_the_median_deviation_is_zero_the_sixty_is_not_found():
    assert np.isnan(dhis2_modified_z_score(SIXTY).score).all()
    assert dhis2_analytics_modified_z_score(SIXTY).score[-1] == 0
    assert who_modified_z_score(SIXTY).score[-1] == 0
    for rule in (dhis2_modified_z_score, dhis2_analytics_modified_z_score, who_modified_z_score):
        assert not rule(SIXTY).level.any()
    # What WHO's tool means to compute: 0.79788 * 57 / 4.75.
    assert modified_z_score(SIXTY)[-1] == pytest.approx(9.57456)


def test_where_the_median_deviation_is_zero_one_birth_more_is_found_by_cd2030():
    one_more = [3] * 12 + [3] * 11 + [4]
    assert cd2030_rule(one_more).level.tolist() == [0] * 23 + [1]
    assert poisson_against_others(one_more).two_sided[-1] > 0.5


def test_ours_finds_the_sixty_and_only_it():
    values = np.array([3] * 12 + SIXTY)
    found = poisson_against_others(values)
    p = np.where(found.excess > 0, found.greater, 1)
    assert (p < 0.001).tolist() == [False] * 23 + [True]


def test_the_limits_of_cd2030_are_rounded_and_leave_the_last_year_out():
    before = [10, 12, 9, 11, 10, 13, 9, 12, 11, 10, 12, 11]
    # Median 11, median deviation 1: 11 +/- 7.413, rounded 3.6 and 18.4.
    found = cd2030_rule([*before, 18, 19, 3, 4] + [11] * 8)
    assert found.level[12:16].tolist() == [0, 1, 1, 0]
    np.testing.assert_allclose(found.score[12:16], [0, 0.6, 0.6, 0], atol=1e-12)
    assert not cd2030_rule(SIXTY).level.any()
    assert np.isnan(cd2030_rule(SIXTY).score).all()
    with pytest.raises(ValueError, match="recent must be 0 or more"):
        cd2030_rule(SIXTY, recent=-1)


def test_a_series_without_variation_is_dropped_by_the_app_and_scores_zero_elsewhere():
    assert np.isnan(dhis2_z_score([5] * 12).score).all()
    assert (dhis2_analytics_z_score([5] * 12).score == 0).all()
    assert (modified_z_score([5] * 12) == 0).all()


@pytest.mark.parametrize("rule", RULES)
def test_missing_values_are_left_out_and_many_series_go_at_once(rule):
    values = np.array([TWELVE + TWELVE, SIXTY + SIXTY, [math.nan] * 24], dtype=float)
    values[0, 3] = math.nan
    many = rule(values)
    assert np.isnan(many.score[0, 3])
    assert many.level[0, 3] == 0
    assert not many.level[2].any()
    for place, one in enumerate(values):
        np.testing.assert_array_equal(many.score[place], rule(one).score)
        np.testing.assert_array_equal(many.level[place], rule(one).level)
    if rule is not cd2030_rule:
        known = ~np.isnan(values[0])
        np.testing.assert_allclose(many.score[0][known], rule(values[0][known]).score)
