"""Intervals for events: a count alone, or a rate over an exposure such as person-years."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpstats.stats.border import (
    Floats,
    Interval,
    counts_over,
    normal_quantile,
    tail_probability,
)
from fpstats.stats.intervals.small_counts import FEW, exact_limits_below_ten
from fpstats.stats.quantiles import gamma_lower, gamma_upper


def poisson(count: ArrayLike, exposure: ArrayLike = 1, confidence: float = 0.95) -> Interval:
    """Compute the interval for a rate: exact below ten events, Byar's from ten on.

    The default for every crude rate, and the rule of PHEindicatormethods. `poisson_method` says
    which of the two was used.

    Parameters
    ----------
    count
        Events: whole numbers.
    exposure
        Person-years, or whatever the rate is over; any shape that broadcasts with `count`.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the rate, per unit of exposure. The lower limit of no events is exactly 0. NaN
        where the count is negative, not whole or missing, or the exposure not positive and
        finite.

    References
    ----------
    Eayres D (2008). Commonly used public health statistics and their confidence intervals.
    Technical Briefing 3, Association of Public Health Observatories.

    Examples
    --------
    >>> poisson([0, 9, 10], 2000).upper.round(6).tolist()
    [0.001844, 0.008542, 0.009196]
    """
    z = normal_quantile(confidence)
    count, exposure = counts_over(count, exposure)
    limits = _exact_below_ten(count, tail_probability(confidence), _byar(count, z))
    return Interval(*(np.asarray(limit / exposure) for limit in limits))


def poisson_method(count: ArrayLike, exposure: ArrayLike = 1) -> NDArray[np.str_]:
    """Name the method that `poisson` uses for each element.

    Parameters
    ----------
    count
        Events: whole numbers, of any shape.
    exposure
        What they are over: positive, of any shape that broadcasts.

    Returns
    -------
    numpy.ndarray
        "exact_poisson" below ten events, "byar" from ten on, "" where there is no interval.

    Examples
    --------
    >>> poisson_method([0, 9, 10, -1], 2000).tolist()
    ['exact_poisson', 'exact_poisson', 'byar', '']
    """
    count, _ = counts_over(count, exposure)
    return np.where(count < FEW, "exact_poisson", np.where(np.isnan(count), "", "byar"))


def byar(count: ArrayLike, exposure: ArrayLike = 1, confidence: float = 0.95) -> Interval:
    """Compute Byar's approximate interval for a rate.

    From ten events on within half a percent of `exact_poisson`, at 95 %. Of the forms in use
    this is that of PHEindicatormethods: the count for the lower limit, one more for the upper.

    Parameters
    ----------
    count
        Events: whole numbers.
    exposure
        Person-years, or whatever the rate is over; any shape that broadcasts with `count`.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the rate, per unit of exposure. The lower limit of no events is exactly 0. NaN
        where the count is negative, not whole or missing, or the exposure not positive and
        finite; the lower limit also where the formula would turn negative (1 event at 99.8 %).

    References
    ----------
    Breslow NE, Day NE (1987). Statistical Methods in Cancer Research, volume II. IARC, Lyon.

    Examples
    --------
    >>> [round(float(limit) * 1000, 3) for limit in byar(215, 23388.5)]
    [8.005, 10.507]
    """
    z = normal_quantile(confidence)
    count, exposure = counts_over(count, exposure)
    return Interval(*(np.asarray(limit / exposure) for limit in _byar(count, z)))


def exact_poisson(count: ArrayLike, exposure: ArrayLike = 1, confidence: float = 0.95) -> Interval:
    """Compute the exact (Garwood) interval for a rate.

    Its confidence is never less than stated, and often more. Loads scipy only where there are
    ten events or more.

    Parameters
    ----------
    count
        Events: whole numbers.
    exposure
        Person-years, or whatever the rate is over; any shape that broadcasts with `count`.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the rate, per unit of exposure. The lower limit of no events is exactly 0. NaN
        where the count is negative, not whole or missing, or the exposure not positive and
        finite.

    References
    ----------
    Garwood F (1936). Fiducial limits for the Poisson distribution. Biometrika 28:437-442.

    Examples
    --------
    >>> [round(float(limit), 3) for limit in exact_poisson(5)]
    [1.623, 11.668]
    """
    tail = tail_probability(confidence)
    count, exposure = counts_over(count, exposure)
    limits = _exact_below_ten(count, tail, Interval(count, count))
    many = count >= FEW
    if np.any(many):
        limits.lower[many] = gamma_lower(count[many], tail)
        limits.upper[many] = gamma_upper(count[many] + 1, tail)
    return Interval(*(np.asarray(limit / exposure) for limit in limits))


def poisson_score(count: ArrayLike, exposure: ArrayLike = 1, confidence: float = 0.95) -> Interval:
    """Compute the score interval for a rate.

    The Poisson counterpart of `wilson`: the rates that a score test at that level would not
    reject. Differences of rates are built on it, because it stays close to its confidence.

    Parameters
    ----------
    count
        Events: whole numbers.
    exposure
        Person-years, or whatever the rate is over; any shape that broadcasts with `count`.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the rate, per unit of exposure. The lower limit of no events is exactly 0. NaN
        where the count is negative, not whole or missing, or the exposure not positive and
        finite.

    References
    ----------
    Brown LD, Cai TT, DasGupta A (2003). Interval estimation in exponential families.
    Statistica Sinica 13:19-49.

    Examples
    --------
    >>> [round(float(limit), 2) for limit in poisson_score(215)]
    [188.12, 245.72]
    """
    z = normal_quantile(confidence)
    count, exposure = counts_over(count, exposure)
    # With this root the limits are its square and (count / root) squared: nothing is subtracted,
    # so that the lower limit of a single event keeps its digits.
    root = z / 2 + np.sqrt(count + z * z / 4)
    # np.square, not ** 2, which rounds a single number differently from an array of them.
    lower, upper = np.square(count / root) / exposure, np.square(root) / exposure
    return Interval(np.asarray(lower), np.asarray(upper))


def _exact_below_ten(count: Floats, tail: float, other: Interval) -> Interval:
    """Take the exact limits where there are fewer than ten events, the others elsewhere."""
    few = count < FEW
    row = np.where(few, count, 0).astype(np.intp)
    lower, upper = (np.array(limits)[row] for limits in exact_limits_below_ten(tail))
    return Interval(np.where(few, lower, other.lower), np.where(few, upper, other.upper))


def _byar(count: Floats, z: float) -> Interval:
    """Compute Byar's limits of the counts themselves."""
    some, more = np.maximum(count, 1), count + 1  # no event would be divided by
    root = 1 - 1 / (9 * some) - z / (3 * np.sqrt(some))
    lower = np.where(root < 0, np.nan, some * root * root * root)
    root = 1 - 1 / (9 * more) + z / (3 * np.sqrt(more))
    return Interval(np.where(count == 0, 0.0, lower), np.asarray(more * root * root * root))
