"""Checks over time: balances, and what is carried from month to month."""

from __future__ import annotations

import numpy as np

from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Result
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
