"""The funnels of PHEindicatormethods under its name, for who must print the same.

Their proportion funnel is called Wilson there; it is the plain normal one. Near 98 per cent it
flags areas that do not differ two to four times too often. `binomial_funnel` does not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpstats.stats.border import (
    Flags,
    Interval,
    all_known,
    as_floats,
    can_divide,
    counts_among,
    counts_over,
    normal_quantile,
)
from fpstats.stats.funnels.exact import pooled
from fpstats.stats.intervals import exact_poisson, poisson


def phe_proportion_funnel(
    total: ArrayLike, centre: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Compute the funnel for proportions of PHEindicatormethods.

    Its formula reduces to centre -+ z sqrt(centre (1 - centre) / total).

    Parameters
    ----------
    total
        The sizes of the areas: positive, of any shape.
    centre
        The common proportion, 0 to 1.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the proportion, cut off at 0 and 1. NaN where the total is not positive or the
        centre not between 0 and 1.

    References
    ----------
    PHEindicatormethods 2.1.0, calculate_funnel_limits.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in phe_proportion_funnel(215, 0.95)]
    [0.9209, 0.9791]
    """
    z = normal_quantile(confidence)
    n, p = as_floats(total, centre)
    valid = can_divide(n) & (p >= 0) & (p <= 1)
    n, p = np.where(valid, n, np.nan), np.where(valid, p, np.nan)
    reach = z * np.sqrt(p * (1 - p) / n)
    return Interval(np.asarray(np.maximum(p - reach, 0)), np.asarray(np.minimum(p + reach, 1)))


def phe_rate_funnel(count: ArrayLike, confidence: float = 0.95) -> Interval:
    """Compute the funnel for rates of PHEindicatormethods, as a ratio to the common rate.

    Drawn through whole numbers of events: each over the expected number of which it is the exact
    limit. There the limits are found by halving, to 5e-5; here in closed form.

    Parameters
    ----------
    count
        Observed events: positive whole numbers, of any shape.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of observed / expected. They stand at different expected numbers: the lower at
        count / lower, the upper at count / upper. NaN where the count is not a positive whole
        number.

    References
    ----------
    PHEindicatormethods 2.1.0, poisson_funnel.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in phe_rate_funnel(5)]
    [0.4285, 3.0798]
    """
    count, _ = as_floats(*counts_over(count, 1))
    count = np.where(count > 0, count, np.nan)
    lower, upper = exact_poisson(count, confidence=confidence)
    return Interval(np.asarray(count / upper), np.asarray(count / lower))


def phe_proportion_significance(count: ArrayLike, total: ArrayLike) -> NDArray[np.str_]:
    """Say which proportions lie outside the funnel of PHEindicatormethods, in its words.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, of any shapes that broadcast. The centre is the
        pooled proportion.

    Returns
    -------
    numpy.ndarray
        "Low (0.001)", "Low (0.025)", "Not significant", "High (0.025)" or "High (0.001)"; ""
        where the count is no part of the total.

    References
    ----------
    PHEindicatormethods 2.1.0, assign_funnel_significance.

    Examples
    --------
    >>> phe_proportion_significance([90, 160, 195], [100, 200, 200]).tolist()
    ['Not significant', 'Low (0.001)', 'High (0.001)']
    """
    count, total = all_known(*counts_among(count, total))
    value, centre = count / total, pooled(count, total)
    wide, usual = (phe_proportion_funnel(total, centre, level) for level in (0.998, 0.95))
    return _named(
        np.isnan(value),
        (value < wide.lower, value < usual.lower, value > wide.upper, value > usual.upper),
    )


def phe_rate_significance(count: ArrayLike, exposure: ArrayLike) -> NDArray[np.str_]:
    """Say which rates lie outside the funnel of PHEindicatormethods, in its words.

    There a rate is outside where the interval of its count leaves out the expected number.

    Parameters
    ----------
    count, exposure
        Events, and person-years or whatever the rates are over. The centre is the pooled rate.

    Returns
    -------
    numpy.ndarray
        "Low (0.001)", "Low (0.025)", "Not significant", "High (0.025)" or "High (0.001)"; ""
        where the count has no rate.

    References
    ----------
    PHEindicatormethods 2.1.0, assign_funnel_significance.

    Examples
    --------
    >>> phe_rate_significance([20, 60, 100], [5000, 5000, 5000]).tolist()
    ['Low (0.001)', 'Not significant', 'High (0.001)']
    """
    count, exposure = all_known(*counts_over(count, exposure))
    expected = exposure * pooled(count, exposure)
    wide, usual = (poisson(count, confidence=level) for level in (0.998, 0.95))
    return _named(
        np.isnan(count) | np.isnan(expected),
        (
            wide.upper < expected,
            usual.upper < expected,
            wide.lower > expected,
            usual.lower > expected,
        ),
    )


def _named(missing: Flags, outside: tuple[Flags, Flags, Flags, Flags]) -> NDArray[np.str_]:
    names = ["", "Low (0.001)", "Low (0.025)", "High (0.001)", "High (0.025)"]
    return np.select([missing, *outside], names, "Not significant")
