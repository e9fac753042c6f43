"""Counties that stand among their own townships: totals by their names, their places and sums.

Knows names and numbers of lines. Counties alone, or beside cities and districts, are areas; one
with townships next to it is their total, and where nothing adds up nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl

from fpstats.areas import Areas, plain
from fpstats.returns.agreement import Flags, Rows, Values, agreeing
from fpstats.returns.lines import Reading
from fpstats.returns.subtotals import Group
from fpstats.returns.unseen import UNSEEN
from fpstats.returns.wholes import COUNTY, TOWNSHIP, levels

UNCLEAR: Final = "townships_unclear"
"""What a county is whose townships stand beside it, where no county adds up."""


def part_counties(
    one: Reading, lines: pl.DataFrame, items: Sequence[str], areas: Areas | None = None
) -> tuple[pl.DataFrame, list[Group]]:
    """Take counties out of the returns whose townships stand next to them, and return their sums.

    A county is the total of the townships below it, down to the next county, or of those above,
    whichever adds up more often; or all are together the sum of all townships, in any order. Where
    none adds up, counties with townships are refused, so that no birth counts twice. What the table
    of the user names is what that says.
    """
    match = one.match
    if match.area is None or match.parts or match.value is not None or match.layout.above:
        return lines, []
    mine = lines.with_row_index("line").filter(kind="return")
    names = mine["area"].fill_null("").str.replace_all(rf"\s|{UNSEEN}", "")
    high, low = _high_and_low(names, areas)
    if not (high.any() and low.any()):
        return lines, []
    values = lines.select(pl.col(list(items)).cast(pl.Float64)).to_numpy()
    at = mine["line"].to_numpy().astype(np.int64)
    kinds = np.array(lines["kind"].to_list(), dtype=object)
    groups: list[Group] = []
    for rows in _periods(mine):
        every = at[rows][high[rows]]
        sides = [list(_beside(at[rows], high[rows], low[rows], step)) for step in (1, -1)]
        found = max(
            sides, key=lambda side: (sum(_agreeing(each, values) for each in side), len(side))
        )
        together = Group(every, np.setdiff1d(at[rows], every))
        if any(_adds_up(each, values) for each in found):
            found += _city(lines["area"], at[rows], every, found)
        elif found and _adds_up(together, values):
            found = [together]
        else:
            # In a long list, lines may be in any order.
            beside = [line for each in found for line in each.stated]
            kinds[every if found and match.period is not None else beside] = UNCLEAR
            continue
        kinds[[line for each in found for line in each.stated]] = "total_row"
        groups += found
    return lines.with_columns(kind=pl.Series(kinds.tolist(), dtype=pl.String)), groups


def _high_and_low(names: pl.Series, areas: Areas | None) -> tuple[Flags, Flags]:
    """Tell which names are of a county or above, and which of a township."""
    known = levels(names.unique().to_list())
    table = areas if areas is not None and areas.given else Areas()
    high = [name for name, at in known.items() if at >= COUNTY and not table.find(plain(name))]
    low = [name for name, at in known.items() if at == TOWNSHIP]
    return names.is_in(high).to_numpy(), names.is_in(low).to_numpy()


def _periods(lines: pl.DataFrame) -> Iterator[Rows]:
    """Yield the lines of each period, in their order."""
    slots = lines["period"].fill_null("").rank("dense").to_numpy()
    order = np.argsort(slots, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(slots[order])) + 1)


def _beside(lines: Rows, high: Flags, low: Flags, step: int) -> Iterator[Group]:
    """Yield the counties that have townships right below them (`step` 1) or right above (-1)."""
    lines, high, low = lines[::step], high[::step], low[::step]
    heads = np.flatnonzero(high)
    for head, end in pairwise([*heads, len(lines)]):
        if low[head + 1 : end].any():
            yield Group(lines[[head]], np.sort(lines[head + 1 : end]))


def _city(names: pl.Series, lines: Rows, high: Rows, counties: Sequence[Group]) -> list[Group]:
    """Return the city that stands alone before or behind all its counties and their townships."""
    totals = [line for each in counties for line in each.stated]
    left = np.setdiff1d(high, totals)
    alone = len(left) == 1 and len(totals) > 1 and left[0] in (lines[0], lines[-1])
    if not (alone and names[int(left[0])].strip().endswith("市")):
        return []
    return [Group(left, np.setdiff1d(lines, [*totals, *left]))]


def _adds_up(group: Group, values: Values) -> bool:
    """Tell whether most of the numbers of counties are the sums of their townships."""
    agreeing, differing = _compared(group, values)
    return agreeing > differing


def _agreeing(group: Group, values: Values) -> int:
    return _compared(group, values)[0]


def _compared(group: Group, values: Values) -> tuple[int, int]:
    """Count the numbers of counties that are the sums of their townships, and those that are not.

    Zeros say nothing where both have them.
    """
    given = values[group.stated].sum(axis=0)
    sums = np.nansum(values[group.members], axis=0)
    agree = agreeing(given, sums)
    differ = ~agree & ~np.isnan(given)
    return int((agree & (given > 0)).sum()), int(differ.sum())
