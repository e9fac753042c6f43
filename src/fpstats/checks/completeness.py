"""Who should have reported, who did, and when: by area, by period and item by item.

Nothing makes up for another: an area that is closed and reports all the same is unexpected, and
does not hide one that was due and is missing. What is not known is null, never zero.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa
from msgspec import Struct

from fpstats import schema
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Result
from fpstats.checks.late_births import by_birth
from fpstats.checks.material import Flags, Material
from fpstats.checks.received import Received
from fpstats.checks.rhythm import REGULAR, rhythm
from fpstats.estimates.panel import Numbers, open_months
from fpstats.issues import Findings
from fpstats.periods import Calendar, Span, first_day
from fpstats.returns.late_births import ITEM
from fpstats.returns.presence import came

DUE: Final = 5
"""The day of the following month by which a return is due, unless told otherwise."""


def due_day(span: Span, due: int) -> datetime.date:
    """Return the day by which the return of a period is due.

    >>> due_day(Span(24288, 24288), 5)
    datetime.date(2024, 2, 5)
    """
    return first_day(span.end + 1) + datetime.timedelta(days=due - 1)


class Reported(Struct, frozen=True, kw_only=True):
    """Arrays of reporting areas down and periods across.

    `step` is how many months lie from one period to the next.
    """

    leaves: Sequence[str]
    spans: Sequence[Span]
    step: int
    slots: np.ndarray
    owed: Flags
    received: Flags
    dated: Flags
    late: Flags


def reported(material: Material, received: Received, due: int, within: Span | None) -> Reported:
    """Tell for each area and period whether a return was due, whether it came, and when.

    A return that came is one even where its numbers were refused; a longer one holds the periods
    inside it.
    """
    panel = material.panel
    spans, step = rhythm(material, within)
    at = {span: place for place, span in enumerate(spans)}
    there = np.zeros((len(panel.leaves), len(panel.slots)), dtype=bool)
    for known in panel.known.values():
        there |= known
    came_in = np.zeros((len(panel.leaves), len(spans)), dtype=bool)
    slots = np.full(len(spans), -1)
    for slot, span in enumerate(panel.slots):
        if span in at:
            slots[at[span]] = slot
            came_in[:, at[span]] |= there[:, slot]
        if span.months > 1 and material.flow_slots[slot]:
            inside = [place for place, one in enumerate(spans) if span.covers(one)]
            came_in[:, inside] |= there[:, [slot]]
    place = {name: one for one, name in enumerate(panel.leaves)}
    for name, span in came(material.returns, material.areas, material.calendar):
        if name in place and span in at:
            came_in[place[name], at[span]] = True
    dated = np.zeros_like(came_in)
    late = np.zeros_like(came_in)
    for (name, span), day in received.items():
        if name in place and span in at:
            where = place[name], at[span]
            dated[where], late[where] = True, day > due_day(span, due)
    owed = open_months(panel.leaves, spans, material.areas) > 0
    return Reported(
        leaves=panel.leaves, spans=spans, step=step, slots=slots, owed=owed, received=came_in,
        dated=dated & came_in, late=late & came_in,
    )  # fmt: skip


def note_missing(who: Reported, received: Received, calendar: Calendar, findings: Findings) -> None:
    """Note every period for which no area at all handed in, and who lacks a longer one.

    Months that an area lacks are noted when the returns are put together. Where months came in
    regular steps, as every third, those between are told once. What was received and is not there
    is not to be asked for again: the office has it.
    """
    some = who.received.any(axis=0)
    came_in = np.flatnonzero(some)
    longer = np.array([span.months > 1 for span in who.spans], dtype=bool)
    if who.step > 1 and not longer.any() and len(came_in) >= REGULAR:
        between = Span(who.spans[came_in[0]].start, who.spans[came_in[-1]].end)
        findings.add("regular_gaps", period=calendar.label(between), value=who.step)
    lost = _lost(who, received)
    mislaid = np.array([any(span == one for _, one in lost) for span in who.spans], dtype=bool)
    for place in np.flatnonzero(~some & ~mislaid).tolist():
        findings.add("missing_period", period=calendar.label(who.spans[place]))
    for area, place in np.argwhere(
        who.owed & ~who.received & ((some & longer) | (~some & mislaid))
    ):
        name, span = who.leaves[area], who.spans[place]
        findings.add("missing_return", area=name, period=calendar.label(span))
    told = {(name, calendar.label(span)): day for (name, span), day in lost.items()}
    findings.withdraw("missing_return", told)
    for (name, period), day in told.items():
        findings.add("return_not_found", area=name, period=period, value=day)


def _lost(who: Reported, received: Received) -> Received:
    """Return the days of receipt of the periods looked at to which no return belongs."""
    came_in = {
        (who.leaves[area], who.spans[place]) for area, place in np.argwhere(who.received).tolist()
    }
    spans = set(who.spans)
    return {
        key: day for key, day in sorted(received.items()) if key[1] in spans and key not in came_in
    }


def late(check: Check, who: Reported, received: Received, due: int) -> Result:
    """Return the returns that came after they were due."""
    result = Result(check, int(who.dated.sum()))
    for area, month in np.argwhere(who.late):
        span, name = who.spans[month], who.leaves[area]
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
    for month, span in enumerate(who.spans):
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
    dated, behind = (int((flags & mine).sum()) for flags in (who.dated, who.late))
    found = _held(scope, name, who.owed & mine, who.received & mine)
    return found | {
        "dated": dated,
        "on_time": dated - behind,
        "late": behind,
        "undated": found["received"] - dated,
        "timeliness": 100 * (dated - behind) / dated if dated else None,
    }


def _held(scope: str, name: str, owed: Flags, there: Flags) -> dict[str, Any]:
    """Return a row of what was due and what came; nothing of it makes up for another."""
    expected, missing = int(owed.sum()), int((owed & ~there).sum())
    nothing = dict.fromkeys(("dated", "on_time", "late", "undated"), 0)
    unknown = dict.fromkeys(("timeliness", "zeros", "late_registered", "late_born"))
    return {
        "scope": scope,
        "name": name,
        "expected": expected,
        "received": int(there.sum()),
        "missing": missing,
        "unexpected": int((there & ~owed).sum()),
        "completeness": 100 * (expected - missing) / expected if expected else None,
        **nothing,
        **unknown,
    }


def _items(material: Material, who: Reported) -> list[dict[str, Any]]:
    """Return a row an item: due wherever a return was due whose form asks for it."""
    panel, there = material.panel, who.slots >= 0
    slots = who.slots[there]
    rows = []
    for item in panel.known:
        owed = who.owed[:, there] & _asked(material, item)[slots]
        known = panel.known[item][:, slots]
        zeros = int((known & (panel.value[item][:, slots] == 0)).sum())
        rows.append(_held("item", item, owed, known) | {"zeros": zeros})
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
