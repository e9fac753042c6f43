"""A change far beyond its interval is never left to chance by the exact test."""

from __future__ import annotations

import numpy as np

from fpstats.stats import Interval, fisher_test, mover, rate_ratio_test, wilson
from fpstats.stats import poisson as limits_of_rate

COUNTS = np.arange(0, 61)


def twice_clear(value, limits, other, others):
    """Return where the interval of a difference reaches less than half of it."""
    change = mover(value, limits, other, others)
    ends = np.fmin(np.abs(change.lower), np.abs(change.upper))
    apart = (change.lower > 0) | (change.upper < 0)
    return apart & (ends >= np.abs(value - other) / 2)


def test_proportions():
    for total1, total2 in ((4, 4), (5, 60), (12, 30), (60, 60)):
        one = np.arange(total1 + 1)[:, None] + np.zeros(total2 + 1)
        two = np.zeros((total1 + 1, 1)) + np.arange(total2 + 1)[None, :]
        first, second = wilson(one, total1), wilson(two, total2)
        clear = twice_clear(one / total1, first, two / total2, second)
        assert (fisher_test(one, total1, two, total2)[clear] <= 0.05).all()
        assert clear.any() == (total1 > 4)


def test_rates():
    one, two = np.meshgrid(COUNTS, COUNTS, indexing="ij")
    first, second = (Interval(*limits_of_rate(side, 1)) for side in (one, two))
    clear = twice_clear(one, first, two, second)
    assert clear.any()
    assert (rate_ratio_test(one, 1, two, 1).two_sided[clear] <= 0.05).all()
