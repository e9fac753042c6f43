"""Probabilities of how many marked ones a sample holds, drawn without putting back.

The formulas under the limits of a spot check and under Fisher's comparison of one month with
others. They assume valid input; NaN flows through.
"""

from __future__ import annotations

import numpy as np

from fpstats.stats.border import Floats
from fpstats.stats.probabilities import binomial_log


def hypergeometric_log(count: Floats, sample: Floats, marked: Floats, frame: Floats) -> Floats:
    """Return the logarithm of the probability of this many marked in the sample.

    As three binomial probabilities, each exact to the last digits at any size.

    Examples
    --------
    >>> numbers = (np.array([float(number)]) for number in (1, 2, 2, 4))
    >>> np.exp(hypergeometric_log(*numbers)).round(6).tolist()
    [0.666667]
    """
    share = sample / frame
    found = binomial_log(count, marked, share) + binomial_log(sample - count, frame - marked, share)
    return np.asarray(found - binomial_log(sample, frame, share))


def hypergeometric_at_most(count: Floats, sample: Floats, marked: Floats, frame: Floats) -> Floats:
    """Return the probability of this many marked in the sample, or fewer.

    Examples
    --------
    >>> numbers = (np.array([float(number)]) for number in (1, 2, 2, 4))
    >>> hypergeometric_at_most(*numbers).round(6).tolist()
    [0.833333]
    """
    count, sample, marked, frame = np.broadcast_arrays(count, sample, marked, frame)
    low = count < sample * (marked / frame)
    # From the mean on, what is left is the smaller part: the unmarked are then below their mean.
    k = np.where(low, count, sample - count - 1)
    part = _below_the_mean(k, sample, np.where(low, marked, frame - marked), frame)
    return np.where(low, part, 1 - part)


def hypergeometric_at_least(count: Floats, sample: Floats, marked: Floats, frame: Floats) -> Floats:
    """Return the probability of this many marked in the sample, or more."""
    return hypergeometric_at_most(sample - count, sample, frame - marked, frame)


def _below_the_mean(count: Floats, sample: Floats, marked: Floats, frame: Floats) -> Floats:
    """Sum the probabilities downwards from a count below the mean: each is less than the last."""
    total = np.ones(count.size)
    going = (count > 0).ravel()
    k, n, m, whole = (part.ravel()[going] for part in (count, sample, marked, frame))
    unmarked = whole - m
    term, added = np.ones_like(k), np.ones_like(k)
    places = np.flatnonzero(going)
    while places.size:
        term = term * (k / (n - k + 1)) * ((unmarked - n + k) / (m - k + 1))
        added, k = added + term, k - 1
        more = (term > 1e-17 * added) & (k > 0)
        if not more.all():
            total[places], places = added, places[more]
            k, n, m, unmarked, term, added = (
                part[more] for part in (k, n, m, unmarked, term, added)
            )
    first = np.exp(hypergeometric_log(count, sample, marked, frame))
    return np.asarray(total.reshape(count.shape) * first)
