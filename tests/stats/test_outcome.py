"""Both tails of a binomial outcome, beside sums of whole fractions, which round nowhere."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fpstats.stats.outcome import WIDE, binomial_tails
from fpstats.stats.probabilities import binomial_at_least, binomial_at_most


def summed(count: int, total: int, share: float) -> tuple[float, float, float]:
    """Add up the probabilities of all outcomes on either side as whole numbers over one."""
    part, whole = Fraction(share).numerator, Fraction(share).denominator
    each = [math.comb(total, k) * part**k * (whole - part) ** (total - k) for k in range(total + 1)]
    tails = sum(each[: count + 1]), sum(each[count:]), each[count]
    return tuple(float(Fraction(tail, whole**total)) for tail in tails)


@given(st.data())
def test_the_tails_are_the_sums_of_all_outcomes(data):
    total = data.draw(st.integers(0, 120))
    count = data.draw(st.integers(0, total))
    share = data.draw(st.floats(0, 1, allow_subnormal=False))
    found = [float(tail) for tail in binomial_tails(*map(np.array, (count, total, share)))]
    for one, exact in zip(found, summed(count, total, share), strict=True):
        # Below the least normal number there are no digits to keep.
        assert one == pytest.approx(exact, rel=1e-12, abs=1e-300)


@given(st.integers(1, 10**9), st.floats(0, 1), st.floats(1e-9, 1 - 1e-9))
@example(191, 31 / 191, 1 / 6)  # the outcome next to the mean, where a fraction could be 1 over 0
def test_both_tails_hold_the_outcome(total, part, share):
    count = np.floor(part * total)
    less, greater, point = binomial_tails(*map(np.array, (count, float(total), share)))
    assert 0 <= less <= 1
    assert 0 <= greater <= 1
    assert less + greater - point == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize("away", [-4, -2, 0, 2, 4])
def test_where_the_fraction_ends_both_ways_agree(away):
    """A variance just below `WIDE` goes by the fraction; scipy's function says the same."""
    total = np.floor(4 * WIDE * 0.999)
    count = np.round(total / 2 + away * np.sqrt(total) / 2)
    given_ = [np.array(each) for each in (count, total, 0.5)]
    less, greater, _ = binomial_tails(*given_)
    assert less == pytest.approx(float(binomial_at_most(*given_)), rel=1e-10)
    assert greater == pytest.approx(float(binomial_at_least(*given_)), rel=1e-10)


def test_a_missing_value_has_no_tail():
    tails = binomial_tails(np.array([np.nan, 3.0]), np.array([5.0, np.nan]), np.array([0.5, 0.5]))
    assert np.isnan(tails).all()
