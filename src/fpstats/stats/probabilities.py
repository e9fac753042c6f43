"""The tails of binomial and Poisson counts to full precision, and the counts that reach them.

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
from fpstats.stats.incomplete import beta_above, beta_below, gamma_above, gamma_below

TIE: Final = 1e-7
"""Outcomes whose probabilities differ by less than this share count as equally likely, as in R."""


def binomial_at_most(count: Floats, total: Floats, share: Floats) -> Floats:
    """Return the probability of this many of the total or fewer."""
    more = np.where(count < total, total - count, np.nan)
    below = beta_above(np.where(count < 0, np.nan, count + 1), more, share, 1 - share)
    return np.where(count < 0, 0.0, np.where(count >= total, 1.0, below))


def binomial_at_least(count: Floats, total: Floats, share: Floats) -> Floats:
    """Return the probability of this many of the total or more."""
    some = np.where((count > 0) & (count <= total), count, np.nan)
    above = beta_below(some, total - some + 1, share, 1 - share)
    return np.where(count > total, 0.0, np.where(count <= 0, 1.0, above))


def poisson_at_most(count: Floats, mean: Floats) -> Floats:
    """Return the probability of this many events or fewer."""
    return np.where(count < 0, 0.0, gamma_above(np.where(count < 0, np.nan, count + 1), mean))


def poisson_at_least(count: Floats, mean: Floats) -> Floats:
    """Return the probability of this many events or more."""
    return np.where(count <= 0, 1.0, gamma_below(np.where(count > 0, count, np.nan), mean))


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
