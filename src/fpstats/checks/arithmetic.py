"""Checks within one return: sums, limits, and what must be reported together."""

from __future__ import annotations

import numpy as np

from fpstats.catalogue.checks import Check, CheckKind
from fpstats.checks.finding import Finding, Result
from fpstats.checks.material import Material, passes, side
from fpstats.checks.stocks_at_ends import with_stocks_at_ends
from fpstats.estimates.panel import Panel


def compare(material: Material, check: Check) -> Result:
    """Compare the two sides wherever both are known: in every area and slot at once.

    Areas above others are looked at as well, where they report themselves.
    """
    result = _compared(material, check, material.panel)
    if material.above is not None:
        above = _compared(material, check, material.above)
        result.judged += above.judged
        result.findings += above.findings
    return result


def _compared(material: Material, check: Check, panel: Panel) -> Result:
    zero = check.missing == "zero"
    whole = with_stocks_at_ends(panel, check, material.catalogue)
    left, known_left = side(material, whole, check.left, zero=zero)
    right, known_right = side(material, whole, check.right, zero=zero)
    judged = known_left & known_right
    apart = left - right
    if check.kind is CheckKind.EQUAL:
        apart = np.abs(apart)
    result = Result(check, int(judged.sum()))
    for area, slot in np.argwhere(judged & (apart > passes(check, right))):
        difference = float(left[area, slot] - right[area, slot])
        result.findings.append(
            Finding(
                check=check,
                key=check.kind,
                area=panel.leaves[area],
                span=panel.slots[slot],
                operands=material.operands(panel, check.operands, area, slot),
                lefts=len(check.left),
                weights=check.weights,
                at_most=check.kind is CheckKind.AT_MOST,
                left=float(left[area, slot]),
                right=float(right[area, slot]),
                events=abs(difference),
            )
        )
    return result


def together(material: Material, check: Check) -> Result:
    """Find returns that report some of the items and lack others that their form has."""
    panel = material.panel
    there = [item for item in check.items if item in panel.known]
    result = Result(check)
    if len(there) < 2:
        return result
    known = np.stack([panel.known[item] for item in there])
    # A form that does not have an item owes it to nobody.
    on_form = np.stack([_on_form(material, panel, item) for item in there])
    some = known.any(axis=0)
    lacking = on_form & ~known & some
    result.judged = int(some.sum())
    for area, slot in np.argwhere(lacking.any(axis=0)):
        absent = [there[one] for one in np.flatnonzero(lacking[:, area, slot])]
        result.findings.append(
            Finding(
                check=check,
                key=check.kind,
                area=panel.leaves[area],
                span=panel.slots[slot],
                # What is to be filled in comes first.
                operands=material.operands(
                    panel, sorted(there, key=lambda item: item not in absent), area, slot
                ),
                words={"absent": absent},
            )
        )
    return result


def _on_form(material: Material, panel: Panel, item: str) -> np.ndarray:
    has = np.array([*material.returns.has(item), False])
    return has[panel.source]
