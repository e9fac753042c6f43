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


ALIKE: Final = 0.05
"""Above this probability the areas of a level are taken to differ by no more than chance."""


class Shrunk(NamedTuple):
    """Shrunken values with their intervals, and the number of the method, −1 for none.

    `alike` is how likely chance alone makes the areas of the level so unlike.
    """

    value: Numbers
    lower: Numbers
    upper: Numbers
    alike: Numbers
    method: NDArray[np.int8]


def shrunk(done: Estimates, periods: NDArray[np.int64]) -> Shrunk:
    """Shrink proportions and ratios by the likeliest beta distribution, rates by Marshall's way.

    Where the areas of a level differ by no more than chance all have one value, that of the level,
    and no interval: nothing tells how far any of them is from it. Where they are shown to differ
    by more, and the method finds no variance between them (one large area may outweigh all small
    ones), nothing is shrunk.
    """
    value, lower, upper, alike = (np.full(done.shape, np.nan) for _ in range(4))
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
                chance = float(_test(indicator, here).greater)
                unlike = np.isnan(limits.lower) & (chance <= ALIKE)
                place = index, rows, period
                value[place] = np.where(unlike, np.nan, drawn)
                lower[place], upper[place], alike[place] = *limits, chance
                known = unlike | ~np.isnan(drawn)
                method[place] = np.where(known, _METHOD[indicator.distribution], -1)
    return Shrunk(value, lower, upper, alike, method)


def _test(indicator: Indicator, counts: Counts) -> stats.ChiSquare:
    """Test whether the areas differ by more than chance."""
    if indicator.distribution is Distribution.POISSON:
        return stats.poisson_dispersion(counts.over, counts.under)
    return stats.homogeneity(counts.over, _total(indicator, counts))


def _total(indicator: Indicator, counts: Counts) -> Numbers:
    return counts.over + counts.under if indicator.kind is Kind.RATIO else counts.under


def _shrunk(
    indicator: Indicator, counts: Counts, confidence: float
) -> tuple[Numbers, stats.Interval]:
    """Return the shrunken values of these areas and their intervals, in the indicator's unit."""
    over, under, per = counts.over, counts.under, indicator.per
    if indicator.distribution is Distribution.POISSON:
        value, between, common = stats.marshall(over, under)
        limits = stats.marshall_interval(over, under, common, between, confidence)
        return per * value, stats.Interval(*(per * end for end in limits))
    total, fit = _total(indicator, counts), stats.beta_binomial_fit(over, _total(indicator, counts))
    value, limits = stats.beta_binomial(over, total, fit.alpha, fit.beta, confidence, fit.mean)
    if indicator.kind is not Kind.RATIO:
        return per * value, stats.Interval(*(per * end for end in limits))
    value, *ends = (_ratio(share, per) for share in (value, *limits))
    return value, stats.Interval(*ends)


def _ratio(share: Numbers, per: float) -> Numbers:
    """Turn parts of all into parts to the rest; NaN where there is no rest."""
    with np.errstate(divide="ignore"):
        ratio = per * share / (1 - share)
    return np.where(np.isfinite(ratio), ratio, np.nan)
