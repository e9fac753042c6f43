"""Intervals for a difference of two numbers, each of which has an interval of its own.

One idea throughout: square the distances from each value to its limits, add, take the root
(square-and-add, or MOVER). The limits of each come from `intervals`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    LARGEST,
    Floats,
    Interval,
    all_known,
    as_floats,
    counts_among,
    counts_over,
    measured,
    normal_quantile,
)
from fpstats.stats.intervals import exact_poisson, poisson, poisson_score, wilson


def mover(
    value1: ArrayLike,
    interval1: tuple[ArrayLike, ArrayLike],
    value2: ArrayLike,
    interval2: tuple[ArrayLike, ArrayLike],
) -> Interval:
    """Compute an interval for value1 - value2 from the interval of each.

    The two values must be independent, and the two intervals of one confidence, which is then
    the confidence of the answer.

    Parameters
    ----------
    value1, value2
        The two values, in one unit; of any shapes that broadcast.
    interval1, interval2
        The lower and upper limits of each, in the same unit.

    Returns
    -------
    Interval
        Limits of the difference, in the unit of the values. A limit is NaN where one of the
        numbers it is made of is missing, or where a value lies outside its own interval.

    References
    ----------
    Zou GY, Donner A (2008). Construction of confidence limits about effect measures: a general
    approach. Statistics in Medicine 27:1693-1702.

    Examples
    --------
    >>> limits = mover(5, (4, 7), 3, (2, 6))
    >>> [round(float(limit), 4) for limit in limits]
    [-1.1623, 4.2361]
    """
    value1, lower1, upper1, value2, lower2, upper2 = (
        np.where((np.abs(each) <= LARGEST) | np.isinf(each), each, np.nan)
        for each in as_floats(value1, *interval1, value2, *interval2)
    )
    # A limit may be infinite, a value may not: one less the other would warn.
    value1, value2 = measured(value1, value2)
    below1, above1 = _inside(value1 - lower1), _inside(upper1 - value1)
    below2, above2 = _inside(value2 - lower2), _inside(upper2 - value2)
    difference = value1 - value2
    lower = difference - np.hypot(below1, above2)
    upper = difference + np.hypot(above1, below2)
    return Interval(np.asarray(lower), np.asarray(upper))


def newcombe(
    count1: ArrayLike,
    total1: ArrayLike,
    count2: ArrayLike,
    total2: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Compute Newcombe's hybrid score interval for a difference of two independent proportions.

    `mover` over the two Wilson intervals. Times 100 the limits are percentage points.

    Parameters
    ----------
    count1, total1, count2, total2
        How many of how many, twice: whole numbers, of any shapes that broadcast.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of count1/total1 - count2/total2 (-1 to 1). NaN where either proportion has no
        Wilson interval.

    References
    ----------
    Newcombe RG (1998). Interval estimation for the difference between independent proportions:
    comparison of eleven methods. Statistics in Medicine 17:873-890 (method 10).

    Examples
    --------
    >>> [round(float(limit), 4) for limit in newcombe(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    interval1, interval2 = wilson(count1, total1, confidence), wilson(count2, total2, confidence)
    count1, total1 = counts_among(count1, total1)
    count2, total2 = counts_among(count2, total2)
    return mover(count1 / total1, interval1, count2 / total2, interval2)


def poisson_difference(
    count1: ArrayLike,
    exposure1: ArrayLike,
    count2: ArrayLike,
    exposure2: ArrayLike,
    confidence: float = 0.95,
    limits: Literal["score", "poisson", "exact"] = "score",
) -> Interval:
    """Compute an interval for a difference of two independent rates, as a change over a year.

    `mover` over the limits of each rate. With score limits the confidence is close to what is
    stated, and above it for a handful of events; the other two are wider.

    Parameters
    ----------
    count1, count2
        Events: whole numbers, of any shapes that broadcast.
    exposure1, exposure2
        Person-years, or whatever the rates are over.
    confidence
        Strictly between 0 and 1.
    limits
        Whose limits: "score" (`poisson_score`), "poisson" (`poisson`) or "exact"
        (`exact_poisson`).

    Returns
    -------
    Interval
        Limits of count1/exposure1 - count2/exposure2, per unit of exposure. NaN where either
        count is negative, not whole or missing, or its exposure not positive and finite.

    References
    ----------
    Zou GY, Donner A (2008). Construction of confidence limits about effect measures: a general
    approach. Statistics in Medicine 27:1693-1702.

    Examples
    --------
    >>> change = poisson_difference(215, 23388.5, 255, 23140)
    >>> [round(float(limit) * 1000, 3) for limit in change]
    [-3.668, 0.001]
    """
    if limits not in LIMITS:
        raise ValueError(f"limits must be one of {', '.join(LIMITS)}, not {limits!r}")
    interval = LIMITS[limits]
    interval1 = interval(count1, exposure1, confidence)
    interval2 = interval(count2, exposure2, confidence)
    count1, exposure1 = counts_over(count1, exposure1)
    count2, exposure2 = counts_over(count2, exposure2)
    return mover(count1 / exposure1, interval1, count2 / exposure2, interval2)


def poisson_wald_difference(
    count1: ArrayLike,
    exposure1: ArrayLike,
    count2: ArrayLike,
    exposure2: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Compute the textbook (Wald) interval for a difference of two independent rates.

    To compare with what others print. Too narrow for few events, and without any width where
    nothing happened; `poisson_difference` is neither.

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
    Rothman KJ, Greenland S (1998). Modern Epidemiology, second edition, chapter 14.

    Examples
    --------
    >>> change = poisson_wald_difference(215, 23388.5, 149, 23388.5)
    >>> [round(float(limit) * 1000, 3) for limit in change]
    [1.223, 4.421]
    """
    z = normal_quantile(confidence)
    x1, e1, x2, e2 = all_known(*counts_over(count1, exposure1), *counts_over(count2, exposure2))
    difference, reach = x1 / e1 - x2 / e2, z * np.hypot(np.sqrt(x1) / e1, np.sqrt(x2) / e2)
    return Interval(np.asarray(difference - reach), np.asarray(difference + reach))


def natural_growth(
    births: ArrayLike, deaths: ArrayLike, exposure: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Compute an interval for the rate of natural growth, births less deaths.

    `poisson_difference` with score limits over one exposure. May be negative; holds also where
    nobody was born or died, where the usual approximation claims to be certain.

    Parameters
    ----------
    births, deaths
        Events: whole numbers, of any shapes that broadcast.
    exposure
        Person-years, or whatever the rate is over.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of (births - deaths) / exposure, per unit of exposure. NaN where a count is
        negative, not whole or missing, or the exposure is not positive and finite.

    References
    ----------
    Zou GY, Donner A (2008). Construction of confidence limits about effect measures: a general
    approach. Statistics in Medicine 27:1693-1702.

    Examples
    --------
    >>> growth = natural_growth(3888, 6251, 716450)
    >>> [round(float(limit) * 1000, 3) for limit in growth]
    [-3.574, -3.023]
    """
    return poisson_difference(births, exposure, deaths, exposure, confidence)


def _inside(distance: Floats) -> Floats:
    """Put NaN where the value lies beyond its limit: no interval can be made of that."""
    return np.where(distance >= 0, distance, np.nan)


LIMITS: Final[dict[str, Callable[[ArrayLike, ArrayLike, float], Interval]]] = {
    "score": poisson_score,
    "poisson": poisson,
    "exact": exact_poisson,
}
"""Whose limits `poisson_difference` squares and adds, by the name that it takes."""
