"""A year that begins with months and goes on with years to date.

From some month on each number is what happened since the year began: the first of them holds the
months before it, and none falls.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import Final

import numpy as np
from msgspec import Struct

from fpstats import stats
from fpstats.estimates.panel import Numbers, Panel
from fpstats.estimates.rising import SWITCHED_AFTER, year_slots
from fpstats.periods import Calendar

_MONTHS: Final = 12


class Switched(Struct, frozen=True, kw_only=True):
    """An area and year in which months end and years to date begin, at the first of `slots`."""

    area: str
    year: int
    slots: Sequence[int]


def switched(
    panel: Panel, items: Sequence[str], calendar: Calendar, *, level: float
) -> list[Switched]:
    """Return the areas and years in which all items turn into running totals in some month.

    What stands before that month is added up to one number, with which the others have to rise as
    a year to date does (`stats.accumulation_evidence`); the evidence of the items is added, and
    must hold over all areas, years and months that are tried. Three months are needed before, and
    two from there on.
    """
    slots = year_slots(panel, calendar)
    tried = range(SWITCHED_AFTER, _MONTHS - 1)
    evidence = np.zeros((len(tried), len(panel.leaves), len(slots)))
    for item in items:
        there = (slots >= 0) & panel.known[item][:, slots]
        values = np.where(there, panel.value[item][:, slots], np.nan)
        sums = np.cumsum(values, axis=-1)
        for place, month in enumerate(tried):
            evidence[place] += _evidence(values, sums, month)
    count = int((evidence[0] != 0).sum()) * len(tried)
    strict = -log10(level) + log10(max(count, 1))
    best = evidence.argmax(axis=0)
    found = np.take_along_axis(evidence, best[None], axis=0)[0] >= strict
    return [
        Switched(
            area=panel.leaves[area],
            year=calendar.year_of(panel.slots[slots[year][slots[year] >= 0][0]].start),
            slots=[slot for slot in slots[year][tried[best[area, year]] :].tolist() if slot >= 0],
        )
        for area, year in np.argwhere(found)
    ]


def _evidence(values: Numbers, sums: Numbers, month: int) -> Numbers:
    """Return the evidence of one item that totals begin in a month, by area and year."""
    before, first, second = sums[..., month - 1], values[..., month], values[..., month + 1]
    with np.errstate(invalid="ignore"):
        rises = (first >= before) & (second >= first)
    found = np.where(np.isnan(before + first + second), 0.0, -np.inf)
    if rises.any():
        series = values[rises].copy()
        series[:, : month - 1] = np.nan
        series[:, month - 1] = before[rises]
        found[rises] = np.nan_to_num(stats.accumulation_evidence(series), neginf=-np.inf)
    return found
