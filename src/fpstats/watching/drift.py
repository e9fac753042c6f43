"""Slow drifts: a moving average of what months differ from the same months of the years before.

Twelve months of one year are compared with months that no two of them share, so that their
differences are independent, as an average that remembers needs them.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fpstats import stats
from fpstats.stats.border import normal_quantile
from fpstats.stats.significance import normal_two_sided
from fpstats.watching.compared import LEVEL, Compared
from fpstats.watching.found import Found, unknown
from fpstats.watching.laws import Flags, Numbers
from fpstats.watching.series import Places

WEIGHT: Final = 0.2
"""Of the newest month: a month a year ago still has a fourteenth of that."""

MONTHS: Final = 12
"""The months that the average runs over."""

EVENTS: Final = 10.0
"""So many events, and so many of what is no event, must be expected in them: else an average is
far from normal."""


_REACH: Final = normal_quantile(1 - LEVEL)


def drifts(months: Compared, first: int) -> Found:
    """Look at each series once, at the end of its average; `first` is the place of its start.

    The totals of each month enter the variance of the average in all that follow. It drifts since
    the month after the average last lay on the other side of what was expected.
    """
    chart = _averaged(months)
    known = ~np.isnan(chart.value)
    place = np.arange(known.shape[1])
    until = np.max(np.where(known, place, -1), axis=1, keepdims=True)
    end = np.maximum(until, 0)
    enough = _enough(months) & (until >= 0)
    apart, error, expected, history = (
        np.where(enough, np.take_along_axis(part, end, axis=1), np.nan)
        for part in (chart.value, chart.error, _weighted(months.expected), months.history)
    )
    other = known & (np.sign(chart.value) != np.sign(apart))
    since = np.argmax(known & (place > np.max(np.where(other, place, -1), axis=1, keepdims=True)),
                      axis=1, keepdims=True)  # fmt: skip
    p = normal_two_sided(apart / np.where(error > 0, error, np.nan))

    def limits(chosen: Places) -> tuple[Numbers, Numbers]:
        middle, reach = expected.ravel()[chosen], _REACH * error.ravel()[chosen]
        return np.maximum(middle - reach, 0.0), np.minimum(middle + reach, months.law.highest)

    return Found(
        p=p,
        value=expected + apart,
        expected=expected,
        limits=limits,
        above=apart > 0,
        since=first + since,
        until=first + end,
        older=~np.any(other, axis=1, keepdims=True),
        times=np.sum(known & (place >= since), axis=1, keepdims=True).astype(np.float64),
        history=history,
        spread=months.sigma[:, :1],
        slope=unknown(p),
    )


def moving_average(months: Compared) -> Numbers:
    """Return the average of each series month by month, as a level: what `drifts` judges."""
    return np.asarray(_weighted(months.expected) + _averaged(months).value)


def _averaged(months: Compared) -> stats.Chart:
    apart = months.count / months.under - months.expected
    return stats.ewma(apart, 0.0, months.error, WEIGHT)


def _weighted(level: Numbers) -> Numbers:
    """Average levels with the weights of the chart, from the first one known on."""
    held = np.full(level.shape, np.nan)
    now = np.full(level.shape[0], np.nan)
    for time in range(level.shape[1]):
        new = level[:, time]
        moved = np.where(np.isnan(now), new, WEIGHT * new + (1 - WEIGHT) * now)
        now = np.where(np.isnan(new), now, moved)
        held[:, time] = now
    return held


def _enough(months: Compared) -> Flags:
    """Tell which series have events enough, and enough of what is no event."""
    there = ~np.isnan(months.count + months.before)
    events = months.expected * months.under
    others = months.law.most(months.under) - events
    some, rest = (np.sum(np.where(there, one, 0.0), axis=1, keepdims=True) for one in
                  (events, others))  # fmt: skip
    return np.asarray((some >= EVENTS) & (rest >= EVENTS))
