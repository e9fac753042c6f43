"""Which correction is the likelier one, where several would do: by what else speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from fpstats.catalogue.checks import OF_AREAS, Check, CheckKind
from fpstats.checks.corrections import (
    ALONE,
    Cell,
    Correction,
    transposed,
)
from fpstats.checks.finding import Finding
from fpstats.checks.material import Material, passes
from fpstats.periods import Span

MOST: Final = 2
"""So many corrections are told of one fault; where more would do, none is likely."""


class Likely(Struct, frozen=True, kw_only=True):
    """A correction, and the key of the sentence that says what speaks for it."""

    why: str
    correction: Correction


class Sums:
    """The sums that hold, which a correction must not break."""

    def __init__(self, material: Material, checks: Iterable[Check]) -> None:
        """Note which sums each item is part of, and where areas and periods are."""
        self.material = material
        self.of_item: dict[str, list[Check]] = defaultdict(list)
        kinds = (CheckKind.EQUAL, CheckKind.AT_MOST, CheckKind.BALANCE)
        for check in checks:
            if check.kind in kinds and check.severity != "off":
                for item in check.operands:
                    self.of_item[item].append(check)
        panels = [panel for panel in (material.panel, material.above) if panel is not None]
        self.places = [
            (panel, {name: at for at, name in enumerate(panel.leaves)},
             {span: at for at, span in enumerate(panel.slots)})
            for panel in panels
        ]  # fmt: skip

    def broken(self, correction: Correction) -> bool:
        """Tell whether a sum that comes out would no longer do so."""
        returns: dict[tuple[str, Span], dict[str, float]] = defaultdict(dict)
        for cell, (_, new) in correction.values.items():
            if cell.line is None:
                returns[cell.area, cell.span][cell.item] = new
        return any(
            self._breaks_balance(check, area, span, new)
            if check.kind is CheckKind.BALANCE
            else self._breaks(check, area, span, new)
            for (area, span), new in returns.items()
            for check in {c.id: c for item in new for c in self.of_item[item]}.values()
        )

    def _breaks(self, check: Check, area: str, span: Span, new: Mapping[str, float]) -> bool:
        for panel, areas, slots in self.places:
            if area in areas and span in slots:
                numbers = self.material.operands(panel, check.operands, areas[area], slots[span])
                values = {one.item: one.value for one in numbers}
                return _holds(check, values) and not _holds(check, {**values, **new})
        return False

    def _breaks_balance(
        self, check: Check, area: str, span: Span, new: Mapping[str, float]
    ) -> bool:
        """Tell whether the balance of these months or of the next, which this one opens, breaks."""
        panel, areas, slots = self.places[0]
        for end in (span, span.shift(span.months)):
            start = end.shift(-end.months)
            if area not in areas or start not in slots or end not in slots:
                continue
            opened, closed = (
                {one.item: one.value
                 for one in self.material.operands(panel, items, areas[area], slots[at])}
                for items, at in ((check.left, start), (check.operands, end))
            )  # fmt: skip
            mine = opened if end != span else closed
            if not _balanced(check, opened, closed):
                continue
            mine.update({item: number for item, number in new.items() if item in mine})
            if not _balanced(check, opened, closed):
                return True
        return False


def _holds(check: Check, values: Mapping[str, float | None]) -> bool:
    """Tell whether a sum comes out; what is not wholly known does not."""
    known = {item: value for item, value in values.items() if value is not None}
    if len(known) < len(values):
        return False
    apart = sum(w * known[i] for i, w in zip(check.operands, check.weights, strict=True))
    right = sum(w * known[i] for i, w in check.right.items())
    passing = float(passes(check, np.array(right)))
    return (apart if check.kind is CheckKind.AT_MOST else abs(apart)) <= passing


def _balanced(
    check: Check, opened: Mapping[str, float | None], closed: Mapping[str, float | None]
) -> bool:
    """Tell whether a stock comes out; what is not wholly known does not."""
    known = {item: value for item, value in closed.items() if value is not None}
    before = {item: value for item, value in opened.items() if value is not None}
    if len(known) < len(closed) or len(before) < len(opened):
        return False
    flows = sum(w * known[i] for i, w in check.right.items())
    expected = sum(w * before[i] for i, w in check.left.items()) + flows
    now = sum(w * known[i] for i, w in check.left.items())
    return abs(now - expected) <= float(passes(check, np.array(expected)))


def likely(
    group: Sequence[Finding],
    found: Sequence[Correction],
    unlike: Mapping[Cell, float],
    sums: Sums,
) -> list[Likely]:
    """Return the corrections of a fault for which something speaks, if they are few.

    Of `found` each settles all findings of the group; `unlike` are the numbers that are unlike the
    other months, with what these lead one to expect.
    """
    sound = [one for one in found if one.exact and not sums.broken(one)]
    if len(group) > 1 and len(sound) == 1:
        return [Likely(why=_own_reason(sound[0], group) or "only", correction=sound[0])]
    nearer = [one for one in sound if _nearer(one, unlike)]
    if len(nearer) == 1:
        return [Likely(why=_own_reason(nearer[0], group) or "unlike", correction=nearer[0])]
    told = [Likely(why=why, correction=one) for one in sound if (why := _own_reason(one, group))]
    return told if len(told) <= MOST else []


def _own_reason(one: Correction, group: Sequence[Finding]) -> str:
    """Return what speaks for a correction by itself."""
    if one.kind != ALONE:
        return one.kind
    ((operand, new),) = one.values.values()
    old = operand.value or 0.0
    if transposed(old, new):
        return "transposed"
    zeros = [o for o in group[0].operands if o.value == 0]
    if group[0].check.kind in OF_AREAS and zeros == [operand]:
        return "zero"
    return ""


def _nearer(one: Correction, unlike: Mapping[Cell, float]) -> bool:
    return one.kind == ALONE and any(
        cell in unlike and abs(new - unlike[cell]) < abs((operand.value or 0.0) - unlike[cell])
        for cell, (operand, new) in one.values.items()
    )
