"""Trends of proportions and rates, from the counts they are made of."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats
from fpstats.stats.series import (
    mean_over,
    number_over,
    proportions_over_time,
    quotient,
    rates_over_time,
    total_over,
)
from fpstats.stats.significance import normal_two_sided, student_two_sided

STEPS: Final = 200
"""A bound only: the slope is found in under ten steps, by halves alone in some sixty."""


class CochranArmitage(NamedTuple):
    """What `cochran_armitage` finds: arrays without the axis of time, NaN where undefined.

    Attributes
    ----------
    slope
        Change of the proportion a unit of time, by weighted least squares.
    z
        The slope over its standard error, with its sign.
    chisquare
        z squared; one degree of freedom.
    chisquare_n_minus_1
        The same with N - 1 for N: a little smaller, and better for small totals.
    p
        Probability of a slope this far from zero, either way, if there were none.
    """

    slope: Floats
    z: Floats
    chisquare: Floats
    chisquare_n_minus_1: Floats
    p: Floats


class PoissonTrend(NamedTuple):
    """What `poisson_trend` finds: arrays without the axis of time, NaN where undefined.

    Attributes
    ----------
    slope
        Change of the logarithm of the rate a unit of time: exp(12 * slope) - 1 is the change in
        a year of a monthly series.
    error, z, p
        Standard error, slope over error, and the two-sided normal probability, as if the counts
        varied as Poisson counts do.
    deviance
        Twice the log-likelihood lost against a rate of its own for every period.
    dispersion
        Pearson's chi-square over its degrees of freedom; above 1 they vary more than that.
    error_quasi, p_quasi
        Error and probability (Student's t) with the variation there is. Believe these where the
        dispersion is above 1. There is no such probability where the fit is perfect.
    """

    slope: Floats
    error: Floats
    z: Floats
    p: Floats
    deviance: Floats
    dispersion: Floats
    error_quasi: Floats
    p_quasi: Floats


def cochran_armitage(
    count: ArrayLike, total: ArrayLike, time: ArrayLike | None = None
) -> CochranArmitage:
    """Test a proportion for a linear trend.

    Times are counted from the first: with years as times the usual form loses half its digits.
    Not for months with a season, nor for cumulative or rolling values.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, time along the last axis. Periods without a
        proportion are left out.
    time
        When; 0, 1, 2 ... if not given.

    Returns
    -------
    CochranArmitage
        Chi-square and p are NaN where the proportion is 0 throughout, or 1 throughout, or where
        fewer than two times have one.

    References
    ----------
    Armitage P (1955). Tests for linear trends in proportions and frequencies. Biometrics
    11:375-386.

    Examples
    --------
    >>> found = cochran_armitage([83, 90, 129, 70], [86, 93, 136, 82])
    >>> float(found.chisquare.round(4)), float(found.p.round(4))
    (8.2249, 0.0041)
    """
    count, total = proportions_over_time(count, total)
    events, trials = total_over(count), total_over(total)
    time = _times(time, count)
    early = total_over(total * time)
    # In this form it is exactly zero where all proportions are alike.
    moment = (trials * total_over(count * time) - events * early) / trials
    spread = total_over(total * np.square(time - early / trials))
    variance = (events / trials) * ((trials - events) / trials)
    slope = quotient(moment, spread)
    z = quotient(moment, np.sqrt(variance * spread))
    chisquare = np.square(z)
    less = chisquare * ((trials - 1) / trials)
    found = (slope, z, chisquare, less, normal_two_sided(z))
    return CochranArmitage(*(np.asarray(part[..., 0]) for part in found))


def poisson_trend(
    count: ArrayLike, exposure: ArrayLike, time: ArrayLike | None = None
) -> PoissonTrend:
    """Fit a log-linear trend to events over exposures.

    Maximum likelihood, as R's `glm` with a Poisson family and the logarithm of the exposure as
    its offset. The rate changes by the same part each period; not for months with a season.

    Parameters
    ----------
    count, exposure
        Events and what they are over: time along the last axis. Periods without a rate are left
        out.
    time
        When; 0, 1, 2 ... if not given.

    Returns
    -------
    PoissonTrend
        NaN where nothing happened, or all of it at the first or at the last time, so that no
        slope is steep enough. Dispersion and what follows from it need three periods.

    References
    ----------
    McCullagh P, Nelder JA (1989). Generalized Linear Models, 2nd edition, chapter 6.

    Examples
    --------
    >>> found = poisson_trend([10, 20, 40], [100, 100, 100])
    >>> float(found.slope.round(6)), float(np.log(2).round(6))
    (0.693147, 0.693147)
    """
    count, exposure = rates_over_time(count, exposure)
    time = _times(time, count)
    time = time - mean_over(time)
    slope = _steepness(count, exposure, time)
    shape = _shape(exposure, time, slope)
    expected = total_over(count) * shape
    middle = total_over(shape * time)
    information = total_over(expected * np.square(time - middle))
    error = 1 / np.sqrt(np.where(information > 0, information, np.nan))
    ratio = np.where(count > 0, quotient(count, expected), 1.0)
    # Where the fit is perfect, the rounding of the sum may be below nothing.
    deviance = np.maximum(2 * total_over(count * np.log(ratio) - (count - expected)), 0.0)
    freedom = number_over(expected) - 2
    pearson = total_over(quotient(np.square(count - expected), expected))
    # Where the fit is perfect, rounding is all that is left; it is no variation to judge by.
    pearson = np.where(pearson > 1e-20 * total_over(count), pearson, 0.0 * pearson)
    dispersion = quotient(pearson, np.where(freedom > 0, freedom, np.nan))
    error_quasi = error * np.sqrt(dispersion)
    z, t = slope / error, quotient(slope, error_quasi)
    p, p_quasi = normal_two_sided(z), student_two_sided(t, freedom)
    found = (slope, error, z, p, deviance, dispersion, error_quasi, p_quasi)
    return PoissonTrend(*(np.asarray(part[..., 0]) for part in found))


def _times(time: ArrayLike | None, count: Floats) -> Floats:
    """Return the times since the first of them, with NaN where the series has nothing."""
    times = np.asarray(np.arange(count.shape[-1]) if time is None else time, dtype=np.float64)
    times = np.where(np.isnan(count), np.nan, times)
    first = np.min(np.where(np.isnan(times), np.inf, times), axis=-1, keepdims=True, initial=np.inf)
    return times - np.where(np.isfinite(first), first, np.nan)


def _shape(exposure: Floats, time: Floats, slope: Floats) -> Floats:
    """Return each period's share of all events, where the rate grows with this slope."""
    # The largest is taken off before the exponential, so that no slope is too steep for it.
    power = np.log(exposure) + slope * time
    known = np.where(np.isnan(power), -np.inf, power)
    highest = np.max(known, axis=-1, keepdims=True, initial=-np.inf)
    weight = np.exp(power - np.where(np.isfinite(highest), highest, np.nan))
    return weight / total_over(weight)


def _steepness(count: Floats, exposure: Floats, time: Floats) -> Floats:
    """Find the slope whose mean time of events is the one seen: Newton's method, between bounds.

    The mean time rises with the slope, so that there is one answer, or none where the events
    all lie at an end.
    """
    seen = total_over(count * time) / np.where(total_over(count) > 0, total_over(count), np.nan)
    there = np.where(np.isnan(time), 0.0, time)  # times are centred: zero lies between the ends
    first, last = (edge(there, axis=-1, keepdims=True, initial=0.0) for edge in (np.min, np.max))
    seen = np.where((first < seen) & (seen < last), seen, np.nan)
    unit = 1 / np.where(last > first, last - first, np.nan)
    slope = np.where(np.isnan(seen), np.nan, 0.0)
    low, high = slope - 1e300, slope + 1e300
    settled = np.isnan(slope)
    for _ in range(STEPS):
        shape = _shape(exposure, time, slope)
        mean = total_over(shape * time)
        spread = total_over(shape * np.square(time - mean))
        low, high = np.where(mean < seen, slope, low), np.where(mean > seen, slope, high)
        most = 4 * unit + np.abs(slope)
        step = np.clip((seen - mean) / np.maximum(spread, 1e-300), -most, most)
        better = slope + step
        # The error after a Newton step is the square of the step: this is the last one needed.
        last_one = np.abs(step) <= 1e-10 * (np.abs(slope) + unit)
        inside = last_one | ((better > low) & (better < high))
        slope = np.where(settled, slope, np.where(inside, better, (low + high) / 2))
        settled = settled | last_one
        if settled.all():
            break
    return slope
