"""How well chance alone explains a balance, such as births less deaths, against a value."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpstats.stats.border import Floats, all_known, as_floats, is_count
from fpstats.stats.densities import poisson_log
from fpstats.stats.exact_tests import Tails
from fpstats.stats.probabilities import poisson_at_least, poisson_at_most

MOST: Final = 1e9
"""Beyond so many events, expected or seen, the outcomes are too many to be added up."""

REACH: Final = 9.0
"""How many standard deviations the sums go: what lies beyond is lost in the last digit."""

BLOCK: Final = 1_000_000
"""How many outcomes are held at once."""


def balance_test(gained: ArrayLike, lost: ArrayLike, balance: ArrayLike) -> Tails:
    """Compute tails of a balance of two Poisson counts against a value.

    Of all pairs of true numbers that have this balance, those are taken that explain the counts
    best; with them the distribution of the difference (Skellam's) is exact. Against 0 with as
    many gained as lost the two tails are alike.

    Parameters
    ----------
    gained, lost
        Events that add and events that take away: whole numbers, of any shapes that broadcast.
    balance
        The expected balance compared with, in events: a rate times its exposure.

    Returns
    -------
    Tails
        Probabilities of such a balance or a smaller one, such a one or a larger, and exactly
        such a one. NaN where a count is negative, not whole or missing, the balance is missing,
        or more than 10^9 events are seen or expected.

    References
    ----------
    Skellam JG (1946). The frequency distribution of the difference between two Poisson variates
    belonging to different populations. Journal of the Royal Statistical Society 109:296.

    Examples
    --------
    >>> float(balance_test(90, 20, 50).two_sided.round(4))
    0.0539
    """
    x, y, d = as_floats(gained, lost, balance)
    valid = is_count(x) & is_count(y) & (x <= MOST) & (y <= MOST) & (np.abs(d) <= MOST)
    x, y, d = all_known(np.where(valid, x, np.nan), y, d)
    second = _likeliest_lost(x, y, d)
    first = np.maximum(second + d, 0.0)
    shape, rows = x.shape, np.flatnonzero(valid)
    less, greater, point = (np.full(x.size, np.nan) for _ in range(3))
    flat = [each.ravel()[rows] for each in (x - y, first, second)]
    less[rows], greater[rows], point[rows] = _summed(*flat)
    return Tails(*(each.reshape(shape) for each in (less, greater, point)))


def _likeliest_lost(x: Floats, y: Floats, d: Floats) -> Floats:
    """Return the expected number lost that explains both counts best, were the balance so."""
    middle = (x + y - 2 * d) / 4
    root = np.sqrt(np.square(middle) + y * d / 2)
    # Written so that nothing cancels where the middle is negative.
    away = np.where(middle - root < 0, middle - root, 1.0)
    likeliest = np.where(middle >= 0, middle + root, -y * d / 2 / away)
    return np.asarray(np.maximum(likeliest, np.maximum(-d, 0.0)))


def _summed(observed: Floats, first: Floats, second: Floats) -> tuple[Floats, Floats, Floats]:
    """Add up over all numbers lost how likely the number gained leaves such a balance."""
    # An extreme balance comes about with numbers lost that are themselves far from the mean.
    drawn = (np.sqrt(np.square(observed) + 4 * first * second) - observed) / 2
    low, high = np.minimum(second, drawn), np.maximum(second, drawn)
    spread = REACH * (np.sqrt(high) + 1)
    start = np.maximum(np.floor(low - spread), 0.0)
    sizes = (np.ceil(high + spread) - start + 1).astype(np.int64)
    found = tuple(np.zeros(observed.size) for _ in range(3))
    for rows in _blocks(sizes):
        each = np.repeat(rows, sizes[rows])
        firsts = np.cumsum(sizes[rows]) - sizes[rows]
        place = np.arange(each.size) - np.repeat(firsts, sizes[rows])
        lost = start[each] + place.astype(np.float64)
        weight, gained = np.exp(poisson_log(lost, second[each])), observed[each] + lost
        possible = np.where(gained >= 0, gained, 0.0)
        same = np.where(gained >= 0, np.exp(poisson_log(possible, first[each])), 0.0)
        tails = poisson_at_most(gained, first[each]), poisson_at_least(gained, first[each])
        for total, part in zip(found, (*tails, same), strict=True):
            total[rows] = np.add.reduceat(weight * part, firsts)
    less, greater, point = (np.minimum(total, 1.0) for total in found)
    return less, greater, point


def _blocks(sizes: NDArray[np.int64]) -> list[NDArray[np.intp]]:
    """Part the rows so that each part has about as many outcomes as may be held at once."""
    if not sizes.size:
        return []
    parts = math.ceil(int(sizes.sum()) / BLOCK)
    edges = np.searchsorted(np.cumsum(sizes), np.arange(1, parts) * BLOCK)
    return [rows for rows in np.split(np.arange(sizes.size), edges) if rows.size]
