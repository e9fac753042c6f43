"""Shrunken values by moments: from how far apart the areas lie, less what chance explains."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    Floats,
    Interval,
    all_known,
    as_floats,
    can_divide,
    counts_among,
    counts_over,
    tail_probability,
)


class Shrunk(NamedTuple):
    """Values drawn together.

    Attributes
    ----------
    value
        One an area, between its own value and the common one.
    between
        What the areas differ by: an array without shape. Marshall's is the variance between
        true rates, at least 0; Martuzzi and Elliott's that between the proportions seen.
    common
        The pooled value, an array without shape.
    """

    value: Floats
    between: Floats
    common: Floats


def marshall(count: ArrayLike, exposure: ArrayLike) -> Shrunk:
    """Compute shrunken rates by moments: Marshall's global empirical Bayes.

    For rates of areas of one kind. Where the areas differ by no more than chance every area gets
    the common rate.

    Parameters
    ----------
    count, exposure
        Events, and person-years or whatever the rates are over; one-dimensional.

    Returns
    -------
    Shrunk
        Rates per unit of exposure. NaN where the count has no rate; such an area is left out of
        the rest.

    References
    ----------
    Marshall RJ (1991). Mapping disease and mortality rates using empirical Bayes estimators.
    Journal of the Royal Statistical Society C 40:283-294.

    Examples
    --------
    >>> shrunk = marshall([4, 30, 10], [1000, 1500, 2000])
    >>> (shrunk.value * 1000).round(2).tolist(), float((shrunk.common * 1000).round(2))
    ([5.02, 18.73, 5.46], 9.78)
    """
    x, e = all_known(*counts_over(count, exposure))
    known = ~np.isnan(x)
    areas, over = np.count_nonzero(known), np.sum(e, where=known)
    if not areas:
        return Shrunk(np.full_like(x, np.nan), np.asarray(np.nan), np.asarray(np.nan))
    common = np.sum(x, where=known) / over
    seen = np.sum(e * np.square(x / e - common), where=known) / over
    between = max(0.0, float(seen - common / (over / areas)))
    noise = common / e
    total = np.where(between + noise > 0, between + noise, 1.0)  # nobody anywhere: all are 0
    value = common + between / total * (x / e - common)
    return Shrunk(np.where(known, value, np.nan), np.asarray(between), np.asarray(common))


def marshall_interval(
    count: ArrayLike,
    exposure: ArrayLike,
    common: ArrayLike,
    between: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Compute the interval of each area's likely true rate, around what `marshall` gives it.

    The true rates of all areas are taken to follow a gamma distribution with Marshall's mean and
    variance; what the area's own count then leaves open is a gamma distribution too, whose mean
    is the shrunken rate.

    Parameters
    ----------
    count, exposure
        Events, and person-years or whatever the rates are over; of any shapes that broadcast.
    common, between
        Mean and variance of the true rates, as `marshall` finds them: positive.
    confidence
        Strictly between 0 and 1.

    Returns
    -------
    Interval
        Limits of the rates per unit of exposure. NaN where the count has no rate, or the areas
        differ by no more than chance, which says nothing of how far any of them is from the rest.

    References
    ----------
    Clayton D, Kaldor J (1987). Empirical Bayes estimates of age-standardized relative risks for
    use in disease mapping. Biometrics 43:671-681.

    Examples
    --------
    >>> events, over = [4, 30, 10], [1000, 1500, 2000]
    >>> _, between, common = marshall(events, over)
    >>> lower, upper = marshall_interval(events, over, common, between)
    >>> (lower * 1000).round(2).tolist(), (upper * 1000).round(2).tolist()
    ([1.86, 12.82, 2.83], [9.72, 25.74, 8.94])
    """
    from scipy import special  # here, because moments need it not

    tail = tail_probability(confidence)
    x, e = all_known(*counts_over(count, exposure))
    x, e, mean, variance = as_floats(x, e, common, between)
    valid = can_divide(mean) & can_divide(variance)
    mean, variance = np.where(valid, mean, np.nan), np.where(valid, variance, np.nan)
    shape, exposed = x + mean * (mean / variance), e + mean / variance
    return Interval(
        np.asarray(special.gammaincinv(shape, tail) / exposed),
        np.asarray(special.gammainccinv(shape, tail) / exposed),
    )


def martuzzi_elliott(count: ArrayLike, total: ArrayLike) -> Shrunk:
    """Compute shrunken proportions by moments: Martuzzi and Elliott's empirical Bayes.

    For proportions of areas of one kind. The weight of an area's own value is held between 0 and
    1, which the formula alone does not do.

    Parameters
    ----------
    count, total
        How many of how many: whole numbers, one-dimensional.

    Returns
    -------
    Shrunk
        Proportions (0 to 1). NaN where the count is no part of the total; such an area is left
        out of the rest.

    References
    ----------
    Martuzzi M, Elliott P (1996). Empirical Bayes estimation of small area prevalence of
    non-rare conditions. Statistics in Medicine 15:1867-1873.

    Examples
    --------
    >>> martuzzi_elliott([0, 45, 160], [4, 50, 200]).value.round(3).tolist()
    [0.629, 0.88, 0.8]
    """
    x, n = all_known(*counts_among(count, total))
    known = ~np.isnan(x)
    areas, over = np.count_nonzero(known), np.sum(n, where=known)
    if not areas:
        return Shrunk(np.full_like(x, np.nan), np.asarray(np.nan), np.asarray(np.nan))
    common, mean = np.sum(x, where=known) / over, over / areas
    seen = np.sum(n * np.square(x / n - common), where=known) / over
    chance = common * (1 - common)
    above = n * seen - n / mean * chance
    below = (n - 1) * seen + (mean - n) / mean * chance
    # With a negative variance between areas, an area's own value has no weight.
    weight = np.clip(np.where(below > 0, above / np.where(below > 0, below, 1.0), 0.0), 0, 1)
    value = common + weight * (x / n - common)
    return Shrunk(np.where(known, value, np.nan), np.asarray(seen), np.asarray(common))
