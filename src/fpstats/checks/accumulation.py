"""Months or years to date: what the numbers say of what is called a month.

Two kinds that look alike are never mixed: where some areas, or some items of one area, give months
and others years to date under the same headings, the data are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from fpstats import stats
from fpstats.catalogue import Catalogue
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Result
from fpstats.checks.material import Flags
from fpstats.errors import FpstatsError
from fpstats.estimates.panel import Numbers, Panel
from fpstats.locale import say, several
from fpstats.periods import Calendar

Reported = Literal["month", "ytd"]
GROWTH: Final = 2
"""So many times its first number is the last one of a running total, at least."""

ALONE: Final = 6
"""So many months one item needs to be told a running total against the other items."""

READINGS: Final = ("auto", "month", "ytd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the numbers say of one area in one year: `evidence` is in decimal logarithms."""

    area: str
    year: int
    evidence: float
    months: int
    reported: Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """An item that is a running total in an area and year in which another gives months."""

    area: str
    year: int
    item: str


def by_numbers(
    panel: Panel, items: Sequence[str], calendar: Calendar, *, level: float, fewest: int
) -> list[Told]:
    """Tell for each area and statistical year whether what is called months are years to date.

    Only where the odds are better than 1 to `level` one way or the other, from `fewest` months on;
    the evidence of the items is added, so give those that are no sums of others. A running total
    grows: the same number month after month is odd, and no year to date.
    """
    bound, told = -np.log10(level), []
    for year, slots in _years(panel, calendar, fewest):
        evidence = np.zeros(len(panel.leaves))
        number = np.zeros(len(panel.leaves), dtype=np.int64)
        first, last = np.zeros(len(panel.leaves)), np.zeros(len(panel.leaves))
        for item in items:
            one = _of_item(panel, item, slots)
            evidence += one.evidence
            number = np.maximum(number, one.number)
            first += one.first
            last += one.last
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


def unlike(
    panel: Panel, items: Sequence[str], calendar: Calendar, *, level: float, fewest: int
) -> list[Alone]:
    """Tell the items that are running totals in an area and year in which another gives months.

    One item alone needs more than all together: at least `ALONE` months, a last number that so
    many months of the first lead one to expect by half, and odds that hold over all that are
    looked at.
    """
    needed = max(fewest, ALONE)
    judged = [
        (year, item, _of_item(panel, item, slots))
        for year, slots in _years(panel, calendar, needed)
        for item in items
    ]
    number = sum(int((one.number >= needed).sum()) for _, _, one in judged)
    bound, strict = -np.log10(level), np.log10(max(number, 1) / level)
    months: dict[int, Flags] = {}
    for year, _, one in judged:
        says = (one.evidence <= -bound) & (one.number >= fewest)
        months[year] = months.get(year, np.zeros(len(panel.leaves), dtype=bool)) | says
    return [
        Alone(area=panel.leaves[area], year=year, item=item)
        for year, item, one in judged
        for area in np.flatnonzero(
            months[year]
            & (one.evidence >= strict)
            & (one.number >= needed)
            & (one.last >= np.maximum(GROWTH, one.number / 2) * one.first)
        )
    ]


@dataclass(frozen=True, slots=True)
class _Year:
    """One item in one year, by area: its evidence, how many months, the first and the last."""

    evidence: Numbers
    number: np.ndarray
    first: Numbers
    last: Numbers


def _of_item(panel: Panel, item: str, slots: np.ndarray) -> _Year:
    there = (slots >= 0) & panel.known[item][:, slots]
    values = np.where(there, panel.value[item][:, slots], np.nan)
    each, some = np.arange(len(there)), there.any(axis=1)
    return _Year(
        np.nan_to_num(stats.accumulation_evidence(values), neginf=-np.inf),
        there.sum(axis=1),
        np.where(some, values[each, there.argmax(axis=1)], 0),
        np.where(some, values[each, 11 - there[:, ::-1].argmax(axis=1)], 0),
    )


def _years(panel: Panel, calendar: Calendar, fewest: int) -> Iterator[tuple[int, np.ndarray]]:
    """Yield each statistical year of which enough months are there, with their twelve slots."""
    months = {span.start: place for place, span in enumerate(panel.slots[: panel.months])}
    for year in sorted({calendar.year_of(month) for month in months}):
        start = calendar.year(year).start
        slots = np.array([months.get(start + place, -1) for place in range(12)])
        if (slots >= 0).sum() >= fewest:
            yield year, slots


def look(
    panel: Panel,
    check: Check,
    catalogue: Catalogue,
    calendar: Calendar,
    wholes: Sequence[tuple[str, frozenset[str]]],
    lang: str,
) -> tuple[Result, Reported]:
    """Tell what the months of a panel are, and whether that is not what they are called.

    Raises
    ------
    FpstatsError
        Some are months and some are years to date.
    """
    flows = [item for item in panel.known if catalogue.items[item].type == "flow"]
    counted = [item for item in flows if catalogue.items[item].counted]
    items = [
        item
        for item in counted
        if not any(whole == item and parts <= set(flows) for whole, parts in wholes)
    ]
    level, fewest = check.level or 0.001, max(check.history, 2)
    if alone := unlike(panel, counted, calendar, level=level, fewest=fewest):
        examples = several(
            f"{one.area} {catalogue.items[one.item].title.of(lang)} {one.year}" for one in alone[:5]
        )
        raise FpstatsError(say("error", "mixed_items", count=len(alone), examples=examples))
    told = by_numbers(panel, items, calendar, level=level, fewest=fewest)
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
