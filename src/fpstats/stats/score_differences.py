"""Score intervals for a difference: the values that a score test of the two would not reject.

Where `newcombe` and `mover` add up two separate intervals, these ask for the likeliest pair of
values at every possible difference, which takes a search. Narrower where events are rare.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    Floats,
    Interval,
    all_known,
    counts_among,
    counts_over,
    normal_quantile,
)
from fpstats.stats.roots import crossing

STEPS: Final = 40
"""A bound only: three of Newton's steps are usual, and rare events among very many take twenty."""


def miettinen_nurminen(
    count1: ArrayLike,
    total1: ArrayLike,
    count2: ArrayLike,
    total2: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Compute the Miettinen-Nurminen score interval for a difference of two proportions.

    What reviewers of trials ask for; `newcombe` needs no search and is as good for most uses.

    Parameters
    ----------
    count1, total1, count2, total2
        How many of how many, twice: whole numbers, of any shapes that broadcast.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of count1/total1 - count2/total2 (-1 to 1). NaN where a count is no part of its
        total.

    References
    ----------
    Miettinen O, Nurminen M (1985). Comparative analysis of two rates. Statistics in Medicine
    4:213-226.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in miettinen_nurminen(56, 70, 48, 80)]
    [0.0528, 0.3382]
    """
    z = normal_quantile(confidence)
    x1, n1, x2, n2 = all_known(*counts_among(count1, total1), *counts_among(count2, total2))
    # Where most are counted the others are, and the smaller total comes second: its share is what
    # is searched for, and so keeps the digits of a rare event.
    many, fewer = x1 + x2 > (n1 + n2) / 2, n1 < n2
    x1, x2 = np.where(many, n1 - x1, x1), np.where(many, n2 - x2, x2)
    x1, x2 = np.where(fewer, x2, x1), np.where(fewer, x1, x2)
    n1, n2 = np.where(fewer, n2, n1), np.where(fewer, n1, n2)
    observed = x1 / n1 - x2 / n2
    ends = np.full_like(observed, -1.0), np.full_like(observed, 1.0)
    lower, upper = _between(observed, ends, z, _variance_of_shares, x1, n1, x2, n2)
    turned = many != fewer
    return Interval(np.where(turned, -upper, lower), np.where(turned, -lower, upper))


def poisson_score_difference(
    count1: ArrayLike,
    exposure1: ArrayLike,
    count2: ArrayLike,
    exposure2: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Compute the score interval for a difference of two independent rates.

    The Poisson counterpart of `miettinen_nurminen`. `poisson_difference` needs no search and
    answers nearly the same.

    Parameters
    ----------
    count1, count2
        Events: whole numbers, of any shapes that broadcast.
    exposure1, exposure2
        Person-years, or whatever the rates are over.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of count1/exposure1 - count2/exposure2, per unit of exposure. NaN where either
        count is negative, not whole or missing, or its exposure not positive and finite.

    References
    ----------
    Miettinen O, Nurminen M (1985). Comparative analysis of two rates. Statistics in Medicine
    4:213-226.

    Examples
    --------
    >>> change = poisson_score_difference(215, 23388.5, 149, 23388.5)
    >>> [round(float(limit) * 1000, 3) for limit in change]
    [1.23, 4.444]
    """
    z = normal_quantile(confidence)
    x1, e1, x2, e2 = all_known(*counts_over(count1, exposure1), *counts_over(count2, exposure2))
    observed = x1 / e1 - x2 / e2
    # Beyond these the score is larger than z whatever the rates are: each rate at its largest.
    reach = z * z * (1 / e1 + 1 / e2) + 2 * z * np.sqrt((x1 + 1) / e1 / e1 + (x2 + 1) / e2 / e2)
    reach = 4 * reach + np.abs(observed)
    ends = observed - reach, observed + reach
    return _between(observed, ends, z, _variance_of_rates, x1, e1, x2, e2)


def _between(
    observed: Floats,
    ends: tuple[Floats, Floats],
    z: float,
    variance: Callable[..., Floats],
    *counts: Floats,
) -> Interval:
    """Find on each side of what was observed where the score reaches z."""

    def excess(difference: Floats, observed: Floats, *counts: Floats) -> Floats:
        return np.square(difference - observed) - z * z * variance(difference, *counts)

    lower, upper = (crossing(excess, observed, end, observed, *counts) for end in ends)
    return Interval(lower, upper)


def _variance_of_shares(
    difference: Floats, x1: Floats, n1: Floats, x2: Floats, n2: Floats
) -> Floats:
    """Return the variance of a difference of two proportions, were it the true one."""
    second = _likeliest_second_share(difference, x1, n1, x2, n2)
    first = np.clip(second + difference, 0.0, 1.0)
    variance = first * (1 - first) / n1 + second * (1 - second) / n2
    return np.asarray(variance * ((n1 + n2) / (n1 + n2 - 1)))


def _variance_of_rates(
    difference: Floats, x1: Floats, e1: Floats, x2: Floats, e2: Floats
) -> Floats:
    """Return the variance of a difference of two rates, were it the true one."""
    second = _likeliest_second_rate(difference, x1, e1, x2, e2)
    return np.asarray(np.maximum(second + difference, 0.0) / e1 + second / e2)


def _likeliest_second_share(
    difference: Floats, x1: Floats, n1: Floats, x2: Floats, n2: Floats
) -> Floats:
    """Return the second of the two proportions that explain the counts best at a difference."""
    # The likelihood equation is a cubic with three real roots, of which one is a proportion.
    cubic = n1 + n2
    square = (n1 + 2 * n2) * difference - n1 - n2 - x1 - x2
    linear = (n2 * difference - n1 - n2 - 2 * x2) * difference + x1 + x2
    constant = x2 * difference * (1 - difference)
    shift = square / (3 * cubic)
    q = shift**3 - linear * shift / (2 * cubic) + constant / (2 * cubic)
    p = np.copysign(np.sqrt(np.maximum(np.square(shift) - linear / (3 * cubic), 0.0)), q)
    cosine = np.clip(q / np.where(p == 0, 1.0, p) ** 3, -1.0, 1.0)
    share = 2 * p * np.cos((np.pi + np.arccos(cosine)) / 3) - shift
    lowest, highest = np.maximum(0.0, -difference), np.minimum(1.0, 1 - difference)
    # The arc cosine loses half the digits of a rare event; Newton's method brings them back.
    for _ in range(STEPS):
        value = constant + share * (linear + share * (square + share * cubic))
        slope = linear + share * (2 * square + 3 * share * cubic)
        step = np.where(slope == 0, 0.0, value / np.where(slope == 0, 1.0, slope))
        before, share = share, np.clip(share - step, lowest, highest)
        if not np.any(np.abs(share - before) > 1e-15 * share):
            break
    return np.asarray(share)


def _likeliest_second_rate(
    difference: Floats, x1: Floats, e1: Floats, x2: Floats, e2: Floats
) -> Floats:
    """Return the second of the two rates that explain the counts best at a difference."""
    both = e1 + e2
    middle = (x1 + x2) - both * difference
    # The discriminant as a sum of what is never negative.
    root = np.hypot(both * difference + x2 - x1, 2 * np.sqrt(x1 * x2))
    # Of the two ways to write a root of a quadratic the one that adds.
    adding = (middle + root) / (2 * both)
    other = -2 * x2 * difference / np.where(middle < root, middle - root, 1.0)
    rate = np.where(middle >= 0, adding, other)
    return np.maximum(rate, np.maximum(0.0, -difference))
