"""Who should have reported, who did, and when: by area, by period and item by item.

Nothing is clipped at one hundred per cent: an area that is closed and reports all the same is
received and was not expected. What is not known is null, never zero.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from fpstats import schema
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Result
from fpstats.checks.late_births import by_birth
from fpstats.checks.material import Flags, Material
from fpstats.checks.received import Received
from fpstats.estimates.panel import Numbers, open_months
from fpstats.issues import Findings
from fpstats.periods import Calendar, Span, first_day
from fpstats.returns.late_births import ITEM
from fpstats.returns.named_periods import named_otherwise
from fpstats.returns.presence import came

DUE: Final = 5
"""The day of the following month by which a return is due, unless told otherwise."""


YEAR: Final = 12

REGULAR: Final = 3
"""So many months with returns, each as far from the next, are regular."""


def due_day(span: Span, due: int) -> datetime.date:
    """Return the day by which the return of a period is due.

    >>> due_day(Span(24288, 24288), 5)
    datetime.date(2024, 2, 5)
    """
    return first_day(span.end + 1) + datetime.timedelta(days=due - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Arrays of reporting areas down and months across."""

    leaves: Sequence[str]
    months: Sequence[Span]
    slots: np.ndarray
    owed: Flags
    received: Flags
    dated: Flags
    late: Flags


def reported(material: Material, received: Received, due: int, within: Span | None) -> Reported:
    """Tell for each area and month whether a return was due, whether it came, and when.

    The months are those from the first for which anybody reported to the last, those that names of
    files promise, and those asked for. A return that came is one even where its numbers were
    refused; a longer one holds the months inside it.
    """
    panel = material.panel
    months = _months(material, within)
    spans = [Span(month, month) for month in months]
    there = np.zeros((len(panel.leaves), len(panel.slots)), dtype=bool)
    for known in panel.known.values():
        there |= known
    came_in = np.zeros((len(panel.leaves), len(spans)), dtype=bool)
    slots = np.full(len(spans), -1)
    for slot, span in enumerate(panel.slots):
        if span.months == 1 and span.start in months:
            slots[span.start - months[0]] = slot
        for month in range(span.start, span.end + 1):
            if month in months and (span.months == 1 or material.flow_slots[slot]):
                came_in[:, month - months[0]] |= there[:, slot]
    place = {name: one for one, name in enumerate(panel.leaves)}
    for name, span in came(material.returns, material.areas, material.calendar):
        if name in place and span.months == 1 and span.start in months:
            came_in[place[name], span.start - months[0]] = True
    dated = np.zeros_like(came_in)
    late = np.zeros_like(came_in)
    for (name, span), day in received.items():
        if name in place and span.months == 1 and span.start in months:
            where = place[name], span.start - months[0]
            dated[where], late[where] = True, day > due_day(span, due)
    owed = open_months(panel.leaves, spans, material.areas) > 0
    return Reported(
        leaves=panel.leaves, months=spans, slots=slots, owed=owed, received=came_in,
        dated=dated & came_in, late=late & came_in,
    )  # fmt: skip


def _months(material: Material, within: Span | None) -> range:
    panel = material.panel
    flows = [span for slot, span in enumerate(panel.slots) if material.flow_slots[slot]]
    if within is not None:
        return range(within.start, within.end + 1)
    held = flows or panel.slots
    first, last = min(span.start for span in held), max(span.end for span in held)
    # What a name says a year and more away is no promise but a slip.
    named = [
        span
        for span in (named_otherwise(one.match) for one in material.returns.readings)
        if span is not None and first - YEAR < span.start and span.end < last + YEAR
    ]
    held = [*held, *named]
    return range(min(span.start for span in held), max(span.end for span in held) + 1)


def note_empty(who: Reported, calendar: Calendar, findings: Findings) -> None:
    """Note every month for which no area at all handed in: of those nobody else can tell.

    Where returns came in regular steps, as every third month, the months between are told once.
    """
    came_in = np.flatnonzero(who.received.any(axis=0))
    empty = np.flatnonzero(~who.received.any(axis=0))
    steps = np.unique(np.diff(came_in))
    if len(came_in) >= REGULAR and len(steps) == 1 and steps[0] > 1:
        between = Span(who.months[came_in[0]].start, who.months[came_in[-1]].end)
        findings.add("regular_gaps", period=calendar.label(between), value=int(steps[0]))
        empty = empty[(empty < came_in[0]) | (empty > came_in[-1])]
    for month in empty.tolist():
        findings.add("missing_period", period=calendar.label(who.months[month]))


