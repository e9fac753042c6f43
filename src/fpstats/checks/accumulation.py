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
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.errors import FpstatsError
from fpstats.estimates.panel import Numbers, Panel
from fpstats.estimates.rising import GROWTH, only_fall, year_slots
from fpstats.locale import say, several
from fpstats.periods import Calendar, Span

Reported = Literal["month", "ytd"]
ALONE: Final = 6
"""So many months one item needs to be told for sure a running total among other items' months."""

SUREST: Final = 300
"""No evidence is told as more than ten to this power."""


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
    months: int
    sure: bool


def by_numbers(
    panel: Panel, items: Sequence[str], calendar: Calendar, *, level: float, fewest: int
) -> list[Told]:
    """Tell for each area and statistical year whether what is called months are years to date.

    Only where the odds are better than 1 to `level` for months, or over all areas and years for
    years to date, from `fewest` months on; the evidence of the items is added, so give those that
    are no sums of others. A running total grows to at least a third of what so many months of the
    first lead one to expect: the same number month after month is odd, and no year to date.
    """
    bound, slots = -np.log10(level), year_slots(panel, calendar)
    judged = [_of_item(panel, item, slots) for item in items]
    if not judged:
        return []
    evidence = np.sum([one.evidence for one in judged], axis=0)
    number = np.max([one.number for one in judged], axis=0)
    first, last = (
        np.sum(side, axis=0) for side in ([o.first for o in judged], [o.last for o in judged])
    )
    strict = bound + np.log10(max(int((number >= fewest).sum()), 1))
    grown = last >= np.maximum(GROWTH, number / 3) * first
    told_apart = (evidence <= -bound) | ((evidence >= strict) & grown)
    years = _years(panel, calendar, slots)
    return [
        Told(
            area=panel.leaves[area],
            year=years[year],
            evidence=float(evidence[area, year]),
            months=int(number[area, year]),
            reported="ytd" if evidence[area, year] > 0 else "month",
        )
        for year, area in np.argwhere((told_apart & (number >= fewest)).T)
    ]


def unlike(
    panel: Panel, items: Sequence[str], calendar: Calendar, *, level: float, fewest: int
) -> list[Alone]:
    """Tell the items that are running totals in an area and year in which another gives months.

    One item alone needs more than all together: a last number that so many months of the first lead
    one to expect by half, and odds that hold over all that are looked at. With fewer than `ALONE`
    months it is only likely: not `sure`.
    """
    bound, slots = -np.log10(level), year_slots(panel, calendar)
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


@dataclass(frozen=True, slots=True)
class _Years:
    """One item, areas down and years across: its evidence, how many months, the first, the last."""

    evidence: Numbers
    number: np.ndarray
    first: Numbers
    last: Numbers


def _of_item(panel: Panel, item: str, slots: np.ndarray) -> _Years:
    there = (slots >= 0) & panel.known[item][:, slots]
    values = np.where(there, panel.value[item][:, slots], np.nan)
    number, some = there.sum(axis=-1), there.any(axis=-1)
    filled = np.where(there, values, -np.inf)
    rising = ~(there & (filled < np.maximum.accumulate(filled, axis=-1))).any(axis=-1)
    # Of what falls, and that is nearly every year of true months, no more needs to be asked.
    evidence = np.full(number.shape, -np.inf)
    evidence[rising] = np.nan_to_num(stats.accumulation_evidence(values[rising]), neginf=-np.inf)
    ends = [there.argmax(axis=-1), 11 - there[..., ::-1].argmax(axis=-1)]
    first, last = (
        np.where(some, np.take_along_axis(values, end[..., None], -1)[..., 0], 0) for end in ends
    )
    return _Years(evidence, number, first, last)


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
    told = by_numbers(panel, items, Calendar(start), level=level, fewest=fewest)
    return start if told and all(one.reported == "ytd" for one in told) else None


def looked_at(
    panel: Panel, catalogue: Catalogue, wholes: Sequence[tuple[str, frozenset[str]]]
) -> tuple[list[str], list[str]]:
    """Return the flows that are counted, and of these the ones that are no sums of others."""
    flows = [item for item in panel.known if catalogue.items[item].type == "flow"]
    counted = [item for item in flows if catalogue.items[item].counted]
    elementary = [
        item
        for item in counted
        if not any(whole == item and parts <= set(flows) for whole, parts in wholes)
    ]
    return counted, elementary


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
    counted, items = looked_at(panel, catalogue, wholes)
    level, fewest = check.level or 0.001, max(check.history, 2)
    told = by_numbers(panel, items, calendar, level=level, fewest=fewest)
    if any(one.reported == "month" for one in told):
        start = another_start(panel, items, calendar, level=level, fewest=fewest)
        if start is not None:
            raise FpstatsError(say("error", "another_start", start=start))
    alone = unlike(panel, counted, calendar, level=level, fewest=fewest)
    if sure := [one for one in alone if one.sure]:
        examples = several(
            f"{one.area} {catalogue.items[one.item].title.of(lang)} {one.year}" for one in sure[:5]
        )
        raise FpstatsError(say("error", "mixed_items", count=len(sure), examples=examples))
    reported = agreed(told) or "month"
    result = Result(check, len(told))
    if reported == "ytd":
        result.findings += _totals(check, told, calendar)
    result.findings += [_perhaps(check, one, panel, calendar) for one in alone]
    return result, reported


def _totals(check: Check, told: Sequence[Told], calendar: Calendar) -> Iterator[Finding]:
    """Yield one finding an area, of all its years to date."""
    areas: dict[str, list[Told]] = {}
    for one in told:
        areas.setdefault(one.area, []).append(one)
    for area, mine in areas.items():
        years = [calendar.year(one.year) for one in mine]
        weakest = min(one.evidence for one in mine)
        yield Finding(
            check=check,
            key=check.kind,
            area=area,
            span=Span(years[0].start, years[-1].end),
            words={
                "months": sum(one.months for one in mine),
                "evidence": min(int(weakest), SUREST),
            },
        )


def _perhaps(check: Check, one: Alone, panel: Panel, calendar: Calendar) -> Finding:
    """Return the finding that an item may be a running total among months."""
    area, year = panel.leaves.index(one.area), calendar.year(one.year)
    known = panel.known[one.item][area]
    slots = [slot for slot in range(panel.months) if year.covers(panel.slots[slot]) and known[slot]]
    return Finding(
        check=check,
        key="perhaps_accumulation",
        area=one.area,
        span=year,
        operands=tuple(
            Operand(
                area=one.area,
                span=panel.slots[slot],
                item=one.item,
                value=float(panel.value[one.item][area, slot]),
                source=int(panel.source[area, slot]),
            )
            for slot in slots
        ),
        words={"months": one.months, "needed": ALONE},
    )


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
