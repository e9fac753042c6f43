"""Whether numbers of months may be years to date: the cheap look, before the exact one.

A running total never falls, and grows. Where nothing does, no more needs to be asked; the exact
test is `fpstats.checks.accumulation`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from fpstats.estimates.panel import Numbers, Panel
from fpstats.periods import Calendar

GROWTH: Final = 2
"""So many times its first number is the last one of a running total, at least."""

FEWEST: Final = 4
"""So many months it takes to tell; three numbers that rise are nothing rare."""

SMALLEST: Final = 10
"""So many events there are at the end, at least: fewer tell nothing."""


def may_be_totals(panel: Panel, items: Iterable[str], calendar: Calendar) -> bool:
    """Tell whether in any area and year one item, or all together, never falls, and grows.

    Only single months are looked at; `items` are flows.
    """
    slots = year_slots(panel, calendar)
    falls = np.zeros((len(panel.leaves), len(slots)), dtype=bool)
    first, last = np.zeros(falls.shape), np.zeros(falls.shape)
    most, alone = np.zeros(falls.shape, dtype=np.int64), False
    for item in items:
        there = panel.known[item][:, slots] & (slots >= 0)
        value = np.where(there, panel.value[item][:, slots], -np.inf)
        highest = np.maximum.accumulate(value, axis=-1)
        drops = (there & (value < highest)).any(axis=-1)
        number = there.sum(axis=-1)
        end = np.where(number > 0, highest[..., -1], 0.0)
        begin = np.where(number > 0, np.where(there, value, np.inf).min(axis=-1), 0.0)
        alone |= bool(_grows(~drops & (number >= FEWEST), begin, end).any())
        falls |= drops
        most = np.maximum(most, number)
        first += begin
        last += end
    return alone or bool(_grows(~falls & (most >= FEWEST), first, last).any())


def _grows(flags: np.ndarray, first: Numbers, last: Numbers) -> np.ndarray:
    return np.asarray(flags & (last >= GROWTH * first) & (last >= SMALLEST))


def year_slots(panel: Panel, calendar: Calendar) -> np.ndarray:
    """Return the slot of each month of each statistical year, a line a year; -1 where none is."""
    months = np.array([span.start for span in panel.slots[: panel.months]], dtype=np.int64)
    starts = np.array(
        [calendar.year(calendar.year_of(int(one))).start for one in months], dtype=np.int64
    )
    years = np.unique(starts)
    slots = np.full((len(years), 12), -1)
    slots[np.searchsorted(years, starts), months - starts] = np.arange(len(months))
    return slots
