"""Limits rise with the count and part with the confidence, from one event to billions.

The logarithmic interval of a sex ratio is left out: its formula does neither near its ends.
"""

import numpy as np
import pytest

from fpstats import stats

CONFIDENCES = (0.5, 0.8, 0.9, 0.95, 0.998, 0.9999)
SIZES = (1, 2, 5, 50, 215, 10**6, 10**12)
LARGEST_FRAME = 10**5


def part(method):
    return lambda count, total, confidence: method(count, total - count, confidence)


def of_a_frame(method, *more):
    return lambda count, total, confidence: method(count, total, 3 * total, confidence, *more)


METHODS = {
    "wilson": (stats.wilson, 1),
    "clopper_pearson": (stats.clopper_pearson, 1),
    "jeffreys": (stats.jeffreys, 1),
    "wilson_finite": (of_a_frame(stats.wilson_finite), 1),
    "wilson_finite of clusters": (of_a_frame(stats.wilson_finite, 2.7), 1),
    "hypergeometric": (of_a_frame(stats.hypergeometric), 1),
    "byar": (stats.byar, np.inf),
    "exact_poisson": (stats.exact_poisson, np.inf),
    "poisson": (stats.poisson, np.inf),
    "poisson_score": (stats.poisson_score, np.inf),
    "sex_ratio": (part(stats.sex_ratio), np.inf),
    "sex_ratio_exact": (part(stats.sex_ratio_exact), np.inf),
}


def counts(size: int) -> np.ndarray:
    """Return the lowest, the highest, and some between."""
    ends = np.arange(min(size, 40) + 1)
    spread = np.linspace(0, size, 30).round()
    return np.unique(np.concatenate([ends, size - ends, spread])).astype(float)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", METHODS)
def test_limits_rise_and_part_and_stay_in_their_range(name, size):
    if name == "hypergeometric":
        size = min(size, LARGEST_FRAME)
    method, highest = METHODS[name]
    inner = None
    for confidence in CONFIDENCES:
        limits = method(counts(size), float(size), confidence)
        for ends in limits:
            known = ends[np.isfinite(ends)]
            assert (np.diff(known) >= -1e-13 * np.abs(known[1:])).all()
            assert (known >= 0).all()
            assert (known <= highest).all()
        if inner is not None:
            assert not (limits.lower > inner.lower + 1e-14).any()
            assert not (limits.upper < inner.upper * (1 - 1e-13)).any()
        inner = limits
