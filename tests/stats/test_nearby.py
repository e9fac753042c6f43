"""Counts against those near them: exact where they vary as Poisson counts, else wider."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as reference

from fpstats.stats import benjamini_hochberg, counts_nearby


def test_with_a_spread_of_one_it_is_the_exact_conditional_test():
    counts = [20, 21, 19, 20, 20, 45, 20, 19, 21, 20, 20, 20]
    found = counts_nearby(counts)
    assert found.spread[5] == 1
    # 45 of 265 events, in one of twelve equal months.
    tail = reference.binom.sf(44, 45 + 220, 1 / 12)
    assert found.p[5] == pytest.approx(2 * tail, rel=1e-9)
    assert found.expected[5] == pytest.approx(20)
    assert found.excess[5] == pytest.approx(25)


def test_with_more_it_is_the_tail_of_a_negative_binomial():
    counts = np.array([8, 35, 12, 30, 6, 25, 14, 33, 9, 28, 11, 90, 10, 31, 7, 26])
    found = counts_nearby(counts, level=0.001)
    spread, mean = found.spread[11], found.expected[11]
    assert spread > 3
    # The fifteen others make the expectation; it has a fifteenth of its own variance.
    factor = spread * (1 + 1 / 15)
    tail = reference.nbinom.sf(89, mean / (factor - 1), 1 / factor)
    assert found.p[11] == pytest.approx(2 * tail, rel=1e-9)


def test_the_spread_is_not_set_by_what_is_looked_for():
    counts = [20] * 11 + [200]
    assert counts_nearby(counts).spread[0] == pytest.approx(1)


def test_two_faults_do_not_hide_each_other():
    found = counts_nearby([3] * 10 + [60, 60])
    assert (found.adjusted <= 0.01).tolist() == [False] * 10 + [True] * 2


def test_only_months_within_reach_are_compared():
    # A rate that doubles half-way: with all 60 months every one would be unlike the others.
    counts = [20] * 30 + [40] * 30
    near = counts_nearby(counts, reach=6)
    far = counts_nearby(counts, reach=60)
    assert near.history[30] == 12
    assert far.history[30] == 59
    assert near.expected[0] == pytest.approx(20)
    assert near.expected[59] == pytest.approx(40)
    assert far.expected[0] == pytest.approx((29 * 20 + 30 * 40) / 59)


def test_exposure_is_allowed_for():
    found = counts_nearby([10, 10, 10, 10, 10, 20], [1, 1, 1, 1, 1, 2])
    assert found.expected[-1] == pytest.approx(20)
    assert found.p[-1] == 1


def test_a_short_history_and_a_missing_value_are_not_judged():
    assert np.isnan(counts_nearby([3, 3, 3, 3, 60]).p).all()
    found = counts_nearby([3, 3, np.nan, 3, 3, 3, 60])
    assert np.isnan(found.p[2])
    assert found.history[-1] == 5


def test_all_given_are_one_family():
    random = np.random.default_rng(7)
    counts = random.poisson(20, (50, 36)).astype(float)
    found = counts_nearby(counts)
    expected = benjamini_hochberg(found.p.ravel()).reshape(found.p.shape)
    assert np.array_equal(found.adjusted, expected, equal_nan=True)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from([2.0, 20.0, 200.0]))
def test_of_honest_counts_hardly_any_run_has_a_finding(seed, mean):
    # At 0.0001 over 24 x 36 counts: one run in ten thousand, if the tails were exact.
    counts = np.random.default_rng(seed).poisson(mean, (24, 36)).astype(float)
    assert (counts_nearby(counts, level=1e-4).adjusted > 1e-4).all()


def test_what_is_asked_must_make_sense():
    for wrong in ({"reach": 0}, {"fewest": 0}, {"level": 0}, {"level": 1}):
        with pytest.raises(ValueError, match="reach and fewest"):
            counts_nearby([1, 2, 3], **wrong)
