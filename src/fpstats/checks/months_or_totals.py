"""What the numbers of each area and year say: are they months, or years to date?

Areas that are too small, or too short, to be told alone are told together with the others of their
year: a form is filled in by one rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log10
from typing import Final, Literal

import numpy as np
from msgspec import Struct

from fpstats import stats
from fpstats.checks.off_the_rise import set_aside
from fpstats.estimates.panel import Numbers, Panel
from fpstats.estimates.rising import (
    GROWTH,
    TOGETHER,
    count_falls,
    falls_once,
    few_falls,
    only_fall,
    year_slots,
)
from fpstats.periods import Calendar

Reported = Literal["month", "ytd"]
ALONE: Final = 6
"""So many months one item needs to be told for sure a running total among other items' months."""

WRONG: Final = 3
"""What a number that is set aside costs, in decimal logarithms: one in a hundred is wrong, and it
could be any of ten."""

FEW: Final = 4
"""Of so many areas, at most one may be surely of another kind than all together are."""


class Told(Struct, frozen=True, kw_only=True):
    """What the numbers say of one area in one year: `evidence` is in decimal logarithms.

    With `together` it is that of all areas of the year, because one alone could not be told.
    """

    area: str
    year: int
    evidence: float
    months: int
    reported: Reported
    together: bool = False


class Judged(Struct, frozen=True, kw_only=True):
    """What could be told of areas and years, and the years that rise and could not be told.

    `outvoted` tells that most areas of which there is enough fall, or hardly grow, and could not be
    told: what is told of the others is not so of all.
    """

    told: Sequence[Told]
    untold: Sequence[int] = ()
    outvoted: bool = False


class Alone(Struct, frozen=True, kw_only=True):
    """An item that is a running total in an area and year in which another gives months."""

    area: str
    year: int
    item: str
    months: int
    sure: bool


class _Years(Struct, frozen=True):
    """One item, or several, areas down and years across.

    `evidence` for running totals: minus infinity where an item falls too often, or too far, for
    one, whatever the others do; `bounded` is finite, and no more than the odds against so few falls
    in any order of the numbers; how many months; the first and the last number.
    """

    evidence: Numbers
    bounded: Numbers
    number: np.ndarray
    first: Numbers
    last: Numbers


def judge(
    panel: Panel, items: Sequence[str], calendar: Calendar, *, level: float, fewest: int
) -> Judged:
    """Tell for each area and statistical year whether what is called months are years to date.

    Only where the odds are better than 1 to `level` for months, or over all areas and years for
    years to date, from `fewest` months on; the evidence of the items is added, so give those that
    are no sums of others. A running total grows to at least a third of what so many months of the
    first lead one to expect: the same number month after month is odd, and no year to date.

    The areas of a year of which that cannot be told are told together, from `TOGETHER` months on,
    by twice the evidence: areas have their seasons in common.
    """
    bound, slots = -log10(level), year_slots(panel, calendar)
    judged = [_of_item(panel, item, slots) for item in items]
    if not judged:
        return Judged(told=())
    every = _Years(
        evidence=np.sum([one.evidence for one in judged], axis=0),
        bounded=np.sum([one.bounded for one in judged], axis=0),
        number=np.max([one.number for one in judged], axis=0),
        first=np.sum([one.first for one in judged], axis=0),
        last=np.sum([one.last for one in judged], axis=0),
    )
    alone = _alone(every, bound, fewest)
    shared, evidence, rising = _together(every, alone, bound)
    kinds = np.where((alone == 0) & (every.number >= TOGETHER), shared, alone)
    years = _years(panel, calendar, slots)
    told = [
        Told(
            area=panel.leaves[area],
            year=years[year],
            evidence=float(every.evidence[area, year] if alone[area, year] else evidence[year]),
            months=int(every.number[area, year]),
            reported="ytd" if kinds[area, year] > 0 else "month",
            together=not alone[area, year],
        )
        for year, area in np.argwhere(kinds.T != 0)
    ]
    untold = [one for place, one in enumerate(years) if rising[place] and not kinds[:, place].any()]
    looked = every.number >= fewest
    against = looked & (kinds == 0) & ((every.evidence < 0) | ~_grown(every))
    outvoted = 2 * against.any(axis=1).sum() > looked.any(axis=1).sum()
    return Judged(told=told, untold=untold, outvoted=bool(outvoted))


def _grown(years: _Years) -> np.ndarray:
    """Tell where the last number is as many times the first one as that of a running total."""
    return np.asarray(years.last >= np.maximum(GROWTH, years.number / 3) * years.first)


def _alone(every: _Years, bound: float, fewest: int) -> np.ndarray:
    """Return for each area and year 1 for years to date, -1 for months, 0 for what is not told."""
    enough = every.number >= fewest
    strict = bound + np.log10(max(int(enough.sum()), 1))
    totals = enough & (every.evidence >= strict) & _grown(every)
    return np.where(totals, 1, np.where(enough & (every.evidence <= -bound), -1, 0))


