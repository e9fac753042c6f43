"""Values against the same period of the year before, like with like."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats import stats
from fpstats.comparisons.alike import Unlike
from fpstats.comparisons.chance import chance_of_difference, counts_of, left_to_chance
from fpstats.comparisons.recounted import Recounted, recounted
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


class Since(Struct, frozen=True, kw_only=True):
    """Values against the same period of the year before.

    What is made of other areas or months in the two is counted anew over those that both have, and
    the change is that of the two counts (`again`; None where all is alike). Where less than half
    is in both, the difference of the values is given, and no claim about chance: `unjudged`.
    """

    previous: Numbers
    change: Numbers
    lower: Numbers
    upper: Numbers
    verdict: Codes
    unlike: Unlike
    again: Recounted | None

    @property
    def unjudged(self) -> NDArray[np.bool_]:
        """Which changes are those of unlike values."""
        found = self.unlike.areas.copy()
        if self.again is not None:
            self.again.put(found, np.zeros(self.again.counted.shape, dtype=bool))
        return found


class _Changes(NamedTuple):
    """The changes of all areas and periods of one side, with their intervals and verdicts."""

    change: Numbers
    lower: Numbers
    upper: Numbers
    verdict: Codes


def since_last_year(done: Estimates) -> Since:
    """Subtract the value of the same period of the year before, with the interval of the change."""
    earlier = year_before(done)
    unlike = Unlike.of(done, earlier)
    found = _changes(done, done, earlier)
    found.lower[unlike.areas] = found.upper[unlike.areas] = np.nan
    found.verdict[unlike.areas] = -1
    again = recounted(done, earlier, unlike.areas)
    if again is not None:
        places = np.arange(len(again.periods))
        anew = _changes(again.now, again.then, places)
        for name in _Changes._fields:
            again.put(getattr(found, name), getattr(anew, name))
    previous = np.where(earlier >= 0, done.value[:, :, earlier], np.nan)
    return Since(previous=previous, **found._asdict(), unlike=unlike, again=again)


class Like(NamedTuple):
    """What changes are counted over where it is less than all: NaN where both have the same."""

    areas: Numbers
    months: Numbers
    value: Numbers
    previous: Numbers


def like_with_like(done: Estimates, since: Since) -> Like:
    """Return of changes counted anew over how many areas and months, and the values of both."""
    again = since.again
    if again is None:
        none = np.full(done.shape, np.nan)
        return Like(none, none, none, none)
    found = Like(*(np.full(done.shape, np.nan) for _ in Like._fields))
    used, _ = again.months()
    both = again.areas(), used, again.now.value, again.then.value
    for name, values in zip(Like._fields, both, strict=True):
        again.put(getattr(found, name), values)
    return found


def _changes(now: Estimates, then: Estimates, earlier: NDArray[np.int64]) -> _Changes:
    """Subtract values from those of other periods, −1 for none.

    The interval squares and adds the distances of both values to their limits (MOVER), which for
    proportions with Wilson's limits is Newcombe's.
    """
    if (earlier < 0).all():
        change, lower, upper = (np.full(now.shape, np.nan) for _ in range(3))
        return _Changes(change, lower, upper, np.full(now.shape, -1, dtype=np.int8))

    def before(values: Numbers) -> Numbers:
        return np.where(earlier >= 0, values[:, :, earlier], np.nan)

    limits = stats.mover(
        now.value,
        stats.Interval(now.lower, now.upper),
        before(then.value),
        stats.Interval(before(then.lower), before(then.upper)),
    )
    apart = now.uneven | (then.uneven[:, :, earlier] & (earlier >= 0))
    change = np.where(apart, np.nan, now.value - before(then.value))
    verdict = np.where(limits.lower > 0, 0, np.where(limits.upper < 0, 1, 2))

    def test(index: int, some: NDArray[np.bool_]) -> Numbers:
        here = counts_of(now, index, np.arange(len(earlier))).of(some)
        return chance_of_difference(
            now.indicators[index], here, counts_of(then, index, earlier).of(some)
        )

    # A change twice as large as its interval reaches needs no test, which takes the longest of all.
    near = np.fmin(np.abs(limits.lower), np.abs(limits.upper)) < np.abs(change) / 2
    verdict[left_to_chance(now, (verdict < 2) & near, test)] = 2
    known = np.where(np.isnan(limits.lower), -1, verdict).astype(np.int8)
    return _Changes(change, limits.lower.copy(), limits.upper.copy(), known)
