"""Stocks by the month ends at which they stand, and carried between those that are known.

Only what is watched by months is carried. A population that is reported at year ends only stands,
month by month, on a straight line between them. Nothing is carried before the first or after the
last that is known, nor over a gap of more than `LONGEST` months; what was reported stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from fpstats.estimates.panel import Numbers, Panel
from fpstats.estimates.placing import Flags
from fpstats.periods import Span

LONGEST: Final = 12
"""Months from one known month end to the next, at most: those from year end to year end."""


class Carried(Struct, frozen=True):
    """Month ends of an item in an area that were not reported: how many, from and to which."""

    area: str
    item: str
    number: int
    span: Span


def carried(panel: Panel, stocks: Iterable[str]) -> tuple[Panel, list[Carried]]:
    """Return the panel with these stocks at the month ends between known ones, and what was added.

    Values are whole persons: the nearest to the straight line.
    """
    months = panel.slots[: panel.months]
    value, known, added = dict(panel.value), dict(panel.known), list[Carried]()
    if not months:
        return panel, added
    every = [slot.end for slot in panel.slots]
    ends = range(min(every), max(every) + 1)
    for item in (one for one in stocks if one in panel.known):
        line, between = _between(*by_month_end(panel, item, ends))
        at = np.array([month.end - ends[0] for month in months])
        new = between[:, at] & ~panel.known[item][:, : panel.months]
        value[item], known[item] = panel.value[item].copy(), panel.known[item].copy()
        value[item][:, : panel.months][new] = line[:, at][new]
        known[item][:, : panel.months][new] = True
        for area in np.flatnonzero(new.any(axis=1)):
            there = np.flatnonzero(new[area])
            span = Span(months[there[0]].start, months[there[-1]].end)
            added.append(Carried(panel.leaves[area], item, len(there), span))
    return replace(panel, value=value, known=known), added


def by_month_end(panel: Panel, item: str, ends: Sequence[int]) -> tuple[Numbers, Flags]:
    """Return a stock by the month at whose end it stands, and where it is known."""
    shape = (len(panel.leaves), len(ends))
    value, known = np.zeros(shape), np.zeros(shape, dtype=bool)
    place = {end: index for index, end in enumerate(ends)}
    # Longer returns first, so that a month's own return has the last word.
    for slot in reversed(range(len(panel.slots))):
        at = place[panel.slots[slot].end]
        there = panel.known[item][:, slot]
        value[:, at] = np.where(there, panel.value[item][:, slot], value[:, at])
        known[:, at] |= there
    return value, known


def _between(value: Numbers, known: Flags) -> tuple[Numbers, Flags]:
    """Return the straight lines between known values, and where they stand in for a value."""
    place = np.broadcast_to(np.arange(known.shape[1]), known.shape)
    before = np.maximum.accumulate(np.where(known, place, -1), axis=1)
    later = np.where(known, place, known.shape[1])[:, ::-1]
    after = np.minimum.accumulate(later, axis=1)[:, ::-1]
    inside = (before >= 0) & (after < known.shape[1]) & ~known & (after - before <= LONGEST)
    low, high = np.where(inside, before, 0), np.where(inside, after, 0)
    start, end = (np.take_along_axis(value, at, axis=1) for at in (low, high))
    part = (place - low) / np.where(inside, high - low, 1)
    return np.rint(start + (end - start) * part), inside
