"""The place of each area among those of its level, and the places that chance allows it."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats import stats
from fpstats.catalogue import Indicator
from fpstats.estimates.estimate import Estimates
from fpstats.estimates.placing import Flags

Numbers = NDArray[np.float64]


class Ranks(Struct, frozen=True, kw_only=True):
    """Places: arrays of indicators × areas × periods, NaN for none.

    `low` and `high` are the best and the worst place that chance allows; areas that cannot be told
    apart share a `tier`.
    """

    rank: Numbers
    of: Numbers
    low: Numbers
    high: Numbers
    tier: Numbers


def ranks(done: Estimates, confidence: float) -> Ranks:
    """Rank the areas of each level: 1, 2, 2, 4; best first, with the places that chance allows.

    Higher or lower first as the indicator says; within a range, the nearer to it; where no
    direction is good, the highest first, as offices print. With this confidence the places of all
    areas of a level hold together (Klein, Wright and Wieczorek 2020).
    """
    rank, of, low, high, tier = (np.full(done.shape, np.nan) for _ in range(5))
    value = np.where(done.unjudged(), np.nan, done.value)
    for rows in done.tree.each_level():
        for index, indicator in enumerate(done.indicators):
            rank[index, rows], of[index, rows] = _ranked(order_key(indicator, value[index][rows]))
            if indicator.interval is not None:
                low[index, rows], high[index, rows], tier[index, rows] = _allowed(
                    done, index, rows, ~np.isnan(value[index][rows]), confidence
                )
    return Ranks(rank=rank, of=of, low=low, high=high, tier=tier)


def order_key(indicator: Indicator, value: Numbers) -> Numbers:
    """Return what the areas are ordered by, the best smallest."""
    if indicator.direction == "range" and indicator.bounds is not None:
        low, high = indicator.bounds
        return np.maximum(np.maximum(low - value, value - high), 0.0)
    return value if indicator.direction == "lower" else -value


def order_limits(indicator: Indicator, limits: stats.Interval) -> tuple[Numbers, Numbers]:
    """Return the interval of the order key: for a range, of the distance from it."""
    ends = order_key(indicator, limits.lower), order_key(indicator, limits.upper)
    least, most = np.minimum(*ends), np.maximum(*ends)
    if indicator.direction == "range" and indicator.bounds is not None:
        low, high = indicator.bounds
        # Where the interval reaches the range, or beyond it, it holds a distance of zero.
        least = np.where((limits.lower <= high) & (limits.upper >= low), 0.0, least)
    return least, most


def _ranked(key: Numbers) -> tuple[Numbers, Numbers]:
    """Rank each column, smallest key first; ties share the better place, NaN has none."""
    order = np.argsort(key, axis=0)
    ordered = np.take_along_axis(key, order, axis=0)
    fresh = np.ones(key.shape, dtype=bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    position = np.arange(1, len(key) + 1, dtype=np.float64)[:, None]
    places = np.maximum.accumulate(np.where(fresh, position, 0), axis=0)
    found = np.empty_like(key)
    np.put_along_axis(found, order, places, axis=0)
    missing = np.isnan(key)
    count = np.broadcast_to((~missing).sum(axis=0).astype(np.float64), key.shape)
    return np.where(missing, np.nan, found), np.where(missing, np.nan, count)


def _allowed(
    done: Estimates, index: int, rows: NDArray[np.int64], valued: Flags, confidence: float
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the best and the worst place and the tier of these areas, a column a period.

    `valued` tells which of them are ranked.
    """
    low, high, tier = (np.full((len(rows), done.shape[2]), np.nan) for _ in range(3))
    sure = valued & ~np.isnan(done.lower[index][rows])
    if len(rows) == 1:  # such as the whole, which needs no interval to be first of itself
        first = np.where(sure, 1.0, np.nan)
        return first, first, first
    counts = sure.sum(axis=0)
    # The confidence each interval needs follows from how many there are: once for each number.
    for count in sorted({*counts[counts > 0].tolist()}):
        periods = np.flatnonzero(counts == count)
        limits = done.limits(index, stats.joint_confidence(confidence, count), rows, periods)
        least, most = order_limits(done.indicators[index], limits)
        known, some = sure[:, periods], valued[:, periods]
        # A value without an interval may have any place, and so take one from each of the others.
        widest = np.where(known, least, np.where(some, -np.inf, np.nan))
        farthest = np.where(known, most, np.where(some, np.inf, np.nan))
        for column, period in enumerate(periods):
            places = stats.rank_intervals(
                widest[:, column], farthest[:, column], highest_first=False
            )
            mine = known[:, column]
            places = stats.Places(*(one[mine] for one in places))
            low[mine, period], high[mine, period] = places
            tier[mine, period] = places.tiers()
    return low, high, tier
