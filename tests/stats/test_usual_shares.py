"""A proportion against the usual ones: what is odd itself is no part of them."""

import numpy as np
import pytest

from fpstats.stats import benjamini_hochberg, binomial_against_others, binomial_against_usual


def test_where_nothing_is_odd_it_is_fishers_test():
    random = np.random.default_rng(3)
    total = random.integers(20, 60, (4, 24)).astype(float)
    count = random.binomial(total.astype(int), 0.9)
    plain, found = binomial_against_others(count, total), binomial_against_usual(count, total)
    np.testing.assert_array_equal(found.p, plain.two_sided)
    expected = benjamini_hochberg(found.p.ravel()).reshape(found.p.shape)
    np.testing.assert_array_equal(found.adjusted, expected)


@pytest.mark.parametrize("wrong", [(24, 999), (45, 9999), (2, 45), (450, 495)])
def test_one_typing_error_is_found_alone(wrong):
    count, total = np.array([23.0, 25, 24] * 12), np.full(36, 48.0)
    count[17], total[17] = wrong
    found = binomial_against_usual(count, total)
    assert np.flatnonzero(found.adjusted <= 0.01).tolist() == [17]
    # What the 35 others have together, and nothing of its own.
    others = np.delete(count, 17).sum() / np.delete(total, 17).sum()
    assert found.expected[17] == pytest.approx(total[17] * others)


def test_two_wrong_totals_do_not_hide_each_other():
    total = np.full(36, 48.0)
    total[[5, 30]] = 999
    found = binomial_against_usual(np.full(36, 24.0), total)
    assert np.flatnonzero(found.adjusted <= 0.01).tolist() == [5, 30]


def test_full_months_beside_which_one_is_less_are_as_usual():
    found = binomial_against_usual([40] * 35 + [39], [40] * 36)
    assert (found.adjusted > 0.01).all()
    assert found.history.tolist() == [35] * 36


def test_beside_full_totals_as_large_as_can_be_an_empty_one_is_unusual():
    # One of some 10^17 could be so at random; the share of the others is 1 to the last bit.
    found = binomial_against_usual([2**53] * 9 + [0], [2**53] * 9 + [1])
    assert found.adjusted == pytest.approx([1] * 9 + [0], abs=1e-15)


def test_a_short_history_and_a_missing_value_are_not_judged():
    assert np.isnan(binomial_against_usual([9, 9, 9, 9, 1], 10).p).all()
    found = binomial_against_usual([9, 9, np.nan, 9, 9, 9, 1], 10)
    assert np.isnan(found.p[2])
    assert found.history[-1] == 5


def test_what_is_asked_must_make_sense():
    with pytest.raises(ValueError, match="fewest must be one or more"):
        binomial_against_usual([1] * 9, 2, level=2)
