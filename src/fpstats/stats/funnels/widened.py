"""Funnels widened by the variance between areas, and the mean over areas that allows for it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    LARGEST,
    Floats,
    Interval,
    as_floats,
    can_divide,
    measured,
    normal_quantile,
)
from fpstats.stats.funnels.spread import without_themselves
from fpstats.stats.series import quotient


class RandomEffects(NamedTuple):
    """A mean over areas that differ; each number is an array without shape.

    Attributes
    ----------
    tau2
        The variance between areas: at least 0.
    mean
        The mean, each area weighted by what chance and the variance between areas leave it.
    fixed
        The mean weighted by chance alone.
    q
        Cochran's Q, the weighted sum of squares about that.
    i2
        The percentage of the variation that is not chance: at least 0.
    """

    tau2: Floats
    mean: Floats
    fixed: Floats
    q: Floats
    i2: Floats


def widened_funnel(
    total: ArrayLike, centre: ArrayLike, tau2: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Compute a funnel for proportions that allows for a variance between areas.

    Only where `overdispersion` shows it: `Overdispersion.used`. With none it is the plain normal
    funnel, where the exact one (`binomial_funnel`) is better.

    Parameters
    ----------
    total
        The sizes of the areas: positive, of any shape.
    centre
        The common proportion, 0 to 1.
    tau2
        The variance between areas, on the scale of the proportion.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the proportion, cut off at 0 and 1. NaN where an argument is outside its range.

    References
    ----------
    Spiegelhalter DJ (2005). Handling over-dispersion of performance indicators. Quality and
    Safety in Health Care 14:347-351.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in widened_funnel(215, 0.95, 0.0004)]
    [0.9012, 0.9988]
    """
    z = normal_quantile(confidence)
    n, p, tau2 = _inside(total, centre, tau2)
    reach = z * np.sqrt(p * (1 - p) / n + tau2)
    return Interval(np.asarray(np.clip(p - reach, 0, 1)), np.asarray(np.clip(p + reach, 0, 1)))


def widened_arcsine_funnel(
    total: ArrayLike, centre: ArrayLike, tau2: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Compute a funnel for proportions that allows for a variance between arcsines, as FunnelPlotR.

    Unlike there, the angle is held between 0 and a right angle, beyond which the limit of a small
    area would turn back.

    Parameters
    ----------
    total
        The sizes of the areas: positive, of any shape.
    centre
        The common proportion, 0 to 1.
    tau2
        The variance between areas, on the arcsine scale (`arcsine_deviation`).
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the proportion (0 to 1). NaN where an argument is outside its range.

    References
    ----------
    Spiegelhalter D et al. (2012). Statistical methods for healthcare regulation. Journal of the
    Royal Statistical Society A 175:1-47.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in widened_arcsine_funnel(215, 0.95, 0.002)]
    [0.8915, 0.9868]
    """
    z = normal_quantile(confidence)
    n, p, tau2 = _inside(total, centre, tau2)
    middle, reach = np.arcsin(np.sqrt(p)), z * np.sqrt(0.25 / n + tau2)
    angles = (np.clip(middle + side * reach, 0, np.pi / 2) for side in (-1, 1))
    return Interval(*(np.asarray(np.square(np.sin(angle))) for angle in angles))


def widened_ratio_funnel(
    expected: ArrayLike, tau2: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Compute a funnel for rates, as ratios to the common one, that allows for variance between.

    Made on the root scale, on which `root_ratio_deviation` measures, and squared.

    Parameters
    ----------
    expected
        How many events the common rate would give each area: positive, of any shape.
    tau2
        The variance between areas, on the scale of the root of the ratio.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of observed / expected, the lower at least 0. NaN where an argument is outside its
        range.

    References
    ----------
    Spiegelhalter D et al. (2012). Statistical methods for healthcare regulation. Journal of the
    Royal Statistical Society A 175:1-47.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in widened_ratio_funnel(50, 0.01)]
    [0.5775, 1.5377]
    """
    z = normal_quantile(confidence)
    expected, _, tau2 = _inside(expected, 0.5, tau2)
    reach = z * np.sqrt(0.25 / expected + tau2)
    return Interval(
        np.asarray(np.square(np.maximum(1 - reach, 0))), np.asarray(np.square(1 + reach))
    )


def dersimonian_laird(value: ArrayLike, variance: ArrayLike) -> RandomEffects:
    """Compute the mean over areas that differ beyond chance, and by how much they do.

    Nothing is drawn in, unlike `overdispersion`: an outlier widens the variance.

    Parameters
    ----------
    value, variance
        Of each area, and what its variance would be by chance: positive. Missing areas are left
        out.

    Returns
    -------
    RandomEffects
        NaN with fewer than two areas.

    References
    ----------
    DerSimonian R, Laird N (1986). Meta-analysis in clinical trials. Controlled Clinical Trials
    7:177-188.

    Examples
    --------
    >>> found = dersimonian_laird([0.90, 0.80, 0.95], [0.001, 0.002, 0.001])
    >>> [round(float(number), 4) for number in found]
    [0.0034, 0.8888, 0.9, 7.5, 73.3333]
    """
    value, variance = (np.ravel(each) for each in measured(value, variance))
    known = ~np.isnan(value) & can_divide(variance)
    y, v = value[known], variance[known]
    if y.size < 2:
        return RandomEffects(*(np.asarray(np.nan) for _ in range(5)))
    # Measured from the firmest area, which may outweigh all others.
    first = y[np.argmin(v)]
    y = y - first
    w = 1 / v
    fixed = np.sum(w * y) / w.sum()
    q = np.sum(w * np.square(y - fixed))
    spare = q - (y.size - 1)
    tau2 = np.maximum(quotient(spare, without_themselves(w)), 0.0)
    weight = 1 / (v + tau2)
    mean = np.sum(weight * y) / weight.sum()
    i2 = 100 * max(0.0, float(spare)) / q if q > 0 else 0.0
    found = (tau2, first + mean, first + fixed, q, i2)
    return RandomEffects(*(np.asarray(number) for number in found))


def _inside(total: ArrayLike, centre: ArrayLike, tau2: ArrayLike) -> tuple[Floats, Floats, Floats]:
    n, p, tau2 = as_floats(total, centre, tau2)
    valid = can_divide(n) & (p >= 0) & (p <= 1) & (tau2 >= 0) & (tau2 <= LARGEST)
    n, p, tau2 = (np.where(valid, each, np.nan) for each in (n, p, tau2))
    return n, p, tau2
