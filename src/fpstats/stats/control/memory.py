"""Charts that remember: small shifts that last, which no single point would show."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpstats.stats.border import Floats, measured
from fpstats.stats.control.chart import Chart, charted, proportions, rates
from fpstats.stats.series import numbers_over_time, quotient

MOST: Final = float(np.finfo(np.float64).max)
"""What gathers goes no further than floats do."""


class Cusum(NamedTuple):
    """Cumulative sums in standard errors: arrays of one shape, time along the last axis.

    Attributes
    ----------
    high, low
        How much has gathered above and below the centre; NaN where the value is missing. Five
        is the usual decision: it is reached by chance about once in 465 points.
    high_since, low_since
        The index of the first point of what has gathered; -1 where nothing has.
    """

    high: Floats
    low: Floats
    high_since: NDArray[np.intp]
    low_since: NDArray[np.intp]


def ewma(
    value: ArrayLike,
    centre: ArrayLike,
    sigma: ArrayLike,
    weight: float = 0.2,
    reach: float = 3,
) -> Chart:
    """Compute an exponentially weighted moving average around a known centre.

    Sees a lasting shift of one standard deviation about four times as soon as a Shewhart chart.
    A missing point leaves the average where it was.

    Parameters
    ----------
    value
        The series, time along the last axis.
    centre, sigma
        The mean and the standard deviation of single values while nothing changes: one number,
        or one for each value. Along time the standard deviation may vary; the centre must not.
    weight
        Of the newest value: above 0, at most 1 (which is a Shewhart chart).
    reach
        How many standard errors the limits lie from the centre.

    Returns
    -------
    Chart
        Of the average. The limits are exact from the first point on.

    Raises
    ------
    ValueError
        Where the weight or the reach is none.

    References
    ----------
    Lucas JM, Saccucci MS (1990). Exponentially weighted moving average control schemes:
    properties and enhancements. Technometrics 32:1-12.

    Examples
    --------
    >>> ewma([18, 21, 17], 20, 4).upper.round(4).tolist()
    [22.4, 23.0735, 23.4359]
    """
    value, centre, sigma = measured(numbers_over_time(value), centre, sigma)
    average, error = _averaged(value, centre, sigma, weight)
    return charted(average, centre, error, reach)


def ewma_proportion(
    count: ArrayLike,
    total: ArrayLike,
    baseline: ArrayLike | None = None,
    weight: float = 0.2,
    reach: float = 3,
) -> Chart:
    """Compute an exponentially weighted moving average of a proportion among varying totals.

    Every month enters the variance with the total that it had; the limits of the textbook and
    of R's qcc take the newest total for all of them, and are wrong unless totals are equal.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, time along the last axis.
    baseline
        True for the periods that set the centre; all of them, if not given.
    weight
        Of the newest value: above 0, at most 1.
    reach
        How many standard errors the limits lie from the centre.

    Returns
    -------
    Chart
        Of the average proportion (0 to 1). NaN where there is no proportion, or no baseline.

    Raises
    ------
    ValueError
        Where the weight or the reach is none.

    References
    ----------
    Lucas JM, Saccucci MS (1990). Technometrics 32:1-12; the variance by recursion:
    V[t] = weight^2 s[t]^2 + (1 - weight)^2 V[t-1].

    Examples
    --------
    >>> ewma_proportion([17, 20, 8], [18, 21, 9]).lower.round(4).tolist()
    [0.9033, 0.8956, 0.8786]
    """
    points = proportions(count, total, baseline)
    average, error = _averaged(points.value, points.centre, points.error, weight)
    return charted(average, points.centre, error, reach, 0, 1)


def ewma_rate(
    count: ArrayLike,
    exposure: ArrayLike,
    baseline: ArrayLike | None = None,
    weight: float = 0.2,
    reach: float = 3,
) -> Chart:
    """Compute an exponentially weighted moving average of a rate over varying exposures.

    Parameters
    ----------
    count, exposure
        Events and what they are over: time along the last axis.
    baseline
        True for the periods that set the centre; all of them, if not given.
    weight
        Of the newest value: above 0, at most 1.
    reach
        How many standard errors the limits lie from the centre.

    Returns
    -------
    Chart
        Of the average rate, per unit of exposure. NaN where there is no rate, or no baseline.

    Raises
    ------
    ValueError
        Where the weight or the reach is none.

    References
    ----------
    Lucas JM, Saccucci MS (1990). Technometrics 32:1-12; the variance by recursion.

    Examples
    --------
    >>> chart = ewma_rate([18, 21, 9], [23389, 23394, 23399])
    >>> (1000 * chart.value).round(4).tolist()
    [0.7011, 0.7404, 0.6692]
    """
    points = rates(count, exposure, baseline)
    average, error = _averaged(points.value, points.centre, points.error, weight)
    return charted(average, points.centre, error, reach, 0)


def cusum(value: ArrayLike, centre: ArrayLike, error: ArrayLike, slack: float = 0.5) -> Cusum:
    """Compute two tabular cumulative sums, one above the centre and one below.

    Each adds up what lies further out than the slack, and never falls under zero. A missing
    point leaves them where they were. Value, centre and error may be those of a `Chart`.

    Parameters
    ----------
    value
        The series, time along the last axis.
    centre, error
        The mean and the standard error of each value while nothing changes.
    slack
        Half the shift to be found, in standard errors.

    Returns
    -------
    Cusum
        The sums, and where what they hold began. NaN where the value, centre or error is
        missing, or the error zero.

    Raises
    ------
    ValueError
        Where the slack is negative or not finite.

    References
    ----------
    Page ES (1954). Continuous inspection schemes. Biometrika 41:100-115.

    Montgomery DC (2013). Introduction to Statistical Quality Control, 7th edition, chapter 9.

    Examples
    --------
    >>> sums = cusum([20, 25, 24, 26], 20, 4)
    >>> sums.high.tolist(), sums.high_since.tolist()
    ([0.0, 0.75, 1.25, 2.25], [-1, 1, 1, 1])
    """
    if not 0 <= slack < math.inf:
        raise ValueError(f"slack must be a finite number from 0 on, not {slack!r}")
    value, centre, error = measured(numbers_over_time(value), centre, error)
    distance = quotient(value - centre, np.where(error > 0, error, np.nan))
    high, high_since = _gathered(distance - slack)
    low, low_since = _gathered(-distance - slack)
    return Cusum(high, low, high_since, low_since)


def _averaged(value: Floats, centre: Floats, sigma: Floats, weight: float) -> tuple[Floats, Floats]:
    """Run the average and its variance along time; every series at once."""
    if not 0 < weight <= 1:
        raise ValueError(f"weight must lie above 0 and be at most 1, not {weight!r}")
    value, centre, sigma = np.broadcast_arrays(value, centre, sigma)
    there = np.isfinite(value) & np.isfinite(centre) & np.isfinite(sigma) & (sigma >= 0)
    average, variance = np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    level, spread = centre[..., :1].copy(), np.zeros_like(value[..., :1])
    for time in range(value.shape[-1]):
        now = (..., slice(time, time + 1))
        # An unknown start would stay unknown for ever, were it to take part.
        level = np.where(np.isnan(level), centre[now], level)
        level = np.where(there[now], weight * value[now] + (1 - weight) * level, level)
        passed = np.square(weight * sigma[now]) + (1 - weight) ** 2 * spread
        spread = np.where(there[now], passed, spread)
        average[now] = np.where(there[now], level, np.nan)
        variance[now] = np.where(there[now], spread, np.nan)
    return average, np.sqrt(variance)


def _gathered(step: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Sum the steps along time, never under zero; and where each sum began."""
    gathered, since = np.full(step.shape, np.nan), np.full(step.shape, -1, dtype=np.intp)
    level, began = np.zeros(step.shape[:-1]), np.full(step.shape[:-1], -1, dtype=np.intp)
    for time in range(step.shape[-1]):
        there = ~np.isnan(step[..., time])
        with np.errstate(over="ignore"):
            summed = np.clip(level + np.where(there, step[..., time], 0), 0, MOST)
        added = np.where(there, summed, level)
        began = np.where(added == 0, -1, np.where(level == 0, time, began))
        level = added
        gathered[..., time] = np.where(there, level, np.nan)
        since[..., time] = began
    return gathered, since
