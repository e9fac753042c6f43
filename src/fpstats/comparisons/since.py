"""Values against the same period of the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.catalogue import Indicator, Kind
from fpstats.comparisons.chance import Counts, chance_of_difference, counts_of
from fpstats.estimates.estimate import Estimates

Numbers = NDArray[np.float64]
Codes = NDArray[np.int8]

SMALL: Final = 20
"""Fewer events than these, and an interval is not enough to call a change real."""

CHANGES: Final = ("up", "down", "not distinguishable")


def year_before(done: Estimates) -> NDArray[np.int64]:
    """Return the place of each period's year before, −1 where it is not among the periods.

    Of a window longer than a year it is the window before, with which it shares no month.
    """
    place = {span: index for index, span in enumerate(done.spans)}
    return np.array([place.get(span.shift(-done.back), -1) for span in done.spans], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Values against the same period of the year before."""

    previous: Numbers
    change: Numbers
    lower: Numbers
    upper: Numbers
    verdict: Codes


def since_last_year(done: Estimates) -> Since:
    """Subtract the value of the same period of the year before, with the interval of the change.

    The interval squares and adds the distances of both values to their limits (MOVER), which for
    proportions with Wilson's limits is Newcombe's.
    """
    earlier = year_before(done)
    known = earlier >= 0

    def before(values: Numbers) -> Numbers:
        return np.where(known, values[:, :, earlier], np.nan)

    previous = before(done.value)
    limits = stats.mover(
        done.value,
        stats.Interval(done.lower, done.upper),
        previous,
        stats.Interval(before(done.lower), before(done.upper)),
    )
    verdict = np.where(limits.lower > 0, 0, np.where(limits.upper < 0, 1, 2))
    verdict[_may_be_chance(done, earlier, verdict < 2)] = 2
    return Since(
        previous=previous,
        change=done.value - previous,
        lower=limits.lower,
        upper=limits.upper,
        verdict=np.where(np.isnan(limits.lower), -1, verdict).astype(np.int8),
    )


def _may_be_chance(
    done: Estimates, earlier: NDArray[np.int64], asked: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell which of the changes asked for an exact test does not tell from chance.

    Only small numbers are tested: the intervals of others are as good.
    """
    found = np.zeros_like(asked)
    for index, indicator in enumerate(done.indicators):
        if indicator.interval is None or not asked[index].any():
            continue
        now, then = (counts_of(done, index, at) for at in (np.arange(len(earlier)), earlier))
        mine = asked[index] & (np.fmin(_fewest(indicator, now), _fewest(indicator, then)) < SMALL)
        if mine.any():
            p = chance_of_difference(
                indicator,
                Counts(*(side[mine] for side in now)),
                Counts(*(side[mine] for side in then)),
            )
            found[index][mine] = p > 1 - done.confidence
    return found


def _fewest(indicator: Indicator, counts: Counts) -> Numbers:
    """Return the smaller of the two kinds of events that a value is made of."""
    match indicator.kind:
        case Kind.PROPORTION:
            return np.fmin(counts.over, counts.under - counts.over)
        case Kind.RATIO:
            return np.fmin(counts.over, counts.under)
        case _:
            return counts.over