def late(check: Check, who: Reported, received: Received, due: int) -> Result:
    """Return the returns that came after they were due."""
    result = Result(check, int(who.dated.sum()))
    for area, month in np.argwhere(who.late):
        span, name = who.months[month], who.leaves[area]
        day, by = received[name, span], due_day(span, due)
        result.findings.append(
            Finding(
                check=check,
                key=check.kind,
                area=name,
                span=span,
                words={"day": day, "due": by, "days": (day - by).days},
            )
        )
    return result


def table(material: Material, who: Reported) -> pa.Table:
    """Return COMPLETENESS: all together, then by area, by period, and by item."""
    rows = [_row("all", "", who, np.ones_like(who.owed))]
    born = _late_births(material, who)
    rows[0]["late_registered"] = _known_sum(born, np.ones_like(who.owed))
    of_areas, of_months = by_birth(material)
    rows[0]["late_born"] = of_months.total() or None
    for area, name in enumerate(who.leaves):
        mine = np.zeros_like(who.owed)
        mine[area] = True
        rows.append(
            _row("area", name, who, mine)
            | {"late_registered": _known_sum(born, mine), "late_born": of_areas.get(name)}
        )
    for month, span in enumerate(who.months):
        mine = np.zeros_like(who.owed)
        mine[:, month] = True
        rows.append(
            _row("period", material.calendar.label(span), who, mine)
            | {"late_registered": _known_sum(born, mine), "late_born": of_months.get(span)}
        )
    rows += _items(material, who)
    frame = pl.DataFrame(rows, schema=dict.fromkeys(schema.COMPLETENESS.names), orient="row",
                         infer_schema_length=None)  # fmt: skip
    return schema.conform(frame.to_arrow(), schema.COMPLETENESS)


def _row(scope: str, name: str, who: Reported, mine: Flags) -> dict[str, Any]:
    expected, received = (int((flags & mine).sum()) for flags in (who.owed, who.received))
    dated, behind = (int((flags & mine).sum()) for flags in (who.dated, who.late))
    return {
        "scope": scope,
        "name": name,
        "expected": expected,
        "received": received,
        "completeness": 100 * received / expected if expected else None,
        "dated": dated,
        "on_time": dated - behind,
        "late": behind,
        "timeliness": 100 * (dated - behind) / expected if expected and dated else None,
        "zeros": None,
        "late_registered": None,
        "late_born": None,
    }


def _items(material: Material, who: Reported) -> list[dict[str, Any]]:
    """Return a row an item: due wherever a return was due whose form asks for it."""
    panel = material.panel
    rows: list[dict[str, Any]] = []
    there = who.slots >= 0
    slots = who.slots[there]
    for item in panel.known:
        on_form = _asked(material, item)[slots]
        owed = who.owed[:, there] & on_form
        known = panel.known[item][:, slots]
        zeros = known & (panel.value[item][:, slots] == 0)
        expected, received = int(owed.sum()), int(known.sum())
        rows.append(
            {
                "scope": "item",
                "name": item,
                "expected": expected,
                "received": received,
                "completeness": 100 * received / expected if expected else None,
                "dated": 0,
                "on_time": 0,
                "late": 0,
                "timeliness": None,
                "zeros": int(zeros.sum()),
                "late_registered": None,
                "late_born": None,
            }
        )
    return rows


def _asked(material: Material, item: str) -> Flags:
    """Tell for each slot whether any form that came for it asks for an item."""
    has = np.array([*material.returns.has(item), False])
    known = material.panel.known[item].any(axis=0)
    return np.asarray(has[material.panel.source].any(axis=0) | known)


def _late_births(material: Material, who: Reported) -> Numbers | None:
    """Return the births of earlier years, by area and month of report."""
    if ITEM not in material.panel.known:
        return None
    values = material.values(material.panel, ITEM)
    return np.where(who.slots >= 0, values[:, who.slots], np.nan)


def _known_sum(values: Numbers | None, mine: Flags) -> int | None:
    if values is None or not (mine & ~np.isnan(values)).any():
        return None
    return int(np.nansum(np.where(mine, values, 0.0)))
