"""Fertility rates from births and women by age of the mother."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, Interval, as_floats, checked_per, counts_over
from fpstats.stats.fertility.standardised import weighted_interval
from fpstats.stats.series import sum_of_all

WIDTH = 5
"""Years in an age group, as tables print them from 15-19 to 45-49."""


def age_specific_fertility(births: ArrayLike, women: ArrayLike, per: float = 1000) -> Floats:
    """Compute age-specific fertility rates. Their limits are those of `poisson`.

    Parameters
    ----------
    births, women
        Births to the women of each age group in a year, and the average number of them.
    per
        The rate is stated per this many women.

    Returns
    -------
    numpy.ndarray
        A rate for each group, per `per` women. NaN where the births are negative, not whole or
        missing, or there are no women.

    References
    ----------
    United Nations (1983). Manual X: Indirect Techniques for Demographic Estimation.

    Examples
    --------
    >>> age_specific_fertility([40, 900], [5200, 7000]).round(2).tolist()
    [7.69, 128.57]
    """
    births, women = counts_over(births, women)
    return np.asarray(checked_per(per) * (births / np.where(women > 0, women, np.nan)))


def general_fertility(births: ArrayLike, women: ArrayLike, per: float = 1000) -> Floats:
    """Compute the general fertility rate: all births, over all women of childbearing age.

    Its limits are those of `poisson` of the two sums.

    Parameters
    ----------
    births, women
        Births and women, age groups along the last axis.
    per
        The rate is stated per this many women.

    Returns
    -------
    numpy.ndarray
        The rate per `per` women, without the axis of age. NaN where any group is missing.

    References
    ----------
    United Nations (1983). Manual X: Indirect Techniques for Demographic Estimation.

    Examples
    --------
    >>> float(general_fertility([40, 900, 130], [5200, 7000, 7400]).round(2))
    54.59
    """
    births, women = counts_over(births, women)
    women = np.where(np.isnan(births), np.nan, women)
    return np.asarray(checked_per(per) * (sum_of_all(births) / sum_of_all(women)))


def total_fertility(births: ArrayLike, women: ArrayLike, width: ArrayLike = WIDTH) -> Floats:
    """Compute the total fertility rate: the children of a woman who lives through these rates.

    Parameters
    ----------
    births, women
        Births of a year and average women, age groups along the last axis. They must cover all
        ages: births to women under 15 and over 49 belong in the outermost groups.
    width
        Years in each age group: one number, or one for each group.

    Returns
    -------
    numpy.ndarray
        Children a woman, without the axis of age. NaN where any group is missing, or a width is
        not positive.

    References
    ----------
    United Nations (1983). Manual X: Indirect Techniques for Demographic Estimation.

    Examples
    --------
    >>> births, women = [40, 610, 900, 480, 130, 20, 3], [5200, 6100, 7000, 6900, 7400, 8100, 8000]
    >>> float(total_fertility(births, women).round(4))
    1.6312
    """
    births, weight = _weighted(births, women, width)
    return sum_of_all(births * weight)


def total_fertility_error(births: ArrayLike, women: ArrayLike, width: ArrayLike = WIDTH) -> Floats:
    """Compute the standard error of the total fertility rate, if births vary as Poisson counts.

    Parameters
    ----------
    births, women
        Births of a year and average women, age groups along the last axis.
    width
        Years in each age group: one number, or one for each group.

    Returns
    -------
    numpy.ndarray
        In children a woman, without the axis of age. NaN where there is no total fertility rate.

    References
    ----------
    Keyfitz N (1966). Sampling variance of standardized mortality rates. Human Biology
    38:309-317.

    Examples
    --------
    >>> births, women = [40, 610, 900, 480, 130, 20, 3], [5200, 6100, 7000, 6900, 7400, 8100, 8000]
    >>> float(total_fertility_error(births, women).round(4))
    0.035
    """
    births, weight = _weighted(births, women, width)
    return np.asarray(np.sqrt(sum_of_all(births * np.square(weight))))


def total_fertility_interval(
    births: ArrayLike, women: ArrayLike, width: ArrayLike = WIDTH, confidence: float = 0.95
) -> Interval:
    """Compute an interval for the total fertility rate.

    Dobson's interval of a weighted sum of Poisson counts, as for standardised rates. It is for
    chance in the number of births; it says nothing of births that were not reported.

    Parameters
    ----------
    births, women
        Births of a year and average women, age groups along the last axis.
    width
        Years in each age group: one number, or one for each group.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits in children a woman, without the axis of age. NaN where there is no total
        fertility rate, or no birth.

    References
    ----------
    Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991). Confidence intervals for weighted sums of
    Poisson parameters. Statistics in Medicine 10:457-462.

    Examples
    --------
    >>> births, women = [40, 610, 900, 480, 130, 20, 3], [5200, 6100, 7000, 6900, 7400, 8100, 8000]
    >>> [round(float(limit), 4) for limit in total_fertility_interval(births, women)]
    [1.5633, 1.7013]
    """
    return weighted_interval(*_weighted(births, women, width), confidence)


def _weighted(births: ArrayLike, women: ArrayLike, width: ArrayLike) -> tuple[Floats, Floats]:
    """Return the births, and what each of them adds to the rate."""
    births, women, width = as_floats(births, women, width)
    births, women = counts_over(births, women)
    width = np.where((width > 0) & np.isfinite(width), width, np.nan)
    return births, width / np.where(women > 0, women, np.nan)
