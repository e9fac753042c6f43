"""Spread: do counts vary more, or less, than chance makes them?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats
from fpstats.stats.series import (
    number_over,
    proportions_over_time,
    quotient,
    rates_over_time,
    total_over,
)
from fpstats.stats.significance import chi_square_above, chi_square_below


class ChiSquare(NamedTuple):
    """A chi-square test: arrays without the last axis, NaN where undefined.

    Attributes
    ----------
    statistic, freedom
        The chi-square and its degrees of freedom.
    less, greater
        Probability of one as small or smaller, and of one as large or larger. A very small
        `less` is as unusual as a very small `greater`: too even, where the other is too uneven.
    """

    statistic: Floats
    freedom: Floats
    less: Floats
    greater: Floats


def poisson_dispersion(count: ArrayLike, exposure: ArrayLike = 1) -> ChiSquare:
    """Test whether counts vary as Poisson counts do around one rate.

    Too little variation over two years of months (`less` below 0.001) is the commonest sign of
    invented numbers; so is a number divided by twelve. Too much is usually a season, a trend, or
    births reported late.

    Parameters
    ----------
    count, exposure
        Events and what they are over, periods along the last axis; those without a rate are
        left out.

    Returns
    -------
    ChiSquare
        With one degree of freedom less than periods. NaN with fewer than two, or no event. The
        probabilities are rough with fewer than some five events a period.

    References
    ----------
    Fisher RA (1950). The significance of deviations from expectation in a Poisson series.
    Biometrics 6:17-24.

    Examples
    --------
    >>> found = poisson_dispersion([20, 20, 21, 20, 20, 19, 20, 20, 20, 21, 20, 20])
    >>> float(found.less.round(6)), float(found.greater.round(6))
    (0.0, 1.0)
    """
    count, exposure = rates_over_time(count, exposure)
    expected = exposure * (total_over(count) / total_over(exposure))
    return chi_square(total_over(quotient(np.square(count - expected), expected)), count)


def homogeneity(count: ArrayLike, total: ArrayLike) -> ChiSquare:
    """Test whether proportions differ by more than chance, or by less.

    Parameters
    ----------
    count, total
        How many of how many, areas or periods along the last axis; those without a proportion
        are left out.

    Returns
    -------
    ChiSquare
        With one degree of freedom less than proportions. NaN with fewer than two, or where all
        are 0, or all are 1.

    References
    ----------
    Pearson K (1900). On the criterion that a given system of deviations ... Philosophical
    Magazine 50:157-175.

    Examples
    --------
    >>> found = homogeneity([83, 90, 129, 70], [86, 93, 136, 82])
    >>> float(found.statistic.round(4)), float(found.greater.round(6))
    (12.6004, 0.005585)
    """
    count, total = proportions_over_time(count, total)
    events, trials = total_over(count), total_over(total)
    variance = total * (events / trials) * ((trials - events) / trials)
    apart = (count * trials - total * events) / trials
    return chi_square(total_over(quotient(np.square(apart), variance)), count)


def chi_square(statistic: Floats, among: Floats) -> ChiSquare:
    """Return the test of a statistic, with one degree of freedom less than there are values."""
    freedom = number_over(among)[..., 0] - 1
    freedom = np.where(freedom > 0, freedom, np.nan)
    statistic = np.asarray(statistic[..., 0] + 0 * freedom)
    return ChiSquare(
        statistic,
        freedom,
        chi_square_below(statistic, freedom),
        chi_square_above(statistic, freedom),
    )
