"""Definition: at an exact limit the tail is half of what the confidence leaves, to 1e-11.

At the limit that is printed or between it and the next float: what is asked is that no float
would do better.
"""

import math
from decimal import Decimal
from fractions import Fraction

import exactly
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fpstats.stats import (
    clopper_pearson,
    exact_poisson,
    hypergeometric,
    rate_ratio_exact,
    sex_ratio_exact,
)

CONFIDENCES = [0.01, 0.5, 0.9, 0.95, 0.99, 0.998, 0.9999, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12]
PAIRS = [
    *[(0, 1), (1, 1), (1, 2), (0, 10), (3, 10), (10, 10), (1, 1000), (500, 1000), (999, 1000)],
    *[(3, 9_999), (39, 20_000), (40, 20_000), (200, 9_000), (1_000, 2_000), (1_000, 1_100)],
    *[(12_345, 99_999), (1_500, 10**6), (7, 10**9), (39, 10**9), (40, 10**9), (999, 10**9)],
    *[(0, 10**9), (1, 10**9), (1_000, 10**9), (2_000, 10**9), (10**9 - 50, 10**9)],
    *[(10**9 - 1, 10**9), (10**9, 10**9)],
]
counts = st.integers(0, 3000)
totals = st.integers(1, 3000) | st.integers(1, 10**9)
confidences = st.sampled_from(CONFIDENCES)


def leaves(limit, tail, confidence):
    """Whether half of what the confidence leaves lies between the tails around the limit."""
    wanted = (1 - confidence) / 2
    least, *_, most = exactly.around(float(limit), tail)
    return least * (1 - 1e-11) <= wanted <= most * (1 + 1e-11)


def binomial(count, total):
    """The tails of a share: of as many or more, and of as many or fewer."""
    return (
        lambda p: exactly.binomial_at_most(total - count, total, 1 - p, p),
        lambda p: exactly.binomial_at_most(count, total, p, 1 - p) if p < 1 else 0.0,
    )


def odds(count, total):
    """The tails of odds, per 1."""
    return (
        lambda r: exactly.binomial_at_most(total - count, total, 1 / (1 + r), r / (1 + r)),
        lambda r: exactly.binomial_at_most(count, total, r / (1 + r), 1 / (1 + r)),
    )


def check_proportion(count, total, confidence):
    (lower, upper), (above, below) = (
        clopper_pearson(count, total, confidence),
        binomial(count, total),
    )
    assert lower == 0 if count == 0 else leaves(lower, above, confidence)
    assert upper == 1 if count == total else leaves(upper, below, confidence)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize(("count", "total"), PAIRS)
def test_of_a_proportion(count, total, confidence):
    check_proportion(count, total, confidence)


@settings(max_examples=150, deadline=None)
@given(counts, totals, st.booleans(), confidences)
def test_of_any_proportion(count, total, most, confidence):
    few = min(count, total)
    check_proportion(total - few if most else few, total, confidence)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize("count", [0, 1, 5, 9, 10, 11, 50, 215, 10**3, 10**5, 10**6])
def test_of_a_rate(count, confidence):
    lower, upper = exact_poisson(count, confidence=confidence)
    assert leaves(upper, lambda mean: exactly.poisson_at_most(count, mean), confidence)
    if count:
        assert leaves(lower, lambda mean: exactly.poisson_at_least(count, mean), confidence)
    else:
        assert lower == 0


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize(("males", "females"), [(120, 95), (1, 0), (0, 1), (3, 2000), (10**5, 9)])
def test_of_a_sex_ratio(males, females, confidence):
    lower, upper = sex_ratio_exact(males, females, confidence, per=1)
    above, below = odds(males, males + females)
    assert lower == 0 if males == 0 else leaves(lower, above, confidence)
    assert math.isinf(upper) if females == 0 else leaves(upper, below, confidence)


@settings(max_examples=100, deadline=None)
@given(counts, st.integers(0, 10**6), confidences)
@example(1, 0, 1 - 1e-6)
def test_of_a_ratio_of_rates(count1, count2, confidence):
    lower, upper = rate_ratio_exact(count1, 1, count2, 1, confidence)
    above, below = odds(count1, count1 + count2)
    assert lower == 0 if count1 == 0 else leaves(lower, above, confidence)
    assert math.isinf(upper) if count2 == 0 else leaves(upper, below, confidence)


FRAMES = [
    *[(0, 1, 1), (1, 1, 1), (0, 1, 2), (1, 1, 10**9), (0, 50, 215), (3, 50, 215), (50, 50, 215)],
    *[(5, 100, 10**9), (50, 100, 10**9), (7, 1000, 10**6), (1000, 10**6, 10**9)],
]


def check_frame(count, sample, frame, confidence):
    """A limit is the last number that is not too rare: one further out is."""
    limits = hypergeometric(count, sample, frame, confidence)
    wanted = Fraction(1 - confidence) / 2
    right = sample - count
    for limit, seen in ((1 - limits.lower, right), (limits.upper, count)):
        most = round(float(limit) * frame)
        assert exactly.hypergeometric_at_most(seen, sample, most, frame) >= wanted * (1 - 1e-11)
        assert most == frame - (sample - seen) or exactly.hypergeometric_at_most(
            seen, sample, most + 1, frame
        ) <= wanted * (1 + 1e-11)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize(("count", "sample", "frame"), FRAMES)
def test_of_a_sample_of_a_frame(count, sample, frame, confidence):
    check_frame(count, sample, frame, confidence)


@settings(max_examples=100, deadline=None)
@given(st.data(), confidences)
def test_of_any_sample(data, confidence):
    frame = data.draw(st.integers(1, 2000))
    sample = data.draw(st.integers(1, frame))
    check_frame(data.draw(st.integers(0, sample)), sample, frame, confidence)


def test_the_sums_are_those_of_whole_numbers():
    # 1 + 10 + 45 of 1024 ways; e^-2 (1 + 2 + 2); 4 of 15 white among 3 drawn.
    half = Decimal("0.5")
    assert exactly.binomial_at_most(2, 10, half, half) == 56 / 1024
    assert exactly.poisson_at_most(2, Decimal(2)) == pytest.approx(5 * math.exp(-2), rel=1e-15)
    assert exactly.poisson_at_least(1, Decimal(2)) == pytest.approx(-math.expm1(-2), rel=1e-15)
    chosen = math.comb(15, 3)
    at_most = (math.comb(11, 3) + 4 * math.comb(11, 2)) / chosen
    assert exactly.hypergeometric_at_most(1, 3, 4, 15) == pytest.approx(at_most, rel=1e-15)
