"""Binomial and Poisson probabilities to full precision, and the counts that reach them.

The formulas under the exact tests and the exact funnels. They assume valid input; NaN flows
through.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Final

import numpy as np

from fpstats.stats.border import Flags, Floats

TIE: Final = 1e-7
"""Outcomes whose probabilities differ by less than this share count as equally likely, as in R."""


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
        - deviance(x, n * p)
        - deviance(y, n * (1 - p))
        - 0.5 * np.log(2 * math.pi * x * (y / n))
    )
    # Where nothing, or everything, was counted the probability is a plain power.
    logs = _power_log(total, share, count == total), _power_log(total, 1 - share, count == 0)
    ends = np.where(count == total, logs[0], np.where(count == 0, logs[1], -np.inf))
    known = ~(np.isnan(count) | np.isnan(total) | np.isnan(share))
    return np.where(known, np.where(bounded, inside, ends), np.nan)


def poisson_log(count: Floats, mean: Floats) -> Floats:
    """Return the logarithm of the probability of this many events, where so many are expected."""
    some = (count > 0) & (mean > 0)
    x, m = np.where(some, count, 1.0), np.where(some, mean, 1.0)
    inside = -_stirling(x) - deviance(x, m) - 0.5 * np.log(2 * math.pi * x)
    ends = np.where(count == 0, -mean, np.where(mean == 0, -np.inf, np.nan))
    return np.where(some, inside, ends)


def binomial_at_most(count: Floats, total: Floats, share: Floats) -> Floats:
    """Return the probability of this many of the total or fewer."""
    from scipy import special  # here, because only exact answers need it

    below = special.betaincc(count + 1, np.where(count < total, total - count, np.nan), share)
    return np.where(count < 0, 0.0, np.where(count >= total, 1.0, below))


def binomial_at_least(count: Floats, total: Floats, share: Floats) -> Floats:
    """Return the probability of this many of the total or more."""
    from scipy import special

    above = special.betainc(np.where(count > 0, count, np.nan), total - count + 1, share)
    return np.where(count > total, 0.0, np.where(count <= 0, 1.0, above))


def poisson_at_most(count: Floats, mean: Floats) -> Floats:
    """Return the probability of this many events or fewer."""
    from scipy import special

    return np.where(count < 0, 0.0, special.gammaincc(count + 1, mean))


def poisson_at_least(count: Floats, mean: Floats) -> Floats:
    """Return the probability of this many events or more."""
    from scipy import special

    above = special.gammainc(np.where(count > 0, count, np.nan), mean)
    return np.where(count <= 0, 1.0, above)


def binomial_reach(total: Floats, share: Floats, tail: float) -> tuple[Floats, Floats]:
    """Return the first counts at which the lower tail reaches, and the upper falls to, a tail.

    The first is the quantile of the tail's probability, the second that of one less the tail's,
    found without that subtraction.
    """
    mean, spread = total * share, np.sqrt(total * share * (1 - share))
    lower, upper = _guesses(mean, spread, 1 - 2 * share, tail)
    first = first_whole(lambda x: binomial_at_most(x, total, share) >= tail, lower, total)
    last = first_whole(lambda x: binomial_at_least(x + 1, total, share) <= tail, upper, total)
    return first, last


def poisson_reach(mean: Floats, tail: float) -> tuple[Floats, Floats]:
    """Return the first counts at which the lower tail reaches, and the upper falls to, a tail."""
    lower, upper = _guesses(mean, np.sqrt(mean), np.ones_like(mean), tail)
    # Chernoff's bound: beyond this count less than the tail is left.
    scale = -math.log(tail)
    most = np.ceil(mean + scale + np.sqrt(2 * scale * mean)) + 1
    first = first_whole(lambda x: poisson_at_most(x, mean) >= tail, lower, most)
    last = first_whole(lambda x: poisson_at_least(x + 1, mean) <= tail, upper, most)
    return first, last


def first_whole(reaches: Callable[[Floats], Flags], guess: Floats, last: Floats) -> Floats:
    """Return the first whole number from 0 to `last` that reaches something.

    What is reached once must be reached by all that follow, and by `last`. A close guess saves
    most of the halvings; a wrong one costs only time.
    """
    guess = np.clip(np.floor(guess), 0, last)
    before, found = np.maximum(guess - 2, 0) - 1, np.minimum(guess + 2, last)
    before = np.where(reaches(before) & (before >= 0), -1.0, before)
    found = np.where(reaches(found), found, last)
    while True:
        middle = np.floor((before + found) / 2)
        between = (middle > before) & (middle < found)
        if not np.any(between):
            break
        hit = reaches(middle)
        before = np.where(between & ~hit, middle, before)
        found = np.where(between & hit, middle, found)
    return found


def _guesses(mean: Floats, spread: Floats, skew: Floats, tail: float) -> tuple[Floats, Floats]:
    """Guess both quantiles from the normal distribution with the first correction for skewness."""
    z = -NormalDist().inv_cdf(tail)
    middle = mean + skew * (z * z - 1) / 6
    return middle - z * spread, middle + z * spread


def _power_log(total: Floats, share: Floats, wanted: Flags) -> Floats:
    """Return total x log(share), and -inf for an impossible share."""
    possible = wanted & (share > 0)
    logs = total * np.log(np.where(possible, share, 1.0))
    return np.where(possible, logs, -np.inf)


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


_SMALL: Final = np.array(
    [
        0.0,
        *(
            math.lgamma(x + 1) - (x + 0.5) * math.log(x) + x - 0.5 * math.log(2 * math.pi)
            for x in range(1, 16)
        ),
    ]
)
