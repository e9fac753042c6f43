"""The lines of the working: which there are, and the formulas of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name

from fpstats.catalogue import GROUPED, ITEMWISE, SUMS, Indicator, Item, Kind
from fpstats.write.working.cells import Cells
from fpstats.write.working.leaf import Leaves
from fpstats.write.working.model import Flags, Workings

COLUMNS: Final = (
    "indicator", "period", "area", "months_used", "months_expected", "days_used", "days",
    "areas_whole", "areas_expected", "sum_above", "sum_below", "value",
)  # fmt: skip
"""The columns of the working, A to L, which the formulas name by their letters."""


class Line(Struct, frozen=True, kw_only=True):
    """The formulas of one indicator, area and period; and how many days of it were reported."""

    reported: int | None
    used: str | None
    days: str | None
    whole: str | None
    above: str | None
    below: str | None
    value: str | None
    each: tuple[str | None, ...]


def lines(
    indicator: Indicator,
    items: Mapping[str, Item],
    workings: Workings,
    cells: Cells,
    start: int,
) -> Iterator[Line]:
    """Yield the lines of one indicator: period by period, areas that report before those above.

    `start` is the number of the first row; the letters are those of `COLUMNS`.
    """
    own, spans = Leaves(indicator, items, workings, cells), list(workings.spans)
    mine, grows = workings.made[indicator.id], indicator.kind is Kind.GROWTH
    known = [~np.isnan(workings.values[item]) for item in indicator.items]
    flows = [~np.isnan(workings.values[item]) for item in own.flows]
    together = np.logical_and.reduce(flows or [np.ones_like(known[0])])
    due = workings.open & _reported(together, workings)
    days = np.array([slot.days for slot in workings.slots], dtype=np.int64)
    for number, place in enumerate(workings.wanted):
        span, top = spans[place], start + number * len(workings.areas)
        slots = workings.slots_of(span)
        if grows:
            due = workings.open & _reported(together & ~mine.aside[span], workings)
        owed = due[:, workings.months_of(span)].sum(axis=1).tolist()
        for leaf in range(len(workings.leaves)):
            row, added = top + leaf, mine.added(span, slots, leaf)
            before = mine.added_before(span, leaf) if grows else None
            made = own.line(leaf, span, added, owed[leaf], row, before)
            yield Line(
                reported=int(together[leaf, added] @ days[added]) if made.days else None,
                used=made.used, days=made.days, whole=made.whole, above=made.above,
                below=(made.used and _estimated(indicator, row)) or made.below,
                value=made.used and _value(indicator, row, leaf=True),
                each=made.each,
            )  # fmt: skip
        for area, (_, first, last) in enumerate(workings.above, len(workings.leaves)):
            row, ends = top + area, (top + first, top + last)
            total = f'IF(D{row}>0,SUM({{0}}{ends[0]}:{{0}}{ends[1]}),"")'
            yield Line(
                reported=None, days=None,
                used=f"=MAX(D{ends[0]}:D{ends[1]})",
                whole=f"=SUM(H{ends[0]}:H{ends[1]})",
                above=f"={total.format('J')}",
                below=_estimated(indicator, row)
                or (f"={total.format('K')}" if indicator.denominator or grows else None),
                value=_value(indicator, row, leaf=False),
                each=tuple(f"={total.format(one)}" for one in letters_of(indicator)),
            )  # fmt: skip


def _reported(together: Flags, workings: Workings) -> Flags:
    """Tell of each month whether any area reported it, in a return of its own or a longer one."""
    months = np.zeros(workings.open.shape[1], dtype=bool)
    for slot, held in zip(workings.slots, np.any(together, axis=0).tolist(), strict=True):
        months[workings.months_of(slot)] |= held
    return months


def _value(indicator: Indicator, row: int, *, leaf: bool) -> str | None:
    """Return the formula of a value, from the sums of its line."""
    if indicator.kind in GROUPED:
        return _of_groups(indicator, row)
    if indicator.kind in SUMS:
        # A sum that lacks a month or an area is no total.
        over = "" if indicator.over == 1 else f"/{indicator.over}"
        every = "" if leaf else f",H{row}>=I{row}"
        return f'=IF(AND(D{row}>0,D{row}>=E{row}{every}),J{row}{over},"")'
    top, bottom = operands(indicator, row)
    # A text, as stands where two lists contradict each other, is above any number.
    least = f"N({bottom})>0" if indicator.kind is Kind.TWO_LISTS else f"{bottom}>0"
    times = "" if indicator.per == 1 else f"{indicator.per}*"
    return f'=IF(AND(D{row}>0,{least}),{times}{top}/{bottom},"")'


def letters_of(indicator: Indicator) -> list[str]:
    """Return the columns of the sums of single items, which lie behind the value."""
    items = (*indicator.numerator, *indicator.denominator) if indicator.kind in ITEMWISE else ()
    return [xl_col_to_name(len(COLUMNS) + place) for place in range(len(items))]


def _of_groups(indicator: Indicator, row: int) -> str:
    """Return the formula of a weighted sum, or mean, of the rates of groups."""
    cells = [f"{letter}{row}" for letter in letters_of(indicator)]
    weights = [*indicator.numerator.values()]
    pairs = [*zip(weights, cells, cells[len(weights) :], strict=False)]
    rates = "+".join(f"{weight}*{over}/{under}" for weight, over, under in pairs)
    known = ",".join(f"{under}>0" for *_, under in pairs)
    mean = f"/{sum(weights)}" if indicator.kind is Kind.STANDARDISED_RATE else ""
    times = "" if indicator.per == 1 else f"{indicator.per}*"
    return f'=IF(D{row}>0,IF(AND({known}),{times}({rates}){mean},""),"")'


def _estimated(indicator: Indicator, row: int) -> str | None:
    """Return the formula of all there are by two lists; none where these contradict each other."""
    if indicator.kind is not Kind.TWO_LISTS:
        return None
    first, second, both = (f"{letter}{row}" for letter in letters_of(indicator))
    total = f"({first}+1)*({second}+1)/({both}+1)-1"
    if indicator.interval == "chandrasekaran_deming":
        total = f"IF({both}>0,{first}*{second}/{both},0)"
    return f'=IF(D{row}>0,IF({both}<=MIN({first},{second}),{total},""),"")'


def operands(indicator: Indicator, row: int, sheet: str = "") -> tuple[str, str]:
    """Return numerator and denominator, from the sums of a line.

    `sheet` is put before every cell.
    """
    above, below = f"{sheet}J{row}", f"{sheet}K{row}"
    match indicator.kind:
        case Kind.ERROR:
            return f"ABS({above})", below
        case Kind.ACCURACY:
            return f"({below}-ABS({above}))", below
        case Kind.GROWTH:
            return f"({above}-{below})", below
        case _:
            return above, below
