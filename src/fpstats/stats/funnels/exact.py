"""Exact funnels: how far from a common value chance alone takes an area of each size."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpstats.stats.border import (
    Floats,
    Interval,
    as_floats,
    can_divide,
    counts_over,
    is_count,
    tail_probability,
)
from fpstats.stats.densities import binomial_log, poisson_log
from fpstats.stats.exact_tests import Tails
from fpstats.stats.probabilities import (
    binomial_at_least,
    binomial_at_most,
    binomial_reach,
    poisson_at_least,
    poisson_at_most,
    poisson_reach,
)


def binomial_funnel(total: ArrayLike, centre: ArrayLike, confidence: float = 0.95) -> Interval:
    """Compute the exact funnel for proportions, interpolated between whole counts.

    The curve to draw. Whether an area lies outside is said by the exact tail (`funnel_flag`), not
    by the curve, which passes between the counts that are possible.

    Parameters
    ----------
    total
        The sizes of the areas: positive whole numbers, of any shape.
    centre
        The common proportion, 0 to 1: the pooled one, or a target from outside.
    confidence
        Strictly between 0 and 1; 0.95 and 0.998 are usual.

    Returns
    -------
    Interval
        Limits of the proportion, cut off at 0 and 1. NaN where the total is not a positive whole
        number, or the centre not between 0 and 1.

    References
    ----------
    Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in
    Medicine 24:1185-1202, appendix A.

    Examples
    --------
    >>> funnel = binomial_funnel([10, 50, 215], 0.95)
    >>> funnel.lower.round(4).tolist(), funnel.upper.round(4).tolist()
    ([0.7181, 0.8702, 0.9166], [0.9958, 0.9935, 0.975])
    """
    tail = tail_probability(confidence)
    n, p = as_floats(total, centre)
    valid = is_count(n) & (n > 0) & (p >= 0) & (p <= 1)
    n, p = np.where(valid, n, np.nan), np.where(valid, p, np.nan)
    first, last = binomial_reach(n, p, tail)
    low = first - (binomial_at_most(first, n, p) - tail) / np.exp(binomial_log(first, n, p))
    high = last - (tail - binomial_at_least(last + 1, n, p)) / np.exp(binomial_log(last, n, p))
    return Interval(np.asarray(np.maximum(low / n, 0)), np.asarray(np.clip(high / n, 0, 1)))


def poisson_funnel(expected: ArrayLike, confidence: float = 0.95) -> Interval:
    """Compute the exact funnel for rates, as a ratio to the common rate.

    Times the common rate the limits are rates. The curve to draw; an area is flagged by its exact
    tail (`funnel_flag`).

    Parameters
    ----------
    expected
        How many events the common rate would give each area: positive, of any shape.
    confidence
        Strictly between 0 and 1; 0.95 and 0.998 are usual.

    Returns
    -------
    Interval
        Limits of observed / expected, the lower at least 0. NaN where the expected number is not
        positive and finite.

    References
    ----------
    Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in
    Medicine 24:1185-1202, appendix A.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in poisson_funnel(10)]
    [0.3775, 1.616]
    """
    tail = tail_probability(confidence)
    (mean,) = as_floats(expected)
    mean = np.where(can_divide(mean) & (mean < 2.0**52), mean, np.nan)
    first, last = poisson_reach(mean, tail)
    low = first - (poisson_at_most(first, mean) - tail) / np.exp(poisson_log(first, mean))
    high = last - (tail - poisson_at_least(last + 1, mean)) / np.exp(poisson_log(last, mean))
    limits = (np.asarray(np.maximum(limit / mean, 0)) for limit in (low, high))
    return Interval(*limits)


def funnel_flag(tails: Tails) -> NDArray[np.str_]:
    """Say which areas lie outside the funnel, by the exact probability beyond each.

    With `Tails.mid` in place of the tails the flags are nearer to their level, and sometimes
    above it.

    Parameters
    ----------
    tails
        What `binomial_test` or `poisson_test` gives for the areas against the centre.

    Returns
    -------
    numpy.ndarray
        "below (99.8)" where the lower tail is 0.001 or less, "below (95)" where it is 0.025 or
        less, likewise "above (95)" and "above (99.8)", "not different" otherwise; "" where there
        are no tails.

    References
    ----------
    Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in
    Medicine 24:1185-1202.

    Examples
    --------
    >>> from fpstats.stats.exact_tests import binomial_test
    >>> funnel_flag(binomial_test([7, 43, 190], [10, 50, 215], 0.95)).tolist()
    ['below (95)', 'below (95)', 'below (99.8)']
    """
    less, greater = as_floats(tails.less, tails.greater)
    return np.select(
        [
            np.isnan(less) | np.isnan(greater),
            less <= tail_probability(0.998),
            less <= tail_probability(0.95),
            greater <= tail_probability(0.998),
            greater <= tail_probability(0.95),
        ],
        ["", "below (99.8)", "below (95)", "above (99.8)", "above (95)"],
        "not different",
    )


def pooled(count: ArrayLike, total: ArrayLike) -> Floats:
    """Compute the common value of all areas: all events over all that they are counted over.

    The centre of a funnel without a target. It contains the area that is judged, which with few
    areas pulls the centre towards it.

    Parameters
    ----------
    count, total
        Events, and what they are counted among or over; of any shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        One number, without shape. Areas in which either is missing are left out of both sums; NaN
        where none is left.

    Examples
    --------
    >>> float(pooled([9, 48, None], [10, 50, 40]))
    0.95
    """
    count, total = as_floats(*counts_over(count, total))
    known = ~np.isnan(count)
    over = np.sum(total, where=known)
    return np.asarray(np.sum(count, where=known) / (over if over > 0 else np.nan))
