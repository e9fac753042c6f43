"""What a rate is over: mean populations, and the person-years of part of a year."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, as_floats, can_divide, measured


def mean_population(begin: ArrayLike, end: ArrayLike) -> Floats:
    """Compute the mean of the population at the beginning and at the end of a period.

    Parameters
    ----------
    begin, end
        Populations: 0 or more, of any shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        Persons. NaN where either is missing or negative.

    References
    ----------
    National Bureau of Statistics of China. Main statistical indicators: annual average
    population.

    Examples
    --------
    >>> float(mean_population(23328, 23449))
    23388.5
    """
    begin, end = as_floats(begin, end)
    valid = (begin >= 0) & (end >= 0) & (begin < np.inf) & (end < np.inf)
    return np.where(valid, np.where(valid, begin, 0.0) / 2 + np.where(valid, end, 0.0) / 2, np.nan)


def person_years(population: ArrayLike, part: ArrayLike, year: ArrayLike = 365) -> Floats:
    """Compute the time that a population lived through in part of a year.

    By days, with 366 where the year holds 29 February. By months, part 1 of 12, February would
    read 8 % low. A rate over person-years is a rate a year; one over the population of part of a
    year is not, and is what most returns print.

    Parameters
    ----------
    population
        The mean population of the period.
    part, year
        How long the period and the year are, in one unit: positive.

    Returns
    -------
    numpy.ndarray
        Person-years. NaN where an argument is missing, negative, or a length not positive.

    References
    ----------
    Preston SH, Heuveline P, Guillot M (2001). Demography, chapter 1.

    Examples
    --------
    >>> float((17 / person_years(23394.5, 28) * 1000).round(2))
    9.47
    """
    population, part, year = measured(population, part, year)
    valid = (population >= 0) & (part > 0) & can_divide(year)
    return np.asarray(np.where(valid, population, np.nan) * (part / np.where(valid, year, 1.0)))
