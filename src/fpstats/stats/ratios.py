"""Intervals for a ratio of two counts or two rates, by the ways other than Wilson's.

The interval of a sex ratio that indicators use is `sex_ratio`; these stand beside it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    Floats,
    Interval,
    all_known,
    as_floats,
    checked_per,
    counts_over,
    is_count,
    normal_quantile,
)
from fpstats.stats.intervals import clopper_pearson

CLOSE: Final = 0.9
"""From a share this close to 1 on, what is left of it has lost more than a digit."""


def rate_ratio_exact(
    count1: ArrayLike,
    exposure1: ArrayLike,
    count2: ArrayLike,
    exposure2: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Compute the exact interval for a ratio of two independent rates.

    Given how many events there were together, how many were the first's is a proportion; its
    Clopper-Pearson limits are carried over. Holds for any counts, none included.

    Parameters
    ----------
    count1, count2
        Events: whole numbers, of any shapes that broadcast.
    exposure1, exposure2
        Person-years, or whatever the rates are over.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of (count1/exposure1) / (count2/exposure2): from 0 where the first has no event,
        to infinity where the second has none. NaN where either count is negative, not whole or
        missing, or its exposure not positive and finite.

    References
    ----------
    Przyborowski J, Wilenski H (1940). Homogeneity of results in testing samples from Poisson
    series. Biometrika 31:313-323.

    Examples
    --------
    >>> [round(float(limit), 3) for limit in rate_ratio_exact(12, 5000, 9, 4800)]
    [0.495, 3.44]
    """
    x1, e1, x2, e2 = all_known(*counts_over(count1, exposure1), *counts_over(count2, exposure2))
    odds = _exact_odds(x1, x2, confidence)
    scale = e2 / e1
    return Interval(np.asarray(odds.lower * scale), np.asarray(odds.upper * scale))


def rate_ratio_log(
    count1: ArrayLike,
    exposure1: ArrayLike,
    count2: ArrayLike,
    exposure2: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Compute the approximate interval for a ratio of two rates on the scale of logarithms.

    What most textbooks give. Close to `rate_ratio_exact` from some ten events in each; it has no
    answer where one has none.

    Parameters
    ----------
    count1, count2
        Events: whole numbers, of any shapes that broadcast.
    exposure1, exposure2
        Person-years, or whatever the rates are over.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of (count1/exposure1) / (count2/exposure2). NaN where either count is zero,
        negative, not whole or missing, or its exposure not positive and finite.

    References
    ----------
    Rothman KJ, Greenland S (1998). Modern Epidemiology, second edition, chapter 14.

    Examples
    --------
    >>> [round(float(limit), 3) for limit in rate_ratio_log(12, 5000, 9, 4800)]
    [0.539, 3.038]
    """
    z = normal_quantile(confidence)
    x1, e1, x2, e2 = all_known(*counts_over(count1, exposure1), *counts_over(count2, exposure2))
    x1, x2 = (np.where(count > 0, count, np.nan) for count in (x1, x2))
    ratio = x1 / x2 * (e2 / e1)
    factor = np.exp(z * np.sqrt(1 / x1 + 1 / x2))
    return Interval(np.asarray(ratio / factor), np.asarray(ratio * factor))


def sex_ratio_exact(
    males: ArrayLike, females: ArrayLike, confidence: float = 0.95, per: float = 100
) -> Interval:
    """Compute the exact interval for the ratio of male to female births.

    The Clopper-Pearson limits of the male share, carried over: never less sure than stated, and
    wider than `sex_ratio`. It goes with the p-value of `sex_ratio_test`.

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
        Limits of the ratio, males per `per` females: to infinity where there is no female birth.
        NaN where nobody was born, or a count is negative, not whole or missing.

    References
    ----------
    Clopper CJ, Pearson ES (1934). The use of confidence or fiducial limits illustrated in the
    case of the binomial. Biometrika 26:404-413.

    Examples
    --------
    >>> [round(float(limit), 1) for limit in sex_ratio_exact(120, 95)]
    [95.7, 167.1]
    """
    per = checked_per(per)
    males, females = _two_counts(males, females)
    nobody = males + females == 0
    limits = _exact_odds(np.where(nobody, np.nan, males), females, confidence)
    return Interval(*(np.asarray(per * limit) for limit in limits))


def sex_ratio_log(
    males: ArrayLike, females: ArrayLike, confidence: float = 0.95, per: float = 100
) -> Interval:
    """Compute the approximate interval for a sex ratio on the scale of logarithms.

    What most textbooks give; from twenty births on as good as `sex_ratio`, which also answers
    where one sex has no birth.

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
        Limits of the ratio, males per `per` females. NaN where either count is zero, negative,
        not whole or missing.

    References
    ----------
    Rothman KJ, Greenland S (1998). Modern Epidemiology, second edition, chapter 14.

    Examples
    --------
    >>> [round(float(limit), 1) for limit in sex_ratio_log(120, 95)]
    [96.5, 165.3]
    """
    per = checked_per(per)
    males, females = _two_counts(males, females)
    limits = rate_ratio_log(males, 1, females, 1, confidence)
    return Interval(*(np.asarray(per * limit) for limit in limits))


def _two_counts(males: ArrayLike, females: ArrayLike) -> tuple[Floats, Floats]:
    males, females = as_floats(males, females)
    known = is_count(males) & is_count(females)
    return np.where(known, males, np.nan), np.where(known, females, np.nan)


def _exact_odds(count1: Floats, count2: Floats, confidence: float) -> Interval:
    """Compute exact limits of the odds of the first against the second; 0 to infinity for none."""
    empty = count1 + count2 == 0
    both = np.where(empty, 1.0, count1 + count2)
    first = clopper_pearson(count1, both, confidence)
    second = Interval(np.array(1 - first.upper), np.array(1 - first.lower))
    # One less a share close to 1 has lost its digits: there the limits of the other side are found.
    close = np.asarray(first.upper > CLOSE)
    found = clopper_pearson(count2[close], both[close], confidence)
    for limit, exact in zip(second, found, strict=True):
        limit[close] = exact
    endless = empty | (second.lower == 0)
    lower = np.where(empty, 0.0, first.lower / second.upper)
    upper = np.where(endless, np.inf, first.upper / np.where(endless, 1.0, second.lower))
    return Interval(lower, upper)
