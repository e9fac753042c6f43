"""Months or years to date: what the headings say, what the numbers say, and from one to the other.

Two kinds that look alike are never mixed: where some areas give months and others years to date
under the same headings, the data are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import polars as pl
import pyarrow as pa

from fpstats import stats
from fpstats.catalogue import Catalogue
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Result
from fpstats.errors import FpstatsError
from fpstats.estimates.panel import Panel
from fpstats.locale import say, several
from fpstats.periods import Calendar, Span

Reported = Literal["month", "ytd"]
GROWTH: Final = 2
"""So many times its first number is the last one of a running total, at least."""

READINGS: Final = ("auto", "month", "ytd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the numbers say of one area in one year: `evidence` is in decimal logarithms."""

    area: str
    year: int
    evidence: float
    months: int
    reported: Reported


def by_numbers(
    panel: Panel, items: Sequence[str], calendar: Calendar, *, level: float, fewest: int
) -> list[Told]:
    """Tell for each area and statistical year whether what is called months are years to date.

    Only where the odds are better than 1 to `level` one way or the other, from `fewest` months on;
    the evidence of the items is added, so give those that are no sums of others. A running total
    grows: the same number month after month is odd, and no year to date.
    """
    months = {span.start: place for place, span in enumerate(panel.slots[: panel.months])}
    bound, told = -np.log10(level), []
    for year in sorted({calendar.year_of(month) for month in months}):
        start = calendar.year(year).start
        slots = np.array([months.get(start + place, -1) for place in range(12)])
        if (slots >= 0).sum() < fewest:
            continue
        evidence = np.zeros(len(panel.leaves))
        number = np.zeros(len(panel.leaves), dtype=np.int64)
        first, last = np.zeros(len(panel.leaves)), np.zeros(len(panel.leaves))
        for item in items:
            there = (slots >= 0) & panel.known[item][:, slots]
            values = np.where(there, panel.value[item][:, slots], np.nan)
            evidence += np.nan_to_num(stats.accumulation_evidence(values), neginf=-np.inf)
            number = np.maximum(number, there.sum(axis=1))
            each = np.arange(len(there))
            first += np.where(there.any(axis=1), values[each, there.argmax(axis=1)], 0)
            last += np.where(there.any(axis=1), values[each, 11 - there[:, ::-1].argmax(axis=1)], 0)
        told_apart = (evidence <= -bound) | ((evidence >= bound) & (last >= GROWTH * first))
        for area in np.flatnonzero(told_apart & (number >= fewest)):
            reported: Reported = "ytd" if evidence[area] > 0 else "month"
            mine = Told(
                area=panel.leaves[area],
                year=year,
                evidence=float(evidence[area]),
                months=int(number[area]),
                reported=reported,
            )
            told.append(mine)
    return told


def look(
    panel: Panel,
    check: Check,
    catalogue: Catalogue,
    calendar: Calendar,
    wholes: Sequence[tuple[str, frozenset[str]]],
) -> tuple[Result, Reported]:
    """Tell what the months of a panel are, and whether that is not what they are called.

    Raises
    ------
    FpstatsError
        Some are months and some are years to date.
    """
    flows = [item for item in panel.known if catalogue.items[item].type == "flow"]
    items = [
        item
        for item in flows
        if catalogue.items[item].counted
        and not any(whole == item and parts <= set(flows) for whole, parts in wholes)
    ]
    told = by_numbers(
        panel, items, calendar, level=check.level or 0.001, fewest=max(check.history, 2)
    )
    reported = agreed(told) or "month"
    result = Result(check, len(told))
    if reported == "ytd":
        for one in told:
            result.findings.append(
                Finding(
                    check=check,
                    key=check.kind,
                    area=one.area,
                    span=calendar.year(one.year),
                    words={"months": one.months, "evidence": round(one.evidence, 1)},
                )
            )
    return result, reported


def agreed(told: Sequence[Told]) -> Reported | None:
    """Return what all areas and years are; None where nothing is told.

    Raises
    ------
    FpstatsError
        Some are months and some are years to date.
    """
    kinds = {one.reported for one in told}
    if len(kinds) < 2:
        return next(iter(kinds), None)
    mixed = [one for one in told if one.reported == "ytd"]
    fewer = mixed if 2 * len(mixed) <= len(told) else [o for o in told if o.reported == "month"]
    examples = several(f"{one.area} {one.year}" for one in fewer[:5])
    raise FpstatsError(say("error", "mixed_accumulation", kind=fewer[0].reported,
                           count=len(fewer), examples=examples))  # fmt: skip


def months_within(panel: Panel, catalogue: Catalogue, calendar: Calendar) -> Panel:
    """Return the panel with the months that years to date tell: each less the one before it.

    The first month of a year is what it is. Where the total of the month before is not known, or
    the total falls, the month is not known. A stock at the end of a year to date is that of its
    last month. What was reported as a month stays.
    """
    months = {span.start: slot for slot, span in enumerate(panel.slots[: panel.months])}
    totals = {
        span.end: slot
        for slot, span in enumerate(panel.slots)
        if span.start == calendar.year(calendar.year_of(span.end)).start
    }
    every = sorted({*months, *totals})
    longer = list(range(panel.months, len(panel.slots)))
    own = np.array([months.get(month, -1) for month in every], dtype=np.int64)
    to_date = np.array([totals.get(month, -1) for month in every], dtype=np.int64)
    starts = np.array([month == calendar.year(calendar.year_of(month)).start for month in every])
    before = np.where(starts, -1, [totals.get(month - 1, -1) for month in every])
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
        told = (to_date >= 0) & known[:, to_date] & ~mine
        month = value[:, to_date]
        if catalogue.items[item].type == "flow":
            told &= starts | ((before >= 0) & known[:, before])
            month = month - np.where(before >= 0, value[:, before], 0)
            told &= month >= 0
        amount = np.where(mine, value[:, own], np.where(told, month, 0))
        filled.value[item] = np.hstack([amount, value[:, longer]])
        filled.known[item] = np.hstack([mine | told, known[:, longer]])
    return filled


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
            if month == calendar.year(calendar.year_of(month)).start:
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
        if (span.start == calendar.year(calendar.year_of(span.end)).start
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
        Span(calendar.year(calendar.year_of(span.start)).start, span.end)
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
