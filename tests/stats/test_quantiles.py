"""Exact limits of large counts: the tail by a sum with forty digits, and no seam to the small."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from fpstats.stats import clopper_pearson, jeffreys
from fpstats.stats.quantiles import LARGE


def tail_sum(count, total, share, *, step):
    """Add binomial probabilities from a count on, upwards or downwards, with forty digits."""
    with localcontext() as context:
        context.prec = 40
        p = Decimal(share)
        odds = p / (1 - p)
        # From the bottom: (1 - p)^total, times odds and a ratio of factors at each step.
        term, kept = (1 - p) ** total, Decimal(0)
        for k in range(total + 1):
            if (k - count) * step >= 0:
                kept += term
            term *= Decimal(total - k) / Decimal(k + 1) * odds
        return float(kept)


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.998, 0.9999])
@pytest.mark.parametrize(
    ("count", "total"), [(1000, 2001), (1200, 9000), (7000, 8100), (5500, 11_000)]
)
def test_at_a_limit_of_a_large_count_the_tail_is_half_of_the_rest(count, total, confidence):
    lower, upper = (float(limit) for limit in clopper_pearson(count, total, confidence))
    tail = (1 - confidence) / 2
    assert tail_sum(count, total, lower, step=1) == pytest.approx(tail, rel=1e-11)
    assert tail_sum(count, total, upper, step=-1) == pytest.approx(tail, rel=1e-11)


@pytest.mark.parametrize("method", [clopper_pearson, jeffreys])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.998, 1 - 1e-7])
def test_limits_rise_steadily_across_the_seam(method, confidence):
    total = int(5 * LARGE)
    lower, upper = method(np.arange(LARGE - 30, LARGE + 30), total, confidence)
    for limit in (lower, upper):
        assert np.all(np.diff(limit) > 0)
        # Smooth as they are, their fourth differences are nothing; a seam would show in them.
        np.testing.assert_allclose(np.diff(limit, 4), 0, atol=1e-12)


def test_the_largest_counts_still_have_limits():
    for total in (10**9, 2**53):
        lower, upper = clopper_pearson(total // 2, total)
        assert lower < 0.5 < upper
        error = 1.959963984540054 * 0.5 / total**0.5
        assert float(upper - lower) == pytest.approx(2 * error, rel=1e-4)