def _together(
    every: _Years, alone: np.ndarray, bound: float
) -> tuple[np.ndarray, Numbers, np.ndarray]:
    """Return for each year what all areas are, as `_alone`; the evidence; and whether they rise."""
    some = every.number >= TOGETHER
    count = some.sum(axis=0)
    # No single area, be it the largest, decides for all.
    evidence = np.sum(np.where(some, np.maximum(every.bounded, -bound), 0.0), axis=0)
    months = np.sum(np.where(some, every.number, 0), axis=0) / np.maximum(count, 1)
    first, last = (np.sum(np.where(some, one, 0.0), axis=0) for one in (every.first, every.last))
    grown = last >= np.maximum(GROWTH, months / 3) * np.maximum(first, 1)
    settled = 2 * bound + np.log10(max(int((count > 0).sum()), 1))
    totals = (evidence >= settled) & grown & (FEW * (alone < 0).sum(axis=0) <= count)
    true_months = (evidence <= -settled) & (FEW * (alone > 0).sum(axis=0) <= count)
    kinds = np.where(count > 1, totals.astype(np.int8) - true_months.astype(np.int8), 0)
    return kinds, np.abs(evidence), (evidence > 0) & grown


def unlike(
    panel: Panel, items: Sequence[str], calendar: Calendar, *, level: float, fewest: int
) -> list[Alone]:
    """Tell the items that are running totals in an area and year in which another gives months.

    One item alone needs more than all together: a last number that so many months of the first lead
    one to expect by half, and odds that hold over all that are looked at. With fewer than `ALONE`
    months it is only likely: not `sure`.
    """
    bound, slots = -log10(level), year_slots(panel, calendar)
    judged = [(item, _of_item(panel, item, slots)) for item in items]
    if not judged:
        return []
    number = sum(int((one.number >= fewest).sum()) for _, one in judged)
    strict = np.log10(max(number, 1) / level)
    months = np.any([(o.evidence <= -bound) & (o.number >= fewest) for _, o in judged], axis=0)
    years = _years(panel, calendar, slots)
    return [
        Alone(
            area=panel.leaves[area],
            year=years[year],
            item=item,
            months=int(one.number[area, year]),
            sure=bool(one.number[area, year] >= ALONE),
        )
        for item, one in judged
        for year, area in np.argwhere(
            (
                months
                & (one.evidence >= strict)
                & (one.number >= fewest)
                & (one.last >= np.maximum(GROWTH, one.number / 2) * one.first)
            ).T
        )
    ]


def _of_item(panel: Panel, item: str, slots: np.ndarray) -> _Years:
    there = (slots >= 0) & panel.known[item][:, slots]
    values = np.where(there, panel.value[item][:, slots], np.nan)
    number, fallen = there.sum(axis=-1), count_falls(values)
    # Of what falls often, and that is nearly every year of true months, no more needs to be asked.
    evidence = np.where(fallen > 0, -float(WRONG) * fallen, 0.0)
    close = (fallen <= few_falls(number)) & (number > 1)
    kept = values[close]
    if (mended := fallen[close] > 0).any():
        wrong = kept[mended]
        kept[mended] = np.where(set_aside(wrong), np.nan, wrong)
    aside = number[close] - (~np.isnan(kept)).sum(axis=-1)
    # Of one number that is left nothing can be said.
    likely = np.nan_to_num(stats.accumulation_evidence(kept), neginf=-np.inf)
    evidence[close] = likely - WRONG * aside
    bounded = np.minimum(evidence, _orders(number, fallen))
    left = values.copy()
    left[close] = kept
    surely_months = (fallen > few_falls(number)) | ((fallen > 0) & (evidence <= -2 * WRONG))
    return _Years(
        evidence=np.select([surely_months, fallen > 0], [-np.inf, bounded], evidence),
        bounded=bounded,
        number=number,
        first=np.where(number > 0, np.nan_to_num(_end(left, 0)), 0.0),
        last=np.where(number > 0, np.nan_to_num(_end(left, -1)), 0.0),
    )


def _end(values: Numbers, end: Literal[0, -1]) -> Numbers:
    """Return the first number of each line, or the last; NaN where there is none."""
    ordered = values if end == 0 else values[..., ::-1]
    at = (~np.isnan(ordered)).argmax(axis=-1)
    return np.asarray(np.take_along_axis(ordered, at[..., None], -1)[..., 0])


def _orders(number: np.ndarray, fallen: np.ndarray) -> Numbers:
    """Return, as decimal logarithms, one to how many orders of the numbers fall no more often."""
    odds = np.array([[_odds(n, k) for k in range(13)] for n in range(13)])
    return np.asarray(odds[number, np.minimum(fallen, 12)])


@cache
def _odds(number: int, fallen: int) -> float:
    """Return the odds of one order; how many fall k times are Euler's numbers (Comtet, 1974)."""
    counts = [1]
    for size in range(2, number + 1):
        padded = [0, *counts, 0]
        counts = [
            (size - k) * padded[k] + (k + 1) * padded[k + 1] for k in range(size)
        ]  # fmt: skip
    return log10(sum(counts) / sum(counts[: fallen + 1]))


def _years(panel: Panel, calendar: Calendar, slots: np.ndarray) -> list[int]:
    """Return which statistical year each line of slots is."""
    return [calendar.year_of(panel.slots[line[line >= 0][0]].start) for line in slots]


def another_start(
    panel: Panel, items: Sequence[str], calendar: Calendar, *, level: float, fewest: int
) -> int | None:
    """Return the month in which years begin that make years to date of all numbers; None for none.

    That is, where the calendar that was asked for does not.
    """
    start = only_fall(panel, items)
    if start in (None, calendar.year_start):
        return None

    def to_date(years: Calendar) -> bool:
        told = judge(panel, items, years, level=level, fewest=fewest).told
        return bool(told) and all(one.reported == "ytd" for one in told)

    # One number that falls, in years that are to date without it, is typed wrongly.
    if falls_once(panel, items) and to_date(calendar):
        return None
    return start if to_date(Calendar(start)) else None
