"""Values that are made of other areas or months than the year before, counted over what both have.

A county that lacks a township this year is compared with itself without that township.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats.catalogue import Kind
from fpstats.estimates.estimate import Estimates, estimate
from fpstats.estimates.placing import Flags
from fpstats.issues import Findings
from fpstats.locale import say, several

Numbers = NDArray[np.float64]

NAMED = 8
"""How many areas a finding names."""


class Recounted(Struct, frozen=True, kw_only=True):
    """Both counts of some indicators and periods, which are places in those of the whole.

    `now` and `then` have these indicators and periods alone; `counted` tells of which areas enough
    is in both, so that the change is judged by them.
    """

    indicators: NDArray[np.int64]
    periods: NDArray[np.int64]
    now: Estimates
    then: Estimates
    counted: Flags

    def put(self, whole: NDArray[Any], values: NDArray[Any]) -> None:
        """Put what was counted anew in its place among all indicators and periods."""
        place = np.ix_(self.indicators, np.arange(whole.shape[1]), self.periods)
        whole[place] = np.where(self.counted, values, whole[place])

    def months(self) -> tuple[Numbers, Numbers]:
        """Return the months of areas that are in both, and those due in the later period."""
        tallies, total = self.now.tallies, self.now.tree.total
        used, due = (
            np.stack([total(getattr(tally, name)) for tally in tallies])
            for name in ("used", "expected")
        )
        return used, due

    def areas(self) -> Numbers:
        """Return how many areas that report are in both, with some month."""
        tree = self.now.tree
        return np.stack([tree.total(one.usable.astype(np.float64)) for one in self.now.tallies])

    def note(self, done: Estimates, leaves: Sequence[Flags], periods: Sequence[int],
             told: Flags, findings: Findings) -> None:  # fmt: skip
        """Tell of each indicator and period whose changes are counted anew, and who is the reason.

        `leaves` has for each indicator of the whole which areas that report are unlike, and `told`
        which changes there are.
        """
        used, due = self.months()
        areas, owed = self.areas(), self.now.areas_expected
        for row, index in enumerate(self.indicators):
            for column, period in enumerate(self.periods):
                some = np.flatnonzero(self.counted[row, :, column] & told[index, :, period])
                if period not in periods or not some.size:
                    continue
                each = [
                    say("area", "recounted", area=done.tree.names[area],
                        areas=int(areas[row, area, column]), owed=int(owed[row, area, column]),
                        months=int(used[row, area, column]), due=int(due[row, area, column]))
                    for area in some
                ]  # fmt: skip
                reasons = [done.counted.panel.leaves[leaf]
                           for leaf in np.flatnonzero(leaves[index][:, period])]  # fmt: skip
                findings.add(
                    "change_recounted",
                    indicator=done.indicators[index].id,
                    area=reasons[0] if len(reasons) == 1 else None,
                    period=done.labels[period],
                    value=names(reasons),
                    expected=names(each),
                )


def recounted(done: Estimates, earlier: NDArray[np.int64], unlike: Flags) -> Recounted | None:
    """Count the indicators and periods in which some area is unlike over what both periods have.

    An area is judged by that if at least half of the months that its areas owe, in either period,
    is in both. A growth is the change itself, and is not compared again. None where all is alike.
    """
    kinds = np.array([one.kind is not Kind.GROWTH for one in done.indicators])
    some = unlike & kinds[:, None, None] & (earlier >= 0)
    indicators, periods = (np.flatnonzero(some.any(axis=axes)) for axes in ((1, 2), (0, 1)))
    if not indicators.size:
        return None
    from fpstats.estimates.matched import Matched  # here, because mostly all is alike

    asked = [done.indicators[index] for index in indicators]
    labels = [done.labels[period] for period in periods]
    items = {item for one in asked for item in one.items}
    matched = Matched.of(done.counted, [done.spans[period] for period in periods], items)
    both = {one.id: matched.take(one) for one in asked}
    now, then = (
        estimate(asked, tallies, done.tree, labels, done.confidence,
                 {key: pair[side] for key, pair in both.items()})
        for side, tallies in enumerate((matched.now, matched.then))
    )  # fmt: skip
    enough = np.ones((len(asked), done.shape[1], len(periods)), dtype=bool)
    for row, one in enumerate(asked):
        for tally in both[one.id]:
            used, due = (done.tree.total(each) for each in (tally.used, tally.expected))
            enough[row] &= (used > 0) & (2 * used >= due)
    there = ~np.isnan(now.value - then.value)
    chosen = np.ix_(indicators, np.arange(done.shape[1]), periods)
    counted = some[chosen] & enough & there & ~np.isnan(done.value[chosen])
    return Recounted(indicators=indicators, periods=periods, now=now, then=then, counted=counted)


def names(some: Sequence[str]) -> str:
    """Write names, of many the first."""
    return several(some, NAMED)
