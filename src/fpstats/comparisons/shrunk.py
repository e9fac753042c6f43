"""Values drawn towards that of all areas of their level: beside the value, never in its place."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.catalogue import Distribution, Indicator, Kind
from fpstats.comparisons.chance import Counts, countable, counts_of
from fpstats.estimates.estimate import Estimates

Numbers = NDArray[np.float64]

METHODS: Final = ("beta_binomial", "marshall")
_METHOD: Final = {Distribution.BINOMIAL: 0, Distribution.POISSON: 1}


class Shrunk(NamedTuple):
    """Shrunken values with their intervals, and the number of the method, −1 for none."""

    value: Numbers
    lower: Numbers
    upper: Numbers
    method: NDArray[np.int8]


def shrunk(done: Estimates, periods: NDArray[np.int64]) -> Shrunk:
    """Shrink proportions and ratios by the likeliest beta distribution, rates by Marshall's way.

    Where the areas of a level differ by no more than chance all have one value, that of the level,
    and no interval: nothing tells how far any of them is from it.
    """
    value, lower, upper = (np.full(done.shape, np.nan) for _ in range(3))
    method = np.full(done.shape, -1, dtype=np.int8)
    for index, indicator in enumerate(done.indicators):
        if indicator.distribution not in _METHOD or indicator.kind is Kind.COUNT:
            continue
        counts = counts_of(done, index, periods)
        sure = countable(done, index, periods)
        for level in done.tree.each_level():
            for column, period in enumerate(periods):
                rows = level[sure[level, column]]
                if rows.size < 2:
                    continue
                here = Counts(*(each[rows, column] for each in counts))
                drawn, limits = _shrunk(indicator, here, done.confidence)
                place = index, rows, period
                value[place], lower[place], upper[place] = drawn, *limits
                method[place] = np.where(np.isnan(drawn), -1, _METHOD[indicator.distribution])
    return Shrunk(value, lower, upper, method)


def _shrunk(
    indicator: Indicator, counts: Counts, confidence: float
) -> tuple[Numbers, stats.Interval]:
    """Return the shrunken values of these areas and their intervals, in the indicator's unit."""
    over, under, per = counts.over, counts.under, indicator.per
    if indicator.distribution is Distribution.POISSON:
        value, between, common = stats.marshall(over, under)
        limits = stats.marshall_interval(over, under, common, between, confidence)
        return per * value, stats.Interval(*(per * end for end in limits))
    total = over + under if indicator.kind is Kind.RATIO else under
    fit = stats.beta_binomial_fit(over, total)
    value, limits = stats.beta_binomial(over, total, fit.alpha, fit.beta, confidence)
    if np.isinf(fit.alpha):
        value = np.full_like(over, stats.pooled(over, total))
    if indicator.kind is not Kind.RATIO:
        return per * value, stats.Interval(*(per * end for end in limits))
    ratios = (per * share / (1 - share) for share in (value, *limits))
    value, *ends = (np.where(np.isfinite(ratio), ratio, np.nan) for ratio in ratios)
    return value, stats.Interval(*ends)
