"""From months to years to date and back, and either as a table.

What was reported stands; what it does not tell is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa
from msgspec.structs import replace

from fpstats.catalogue import Catalogue
from fpstats.checks.lengths import lengths
from fpstats.checks.material import Flags
from fpstats.checks.off_the_rise import set_aside
from fpstats.estimates.panel import Numbers, Panel
from fpstats.estimates.rising import count_falls
from fpstats.periods import Calendar, Span


def months_within(panel: Panel, catalogue: Catalogue, calendar: Calendar) -> Panel:
    """Return the panel with the months that years to date tell: each less the one before it.

    The first month of a year is what it is. The total of the month before is that reported, or the
    sum of the months up to it where every one is known; where it is not known, the month is not
    known. Of totals that fall as few as possible are set aside, and not believed. A stock at the
    end of a year to date is that of its last month, but not that of a first quarter among quarters.
    What was reported as a month stays.
    """
    months = {span.start: slot for slot, span in enumerate(panel.slots[: panel.months])}
    totals = {
        span.end: slot
        for slot, span in enumerate(panel.slots)
        if span == calendar.containing(span.end, "ytd")
    }
    every = sorted({*months, *totals})
    place = {month: column for column, month in enumerate(every)}
    longer = list(range(panel.months, len(panel.slots)))
    own = np.array([months.get(month, -1) for month in every], dtype=np.int64)
    to_date = np.array([totals.get(month, -1) for month in every], dtype=np.int64)
    # A first quarter is as long as a year to date, and where there are quarters it is one.
    own_length = [length for length in lengths(panel, calendar) if length > 1]
    stands = np.array(
        [totals.get(month, -1) >= 0 and panel.slots[totals[month]].months not in own_length
         for month in every], dtype=bool,
    )  # fmt: skip
    starts = np.array([month == calendar.containing(month, "year").start for month in every])
    earlier = [-1 if first else place.get(month - 1, -1)
               for month, first in zip(every, starts, strict=True)]  # fmt: skip
    filled = Panel(
        leaves=panel.leaves,
        slots=[*(Span(month, month) for month in every), *(panel.slots[slot] for slot in longer)],
        months=len(every),
        source=np.hstack([
            np.where((own >= 0) & (panel.source[:, own] >= 0), panel.source[:, own],
                     np.where(to_date >= 0, panel.source[:, to_date], -1)),
            panel.source[:, longer],
        ]),
    )  # fmt: skip
    for item, known in panel.known.items():
        value = panel.value[item]
        mine = (own >= 0) & known[:, own]
        amount = np.where(mine, value[:, own], 0)
        stated = (to_date >= 0) & known[:, to_date]
        total = np.where(stated, value[:, to_date], 0)
        if catalogue.items[item].type == "flow":
            stated &= ~_falling(total, stated, starts)
            total = np.where(stated, total, 0)
            told = _differences(amount, mine, total, stated, starts, earlier)
        else:
            told = stated & ~mine & stands
            amount[told] = total[told]
        filled.value[item] = np.hstack([amount, value[:, longer]])
        filled.known[item] = np.hstack([mine | told, known[:, longer]])
    return filled


def _falling(total: Numbers, stated: Flags, starts: Flags) -> Flags:
    """Tell the totals that are set aside because a year falls; areas down, months across."""
    aside = np.zeros(total.shape, dtype=bool)
    values = np.where(stated, total, np.nan)
    # A year that began before the first month is the first.
    years = np.cumsum(starts)
    for year in np.unique(years):
        mine = years == year
        fallen = count_falls(values[:, mine]) > 0
        if fallen.any():
            aside[np.ix_(fallen, mine)] = set_aside(values[np.ix_(fallen, mine)])
    return aside


def _differences(
    amount: Numbers,
    mine: Flags,
    total: Numbers,
    stated: Flags,
    starts: Flags,
    earlier: Sequence[int],
) -> Flags:
    """Fill in the months that totals tell, from the first on, and return which these are.

    All arrays have areas down and months across; `earlier` is the column of the month before.
    """
    told = stated & ~mine
    running, whole = total.copy(), stated.copy()
    for month, before in enumerate(earlier):
        ended = np.zeros(len(total)) if before < 0 else running[:, before]
        known = starts[month] if before < 0 else whole[:, before]
        told[:, month] &= known & (total[:, month] >= ended)
        amount[told[:, month], month] = (total[:, month] - ended)[told[:, month]]
        # What was stated as a total stands; else the months up to here are added.
        added = ~stated[:, month] & mine[:, month] & known
        running[added, month] = (ended + amount[:, month])[added]
        whole[:, month] |= added
    return told


class Gap(NamedTuple):
    """Several months of an area that totals tell together only; `area` is its place."""

    item: str
    area: int
    span: Span
    value: float


def gaps(item: str, area: int, year: Span, totals: Numbers) -> list[Gap]:
    """Return what the totals of one year tell of several months together; NaN is not known."""
    known = np.flatnonzero(~np.isnan(totals)).tolist()
    before = zip([-1, *known], [0.0, *totals[known].tolist()], strict=True)
    return [
        Gap(item, area, Span(year.start + last + 1, year.start + place), totals[place] - ended)
        for (last, ended), place in zip(before, known, strict=False)
        if place - last > 1
    ]


def with_gaps(monthly: Panel, found: Sequence[Gap]) -> Panel:
    """Return the panel with longer slots for months that are known together only."""
    slots = [*monthly.slots, *sorted({one.span for one in found} - set(monthly.slots))]
    more = ((0, 0), (0, len(slots) - len(monthly.slots)))
    wider = Panel(
        leaves=monthly.leaves,
        slots=slots,
        months=monthly.months,
        value={item: np.pad(value, more) for item, value in monthly.value.items()},
        known={item: np.pad(known, more) for item, known in monthly.known.items()},
        source=np.pad(monthly.source, more, constant_values=-1),
    )
    ends = {span.start: slot for slot, span in enumerate(slots[: monthly.months])}
    for one in found:
        place = slots.index(one.span)
        wider.value[one.item][one.area, place] = one.value
        wider.known[one.item][one.area, place] = True
        wider.source[one.area, place] = monthly.source[one.area, ends[one.span.end]]
    return wider


def totals_within(monthly: Panel, catalogue: Catalogue, calendar: Calendar) -> Panel:
    """Return years to date of a panel of months; known up to the first month that is not.

    Stocks stay as they are.
    """
    place = {span.start: slot for slot, span in enumerate(monthly.slots[: monthly.months])}
    summed = replace(
        monthly,
        value={item: value.copy() for item, value in monthly.value.items()},
        known={item: known.copy() for item, known in monthly.known.items()},
    )
    for item, known in summed.known.items():
        value = summed.value[item]
        if catalogue.items[item].type != "flow":
            continue
        for month, slot in sorted(place.items()):
            if month == calendar.containing(month, "year").start:
                continue
            before = place.get(month - 1)
            known[:, slot] &= known[:, before] if before is not None else False
            if before is not None:
                value[:, slot] += value[:, before]
            value[~known[:, slot], slot] = 0
    return as_totals(summed, calendar)


def tidy(panel: Panel, catalogue: Catalogue, calendar: Calendar, *, totals: bool) -> pa.Table:
    """Return months, or years to date, as a table that every command reads: a line a return."""
    wanted = [
        slot
        for slot, span in enumerate(panel.slots)
        if (span == calendar.containing(span.end, "ytd")
            if totals else span.months == 1)
    ]  # fmt: skip
    wanted.sort(key=lambda slot: panel.slots[slot].end)
    items = [item for item in catalogue.items if item in panel.known]
    rows = [(area, slot) for area in range(len(panel.leaves)) for slot in wanted
            if any(panel.known[item][area, slot] for item in items)]  # fmt: skip
    place = np.array(rows, dtype=np.int64).reshape(-1, 2)
    frame = pl.DataFrame(
        {
            "area": [panel.leaves[area] for area, _ in rows],
            "period": [
                calendar.label(panel.slots[slot], "ytd" if totals else "month") for _, slot in rows
            ],
        },
        schema={"area": pl.String, "period": pl.String},
    )
    for item in items:
        known = panel.known[item][place[:, 0], place[:, 1]]
        value = panel.value[item][place[:, 0], place[:, 1]]
        money = catalogue.items[item].decimals
        column = pl.Series(item, value / 100 if money else value).cast(
            pl.Float64 if money else pl.Int64
        )
        frame = frame.with_columns(pl.select(pl.when(pl.Series(known)).then(column)).to_series()
                                   .alias(item))  # fmt: skip
    return frame.to_arrow()


def as_totals(panel: Panel, calendar: Calendar) -> Panel:
    """Return the same numbers under the name of what they are: slots of years to date."""
    slots = [
        Span(calendar.containing(span.start, "year").start, span.end)
        if place < panel.months
        else span
        for place, span in enumerate(panel.slots)
    ]
    order = sorted(range(len(slots)), key=lambda p: (slots[p].months > 1, slots[p]))
    return Panel(
        leaves=panel.leaves,
        slots=[slots[p] for p in order],
        months=sum(slot.months == 1 for slot in slots),
        value={item: value[:, order] for item, value in panel.value.items()},
        known={item: known[:, order] for item, known in panel.known.items()},
        source=panel.source[:, order],
    )
