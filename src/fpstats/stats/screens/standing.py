"""Stocks that stand still: the same number again, although people came and went."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.series import numbers_over_time


class Standing(NamedTuple):
    """The least likely time for which a stock stood still: arrays without the last axis.

    Attributes
    ----------
    first, last
        Places of the first and the last of the values that repeat the one before; -1 for none.
    p
        How likely so long a time is at the most, times how many values could have begun it; 1
        where nothing repeats. NaN where no value could be judged.
    """

    first: np.ndarray
    last: np.ndarray
    p: np.ndarray


def standing_still(moved: ArrayLike, events: ArrayLike) -> Standing:
    """Compute how likely it is that a stock repeats itself while people come and go.

    Of `events` that come and go at random, the gains make up the losses exactly with probability
    exp(-events) I0(events) at the most, whatever the two rates are; other moves, which were not
    counted, only make it less likely.

    Parameters
    ----------
    moved
        Each value of the stock less the one before, time along the last axis; NaN where it is not
        known, or is not to be judged.
    events
        How many came and went between the two.

    Returns
    -------
    Standing
        The run of values without a move that is least likely.

    References
    ----------
    Skellam JG (1946). The frequency distribution of the difference between two Poisson variates
    belonging to different populations. Journal of the Royal Statistical Society 109:296.

    Examples
    --------
    >>> found = standing_still([3, 0, 0, 0, -2], [20] * 5)
    >>> int(found.first), int(found.last), float(found.p.round(4))
    (1, 3, 0.0036)
    """
    from scipy import special  # here, because only a screen needs a Bessel function

    moved, events = (numbers_over_time(one) for one in np.broadcast_arrays(moved, events))
    judged = ~np.isnan(moved) & (events >= 0)
    still = judged & (moved == 0)
    with np.errstate(invalid="ignore"):
        chance = np.log(special.i0e(np.where(still, events, 0.0)))
    least, run = np.zeros(moved.shape[:-1]), np.zeros(moved.shape[:-1])
    start = np.zeros(moved.shape[:-1], dtype=np.int64)
    first, last = (np.full(moved.shape[:-1], -1) for _ in range(2))
    for place in range(moved.shape[-1]):
        here = still[..., place]
        start = np.where(here & (run == 0), place, start)
        run = np.where(here, run + chance[..., place], 0.0)
        rarer = here & (run < least)
        least = np.where(rarer, run, least)
        first, last = np.where(rarer, start, first), np.where(rarer, place, last)
    number = np.sum(judged, axis=-1)
    p = np.where(number > 0, np.minimum(1.0, number * np.exp(least)), np.nan)
    return Standing(first, last, p)
