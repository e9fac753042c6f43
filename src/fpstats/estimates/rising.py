"""Whether numbers of months may be years to date: the cheap look, before the exact one.

A running total never falls, and grows. Where nothing does, no more needs to be asked; the exact
test is `fpstats.checks.accumulation`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from fpstats.estimates.panel import Numbers, Panel
from fpstats.periods import Calendar, first_day

GROWTH: Final = 2
"""So many times its first number is the last one of a running total, at least."""

FEWEST: Final = 4
"""So many months it takes to tell; three numbers that rise are nothing rare."""

LEAST: Final = 80
"""So many are the events at the end, times the months, at least: fewer tell nothing for sure."""

PLAIN: Final = 320
"""The same, where a number falls."""

TOGETHER: Final = 3
"""So many months it takes where all areas together rise."""


SWITCHED_AFTER: Final = 3
"""So many months it takes before a number that holds them all is none by chance."""

TWICE: Final = 2
"""So often a fall in the same month of the year is none of a single number."""


def may_be_totals(panel: Panel, items: Iterable[str], calendar: Calendar) -> bool:
    """Tell whether in any area and year one item, or all together, hardly ever falls, and grows.

    Or does so on the mean of all areas; or reaches the sum of the months before it, and stays; or
    whether all fall in one month of the year only, so that years may begin there.

    Only single months are looked at; `items` are flows.
    """
    if panel.months < TOGETHER:
        return False
    items = list(items)
    if only_fall(panel, items) not in (None, calendar.year_start):
        return True
    slots = year_slots(panel, calendar)
    steady = np.ones((len(panel.leaves), len(slots)), dtype=bool)
    for item in items:
        there = panel.known[item][:, slots] & (slots >= 0)
        value = panel.value[item][:, slots]
        if _rises_on_the_mean(value, there) or _reaches_the_sum(value, there):
            return True
        mine = ~_falls_at_once(value, there)
        if _rise(panel, [item], slots, mine):
            return True
        steady &= mine
    return _rise(panel, items, slots, steady)


def few_falls(number: np.ndarray) -> np.ndarray:
    """Return in how many of so many months a year to date may fall: few, and wrongly."""
    return np.select([number >= 12, number >= FEWEST], [2, 1], 0)


def _rises_on_the_mean(value: Numbers, there: np.ndarray) -> bool:
    """Tell whether the mean of all areas hardly ever falls, and grows, in any year."""
    known = there.sum(axis=0)
    mean = np.where(known > 0, value.sum(axis=0) / np.maximum(known, 1), np.nan)
    number = (known > 0).sum(axis=-1)
    last = np.fmax.reduce(mean, axis=-1, initial=0.0)
    first = np.fmin.reduce(mean, axis=-1, initial=np.inf)
    rises = (count_falls(mean) <= few_falls(number)) & (number >= TOGETHER)
    return bool((rises & (last > 0) & (last >= GROWTH * first)).any())


def _reaches_the_sum(value: Numbers, there: np.ndarray) -> bool:
    """Tell whether anywhere a number holds all before it in its year, and none falls from there."""
    before, whole = np.zeros(value.shape[:-1]), np.ones(value.shape[:-1], dtype=bool)
    for month in range(value.shape[-1] - 1):
        first, second = value[..., month], value[..., month + 1]
        if month >= SWITCHED_AFTER:
            some = whole & there[..., month] & (first >= before) & (before > 0)
            some &= there[..., month + 1] & (second >= first) & (12 * second >= LEAST)
            rest = np.where(there[some], value[some], np.nan)[:, month:]
            if (count_falls(rest) == 0).any():
                return True
        whole &= there[..., month]
        before += first
    return False


def count_falls(values: np.ndarray) -> np.ndarray:
    """Count along the last axis how often a number is below the one before it; NaN is left out."""
    there = ~np.isnan(values)
    at = np.maximum.accumulate(np.where(there, np.arange(values.shape[-1]), 0), axis=-1)
    filled = np.take_along_axis(values, at, -1)
    return np.asarray(np.sum(filled[..., 1:] < filled[..., :-1], axis=-1))


def _falls_at_once(value: Numbers, there: np.ndarray) -> np.ndarray:
    """Tell the areas and years in which an item falls often from one month to the next.

    That is nearly all; what falls later than that is left to a closer look.
    """
    drops = (value[..., 1:] < value[..., :-1]) & there[..., 1:] & there[..., :-1]
    # The months of a year are counted with the smallest numbers, of which there are many.
    number = there.sum(axis=-1, dtype=np.int8)
    return np.asarray(drops.sum(axis=-1, dtype=np.int8) > few_falls(number))


def _rise(panel: Panel, items: Iterable[str], slots: np.ndarray, some: np.ndarray) -> bool:
    """Tell whether these items hardly ever fall, and grow together, in some area and year."""
    area, year = np.nonzero(some)
    places = area[:, None], slots[year]
    few, often = np.zeros((2, len(area)), dtype=bool)
    first, last = np.zeros(len(area)), np.zeros(len(area))
    most = np.zeros(len(area), dtype=np.int64)
    for item in items:
        there = panel.known[item][places] & (slots[year] >= 0)
        value = np.where(there, panel.value[item][places], np.nan)
        number = there.sum(axis=-1)
        fallen = count_falls(value)
        few |= fallen > 0
        often |= fallen > few_falls(number)
        most = np.maximum(most, number)
        first += np.where(number > 0, np.fmin.reduce(value, axis=-1, initial=np.inf), 0.0)
        last += np.fmax.reduce(value, axis=-1, initial=0.0)
    # What falls is a year to date only where that is plain: of many areas of true months some
    # hardly ever fall.
    growth = np.where(few, most / 2, np.maximum(GROWTH, most / 3))
    enough = (most >= FEWEST) & (most * last >= np.where(few, PLAIN, LEAST))
    return bool((~often & enough & (last >= growth * first)).any())


def only_fall(panel: Panel, items: Iterable[str]) -> int | None:
    """Return the month of the year into which alone numbers fall; None for none, or for several.

    There years begin, if the numbers are years to date.
    """
    starts = np.array([span.start for span in panel.slots[: panel.months]])
    next_to = np.diff(starts) == 1
    fallen = np.zeros(next_to.shape, dtype=bool)
    for item in items:
        known = panel.known[item][:, : panel.months]
        value = np.where(known, panel.value[item][:, : panel.months], 0.0)
        drops = (value[:, 1:] < value[:, :-1]) & known[:, 1:] & known[:, :-1] & next_to
        fallen |= drops.any(axis=0)
        months = {first_day(int(one)).month for one in starts[1:][fallen]}
        if len(months) > 1:
            return None
    return months.pop() if fallen.any() else None


def falls_once(panel: Panel, items: Iterable[str]) -> bool:
    """Tell whether a single number is below that of the month before."""
    fallen = 0
    for item in items:
        known = panel.known[item][:, : panel.months]
        value = np.where(known, panel.value[item][:, : panel.months], np.nan)
        fallen += int(count_falls(value).sum())
    return fallen == 1


def begins_anew(panel: Panel, items: Iterable[str], calendar: Calendar) -> int | None:
    """Return the month of the year at which years to date begin anew that should not; or None.

    There, and in no other month, most areas have less than a month before, and all together less
    than half; in two years of an area at least, or two areas.
    """
    totals = {
        slot.end: place
        for place, slot in enumerate(panel.slots)
        if slot == calendar.containing(slot.end, "ytd")
    }
    pairs = [(totals[end - 1], place) for end, place in totals.items()
             if end - 1 in totals and panel.slots[place].months > 1]  # fmt: skip
    seen: dict[int, np.ndarray] = {}
    for item in items:
        known, value = panel.known[item], panel.value[item]
        for before, after in pairs:
            both = known[:, before] & known[:, after] & (value[:, before] > 0)
            less = both & (value[:, after] < value[:, before])
            month = first_day(panel.slots[after].end).month
            sums = (value[both, before].sum(), value[both, after].sum())
            counts = np.array([both.sum(), less.sum(), *sums])
            seen[month] = seen.get(month, np.zeros(4)) + counts
    fallen = [month for month, (both, less, *_) in seen.items() if 4 * less > both]
    if len(fallen) != 1:
        return None
    both, less, before, after = seen[fallen[0]]
    return fallen[0] if both >= TWICE and 4 * less >= 3 * both and 2 * after < before else None


def year_slots(panel: Panel, calendar: Calendar) -> np.ndarray:
    """Return the slot of each month of each statistical year, a line a year; -1 where none is."""
    months = np.array([span.start for span in panel.slots[: panel.months]], dtype=np.int64)
    starts = np.array(
        [calendar.containing(int(one), "year").start for one in months], dtype=np.int64
    )
    years = np.array(sorted(set(starts.tolist())), dtype=np.int64)
    slots = np.full((len(years), 12), -1)
    slots[np.searchsorted(years, starts), months - starts] = np.arange(len(months))
    return slots
