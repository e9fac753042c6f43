"""Small areas drawn towards the common value."""

import math
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from fpstats.stats import (
    beta_binomial,
    beta_binomial_fit,
    marshall,
    marshall_interval,
    martuzzi_elliott,
)


def column(rows, name):
    return np.array([float(row[name]) for row in rows])


def test_moments(golden, agree):
    seen = 0
    for name, family in groupby(golden("empirical_bayes"), key=lambda row: row["set"]):
        rows = list(family)
        method = marshall if name.endswith("poisson") else martuzzi_elliott
        shrunk = method(column(rows, "numerator"), column(rows, "denominator"))
        agree("empirical_bayes", shrunk.value, column(rows, "eb"))
        agree("empirical_bayes", [shrunk.between], [rows[0]["a_between_variance"]])
        agree("empirical_bayes", [shrunk.common], [rows[0]["b_overall_rate"]])
        seen += 1
    assert seen == 4


def test_the_likeliest_beta(golden, agree):
    (row,) = golden("betabinomial_ml")
    rows = golden("funnel_significance_phe")
    fit = beta_binomial_fit(column(rows, "users"), column(rows, "mwra"))
    agree("betabinomial_ml", fit[:3], [row["alpha"], row["beta"], row["loglik"]])
    mean = float(row["alpha"]) / (float(row["alpha"]) + float(row["beta"]))
    agree("betabinomial_ml", [fit.mean], [mean])
    # No peer found a likelier one.
    assert fit.log_likelihood >= float(row["loglik"]) - 1e-9


def test_what_each_area_is_likely_to_be(golden, agree):
    rows = golden("betabinomial_posterior")
    asked = [column(rows, name) for name in ("x", "n", "alpha", "beta")]
    mean, limits = beta_binomial(*asked)
    agree("betabinomial_posterior", mean, column(rows, "posterior_mean"))
    agree("betabinomial_posterior", limits.lower, column(rows, "lower95"))
    agree("betabinomial_posterior", limits.upper, column(rows, "upper95"))


areas = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 60)).map(lambda pair: (min(pair), pair[1])),
    min_size=2,
    max_size=15,
)


@given(areas)
def test_a_shrunken_value_lies_between_the_own_and_the_common(pairs):
    count, total = np.array(pairs, dtype=float).T
    for method in (marshall, martuzzi_elliott):
        shrunk = method(count, total)
        own, common = count / total, float(shrunk.common)
        low, high = np.minimum(own, common), np.maximum(own, common)
        assert np.all((shrunk.value >= low - 1e-12) & (shrunk.value <= high + 1e-12))
    same = marshall(count, total)
    for size in (total == total[0], total == total[-1]):
        # Of two areas of one size the order stays.
        order = np.argsort(count[size], kind="stable")
        assert np.all(np.diff(same.value[size][order]) >= -1e-15)


@given(areas)
def test_no_other_beta_is_likelier(pairs):
    count, total = np.array(pairs, dtype=float).T
    fit = beta_binomial_fit(count, total)
    best = float(fit.log_likelihood)
    common = count.sum() / total.sum()
    if 0 < common < 1:
        for size in (0.01, 0.3, 1, 3, 10, 30, 1000):
            for tilt in (0.8, 1, 1.25):
                alpha = size * common * tilt
                assert log_likelihood(count, total, alpha, size * (1 - common)) <= best + 1e-6
    if 0 < fit.alpha < math.inf:
        again = log_likelihood(count, total, float(fit.alpha), float(fit.beta))
        assert again == pytest.approx(best, abs=1e-6)


def log_likelihood(count, total, alpha, beta):
    def log_beta(a, b):
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)

    return sum(
        math.log(math.comb(int(n), int(x)))
        + log_beta(alpha + x, beta + n - x)
        - log_beta(alpha, beta)
        for x, n in zip(count, total, strict=True)
    )


