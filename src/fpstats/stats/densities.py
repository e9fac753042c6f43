"""The probability of exactly so many events, binomial or Poisson, as a logarithm.

By Loader's deviances, which keep all digits at any size. They assume valid input; NaN flows
through.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from fpstats.stats.border import Floats

_TINY: Final = 1e-280
"""Nothing can be divided by a mean that is less."""


def binomial_log(count: Floats, total: Floats, share: Floats) -> Floats:
    """Return the logarithm of the probability of this many of the total, at that share.

    References
    ----------
    Loader C (2000). Fast and accurate computation of binomial probabilities.
    """
    other = total - count
    bounded = (count > 0) & (other > 0) & (share > 0) & (share < 1)
    x, y, n = (np.where(bounded, value, 1.0) for value in (count, other, total))
    p = np.where(bounded, share, 0.5)
    inside = (
        _stirling(n)
        - _stirling(x)
        - _stirling(y)
        - _deviance_of_any(x, n * p)
        - deviance(y, n * (1 - p))
        - 0.5 * np.log(2 * math.pi * x * (y / n))
    )
    # Where nothing, or everything, was counted the probability is a plain power.
    possible = (count == total) & (share > 0)
    each = total * np.log(np.where(possible, share, 1.0))
    bearable = (count == 0) & (share < 1)
    none = total * np.log1p(-np.where(bearable, share, 0.0))
    ends = np.where(possible, each, np.where(bearable, none, -np.inf))
    known = ~(np.isnan(count) | np.isnan(total) | np.isnan(share))
    return np.where(known, np.where(bounded, inside, ends), np.nan)


def poisson_log(count: Floats, mean: Floats) -> Floats:
    """Return the logarithm of the probability of this many events, where so many are expected."""
    some = (count > 0) & (mean > 0)
    x, m = np.where(some, count, 1.0), np.where(some, mean, 1.0)
    inside = -_stirling(x) - _deviance_of_any(x, m)
    inside -= 0.5 * np.log(2 * math.pi * x)
    ends = np.where(count == 0, -mean, np.where(mean == 0, -np.inf, np.nan))
    return np.where(some, inside, ends)


def deviance(count: Floats, mean: Floats) -> Floats:
    """Return count x log(count / mean) + mean - count without losing what nearly cancels."""
    excess = (count - mean) / mean
    near = np.abs(excess) < 0.1
    # In v = (x - m) / (x + m): x log(x / m) = 2 x (v + v^3/3 + v^5/5 + ...), and x - m = v (x + m).
    v = np.where(near, (count - mean) / (count + mean), 0.0)
    square = v * v
    terms = sum((square**power / (2 * power + 1) for power in range(9, 0, -1)), np.zeros_like(v))
    series = (count - mean) * v + 2 * count * v * terms
    ratio = np.where(near, 1.0, count / mean)
    return np.where(near, series, count * np.log(ratio) + (mean - count))


def _deviance_of_any(count: Floats, mean: Floats) -> Floats:
    """Return the deviance from a mean that may be so small that nothing can be divided by it."""
    least = np.maximum(mean, _TINY)
    return deviance(count, least) - count * np.log(mean / least)


def _stirling(count: Floats) -> Floats:
    """Return what Stirling's formula leaves of the logarithm of a factorial, for counts above 0."""
    few = count < 16
    x = np.where(few, 16.0, count)
    square = x * x
    series = (
        1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square
    ) / x
    small = np.where(few, count, 0).astype(np.intp)
    return np.where(few, _SMALL[small], series)


_SMALL: Final = np.array(
    [
        0.0,
        *(
            math.lgamma(x + 1) - (x + 0.5) * math.log(x) + x - 0.5 * math.log(2 * math.pi)
            for x in range(1, 16)
        ),
    ]
)
