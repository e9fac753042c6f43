"""What a printed rate gives away: the counts behind it."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Floats, as_floats, checked_per, is_count

WHOLE: Final = 2.0**53
"""Up to here a float holds every whole number."""


class Counts(NamedTuple):
    """The smallest and the largest count that a printed value allows; one where both agree."""

    smallest: Floats
    largest: Floats


def counts_behind(printed: ArrayLike, total: ArrayLike, per: int = 1, decimals: int = 0) -> Counts:
    """Compute which counts print as this value, rounded half away from zero.

    A rate with two decimals over a known number of a few hundred tells the count exactly, so that
    hiding the count alone hides nothing.

    Parameters
    ----------
    printed
        Values as they were printed: 0 or more.
    total
        What the counts were divided by: positive whole numbers.
    per
        What the values are stated per: a positive whole number.
    decimals
        How many digits after the point were printed, 0 to 9.

    Returns
    -------
    Counts
        Whole numbers. NaN where no count prints so, the value is negative, the total not a
        positive whole number, or the numbers too large to be told exactly.

    References
    ----------
    Willenborg L, de Waal T (2001). Elements of Statistical Disclosure Control.

    Examples
    --------
    >>> counts_behind([1.40, 5.58], 215, per=100, decimals=2).smallest.tolist()
    [3.0, 12.0]
    >>> [float(count) for count in counts_behind(1, 215, per=100)]
    [2.0, 3.0]
    """
    checked_per(per)
    if per != int(per) or decimals not in range(10):
        raise ValueError(f"per must be whole and decimals 0 to 9, not {per!r} and {decimals!r}")
    value, n = as_floats(printed, total)
    value = np.where((value >= 0) & (value < WHOLE), value, np.nan)
    n = np.where(is_count(n) & (n > 0), n, np.nan)
    scale = 10**decimals
    # In units of half the last digit everything is whole, and whole numbers are exact.
    halves = 2 * np.round(value * scale)
    step = 2.0 * per * scale
    valid = ((halves + 1) * n < WHOLE) & (step < WHOLE)
    halves, n = np.where(valid, halves, np.nan), np.where(valid, n, np.nan)
    smallest = np.maximum(np.ceil((halves - 1) * n / step), 0)
    largest = np.ceil((halves + 1) * n / step) - 1
    some = smallest <= largest
    return Counts(np.where(some, smallest, np.nan), np.where(some, largest, np.nan))
