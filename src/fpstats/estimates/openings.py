"""Stocks at the start of a return: what stood at the end of the month before.

A return that says how many people there were when its period began (期初人口) says what was there
at the end of the month before. It is taken for that where no return stands there; where one does,
that one counts, and the two are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from fpstats.areas import Areas
from fpstats.catalogue import Item
from fpstats.estimates.panel import Panel
from fpstats.estimates.placing import Indices
from fpstats.issues import where
from fpstats.periods import Calendar, Span
from fpstats.returns.address import locate
from fpstats.returns.opening import Returns


def opened(panel: Panel, items: Mapping[str, Item]) -> Panel:
    """Return the panel with stocks at the starts of returns as those at the ends before them.

    Of several returns that begin in the same month the shortest counts.
    """
    for opening in [item for item in panel.known if items[item].opens]:
        stock = str(items[opening].opens)
        nothing = np.zeros_like(panel.known[opening])
        known = panel.known | {stock: panel.known.get(stock, nothing)}
        value = panel.value | {stock: panel.value.get(stock, np.zeros(nothing.shape))}
        marks = panel.opened | {stock: nothing}
        panel = _opened(replace(panel, value=value, known=known, opened=marks), opening, stock)
    return panel


def note_differing(
    panel: Panel, months: Iterable[int], returns: Returns, areas: Areas, calendar: Calendar
) -> None:
    """Note stocks at the starts of returns that are not those at the ends of these months before.

    With the cells of both.
    """
    items = returns.catalogue.items
    for opening in [item for item in panel.known if items[item].opens]:
        stock = str(items[opening].opens)
        for month in months:
            for leaf, at, closing in _differing(panel, opening, stock, month):
                name, both = panel.leaves[leaf], ((opening, at), (stock, closing))
                mine, other = (
                    locate(returns, areas, calendar, int(panel.source[leaf, slot]), name,
                           panel.slots[slot], item)
                    for item, slot in both
                )  # fmt: skip
                value, expected = (f"{panel.value[item][leaf, slot]:.10g}" for item, slot in both)
                returns.findings.add(
                    "opening_differs",
                    area=name,
                    period=calendar.label(panel.slots[at]),
                    item=opening,
                    **mine,
                    value=value,
                    expected=expected,
                    where=where({"cell": None} | other).removesuffix(": "),
                )


def _differing(
    panel: Panel, opening: str, stock: str, month: int
) -> Iterator[tuple[int, int, int]]:
    """Yield the places of area, opening slot and closing slot where the two numbers differ."""
    standing = panel.stated(stock)
    ending = [at for at, slot in enumerate(panel.slots) if slot.end == month]
    for at, slot in enumerate(panel.slots):
        judged = panel.known[opening][:, at] & (slot.start == month + 1)
        for closing in ending:
            there = judged & standing[:, closing]
            judged &= ~there
            unlike = panel.value[opening][:, at] != panel.value[stock][:, closing]
            for leaf in np.flatnonzero(there & unlike):
                yield int(leaf), at, closing


def _opened(panel: Panel, opening: str, stock: str) -> Panel:
    """Put the numbers of one item in the places of the stock that it is the opening of."""
    taken = _taken(panel, opening, stock)
    if not taken:
        return panel
    number, reported = panel.value[opening], panel.source
    panel = _with_months(panel, [*taken])
    for month, slots in taken.items():
        place = panel.slots.index(Span(month, month))
        leaves = np.flatnonzero(slots >= 0)
        panel.value[stock][leaves, place] = number[leaves, slots[leaves]]
        panel.known[stock][leaves, place] = True
        panel.opened[stock][leaves, place] = True
        silent = leaves[panel.source[leaves, place] < 0]
        panel.source[silent, place] = reported[silent, slots[silent]]
    return panel


def _taken(panel: Panel, opening: str, stock: str) -> dict[int, Indices]:
    """Return for each month at whose end areas lack the stock the slots that open with it.

    For each area that reports: the place of the slot, −1 for none.
    """
    ends, taken = np.array([slot.end for slot in panel.slots]), dict[int, Indices]()
    # Months come before longer slots, and of these the shorter first.
    for place, slot in enumerate(panel.slots):
        lacking = ~panel.known[stock][:, ends == slot.start - 1].any(axis=1)
        new = panel.known[opening][:, place] & lacking
        if new.any():
            found = taken.setdefault(slot.start - 1, np.full(len(new), -1))
            found[new & (found < 0)] = place
    return taken


def _with_months(panel: Panel, months: Sequence[int]) -> Panel:
    """Return a copy of the panel that has a slot for each of these months."""
    single = sorted({*panel.slots[: panel.months], *(Span(month, month) for month in months)})
    slots = [*single, *panel.slots[panel.months :]]
    place = {slot: at for at, slot in enumerate(panel.slots)}
    columns = np.array([place.get(slot, -1) for slot in slots])

    def wider(values: NDArray[Any], nothing: float) -> NDArray[Any]:
        return np.where(columns >= 0, values[:, columns], np.array(nothing, dtype=values.dtype))

    return replace(
        panel,
        slots=slots,
        months=len(single),
        value={item: wider(one, 0) for item, one in panel.value.items()},
        known={item: wider(one, 0) for item, one in panel.known.items()},
        opened={item: wider(one, 0) for item, one in panel.opened.items()},
        source=wider(panel.source, -1),
    )
