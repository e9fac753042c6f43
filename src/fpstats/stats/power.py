"""How many events it takes to tell one value from another, and how often so many would."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    Floats,
    as_floats,
    checked_per,
    is_count,
    normal_quantile,
    tail_probability,
)
from fpstats.stats.probabilities import binomial_at_least, binomial_at_most, binomial_reach


def total_needed(
    share: ArrayLike, against: ArrayLike, power: float = 0.8, confidence: float = 0.95
) -> Floats:
    """Compute how many must be counted to tell a true proportion from a value.

    With so many, a two-sided test finds the difference with the probability asked for. By the
    normal approximation; `binomial_power` says exactly what a number of events can do.

    Parameters
    ----------
    share, against
        The true proportion and the value compared with, strictly between 0 and 1; of any shapes
        that broadcast.
    power
        The probability of finding the difference, strictly between 0.5 and 1.
    confidence
        Of the test, strictly between 0 and 1.

    Returns
    -------
    numpy.ndarray
        Whole numbers, rounded up; infinite where the two are equal. NaN where either is not
        strictly between 0 and 1.

    Raises
    ------
    ValueError
        Where the power or the confidence is outside its range.

    References
    ----------
    Fleiss JL, Levin B, Paik MC (2003). Statistical Methods for Rates and Proportions, third
    edition, section 2.4.

    Examples
    --------
    >>> total_needed([0.90, 0.92], 0.92).tolist()
    [1538.0, inf]
    """
    if not 0.5 < power < 1:
        raise ValueError(f"power must lie strictly between 0.5 and 1, not {power!r}")
    z, more = normal_quantile(confidence), NormalDist().inv_cdf(power)
    p, t = as_floats(share, against)
    valid = (p > 0) & (p < 1) & (t > 0) & (t < 1)
    p, t = np.where(valid, p, np.nan), np.where(valid, t, np.nan)
    reach = z * np.sqrt(t * (1 - t)) + more * np.sqrt(p * (1 - p))
    gap = np.abs(p - t)
    with np.errstate(over="ignore"):  # more than a float can say is as good as any number
        needed = np.square(reach / np.where(gap > 0, gap, 1.0))
    return np.where(gap > 0, np.ceil(needed), np.where(valid, np.inf, np.nan))


def births_needed(
    ratio: ArrayLike,
    against: ArrayLike = 107,
    power: float = 0.8,
    confidence: float = 0.95,
    per: float = 100,
) -> Floats:
    """Compute how many births it takes to tell a true sex ratio from a value.

    The number to print beside a sex ratio that cannot be told from the normal range: no township
    has so many in a year.

    Parameters
    ----------
    ratio, against
        The true sex ratio and the value compared with, males per `per` females: positive; of any
        shapes that broadcast.
    power
        The probability of finding the difference, strictly between 0.5 and 1.
    confidence
        Of the test, strictly between 0 and 1.
    per
        The ratios are stated as males to this many females.

    Returns
    -------
    numpy.ndarray
        Births of both sexes, rounded up; infinite where the two are equal. NaN where either is
        not positive and finite.

    Raises
    ------
    ValueError
        Where the power or the confidence is outside its range.

    References
    ----------
    Fleiss JL, Levin B, Paik MC (2003). Statistical Methods for Rates and Proportions, third
    edition, section 2.4.

    Examples
    --------
    >>> births_needed([115, 126.3, 107]).tolist()
    [6060.0, 1151.0, inf]
    """
    per = checked_per(per)
    shares = (np.where((r > 0) & (r < np.inf), r, np.nan) for r in as_floats(ratio, against))
    share, other = (r / per / (1 + r / per) for r in shares)
    return total_needed(share, other, power, confidence)


def binomial_power(
    total: ArrayLike, share: ArrayLike, against: ArrayLike, confidence: float = 0.95
) -> Floats:
    """Compute how likely the exact test is to tell a true proportion from a value.

    Parameters
    ----------
    total
        How many are counted: positive whole numbers.
    share, against
        The true proportion and the value compared with, 0 to 1; of any shapes that broadcast.
    confidence
        Of the test, strictly between 0 and 1.

    Returns
    -------
    numpy.ndarray
        Probabilities; where the two are equal, of a false alarm. NaN where the total is not a
        positive whole number, or a proportion not between 0 and 1.

    References
    ----------
    Chernick MR, Liu CY (2002). The saw-toothed behavior of power versus sample size. American
    Statistician 56:149-155.

    Examples
    --------
    >>> binomial_power([215, 1769, 6059], 115 / 215, 107 / 207).round(3).tolist()
    [0.081, 0.312, 0.798]
    """
    tail = tail_probability(confidence)
    n, p, t = as_floats(total, share, against)
    valid = is_count(n) & (n > 0) & (p >= 0) & (p <= 1) & (t >= 0) & (t <= 1)
    n, p, t = (np.where(valid, each, np.nan) for each in (n, p, t))
    first, last = binomial_reach(n, t, tail)
    low = np.where(binomial_at_most(first, n, t) <= tail, first, first - 1)
    return np.asarray(binomial_at_most(low, n, p) + binomial_at_least(last + 1, n, p))
