"""Running totals that do not begin anew with the year, and so are no years to date."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fpstats.estimates.panel import Panel
from fpstats.estimates.placing import Flags
from fpstats.estimates.rising import TOGETHER, count_falls


def going_on(panel: Panel, items: Sequence[str], slots: np.ndarray) -> Flags:
    """Tell the areas and years that go on rising out of the year before.

    All items together are no less in the first month than in the month before, which is the last of
    its year, and no item falls in either year.
    """
    found = np.zeros((len(panel.leaves), len(slots)), dtype=bool)
    before, after = slots[:-1, -1], slots[1:, 0]
    months = np.array([span.start for span in panel.slots], dtype=np.int64)
    follow = (before >= 0) & (after >= 0) & (months[after] - months[before] == 1)
    last, first = np.zeros((2, len(panel.leaves), len(before)))
    number, fallen = np.zeros((2, *found.shape))
    for item in items:
        known, value = panel.known[item], panel.value[item]
        both = known[:, before] & known[:, after]
        last += np.where(both, value[:, before], 0.0)
        first += np.where(both, value[:, after], 0.0)
        there = (slots >= 0) & known[:, slots]
        number = np.maximum(number, there.sum(axis=-1))
        fallen += count_falls(np.where(there, value[:, slots], np.nan))
    rises = (number >= TOGETHER) & (fallen == 0)
    found[:, 1:] = follow & (last > 0) & (first >= last) & rises[:, :-1] & rises[:, 1:]
    return found
