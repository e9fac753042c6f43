"""What the golden files do not say of differences."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats import (
    Interval,
    mover,
    natural_growth,
    newcombe,
    poisson,
    poisson_difference,
    poisson_method,
    poisson_score,
    wilson,
)


def test_square_and_add_by_hand():
    # 5 with 1 below and 2 above, 3 with 1 below and 3 above: 2 - sqrt(1 + 9), 2 + sqrt(4 + 1).
    lower, upper = mover(5, (4, 7), 3, (2, 6))
    assert lower == pytest.approx(2 - math.sqrt(10))
    assert upper == pytest.approx(2 + math.sqrt(5))


def test_a_value_outside_its_interval_has_no_difference():
    lower, upper = mover([5, 8, 3], ([4, 4, 4], [7, 7, 7]), 3, (2, 6))
    assert np.isnan(lower).tolist() == [False, False, True]
    assert np.isnan(upper).tolist() == [False, True, False]


@pytest.mark.parametrize("missing", [math.nan, None, math.inf])
def test_a_missing_value_has_no_difference(missing):
    for limits in (mover(missing, (0, 9), 3, (2, 6)), mover(3, (2, 6), missing, (0, 9))):
        assert np.isnan(limits).all()


def test_a_missing_limit_leaves_the_limit_that_does_not_need_it():
    lower, upper = mover(5, (math.nan, 7), 3, (2, 6))
    assert np.isnan(lower)
    assert upper == pytest.approx(2 + math.sqrt(5))


def test_an_unlimited_value_has_an_unlimited_difference():
    assert mover(5, (4, math.inf), 3, (2, 6)).upper == math.inf


def test_newcombe_is_mover_over_wilson():
    limits = mover(56 / 70, wilson(56, 70), 48 / 80, wilson(48, 80))
    np.testing.assert_allclose(newcombe(56, 70, 48, 80), limits, rtol=1e-14)


def test_natural_growth_is_mover_over_score_limits():
    births, deaths = poisson_score(215, 23388.5), poisson_score(149, 23388.5)
    limits = mover(215 / 23388.5, births, 149 / 23388.5, deaths)
    np.testing.assert_allclose(natural_growth(215, 149, 23388.5), limits, rtol=1e-12)


def test_nobody_born_and_nobody_dead_is_not_certain():
    lower, upper = natural_growth(0, 0, 1000)
    assert lower == -upper < 0


@pytest.mark.parametrize("limits", ["score", "poisson", "exact"])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99, 0.998])
def test_a_pair_outside_its_domain_has_no_difference(limits, confidence):
    pairs = np.array([[3, 100], [-1, 100], [0.5, 100], [3, 0], [math.nan, 100], [3, math.nan]])
    for one in (
        poisson_difference(*pairs.T, 3, 100, confidence, limits),
        poisson_difference(3, 100, *pairs.T, confidence, limits),
    ):
        assert np.isnan(one).tolist() == [[False] + [True] * 5] * 2
    more = np.array([[3, 100], [101, 100], [-1, 100], [0.5, 100], [0, 0]])
    assert np.isnan(newcombe(*more.T, 3, 100, confidence)).tolist() == [[False] + [True] * 4] * 2


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["score", "poisson", "exact"]))
def test_difference_contains_its_estimate_and_mirrors(count1, count2, limits):
    lower, upper = poisson_difference(count1, 1000, count2, 500, limits=limits)
    assert lower < count1 / 1000 - count2 / 500 < upper
    mirrored = poisson_difference(count2, 500, count1, 1000, limits=limits)
    assert mirrored == (-upper, -lower)


def test_unknown_limits_are_refused_by_name():
    with pytest.raises(ValueError, match="one of score, poisson, exact, not 'wald'"):
        poisson_difference(1, 1, 1, 1, limits="wald")


@pytest.mark.parametrize("function", [newcombe, poisson_difference])
def test_a_confidence_outside_zero_to_one_is_refused_for_a_difference(function):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        function(1, 10, 1, 10, 95)


def test_the_rule_for_rates_names_what_it_used():
    counts = [0, 9, 10, -1, math.nan, 0.5]
    used = ["exact_poisson", "exact_poisson", "byar", "", "", ""]
    assert poisson_method(counts, 100).tolist() == used
    assert poisson_method([3, 30], 0).tolist() == ["", ""]
    assert np.isnan(poisson(counts, 100).upper).tolist() == [not name for name in used]


def test_an_interval_is_a_pair_by_name():
    limits = wilson(1, 2)
    assert isinstance(limits, Interval)
    assert limits == (limits.lower, limits.upper)
