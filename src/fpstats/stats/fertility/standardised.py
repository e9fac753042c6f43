"""Sums of rates with weights: directly standardised rates and their intervals.

One missing age group makes the whole sum missing: it is never taken for zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    LARGEST,
    Floats,
    Interval,
    as_floats,
    counts_over,
    tail_probability,
)
from fpstats.stats.intervals import poisson
from fpstats.stats.quantiles import gamma_lower, gamma_upper
from fpstats.stats.series import quotient, sum_of_all


def directly_standardised(count: ArrayLike, exposure: ArrayLike, standard: ArrayLike) -> Floats:
    """Compute a directly standardised rate: that of a standard population with these rates.

    Compares areas whose women, or people, are of other ages. Where age groups hold few events
    the rates that are weighted are noise; add years up first.

    Parameters
    ----------
    count, exposure
        Events and person-years, age groups along the last axis.
    standard
        The standard population of each group: weights, in any unit.

    Returns
    -------
    numpy.ndarray
        The rate per unit of exposure, without the axis of age. NaN where a group has no rate, a
        weight is negative or missing, or all are zero.

    References
    ----------
    Breslow NE, Day NE (1987). Statistical Methods in Cancer Research, volume II. IARC, Lyon.

    Examples
    --------
    >>> float(directly_standardised([40, 900, 130], [5200, 7000, 7400], [1, 2, 1]).round(6))
    0.070601
    """
    count, weight = _weighted(count, exposure, standard)
    return sum_of_all(count * weight)


def dobson_byar(
    count: ArrayLike, exposure: ArrayLike, standard: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Compute Dobson's interval for a directly standardised rate.

    The interval of the number of all events, moved and stretched to the rate: Byar's from ten
    events on, exact below. PHEindicatormethods prints none below ten.

    Parameters
    ----------
    count, exposure
        Events and person-years, age groups along the last axis.
    standard
        The standard population of each group: weights, in any unit.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the rate per unit of exposure, without the axis of age. NaN where there is no
        rate, or no event at all.

    References
    ----------
    Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991). Confidence intervals for weighted sums of
    Poisson parameters. Statistics in Medicine 10:457-462.

    Examples
    --------
    >>> limits = dobson_byar([40, 900, 130], [5200, 7000, 7400], [1, 2, 1])
    >>> [round(1000 * float(limit), 3) for limit in limits]
    [66.356, 75.042]
    """
    return weighted_interval(*_weighted(count, exposure, standard), confidence)


def fay_feuer(
    count: ArrayLike, exposure: ArrayLike, standard: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Compute Fay and Feuer's gamma interval for a directly standardised rate.

    Its confidence is not below what is stated, as far as is known, and often above: wider than
    `dobson_byar` where weights differ much. It has an upper limit without any event.

    Parameters
    ----------
    count, exposure
        Events and person-years, age groups along the last axis.
    standard
        The standard population of each group: weights, in any unit.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the rate per unit of exposure, without the axis of age: the lower exactly 0
        for no event. NaN where there is no rate.

    References
    ----------
    Fay MP, Feuer EJ (1997). Confidence intervals for directly standardized rates: a method based
    on the gamma distribution. Statistics in Medicine 16:791-801.

    Examples
    --------
    >>> limits = fay_feuer([40, 900, 130], [5200, 7000, 7400], [1, 2, 1])
    >>> [round(1000 * float(limit), 3) for limit in limits]
    [66.357, 75.048]
    """
    tail = tail_probability(confidence)
    count, weight = _weighted(count, exposure, standard)
    value, variance = sum_of_all(count * weight), sum_of_all(count * np.square(weight))
    lower = quotient(variance, value) * gamma_lower(quotient(np.square(value), variance), tail)
    # As if one more event might be in the group where it would count most.
    most = np.max(weight, axis=-1, initial=0.0)
    above, spread = value + most, variance + np.square(most)
    upper = spread / above * gamma_upper(np.square(above) / spread, tail)
    return Interval(np.where(value == 0, 0.0, lower), np.asarray(upper))


def weighted_interval(count: Floats, weight: Floats, confidence: float) -> Interval:
    """Compute Dobson's interval for a sum of counts, each times its weight."""
    events = sum_of_all(count)
    value, variance = sum_of_all(count * weight), sum_of_all(count * np.square(weight))
    limits = poisson(events, confidence=confidence)
    stretch = np.sqrt(quotient(variance, events))
    lower, upper = (value + stretch * (limit - events) for limit in limits)
    return Interval(np.asarray(lower), np.asarray(upper))


def _weighted(count: ArrayLike, exposure: ArrayLike, standard: ArrayLike) -> tuple[Floats, Floats]:
    """Return the counts, and what each event adds to the rate."""
    count, exposure, standard = as_floats(count, exposure, standard)
    count, exposure = counts_over(count, exposure)
    standard = np.where((standard >= 0) & (standard <= LARGEST), standard, np.nan)
    share = quotient(standard, np.sum(standard, axis=-1, keepdims=True))
    return count, share / np.where(exposure > 0, exposure, np.nan)
