"""How likely each area is truly to hold the first places, or the last: exact, without a seed."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.catalogue import Distribution, Indicator, Kind
from fpstats.comparisons.chance import Counts, counts_of
from fpstats.estimates.estimate import Estimates

Numbers = NDArray[np.float64]

_HALF: Final = 0.5
"""What is believed of any value before it is counted: half an event of each kind (Jeffreys)."""

_INTEGRATED: Final = frozenset({Distribution.BINOMIAL, Distribution.POISSON})


class Chances(NamedTuple):
    """The mean of the true rank, and probabilities of it: indicators × areas × periods."""

    mean: Numbers
    first: Numbers
    last: Numbers
    best_quarter: Numbers
    worst_quarter: Numbers


def chances(done: Estimates, periods: NDArray[np.int64]) -> Chances:
    """Compute how likely each area of a level is to hold the first and the last places.

    Where the best is within a range no order of true values is better than another, and where the
    value is a balance there is no distribution to integrate: NaN.
    """
    found = Chances(*(np.full(done.shape, np.nan) for _ in Chances._fields))
    for index, indicator in enumerate(done.indicators):
        if indicator.distribution not in _INTEGRATED or indicator.direction == "range":
            continue
        counts = counts_of(done, index, periods)
        sure = ~np.isnan((done.value[index] + done.lower[index])[:, periods])
        for level in done.tree.each_level():
            for column, period in enumerate(periods):
                rows = level[sure[level, column]]
                if rows.size > 1:
                    here = Counts(*(each[rows, column] for each in counts))
                    for array, part in zip(found, _chances(indicator, here), strict=True):
                        array[index, rows, period] = part
    return found


def _chances(indicator: Indicator, counts: Counts) -> Chances:
    """Return what is known of the true ranks of these areas, one-dimensional."""
    highest = indicator.direction != "lower"
    over, under = counts.over, counts.under
    if indicator.distribution is Distribution.POISSON:
        found = stats.gamma_rank_probabilities(over + _HALF, under, highest_first=highest)
    else:
        others = under if indicator.kind is Kind.RATIO else under - over
        found = stats.beta_rank_probabilities(over + _HALF, others + _HALF, highest_first=highest)
    quarter = -(-over.size // 4)
    return Chances(
        mean=stats.expected_rank(found),
        first=found[:, 0],
        last=found[:, -1],
        best_quarter=np.minimum(found[:, :quarter].sum(axis=1), 1.0),
        worst_quarter=np.minimum(found[:, -quarter:].sum(axis=1), 1.0),
    )
