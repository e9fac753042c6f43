"""Values against the same period of the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fpstats import stats
from fpstats.comparisons.alike import Unlike
from fpstats.comparisons.chance import chance_of_difference, counts_of, left_to_chance
from fpstats.estimates.estimate import Estimates

Numbers = NDArray[np.float64]
Codes = NDArray[np.int8]

CHANGES: Final = ("up", "down", "not distinguishable")


def year_before(done: Estimates) -> NDArray[np.int64]:
    """Return the place of each period's year before, −1 where it is not among the periods.

    Of a window longer than a year it is the window before, with which it shares no month.
    """
    place = {span: index for index, span in enumerate(done.spans)}
    return np.array([place.get(span.shift(-done.back), -1) for span in done.spans], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Values against the same period of the year before.

    Of what is made of other areas or months the difference is given, and no claim about chance.
    """

    previous: Numbers
    change: Numbers
    lower: Numbers
    upper: Numbers
    verdict: Codes
    unlike: Unlike


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
    unlike = Unlike.of(done, earlier)
    limits = stats.Interval(*(np.where(unlike.areas, np.nan, end) for end in limits))
    change = done.value - previous
    verdict = np.where(limits.lower > 0, 0, np.where(limits.upper < 0, 1, 2))

    def test(index: int, some: NDArray[np.bool_]) -> Numbers:
        now, then = (
            counts_of(done, index, at).of(some) for at in (np.arange(len(earlier)), earlier)
        )
        return chance_of_difference(done.indicators[index], now, then)

    # A change twice as large as its interval reaches needs no test, which takes the longest of all.
    near = np.fmin(np.abs(limits.lower), np.abs(limits.upper)) < np.abs(change) / 2
    verdict[left_to_chance(done, (verdict < 2) & near, test)] = 2
    return Since(
        previous=previous,
        change=change,
        lower=limits.lower,
        upper=limits.upper,
        verdict=np.where(np.isnan(limits.lower), -1, verdict).astype(np.int8),
        unlike=unlike,
    )
