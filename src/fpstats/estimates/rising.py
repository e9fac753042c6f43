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

A_YEAR: Final = 11
"""So many steps from month to month a year has."""

LEAST: Final = 80
"""So many are the events at the end, times the months, at least: fewer tell nothing for sure."""


def may_be_totals(panel: Panel, items: Iterable[str], calendar: Calendar) -> bool:
    """Tell whether in any area and year one item, or all together, never falls, and grows; or
    whether one falls so rarely that its years may begin in another month.

    Only single months are looked at; `items` are flows.
    """
    items = list(items)
    if falls_rarely(panel, items):
        return True
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
        alone |= bool(_grows(np.asarray(~drops), number, begin, end).any())
        falls |= drops
        most = np.maximum(most, number)
        first += begin
        last += end
    return alone or bool(_grows(np.asarray(~falls), most, first, last).any())


def falls_rarely(panel: Panel, items: Iterable[str]) -> bool:
    """Tell whether an item of any area falls no more than once in twelve months, and grows.

    So does a running total, in whichever month its years begin.
    """
    starts = np.array([span.start for span in panel.slots[: panel.months]])
    next_to = np.diff(starts) == 1
    for item in items:
        known = panel.known[item][:, : panel.months]
        value = np.where(known, panel.value[item][:, : panel.months], 0.0)
        pairs = known[:, 1:] & known[:, :-1] & next_to
        drops = (pairs & (value[:, 1:] < value[:, :-1])).sum(axis=1)
        number = pairs.sum(axis=1)
        lowest = np.where(known, value, np.inf).min(axis=1, initial=np.inf)
        rare = (number >= A_YEAR) & (12 * drops <= number + 12)
        if _grows(rare, np.minimum(number, 12), lowest, value.max(axis=1, initial=0.0)).any():
            return True
    return False


def _grows(flags: np.ndarray, number: np.ndarray, first: Numbers, last: Numbers) -> np.ndarray:
    enough = (number >= FEWEST) & (number * last >= LEAST)
    return np.asarray(flags & enough & (last >= GROWTH * first))


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
