"""Months or years to date: which of the two would have given these numbers?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, is_count
from fpstats.stats.series import number_over, numbers_over_time


def accumulation_evidence(count: ArrayLike) -> Floats:
    """Compute how much better numbers are explained as a running total than one by one.

    One by one they are Poisson counts around one mean; as a running total their increases are,
    and the first is all that happened up to then. What falls is no running total.

    Parameters
    ----------
    count
        Whole numbers of one year, from its first month on, along the last axis; what is missing
        is left out, and its month belongs to the increase that follows.

    Returns
    -------
    numpy.ndarray
        The decimal logarithm of the ratio of likelihoods, without the axis: 3 is a thousand to one
        for a running total, -3 against it; minus infinity where a number falls. NaN with fewer
        than two numbers, or where one is no count.

    References
    ----------
    Edwards AWF (1972). Likelihood. Cambridge University Press.

    Examples
    --------
    >>> found = accumulation_evidence([[20, 41, 59, 82, 101, 118], [20, 21, 18, 23, 19, 17]])
    >>> (found > 3).tolist()
    [True, False]
    """
    from scipy import special  # here, because only this needs it

    count = numbers_over_time(count)
    if count.shape[-1] == 0:
        return np.full(count.shape[:-1], np.nan)
    there = ~np.isnan(count)
    valid = np.all(is_count(count) | ~there, axis=-1)
    number = number_over(count)[..., 0]
    months = np.arange(1.0, count.shape[-1] + 1)
    last = np.maximum.accumulate(np.where(there, np.arange(count.shape[-1]), -1), axis=-1)
    before = np.concatenate([np.full((*count.shape[:-1], 1), -1), last[..., :-1]], axis=-1)
    filled = np.where(is_count(count), count, 0.0)
    earlier = np.where(before >= 0, np.take_along_axis(filled, np.maximum(before, 0), -1), 0.0)
    rise = np.where(there, filled - earlier, 0.0)
    width = np.where(there, months - np.where(before >= 0, before + 1.0, 0.0), 0.0)

    def log_likelihood(values: Floats, over: Floats) -> Floats:
        whole, exposure = values.sum(axis=-1, keepdims=True), over.sum(axis=-1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = over * whole / exposure
        terms = special.xlogy(values, mean) - mean - special.gammaln(values + 1)
        return np.asarray(np.sum(np.where(over > 0, terms, 0.0), axis=-1))

    falls = np.any(rise < 0, axis=-1)
    apart = log_likelihood(filled, there.astype(np.float64))
    together = log_likelihood(np.maximum(rise, 0.0), width)
    evidence = np.where(falls, -np.inf, (together - apart) / np.log(10))
    return np.where(valid & (number >= 2), evidence, np.nan)
