"""Months beside the same months of the years before: what they hold, and how much they vary.

What follows a season is compared with its own season, and never with what came later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Flags, Floats, as_floats, can_divide
from fpstats.stats.control.shewhart import moving_range_sigma
from fpstats.stats.series import (
    numbers_over_time,
    proportions_over_time,
    quotient,
    rates_over_time,
)
from fpstats.stats.significance import chi_square_above
from fpstats.stats.trends.order import by_season

SHOWN: Final = 0.05
"""The p-value below which months are taken to vary by more than chance."""


class Spread(NamedTuple):
    """How much a series varies from month to month: arrays without the axis of time.

    Attributes
    ----------
    sigma
        Laney's: how many times as far as by chance alone. About 1 where chance is all.
    p
        The probability of so much variation by chance; small also where a series has a trend,
        which sigma hardly sees.
    """

    sigma: Floats
    p: Floats

    @property
    def used(self) -> Floats:
        """How many times to widen limits: 1 unless shown, and never less."""
        return np.where(self.p < SHOWN, np.fmax(self.sigma, 1.0), 1.0)


def same_months_before(
    values: ArrayLike, season: int = 12, years: int = 5, fewest: int = 2
) -> tuple[Floats, Floats]:
    """Sum for each month the same months of the years before, and count them.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing adds nothing and is not counted.
    season
        Periods in a year: 12 for months, 4 for quarters.
    years
        How many years are looked back.
    fewest
        How many of them must have the month.

    Returns
    -------
    tuple
        The sums, NaN where fewer than `fewest` years have the month; and how many have it.

    Raises
    ------
    ValueError
        Where season, years or fewest is less than one.

    References
    ----------
    Farrington CP, Andrews NJ, Beale AD, Catchpole MA (1996). A statistical algorithm for the early
    detection of outbreaks of infectious disease. Journal of the Royal Statistical Society A
    159:547-563.

    Examples
    --------
    >>> sums, number = same_months_before([1, 20, 3, 40, 5, 60], season=2)
    >>> sums.tolist(), number.tolist()
    ([nan, nan, nan, nan, 4.0, 60.0], [0.0, 0.0, 1.0, 1.0, 2.0, 2.0])
    """
    if min(season, years, fewest) < 1:
        raise ValueError(
            "season, years and fewest must be one or more. Hint: 12, 5 and 2 are usual"
        )
    values = numbers_over_time(values)
    there = ~np.isnan(values)
    known = np.where(there, values, 0.0)
    sums, number = np.zeros(values.shape), np.zeros(values.shape)
    for lag in range(season, min(season * years, values.shape[-1] - 1) + 1, season):
        sums[..., lag:] += known[..., :-lag]
        number[..., lag:] += there[..., :-lag]
    return np.where(number >= fewest, sums, np.nan), number


def laney_sigma_of_proportions(count: ArrayLike, total: ArrayLike, season: int = 12) -> Spread:
    """Compute how much more proportions vary from month to month than chance makes them.

    Each month is measured from the pooled value of the same months of all years, so that a
    season is no variation; the mean moving range of these distances over 1.128 is Laney's sigma.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, time along the last axis.
    season
        Periods in a year.

    Returns
    -------
    Spread
        NaN where no month is there in two years, or nothing can vary.

    Raises
    ------
    ValueError
        Where a season is less than one period.

    References
    ----------
    Laney DB (2002). Improved control charts for attributes. Quality Engineering 14:531-537.

    Examples
    --------
    >>> found = laney_sigma_of_proportions([50, 60, 70, 40], 100, season=2)
    >>> float(found.sigma.round(4)), float(found.p.round(4))
    (3.395, 0.0003)
    """
    count, total = proportions_over_time(count, total)
    return _spread(count, total, season, lambda share: share * (1 - share))


def laney_sigma_of_rates(count: ArrayLike, exposure: ArrayLike, season: int = 12) -> Spread:
    """Compute how much more rates vary from month to month than chance makes them.

    To rates what `laney_sigma_of_proportions` is to proportions.

    Parameters
    ----------
    count, exposure
        Events and what they are over: time along the last axis.
    season
        Periods in a year.

    Returns
    -------
    Spread
        NaN where no month is there in two years, or nothing happened.

    Raises
    ------
    ValueError
        Where a season is less than one period.

    References
    ----------
    Laney DB (2002). Improved control charts for attributes. Quality Engineering 14:531-537.

    Examples
    --------
    >>> found = laney_sigma_of_rates([9, 16, 25, 16], 1, season=2)
    >>> float(found.sigma.round(4)), float(found.p.round(4))
    (2.4326, 0.0232)
    """
    count, exposure = rates_over_time(count, exposure)
    return _spread(count, exposure, season, lambda rate: rate)


def widened_probability(p: ArrayLike, sigma: ArrayLike) -> Floats:
    """Compute what is left of a probability where the series varies more than by chance.

    The distance that makes it, in standard errors of a normal, is divided by Laney's sigma.

    Parameters
    ----------
    p
        Two-sided probabilities by chance alone.
    sigma
        How many times as far as by chance the series varies: `Spread.used`.

    Returns
    -------
    numpy.ndarray
        Two-sided probabilities; the same where sigma is 1. NaN where either is missing.

    References
    ----------
    Laney DB (2002). Improved control charts for attributes. Quality Engineering 14:531-537.

    Examples
    --------
    >>> widened_probability([0.0027, 1], 1.5).round(4).tolist()
    [0.0455, 1.0]
    """
    from scipy import special  # here, because no chart needs it

    p, sigma = as_floats(p, sigma)
    valid = (p >= 0) & (p <= 1) & can_divide(sigma)
    p, sigma = (np.where(valid, part, np.nan) for part in (p, sigma))
    wide = 2 * special.ndtr(special.ndtri(p / 2) / sigma)
    return np.where(sigma == 1, p, wide)


def _spread(
    count: Floats, below: Floats, season: int, variance_of: Callable[[Floats], Floats]
) -> Spread:
    """Standardise each month by the error of its distance from a mean that it is part of."""
    months, under = by_season(count, season), by_season(below, season)
    some, among = (np.nansum(part, axis=-1, keepdims=True) for part in (months, under))
    centre = quotient(some, among)
    variance = variance_of(centre)
    error = np.sqrt(np.maximum(variance * (1 / under - 1 / np.where(among > 0, among, np.nan)), 0))
    # A month of a single year is its own mean: nothing is left that could vary.
    several: Flags = (np.sum(~np.isnan(months), axis=-1, keepdims=True) > 1) & (error > 0)
    distance = quotient(months / under - centre, np.where(several, error, np.nan))
    along = np.swapaxes(distance, -1, -2).reshape(*count.shape[:-1], -1)[..., : count.shape[-1]]
    residual = np.square(months - under * centre) / np.where(variance > 0, under * variance, np.nan)
    used = ~np.isnan(distance)
    statistic = np.sum(np.where(used, residual, 0.0), axis=(-1, -2))
    each = np.sum(used, axis=-1)
    freedom = np.sum(np.maximum(each - 1, 0), axis=-1).astype(np.float64)
    p = chi_square_above(statistic, np.where(freedom > 0, freedom, np.nan))
    return Spread(moving_range_sigma(along)[..., 0], p)