def test_areas_that_differ_by_chance_alone_are_all_the_common_one():
    fit = beta_binomial_fit([10, 11, 10, 9], [20, 20, 20, 20])
    assert fit.alpha == fit.beta == math.inf
    assert float(fit.mean) == 0.5
    # All are drawn to it; how far any is from it nothing tells.
    mean, limits = beta_binomial([10, 11, 30], 20, fit.alpha, fit.beta, mean=fit.mean)
    assert mean[:2].tolist() == [0.5, 0.5]
    assert np.isnan([mean[2], *limits.lower, *limits.upper]).all()
    # The binomial likelihood, by hand.
    by_hand = math.log(math.comb(20, 10) ** 2 * math.comb(20, 11) ** 2) - 80 * math.log(2)
    assert float(fit.log_likelihood) == pytest.approx(by_hand)
    assert set(marshall([10, 11, 10, 9], [20, 20, 20, 20]).value.tolist()) == {0.5}


def test_areas_of_all_or_none_have_a_beta_at_its_end():
    fit = beta_binomial_fit([0, 20, 0, 20], [20, 20, 20, 20])
    assert fit.alpha == fit.beta == 0
    assert float(fit.mean) == 0.5
    assert float(fit.log_likelihood) == pytest.approx(4 * math.log(1 / 2))
    # Of one birth each there is no other way to differ.
    assert beta_binomial_fit([0, 1], [1, 1]).alpha == math.inf


def test_nobody_anywhere_is_nobody_everywhere():
    assert marshall([0, 0], [10, 20]).value.tolist() == [0, 0]
    assert martuzzi_elliott([0, 0], [10, 20]).value.tolist() == [0, 0]
    assert martuzzi_elliott([10, 20], [10, 20]).value.tolist() == [1, 1]
    assert beta_binomial_fit([0, 0], [10, 20]).alpha == math.inf


def test_what_is_missing_is_left_out_of_the_rest():
    for method in (marshall, martuzzi_elliott):
        full = method([4, 30, 10], [100, 150, 200])
        gap = method([4, math.nan, 30, 10, 5], [100, 70, 150, 200, 0])
        assert np.isnan(gap.value[[1, 4]]).all()
        np.testing.assert_array_equal(gap.value[[0, 2, 3]], full.value)
        assert np.isnan(method([math.nan], [3]).value).all()
        assert method([], []).value.shape == (0,)
    full = beta_binomial_fit([4, 30, 10], [100, 150, 200])
    gap = beta_binomial_fit([4, math.nan, 30, 10], [100, 70, 150, 200])
    assert full == gap
    assert np.isnan(beta_binomial_fit([4], [10])).all()
    mean, limits = beta_binomial([4, 11, 4, 4], 10, [1, 1, 0, math.inf], 1)
    assert np.isnan([mean, *limits]).tolist() == [[False, True, True, True]] * 3


def test_the_likely_true_rate_is_a_gamma_distribution_around_marshalls(golden):
    seen = 0
    for name, family in groupby(golden("empirical_bayes"), key=lambda row: row["set"]):
        rows = list(family)
        if not name.endswith("poisson") or not float(rows[0]["a_between_variance"]):
            continue
        seen += 1
        count, exposure = column(rows, "numerator"), column(rows, "denominator")
        value, between, common = marshall(count, exposure)
        # Mean and variance of a gamma distribution are shape / rate and shape / rate^2.
        rate = common / between
        after = scipy_stats.gamma(count + common * rate, scale=1 / (exposure + rate))
        assert value == pytest.approx(after.mean(), rel=1e-12)
        lower, upper = marshall_interval(count, exposure, common, between, 0.9)
        assert lower == pytest.approx(after.ppf(0.05), rel=1e-10)
        assert upper == pytest.approx(after.isf(0.05), rel=1e-10)
    assert seen


def test_where_chance_explains_the_areas_there_is_no_interval():
    value, between, common = marshall([10, 10, 11], [1000, 1000, 1000])
    assert between == 0
    assert value.tolist() == [common] * 3
    lower, upper = marshall_interval([10, 10, 11], 1000, common, between)
    assert np.isnan([lower, upper]).all()
