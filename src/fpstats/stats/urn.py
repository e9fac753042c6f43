"""Probabilities of how many marked ones a sample holds, drawn without putting back.

The formulas under the limits of a spot check and under Fisher's comparison of one month with
others. They assume valid input; NaN flows through.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fpstats.stats.border import Floats
from fpstats.stats.densities import binomial_log

SAME: Final = 1e-11
"""Probabilities this close to a tail are the tail: they differ by rounding only."""


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


def hypergeometric_tails(
    count: Floats, sample: Floats, marked: Floats, frame: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the probabilities of this many marked or fewer, this many or more, and just as many.

    The smaller tail is summed, so that it keeps its digits; the other is what it leaves.

    Examples
    --------
    >>> numbers = (np.array([float(number)]) for number in (1, 2, 2, 4))
    >>> [part.round(4).tolist() for part in hypergeometric_tails(*numbers)]
    [[0.8333], [0.8333], [0.6667]]
    """
    count, sample, marked, frame = np.broadcast_arrays(count, sample, marked, frame)
    low = count < sample * (marked / frame)
    point = np.asarray(np.exp(hypergeometric_log(count, sample, marked, frame)))
    # Above the mean the unmarked of the sample are below theirs, and as likely.
    k, m = np.where(low, count, sample - count), np.where(low, marked, frame - marked)
    small = np.minimum(point * _times_the_first(k, sample, m, frame), 1.0)
    large = 1 - small + point
    return np.where(low, small, large), np.where(low, large, small), point


def hypergeometric_at_most(count: Floats, sample: Floats, marked: Floats, frame: Floats) -> Floats:
    """Return the probability of this many marked in the sample, or fewer."""
    return hypergeometric_tails(count, sample, marked, frame)[0]


def tails_of_any(
    count: Floats, sample: Floats, marked: Floats, frame: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the tails of any count, those that cannot be among them."""
    count, sample, marked, frame = np.broadcast_arrays(count, sample, marked, frame)
    lowest, highest = np.maximum(0.0, sample - (frame - marked)), np.minimum(sample, marked)
    inside = (count >= lowest) & (count <= highest) & (lowest < highest)
    safe = (np.where(inside, part, other) for part, other in zip(
        (count, sample, marked, frame), (1.0, 2.0, 2.0, 4.0), strict=True))  # fmt: skip
    less, greater, point = hypergeometric_tails(*safe)
    known = ~np.isnan(count + marked)
    sure = np.where(count >= highest, 1.0, 0.0), np.where(count <= lowest, 1.0, 0.0)
    return (
        np.where(known, np.where(inside, less, sure[0]), np.nan),
        np.where(known, np.where(inside, greater, sure[1]), np.nan),
        np.where(known, np.where(inside, point, sure[0] * sure[1]), np.nan),
    )


def _times_the_first(count: Floats, sample: Floats, marked: Floats, frame: Floats) -> Floats:
    """Sum the probabilities from a count below the mean down to none, over that of the count."""
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
    return total.reshape(count.shape)
