"""Checks over time: balances, what is carried from month to month, and years to date."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.checks.material import Material, passes, side
from fpstats.checks.stocks_at_ends import with_stocks_at_ends
from fpstats.estimates.panel import Numbers, Panel


def balance(material: Material, check: Check) -> Result:
    """Compare each stock with that of the month before plus what happened between."""
    panel = material.panel
    whole = with_stocks_at_ends(panel, check, material.catalogue)
    now, known_now = side(material, whole, check.left, zero=False)
    flows, known_flows = side(material, whole, check.right, zero=False)
    before, place = _before(panel, now, known_now)
    judged = known_now & known_flows & (place >= 0)
    expected = before + flows
    result = Result(check, int(judged.sum()))
    wrong = judged & (np.abs(now - expected) > passes(check, expected))
    for area, slot in np.argwhere(wrong):
        earlier = int(place[area, slot])
        result.findings.append(
            Finding(
                check=check,
                key=check.kind,
                area=panel.leaves[area],
                span=panel.slots[slot],
                operands=(
                    *material.operands(panel, check.left, area, slot),
                    *material.operands(panel, check.left, area, earlier),
                    *material.operands(panel, check.right, area, slot),
                ),
                lefts=len(check.left),
                weights=(
                    *check.left.values(),
                    *(-one for one in check.left.values()),
                    *(-one for one in check.right.values()),
                ),
                left=float(now[area, slot]),
                right=float(expected[area, slot]),
                events=abs(float(now[area, slot] - expected[area, slot])),
                words={"before": float(before[area, slot])},
            )
        )
    return result


def carried(material: Material, check: Check) -> Result:
    """Compare what stands at the start of each slot with what stood at the end before it."""
    panel = material.panel
    opening, known_opening = side(material, panel, check.left, zero=False)
    closing, known_closing = side(material, panel, check.right, zero=False)
    before, place = _before(panel, closing, known_closing)
    judged = known_opening & (place >= 0)
    wrong = judged & (np.abs(opening - before) > passes(check, before))
    result = Result(check, int(judged.sum()))
    for area, slot in np.argwhere(wrong):
        earlier = int(place[area, slot])
        difference = float(opening[area, slot] - before[area, slot])
        result.findings.append(
            Finding(
                check=check,
                key=check.kind,
                area=panel.leaves[area],
                span=panel.slots[slot],
                operands=(
                    *material.operands(panel, check.left, area, slot),
                    *material.operands(panel, check.right, area, earlier),
                ),
                lefts=len(check.left),
                weights=(*check.left.values(), *(-one for one in check.right.values())),
                left=float(opening[area, slot]),
                right=float(before[area, slot]),
                events=abs(difference),
            )
        )
    return result


def _before(panel: Panel, stock: Numbers, known: np.ndarray) -> tuple[Numbers, np.ndarray]:
    """Return for each slot the stock at the end of the month before it, and in which slot it is."""
    value = np.zeros_like(stock)
    place = np.full(stock.shape, -1)
    ends: dict[int, list[int]] = {}
    for slot, span in enumerate(panel.slots):
        ends.setdefault(span.end, []).append(slot)
    for slot, span in enumerate(panel.slots):
        for earlier in ends.get(span.start - 1, []):
            new = known[:, earlier] & (place[:, slot] < 0)
            value[new, slot] = stock[new, earlier]
            place[new, slot] = earlier
    return value, place


def cumulative(material: Material, check: Check) -> Result:
    """Look at years to date: they never fall, and are the sum of the months inside them."""
    panel, result = material.panel, Result(check)
    longer = range(panel.months, len(panel.slots))
    for item in material.flows(check):
        values = material.values(panel, item)
        for slot in longer:
            span = panel.slots[slot]
            for earlier in range(len(panel.slots)):
                if panel.slots[earlier].start == span.start and panel.slots[earlier].end < span.end:
                    _compare(material, check, result, item, values, (slot, earlier), falls=True)
            inside = [m for m in range(panel.months) if span.covers(panel.slots[m])]
            if len(inside) == span.months:
                _compare(material, check, result, item, values, (slot, *inside), falls=False)
            _exceeded(material, check, result, item, values, slot, inside)
    return result


def _compare(
    material: Material,
    check: Check,
    result: Result,
    item: str,
    values: Numbers,
    slots: tuple[int, ...],
    *,
    falls: bool,
) -> None:
    """Compare a year to date with an earlier one of its year, or with its months."""
    panel = material.panel
    total, parts = values[:, slots[0]], values[:, list(slots[1:])].sum(axis=1)
    judged = ~np.isnan(total) & ~np.isnan(parts)
    result.judged += int(judged.sum())
    apart = parts - total if falls else np.abs(total - parts)
    for area in np.flatnonzero(judged & (apart > passes(check, parts))):
        operands = tuple(
            Operand(
                area=panel.leaves[area],
                span=panel.slots[slot],
                item=item,
                value=float(values[area, slot]),
                source=int(panel.source[area, slot]),
            )
            for slot in slots
        )
        result.findings.append(
            Finding(
                check=check,
                key="falls" if falls else check.kind,
                area=panel.leaves[area],
                span=panel.slots[slots[0]],
                operands=operands,
                lefts=1,
                weights=(-1, 1) if falls else (1, *[-1] * (len(slots) - 1)),
                at_most=falls,
                left=float(total[area]),
                right=float(parts[area]),
                events=abs(float(total[area] - parts[area])),
                words={"earlier": panel.slots[slots[1]]},
            )
        )


def _exceeded(
    material: Material,
    check: Check,
    result: Result,
    item: str,
    values: Numbers,
    slot: int,
    inside: Sequence[int],
) -> None:
    """Find years to date below the months inside them, where not every month is known."""
    panel = material.panel
    span, total, parts = panel.slots[slot], values[:, slot], values[:, inside]
    there = ~np.isnan(parts)
    number, together = there.sum(axis=1), np.nansum(parts, axis=1)
    judged = ~np.isnan(total) & (number > 0) & (number < span.months)
    result.judged += int(judged.sum())
    # What falls is told already.
    fallen = {
        one.area for one in result.findings if one.span == span and one.operands[0].item == item
    }
    for area in np.flatnonzero(judged & (together - total > passes(check, together))):
        if panel.leaves[area] in fallen:
            continue
        known = [month for month, here in zip(inside, there[area], strict=True) if here]
        result.findings.append(
            Finding(
                check=check,
                key="exceeded",
                area=panel.leaves[area],
                span=span,
                operands=tuple(
                    operand
                    for one in (slot, *known)
                    for operand in material.operands(panel, (item,), int(area), one)
                ),
                lefts=1,
                weights=(-1, *[1] * len(known)),
                at_most=True,
                left=float(total[area]),
                right=float(together[area]),
                events=float(together[area] - total[area]),
                words={"count": len(known)},
            )
        )
