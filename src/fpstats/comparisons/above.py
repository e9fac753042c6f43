"""The area above: its value, and where an area can be compared with it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fpstats.catalogue import Kind
from fpstats.estimates.estimate import Estimates
from fpstats.estimates.placing import Flags


def value_above(done: Estimates) -> NDArray[np.float64]:
    """Return the values of the areas above that others can be compared with; NaN for none.

    Where they were drawn unevenly there is no sample, and none of which the areas are parts.
    """
    parent = done.tree.parent
    known = (parent >= 0)[None, :, None] & ~done.unjudged()[:, parent]
    return np.where(known, done.value[:, parent], np.nan)


def comparable_above(done: Estimates, index: int, periods: NDArray[np.int64]) -> Flags:
    """Tell which areas can be compared with the area above, areas × periods.

    Not where that lacks areas, or months of them: its value would be of those that came in. Nor
    where it has no other area in it: that is the area itself. And a number of events says nothing
    beside that of a larger area.
    """
    tree, parent = done.tree, done.tree.parent
    if done.indicators[index].kind is Kind.COUNT:
        return np.zeros((len(parent), len(periods)), dtype=bool)
    whole = done.areas_used[index] >= done.areas_expected[index]
    members = tree.total(done.tallies[index].usable.astype(np.float64))
    known = (parent >= 0)[:, None] & whole[parent] & (members[parent] > members)
    return np.asarray(known[:, periods])
