"""What chance does to areas that are all alike: how often one of them misses a target."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, as_floats, is_count
from fpstats.stats.probabilities import binomial_at_most


def chance_of_missing(total: ArrayLike, share: ArrayLike, target: ArrayLike) -> Floats:
    """Compute how likely an area is to print a proportion below its target.

    An area whose true share is above the target misses it in some years; the smaller, the more
    often.

    Parameters
    ----------
    total
        How many are counted: positive whole numbers.
    share
        The true proportion, 0 to 1.
    target
        The least proportion that meets the target, 0 to 1; of any shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        Probabilities. NaN where the total is not a positive whole number, or a proportion not
        between 0 and 1.

    References
    ----------
    Goldstein H, Spiegelhalter DJ (1996). League tables and their limitations. Journal of the
    Royal Statistical Society A 159:385-443.

    Examples
    --------
    >>> chance_of_missing([4, 40, 451], 0.97, 0.95).round(3).tolist()
    [0.115, 0.118, 0.011]
    """
    n, p, t = as_floats(total, share, target)
    valid = is_count(n) & (n > 0) & (p >= 0) & (p <= 1) & (t >= 0) & (t <= 1)
    n, p, t = (np.where(valid, each, np.nan) for each in (n, p, t))
    # The value as it is printed decides, not the product, which may be off by a rounding.
    least = np.ceil(n * t)
    least = np.where((least - 1) / n >= t, least - 1, np.where(least / n >= t, least, least + 1))
    return np.asarray(binomial_at_most(least - 1, n, p))


def chance_of_any(probability: ArrayLike, axis: int = -1) -> Floats:
    """Compute how likely at least one of several independent things is to happen.

    Twenty townships that all comply in 97 % of births print, in most years, one below 95 %.

    Parameters
    ----------
    probability
        Of each, 0 to 1. Missing ones are left out.
    axis
        Along which they lie.

    Returns
    -------
    numpy.ndarray
        Probabilities; 0 of none.

    Examples
    --------
    >>> float(chance_of_any([0.1, 0.1, 0.1]).round(3))
    0.271
    """
    (p,) = as_floats(probability)
    known = (p >= 0) & (p <= 1)
    certain = np.any(known & (p == 1), axis=axis)
    logs = np.log1p(-np.where(known & (p < 1), p, 0.0))
    return np.where(certain, 1.0, -np.expm1(np.sum(logs, axis=axis)))
