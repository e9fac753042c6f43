"""Who moved in rank since an earlier period, and whether chance alone could have moved them."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.comparisons.ranking import order_limits
from fpstats.estimates.estimate import Estimates
from fpstats.estimates.placing import Flags

Numbers = NDArray[np.float64]
Codes = NDArray[np.int8]

MOVES: Final = ("up", "down", "not distinguishable")


class Moves(NamedTuple):
    """The earlier rank of each area, and its move since: indicators × areas × periods."""

    rank: Numbers
    verdict: Codes


def period_before(done: Estimates) -> NDArray[np.int64]:
    """Return the place of the period of the same length that ends where each begins, −1 for none.

    A year to date has none, and that of a year is the year before; months, quarters and half-years
    have one.
    """
    place = {span: index for index, span in enumerate(done.spans) if span.months < 12}
    found = [place.get(span.shift(-span.months), -1) for span in done.spans]
    return np.array(found, dtype=np.int64)


def moves(
    done: Estimates,
    rank: Numbers,
    earlier: NDArray[np.int64],
    unlike: Flags,
    periods: NDArray[np.int64],
    confidence: float,
) -> Moves:
    """Compare the places that chance allows in these periods with those it allowed in earlier ones.

    Areas are compared that have an interval in both, and are not `unlike`: made of other areas or
    months. With this confidence all their places of both
    periods hold together (Klein, Wright and Wieczorek 2020).
    """
    before = np.where(earlier >= 0, rank[:, :, earlier], np.nan)
    verdict = np.full(done.shape, -1, dtype=np.int8)
    for rows in done.tree.each_level():
        for index, indicator in enumerate(done.indicators):
            for period in periods[earlier[periods] >= 0] if indicator.interval else ():
                both = np.array([period, earlier[period]])
                known = done.value[index] + done.lower[index]
                unsure = np.isnan(known[np.ix_(rows, both)]).any(axis=1)
                mine = rows[~(unsure | unlike[index, rows, period])]
                if mine.size:
                    moved = _moved(done, index, mine, both, confidence)
                    verdict[index, mine, period] = moved
    return Moves(before, verdict)


def _moved(
    done: Estimates,
    index: int,
    areas: NDArray[np.int64],
    both: NDArray[np.int64],
    confidence: float,
) -> Codes:
    """Return the moves of these areas from the second of two periods to the first."""
    each = stats.joint_confidence(confidence, 2 * areas.size)
    least, most = order_limits(done.indicators[index], done.limits(index, each, areas, both))
    after, before = (
        stats.rank_intervals(least[:, period], most[:, period], highest_first=False)
        for period in (0, 1)
    )
    moved = stats.rank_moves(before, after)
    return np.select([moved > 0, moved < 0], [0, 1], 2).astype(np.int8)
