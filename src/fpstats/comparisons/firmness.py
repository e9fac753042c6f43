"""How firm each value is: what one event more changes it by, and whether it can be read alone."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.catalogue import GROUPED, Indicator, Kind
from fpstats.comparisons.chance import USUAL, Counts, Numbers, counts_of
from fpstats.estimates.estimate import Estimates
from fpstats.estimates.groups import Singly, one_event_of_groups
from fpstats.stats.standings import FEW_EVENTS

_EVENTS: Final = frozenset(
    {Kind.COUNT, Kind.PROPORTION, Kind.RATE, Kind.RATIO, Kind.BALANCE, Kind.ERROR, Kind.ACCURACY}
)
"""Kinds whose numerator counts events, so that one more changes the value by so much."""


class Firmness(NamedTuple):
    """Arrays of indicators × areas × periods: NaN where that is not known.

    `one_event` is in the unit of the value; `reliable` is 0 or 1.
    """

    one_event: Numbers
    reliable: Numbers


def firmness(done: Estimates, periods: NDArray[np.int64]) -> Firmness:
    """Tell of the values of these periods how firm they are."""
    found = Firmness(*(np.full(done.shape, np.nan) for _ in Firmness._fields))
    standing, withheld = done.standing(), done.withheld()
    for index, indicator in enumerate(done.indicators):
        counts, value = counts_of(done, index, periods), standing[index][:, periods]
        changed = _moved(indicator, counts, _singly(done, index, periods))
        found.one_event[index][:, periods] = np.where(np.isfinite(value), changed, np.nan)
        if indicator.interval is None:
            continue
        counts = counts.where(~(np.isnan(value) | withheld[index][:, periods]))
        limits = _limits(done, index, periods)
        # Of no birth there may be no interval, and it is no more to be read alone than one of nine.
        few = (counts.over < FEW_EVENTS) & (indicator.kind is not Kind.BALANCE)
        firm = np.where(few, 0.0, _firm(indicator, counts, value, limits))
        firm = np.where(few | ~np.isnan(limits.lower), firm, np.nan)
        found.reliable[index][:, periods] = firm
    return found


def _limits(done: Estimates, index: int, periods: NDArray[np.int64]) -> stats.Interval:
    """Return the limits at 95 %, whatever the confidence of those printed."""
    if done.confidence == USUAL:
        return stats.Interval(*(end[index][:, periods] for end in (done.lower, done.upper)))
    return done.limits(index, USUAL, np.arange(done.shape[1]), periods)


def _singly(done: Estimates, index: int, periods: NDArray[np.int64]) -> Singly:
    """Return what gives the sums of a single item in these periods."""
    singly = done.tallies[index].singly
    return lambda item: done.tree.total(singly[item])[:, periods]


def _moved(indicator: Indicator, counts: Counts, singly: Singly) -> Numbers:
    """Return by how much one more event changes the value, at most; NaN where that says nothing."""
    if indicator.kind in GROUPED:
        return one_event_of_groups(indicator, singly)
    if indicator.kind not in _EVENTS:
        return np.full_like(counts.under, np.nan)
    changed = stats.one_event(counts.under, indicator.per)
    if indicator.kind is Kind.RATIO:
        # One more of those below moves a high ratio more than one more of those above.
        with np.errstate(divide="ignore", invalid="ignore"):
            changed = changed * np.maximum(1, counts.over / (counts.under + 1))
    return np.asarray(changed)


def _firm(
    indicator: Indicator, counts: Counts, value: Numbers, limits: stats.Interval
) -> NDArray[np.bool_]:
    """Tell which values can be read alone; of a balance both sides must have events enough.

    Near nought a balance is small beside any interval, which says nothing of how firm it is.
    """
    if indicator.kind is Kind.BALANCE:
        fewer = np.minimum(counts.plus, counts.minus)
        return np.asarray(fewer >= FEW_EVENTS)
    return stats.reliable(counts.over, value, limits)
