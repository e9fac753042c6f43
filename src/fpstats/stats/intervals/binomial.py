"""Intervals for a count among a total: a proportion, or the odds of one against the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    Interval,
    all_known,
    checked_per,
    counts_among,
    counts_beside,
    normal_quantile,
    tail_probability,
)
from fpstats.stats.quantiles import beta_lower, beta_upper


def wilson(count: ArrayLike, total: ArrayLike, confidence: float = 0.95) -> Interval:
    """Compute the Wilson score interval for a proportion.

    The default for every proportion: close to its confidence at any size, never outside 0 to 1.
    It contains the proportions that a score test at that level would not reject.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, of any shapes that broadcast.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the proportion (0 to 1): the lower exactly 0 for none, the upper exactly 1 for
        all. NaN where the count is negative, not whole, missing or above the total, or the total
        is not a positive whole number.

    References
    ----------
    Wilson EB (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22:209-212.

    Brown LD, Cai TT, DasGupta A (2001). Interval estimation for a binomial proportion.
    Statistical Science 16:101-133.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in wilson(213, 215)]
    [0.9667, 0.9974]
    >>> wilson([0, 10, 11], 10).upper.round(4).tolist()
    [0.2775, 1.0, nan]
    """
    z = normal_quantile(confidence)
    count, total = counts_among(count, total)
    # The lower limit as the product of both over the upper one: only positive terms are added,
    # so that a rare event keeps its digits (the textbook form loses half of them at 1 in 1e9).
    reach = count + z * z / 2 + z * np.sqrt(count * ((total - count) / total) + z * z / 4)
    lower = count * (count / total) / reach
    upper = np.where(count == total, 1.0, reach / (total + z * z))
    return Interval(np.asarray(lower), upper)


def clopper_pearson(count: ArrayLike, total: ArrayLike, confidence: float = 0.95) -> Interval:
    """Compute the exact (Clopper-Pearson) interval for a proportion.

    Its confidence is never less than stated, and often more: it is wider than `wilson`. Use it
    where a guarantee matters more than a narrow interval.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, of any shapes that broadcast.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the proportion (0 to 1): the lower exactly 0 for none, the upper exactly 1 for
        all. NaN where the count is negative, not whole, missing or above the total, or the total
        is not a positive whole number.

    References
    ----------
    Clopper CJ, Pearson ES (1934). The use of confidence or fiducial limits illustrated in the
    case of the binomial. Biometrika 26:404-413.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in clopper_pearson(213, 215)]
    [0.9668, 0.9989]
    """
    tail = tail_probability(confidence)
    count, total = all_known(*counts_among(count, total))
    lower = beta_lower(count, total - count + 1, tail)
    upper = np.where(count == total, 1.0, beta_upper(count + 1, total - count, tail))
    return Interval(np.where(count == 0, 0.0, lower), upper)


def jeffreys(count: ArrayLike, total: ArrayLike, confidence: float = 0.95) -> Interval:
    """Compute the Jeffreys interval for a proportion.

    The middle of what one would believe who knew nothing before but these counts. As narrow as
    `wilson`; use it where a result is read together with shrunken values, which it resembles.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, of any shapes that broadcast.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the proportion (0 to 1): the lower exactly 0 for none, the upper exactly 1 for
        all. NaN where the count is negative, not whole, missing or above the total, or the total
        is not a positive whole number.

    References
    ----------
    Brown LD, Cai TT, DasGupta A (2001). Interval estimation for a binomial proportion.
    Statistical Science 16:101-133.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in jeffreys(213, 215)]
    [0.9705, 0.9981]
    """
    tail = tail_probability(confidence)
    count, total = all_known(*counts_among(count, total))
    a, b = count + 0.5, total - count + 0.5
    lower = np.where(count == 0, 0.0, beta_lower(a, b, tail))
    upper = np.where(count == total, 1.0, beta_upper(a, b, tail))
    return Interval(lower, upper)


def sex_ratio(
    males: ArrayLike, females: ArrayLike, confidence: float = 0.95, per: float = 100
) -> Interval:
    """Compute an interval for the ratio of male to female births.

    The Wilson limits p of the male share, carried over as per * p / (1 - p). Wide for any
    single township: 215 births give some 57 points, and ten points either way take 1,700 births.

    Parameters
    ----------
    males, females
        Births of each sex: whole numbers, of any shapes that broadcast.
    confidence
        Strictly between 0 and 1.
    per
        The ratio is stated as males to this many females.

    Returns
    -------
    Interval
        Limits of the ratio, males per `per` females; to infinity where there is no female birth,
        though the ratio itself is not known then. NaN where there is no birth at all, or where
        either count is negative, not whole or missing.

    References
    ----------
    Wilson EB (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22:209-212.

    Examples
    --------
    >>> [round(float(limit), 1) for limit in sex_ratio(120, 95)]
    [96.6, 165.2]
    """
    per = checked_per(per)
    z = normal_quantile(confidence)
    males, females = counts_beside(males, females)
    births = males + females
    # p / (1 - p) worked out on paper: 1 - p would lose the digits of a share close to 1. The
    # male and the female reach are those of `wilson`, and the limits multiply to (males/females)^2.
    half = z * z / 2 + z * np.sqrt(males * (females / births) + z * z / 4)
    scale = (males + half) * (females + half) * (births / (births + z * z))
    lower = per * (males * (males / scale))
    with np.errstate(divide="ignore"):
        upper = per * (scale / females / females)
    return Interval(np.asarray(lower), np.asarray(upper))
