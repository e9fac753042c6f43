"""Months or years to date: what the numbers say of what is called a month.

Two kinds that look alike are never mixed: where some areas give months and others years to date
under the same headings, the data are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from fpstats import stats
from fpstats.catalogue import Catalogue
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Result
from fpstats.errors import FpstatsError
from fpstats.estimates.panel import Panel
from fpstats.locale import say, several
from fpstats.periods import Calendar

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
