"""Trends from order alone: what came later, was it larger?"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats
from fpstats.stats.series import number_over, numbers_over_time, quotient
from fpstats.stats.significance import normal_two_sided

EXACT_UP_TO: Final = 60
"""Values in a series beyond which nobody needs the exact probability: the normal one is it."""


class MannKendall(NamedTuple):
    """What `mann_kendall` finds: arrays without the axis of time, NaN where undefined.

    Attributes
    ----------
    score
        S: pairs that rise less pairs that fall.
    variance
        Of S, if there were no trend; smaller for ties.
    z, p
        S over its error, one taken off for continuity, and the two-sided normal probability.
    p_exact
        The two-sided exact probability: NaN with ties, or with more than 60 values. Prefer it
        below some ten values.
    tau_a, tau_b
        S over all pairs; the same, allowing for ties.
    """

    score: Floats
    variance: Floats
    z: Floats
    p: Floats
    p_exact: Floats
    tau_a: Floats
    tau_b: Floats


def mann_kendall(values: ArrayLike) -> MannKendall:
    """Test a series for going up or down throughout, whatever its shape.

    One extreme value moves it little. Neighbouring values must be independent: never for
    cumulative or rolling series, and for months with a season use `seasonal_mann_kendall`.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.

    Returns
    -------
    MannKendall
        NaN with fewer than two values. Where all are equal, z is 0 and p is 1.

    References
    ----------
    Mann HB (1945). Nonparametric tests against trend. Econometrica 13:245-259.

    Kendall MG (1975). Rank Correlation Methods, 4th edition. Griffin, London.

    Examples
    --------
    >>> found = mann_kendall([12, 15, 11, 18, 20, 17, 25, 24])
    >>> int(found.score), float(found.p.round(4)), float(found.p_exact.round(4))
    (18, 0.0354, 0.0312)
    """
    score, variance, tied, number = _scored(numbers_over_time(values))
    return _summary(score, variance, number * (number - 1) / 2, tied, _exact(score, number, tied))


def seasonal_mann_kendall(values: ArrayLike, season: int = 12) -> MannKendall:
    """Test a series with a season: each month only with the same month of other years.

    The scores and the variances of the months are added. Months are taken as independent, as
    Hirsch and Slack's first form does; where a bad year is bad in all its months p is too small.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.
    season
        Periods in a year: 12 for months, 4 for quarters.

    Returns
    -------
    MannKendall
        As of `mann_kendall`, of all months together; the exact probability is always NaN.

    Raises
    ------
    ValueError
        Where a season is less than one period.

    References
    ----------
    Hirsch RM, Slack JR, Smith RA (1982). Techniques of trend analysis for monthly water quality
    data. Water Resources Research 18:107-121.

    Examples
    --------
    >>> found = seasonal_mann_kendall([9, 1, 10, 2, 11, 3], season=2)
    >>> int(found.score), float(found.z.round(4))
    (6, 1.8464)
    """
    months = by_season(numbers_over_time(values), season)
    score, variance, tied, each = _scored(months)
    enough = np.where(np.any(each >= 2, axis=-1), 1.0, np.nan)
    score, variance = (np.nansum(part, axis=-1) * enough for part in (score, variance))
    pairs, tied = np.sum(each * (each - 1) / 2, axis=-1), np.sum(tied, axis=-1)
    return _summary(score, variance, pairs, tied, np.full(score.shape, np.nan))


def by_season(values: Floats, season: int) -> Floats:
    """Return the series with an axis for the season and, last, one for the years.

    Raises
    ------
    ValueError
        Where a season is less than one period.
    """
    if season < 1:
        raise ValueError(f"a season has one period or more, not {season!r}. Hint: 12 for months")
    missing = -values.shape[-1] % season
    widths = [(0, 0)] * (values.ndim - 1) + [(0, missing)]
    whole = np.pad(values, widths, constant_values=np.nan)
    return np.swapaxes(whole.reshape(*whole.shape[:-1], -1, season), -1, -2)


def _scored(values: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return S, its variance, the tied pairs, and the number of values."""
    number = number_over(values)[..., 0]
    score = np.zeros_like(number)
    alike = np.zeros(values.shape)
    # One lag after another: all pairs at once would need the square of the memory.
    for lag in range(1, values.shape[-1]):
        rise = np.sign(values[..., lag:] - values[..., :-lag])
        score += np.sum(np.where(np.isnan(rise), 0.0, rise), axis=-1)
        alike[..., lag:] += rise == 0
        alike[..., :-lag] += rise == 0
    # A group of t equal values has t (t - 1) (2 t + 5) taken off: each member brings its part.
    ties = np.sum(alike * (2 * alike + 7), axis=-1)
    variance = (number * (number - 1) * (2 * number + 5) - ties) / 18
    enough = np.where(number >= 2, 1.0, np.nan)
    return score * enough, variance * enough, np.sum(alike, axis=-1) / 2, number


def _summary(
    score: Floats, variance: Floats, pairs: Floats, tied: Floats, p_exact: Floats
) -> MannKendall:
    """Return all that follows from a score; where it cannot vary, z is 0 and p is 1."""
    distance = np.sign(score) * np.maximum(np.abs(score) - 1, 0)
    z = np.where(variance == 0, 0.0, distance / np.sqrt(np.where(variance > 0, variance, np.nan)))
    taus = quotient(score, pairs), quotient(score, np.sqrt(pairs * (pairs - tied)))
    found = (score, variance, z, normal_two_sided(z), p_exact, *taus)
    return MannKendall(*(np.asarray(part) for part in found))


def _exact(score: Floats, number: Floats, tied: Floats) -> Floats:
    """Look up the exact probability of a score, by the number of values."""
    known = (number >= 2) & (number <= EXACT_UP_TO) & (tied == 0)
    p = np.full(score.shape, np.nan)
    for size in np.unique(number[known]):
        here = known & (number == size)
        most = size * (size - 1) / 2
        falls = ((most - np.abs(score[here])) / 2).astype(np.intp)
        p[here] = np.array(_at_most_so_many_falls(int(size)))[falls]
    return np.asarray(np.minimum(2 * p, 1.0))


@lru_cache(maxsize=EXACT_UP_TO)
def _at_most_so_many_falls(size: int) -> tuple[float, ...]:
    """Return the probabilities of at most 0, 1, 2 ... falling pairs in a random order."""
    # Exact in whole numbers: a new largest value makes 0 to n falls, at its place from the end.
    orders = [1]
    for longer in range(2, size + 1):
        reach = [0, *accumulate(orders)]
        last = len(orders)
        orders = [
            reach[min(falls + 1, last)] - reach[max(falls + 1 - longer, 0)]
            for falls in range(last + longer - 1)
        ]
    return tuple(count / math.factorial(size) for count in accumulate(orders))
