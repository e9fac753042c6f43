"""Months or years to date: what the numbers say of what is called a month.

Two kinds that look alike are never mixed: where some areas, or some items of one area, give months
and others years to date under the same headings, the data are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from fpstats.catalogue import Catalogue
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.checks.months_or_totals import (
    ALONE,
    Alone,
    Judged,
    Reported,
    Told,
    another_start,
    judge,
    unlike,
)
from fpstats.checks.switched import Switched, switched
from fpstats.errors import FpstatsError
from fpstats.estimates.panel import Panel
from fpstats.estimates.rising import begins_anew
from fpstats.locale import say, several
from fpstats.periods import Calendar, Span

SUREST: Final = 300
"""No evidence is told as more than ten to this power."""


class Looked(Struct, frozen=True, kw_only=True):
    """What the months of a panel are, and what was found; `untold` are years that leave it open.

    `alone` are items that are surely of another kind than those beside them, and `switched` areas
    and years that turn into totals: what of them does not count is taken out by who asks.
    """

    result: Result
    reported: Reported
    untold: Sequence[int]
    alone: Sequence[Alone] = ()
    switched: Sequence[Switched] = ()


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
) -> Looked:
    """Tell what the months of a panel are, and whether that is not what they are called.

    Raises
    ------
    FpstatsError
        Some are months and some are years to date.
    """
    counted, items = looked_at(panel, catalogue, wholes)
    level, fewest = check.level or 0.001, max(check.history, 2)
    judged = judge(panel, items, calendar, level=level, fewest=fewest)
    told = judged.told
    start = another_start(panel, items, calendar, level=level, fewest=fewest)
    if start is not None:
        raise FpstatsError(say("error", "another_start", start=start))
    refuse_other_years(panel, items, calendar)
    alone = unlike(panel, counted, calendar, level=level, fewest=fewest)
    reported = agreed(judged) or "month"
    result = Result(check, len(told))
    if reported == "ytd":
        result.findings += _totals(check, told, calendar)
    result.findings += [_perhaps(check, one, panel, calendar) for one in alone if not one.sure]
    turned = [] if reported == "ytd" else switched(panel, items, calendar, level=level)
    sure = [one for one in alone if one.sure]
    return Looked(
        result=result, reported=reported, untold=judged.untold, alone=sure, switched=turned
    )


def refuse_other_years(panel: Panel, items: Sequence[str], calendar: Calendar) -> None:
    """Refuse years to date that begin anew in another month than the statistical year.

    Raises
    ------
    FpstatsError
        They do: the message names the month.
    """
    if (start := begins_anew(panel, items, calendar)) is not None:
        raise FpstatsError(say("error", "totals_begin", start=start))


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
            key="together_accumulation" if any(one.together for one in mine) else check.kind,
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


def agreed(judged: Judged) -> Reported | None:
    """Return what all areas and years are; None where nothing is told.

    Those that are told years to date stand for no others where most of these say otherwise.

    Raises
    ------
    FpstatsError
        Some are months and some are years to date.
    """
    told = judged.told
    kinds = {one.reported for one in told}
    mixed = [one for one in told if one.reported == "ytd"]
    outvoted = judged.outvoted and len(mixed) > 0
    if len(kinds) < 2 and not outvoted:
        return next(iter(kinds), None)
    fewer = (
        mixed
        if outvoted or 2 * len(mixed) <= len(told)
        else [o for o in told if o.reported == "month"]
    )
    examples = several(f"{one.area} {one.year}" for one in fewer[:5])
    raise FpstatsError(say("error", "mixed_accumulation", kind=fewer[0].reported,
                           count=len(fewer), examples=examples))  # fmt: skip
