"""What checks look at: the values by area and slot, and what they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from fpstats.areas import Areas
from fpstats.catalogue import Catalogue
from fpstats.catalogue.checks import Check, CheckKind
from fpstats.checks.finding import Operand
from fpstats.checks.stocks_at_ends import is_at_end, months_at_ends
from fpstats.estimates.panel import Numbers, Panel
from fpstats.periods import Calendar
from fpstats.returns.late_births import LateBirths
from fpstats.returns.opening import Returns
from fpstats.targets import Targets

Flags = NDArray[np.bool_]


class Material(Struct, frozen=True, kw_only=True):
    """Everything that a check may ask.

    Attributes
    ----------
    panel
        Months and longer returns, each as it was reported.
    monthly
        Each month once, whatever it was made of.
    above
        The returns of areas below which others report.
    wholes
        Items that are sums of others, with those others.
    within
        Items that are parts of others, with those others.
    lengths
        How many months returns have that can be compared in time: months, quarters and so on.
    length
        The one of these by which series are looked at.
    late_births
        Births of earlier years, line by line, where the returns part them by month of birth.
    """

    returns: Returns
    catalogue: Catalogue
    areas: Areas
    calendar: Calendar
    panel: Panel
    monthly: Panel
    above: Panel | None
    targets: Targets
    wholes: Sequence[tuple[str, frozenset[str]]]
    within: Mapping[str, Sequence[str]]
    late_births: Sequence[LateBirths] = ()
    lengths: Sequence[int] = (1,)
    length: int = 1

    @property
    def flow_slots(self) -> Flags:
        """Which slots of the panel have numbers of flows: stocks alone make no period."""
        known = [
            flags.any(axis=0)
            for item, flags in self.panel.known.items()
            if self.catalogue.items[item].type == "flow"
        ]
        none = np.zeros(len(self.panel.slots), dtype=bool)
        return np.asarray(np.logical_or.reduce([*known, none]))

    def values(self, panel: Panel, item: str) -> Numbers:
        """Return an item in its own unit, NaN where it is not known."""
        scale = 100.0 if self.catalogue.items[item].decimals else 1.0
        return np.where(panel.known[item], panel.value[item] / scale, np.nan)

    def flows(self, check: Check) -> list[str]:
        """Return the flows that a check names, or all; of those that were reported."""
        named = check.items or tuple(self.catalogue.items)
        return [
            item
            for item in named
            if item in self.monthly.known and self.catalogue.items[item].type == "flow"
        ]

    def stocks(self, check: Check) -> list[str]:
        """Return the stocks that a check names, or all; of those that were reported."""
        named = check.items or tuple(self.catalogue.items)
        return [
            item
            for item in named
            if item in self.monthly.known and self.catalogue.items[item].type == "stock"
        ]

    def elementary(self, check: Check) -> list[str]:
        """Return the flows that are no sums of others: what happens is in one of them only."""
        flows = self.flows(check)
        return [
            item
            for item in flows
            if not any(whole == item and parts <= set(flows) for whole, parts in self.wholes)
        ]

    def operands(
        self, panel: Panel, items: Iterable[str], area: int, slot: int
    ) -> tuple[Operand, ...]:
        """Return the numbers of one area and slot, with where they came from.

        A stock that a longer return does not give is that of its last month.
        """
        found = []
        for item in items:
            at = self._slot(panel, item, area, slot)
            source = int(panel.source[area, at])
            found.append(
                Operand(
                    area=panel.leaves[area],
                    span=panel.slots[at],
                    item=item,
                    value=self._value(panel, item, area, at),
                    source=source if source >= 0 else None,
                )
            )
        return tuple(found)

    def _slot(self, panel: Panel, item: str, area: int, slot: int) -> int:
        month = months_at_ends(panel).get(slot, slot)
        there = item in panel.known and is_at_end(item, self.catalogue)
        return month if there and not panel.known[item][area, slot] else slot

    def _value(self, panel: Panel, item: str, area: int, slot: int) -> float | None:
        if item not in panel.known or not panel.known[item][area, slot]:
            return None
        scale = 100.0 if self.catalogue.items[item].decimals else 1.0
        return float(panel.value[item][area, slot]) / scale


def side(
    material: Material, panel: Panel, weights: Mapping[str, int], *, zero: bool
) -> tuple[Numbers, Flags]:
    """Return a weighted sum and where it is known; with `zero` one known item is enough."""
    shape = (len(panel.leaves), len(panel.slots))
    total, every, some = np.zeros(shape), np.ones(shape, bool), np.zeros(shape, bool)
    for item, weight in weights.items():
        if item not in panel.known:
            every[:] = False
            continue
        total += weight * np.nan_to_num(material.values(panel, item))
        every &= panel.known[item]
        some |= panel.known[item]
    return total, some if zero else every


def passes(check: Check, right: Numbers) -> Numbers:
    """Return the difference that passes, in the unit of the items."""
    return np.maximum(check.tolerance, check.percent / 100 * np.abs(right)) + 1e-9


def within(checks: Iterable[Check]) -> dict[str, list[str]]:
    """Return the items that the checks say are parts of others, with those others."""
    found: dict[str, list[str]] = {}
    for check in checks:
        if check.kind is CheckKind.AT_MOST and len(check.left) == len(check.right) == 1:
            found.setdefault(next(iter(check.left)), []).append(next(iter(check.right)))
    return found


def wholes(checks: Iterable[Check]) -> list[tuple[str, frozenset[str]]]:
    """Return the items that the checks say are sums of others, with those others."""
    return [
        (next(iter(check.left)), frozenset(check.right))
        for check in checks
        if check.kind is CheckKind.EQUAL and list(check.left.values()) == [1]
        and set(check.right.values()) == {1}
    ]  # fmt: skip
