"""Months beside the same months before: definitions, hand calculations, and another library."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from fpstats.stats import (
    fisher_tails,
    fisher_test,
    laney_sigma_of_proportions,
    laney_sigma_of_rates,
    rate_ratio_test,
    same_months_before,
    widened_probability,
)

MONTHS = st.lists(st.integers(0, 50) | st.just(np.nan), min_size=1, max_size=30)


@given(MONTHS, st.integers(1, 5), st.integers(1, 4), st.integers(1, 3))
def test_only_the_same_months_of_so_many_years_before_are_summed(values, season, years, fewest):
    sums, number = same_months_before(values, season, years, fewest)
    for place in range(len(values)):
        before = [place - season * back for back in range(1, years + 1)]
        there = [values[one] for one in before if one >= 0 and not np.isnan(values[one])]
        assert number[place] == len(there)
        if len(there) < fewest:
            assert np.isnan(sums[place])
        else:
            assert sums[place] == sum(there)


def test_what_comes_later_changes_nothing():
    early, _ = same_months_before([1, 2, 3, 4], season=1, fewest=1)
    late, _ = same_months_before([1, 2, 3, 4, 100, np.nan], season=1, fewest=1)
    np.testing.assert_array_equal(early, late[:4])


@pytest.mark.parametrize("wrong", [{"season": 0}, {"years": 0}, {"fewest": 0}])
def test_less_than_one_is_no_season_and_no_year(wrong):
    with pytest.raises(ValueError, match="one or more"):
        same_months_before([1, 2], **wrong)


def test_laneys_sigma_around_the_means_of_the_months_by_hand():
    # Same months: 50 and 70 of 200 make 60 %, 60 and 40 make 50 %. A month's distance from a mean
    # of which it is one half has the variance p q (1/100 - 1/200): -2.887, 2.828, 2.887, -2.828.
    # Neighbours lie 5.715, 0.058 and 5.715 apart: on average 3.830, over 1.128.
    found = laney_sigma_of_proportions([50, 60, 70, 40], 100, season=2)
    assert found.sigma == pytest.approx(3.395, abs=5e-4)
    # Chi-square 2 * 10^2/24 + 2 * 10^2/25 = 16.33 with one degree of freedom a month of the year.
    assert found.p == pytest.approx(np.exp(-16.3333333 / 2))


def test_laneys_sigma_of_rates_by_hand():
    # Means 17 and 16; (9 - 17) / sqrt(17 / 2) = -2.744, then 0, 2.744, 0: 2.744 apart each time.
    found = laney_sigma_of_rates([9, 16, 25, 16], 1, season=2)
    assert found.sigma == pytest.approx(2.744 / 1.128, abs=5e-4)
    assert found.p == pytest.approx(np.exp(-(2 * 64 / 17) / 2))


def test_by_chance_alone_sigma_is_one_and_a_season_or_a_slope_hardly_changes_it():
    rng = np.random.default_rng(1)
    season = 60 * (1 + 0.5 * np.sin(np.arange(36) * np.pi / 6))
    slope = np.linspace(1.1, 0.9, 36)
    plain, sloping, wild = (
        laney_sigma_of_rates(rng.poisson(mean, (4000, 36)), 1)
        for mean in (season, season * slope, season * rng.gamma(20, 1 / 20, (4000, 36)))
    )
    assert np.mean(plain.sigma) == pytest.approx(1, abs=0.01)
    assert np.mean(plain.p < 0.05) == pytest.approx(0.05, abs=0.012)
    assert np.mean(plain.used) < 1.05
    assert np.mean(sloping.sigma) < 1.05
    # A gamma of variance 1/20 makes a mean of 60 vary as 60 + 60^2/20, four times as much.
    assert np.mean(wild.sigma) == pytest.approx(2, abs=0.1)


def test_a_month_of_one_year_alone_says_nothing_of_variation():
    assert np.isnan(laney_sigma_of_rates([5, 9, 2], 1, season=3).sigma)
    assert laney_sigma_of_rates([5, 9, 2], 1, season=3).used == 1


def test_a_probability_of_two_standard_errors_is_that_of_one_where_all_varies_twice_as_much():
    assert widened_probability(2 * scipy_stats.norm.sf(3.92), 2) == pytest.approx(0.05, abs=1e-5)
    assert widened_probability(0.0123, 1) == 0.0123
    assert widened_probability(0, 3) == 0


def test_fishers_tails_are_those_of_the_hypergeometric_of_scipy():
    rng = np.random.default_rng(2)
    n1, n2 = rng.integers(1, 60, 300), rng.integers(1, 200, 300)
    x1, x2 = rng.binomial(n1, 0.9), rng.binomial(n2, 0.8)
    tails = fisher_tails(x1, n1, x2, n2)
    urn = scipy_stats.hypergeom(n1 + n2, x1 + x2, n1)
    np.testing.assert_allclose(tails.less, urn.cdf(x1), atol=1e-13)
    np.testing.assert_allclose(tails.greater, urn.sf(x1 - 1), atol=1e-13)
    np.testing.assert_allclose(tails.point, urn.pmf(x1), atol=1e-13)
    assert np.all(tails.two_sided >= fisher_test(x1, n1, x2, n2) / 2 - 1e-12)


def test_rare_events_among_many_are_as_events_over_time():
    few = fisher_tails(30, 10**8, 60, 3 * 10**8).greater
    assert few == pytest.approx(float(rate_ratio_test(30, 1, 60, 3).greater), rel=1e-5)
