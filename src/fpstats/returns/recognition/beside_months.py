"""Columns without a time of their own that stand beside columns of months of the same item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl
from msgspec.structs import replace

from fpstats.returns.clean import numbers
from fpstats.returns.column import Column, Time
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.labels import LOOKED_AT, TOTALS
from fpstats.returns.recognition.looks import Grid
from fpstats.returns.recognition.masthead import Masthead
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.year_columns import of_months

_PARTS_OF_YEARS: Final = frozenset({(4, 6), (7, 9), (10, 12), (7, 12)})
"""The quarters and the half that do not begin with January, as their first and last months."""
_CENT: Final = 0.005


def in_months(found: Sequence[Column], grid: Grid, block: Block) -> list[Column]:
    """Beside columns of single months, 累计 goes as far as they do, and 合计 is of these months.

    Where the months make no period (11月, 12月), 合计 is a total across and no number of its own;
    where it is not their sum on every line, nobody can tell what it is. Beside one column alone,
    be it 5月 or 1—5月累计, only 合计 and 累计 are of its months: 出生人数 is as the title says.
    """
    fitted: list[Column] = []
    for one in found:
        beside = _months_beside(one, found)
        mine = {month for time in beside for month in range(time.first, time.last + 1)}
        alone = len(beside) == 1 and not TOTALS.search(squeezed(one.path[-1]))
        if not mine or (one.time is None and alone):
            fitted.append(one)
        elif one.time is None and len(mine) > 1:
            whole = tuple(sorted(mine)) == tuple(range(min(mine), max(mine) + 1))
            if whole and (min(mine) == 1 or (min(mine), max(mine)) in _PARTS_OF_YEARS):
                time = Time("months", min(mine), max(mine))
                fitted.append(replace(one, time=time))
            else:
                parts = [
                    other.place
                    for other in found
                    if other.item == one.item and other.time and other.time.kind == "months"
                ]
                adds = _adds_up(grid[block.first : block.last][:LOOKED_AT], one.place, parts)
                fitted.append(replace(one, role="computed" if adds else "unknown", item=None))
        elif one.time is None or (one.time.kind == "to_date" and not one.time.last):
            fitted.append(replace(one, time=Time("months", 1, max(mine))))
        else:
            fitted.append(one)
    return fitted


def with_times_of_wholes(found: Sequence[Column]) -> list[Column]:
    """Give 其中：男 behind 累计出生 its time; behind 出生 and 累计出生 together it is of either.

    Where each of both has a 男 of its own behind it, each is of the one before it.
    """
    fitted: list[Column] = []
    whole: Column | None = None
    for one in found:
        if one.item and one.why != "beside":
            whole = one
        if one.why != "beside" or one.time is not None or whole is None or whole.time is None:
            fitted.append(one)
            continue
        times = {other.time for other in found if other.item == whole.item}
        again = sum(other.item == one.item and other.time is None for other in found)
        own = len(times) == 1 or again == len(times)
        untold = replace(one, why="beside_both") if whole.time.kind != "month" else one
        fitted.append(replace(one, time=whole.time) if own else untold)
    return fitted


def _months_beside(one: Column, found: Sequence[Column]) -> list[Time]:
    """Return the months, fewer than a year, of the columns of the same item."""
    return [
        other.time
        for other in found
        if one.item
        and other.item == one.item
        and other.time
        and other.time.kind == "months"
        and (other.time.first, other.time.last) != (1, 12)
    ]


def without_untold(cols: Sequence[Column], said: Masthead) -> list[Column]:
    """Leave out 出生人数 beside 1—5月累计 where the title says a year: of May, or of the year.

    Where each line says of which period it is, nothing is left out.
    """
    if of_months(said.base) or any(one.role == "period" for one in cols):
        return list(cols)
    return [
        replace(one, role="unknown", item=None, others=(one.item,), why="untold")
        if one.item and one.time is None and len(_months_beside(one, cols)) == 1
        else one
        for one in cols
    ]


def _adds_up(lines: Grid, place: int, parts: Sequence[int]) -> bool:
    """Tell whether a column is the sum of others on every line on which all are known."""
    whole, *others = (
        numbers(pl.Series([line[at] if at < len(line) else "" for line in lines]), 2)[0]
        for at in (place, *parts)
    )
    differing = (whole - sum(others[1:], others[0])).drop_nulls().abs()
    return bool(len(differing)) and bool((differing < _CENT).all())
