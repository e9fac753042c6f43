"""RETURNS to CELLS: one group-by, on whatever engine holds the returns.

Adds, and does nothing else: everything that can round happens later, once, in numpy. Sums of whole
numbers are the same in any order, so every engine gives the same bits. Amounts of money are added
in hundredths for the same reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import narwhals.stable.v2 as nw
import pyarrow as pa

KEYS: Final = ("source", "area", "period")
REPORTED: Final = "#"
"""`births#` counts the lines that reported births."""


def cells(returns: Any, items: Sequence[str], amounts: Sequence[str] = ()) -> pa.Table:
    """Add the lines of each source, area and period.

    Parameters
    ----------
    returns
        RETURNS as a table of Polars, pandas, DuckDB, Arrow, or anything narwhals knows.
    items
        The columns to add, whole numbers.
    amounts
        Those of them that are money with two decimals; their sums come in hundredths.

    Returns
    -------
    pa.Table
        `source`, `area`, `period`, `lines`, and for each item its sum and, under its name and `#`,
        how many lines reported it. The sum of nothing is 0 on every engine: it is the count
        that tells a missing value from a zero.
    """
    added = {}
    for item in items:
        column = nw.col(item)
        if item in amounts:
            column = (column * 100).round().cast(nw.Int64)
        added[item] = column.sum().cast(nw.Int64)
        added[item + REPORTED] = nw.col(item).count().cast(nw.Int64)
    grouped = (
        nw.from_native(returns)
        .lazy()
        .group_by(*KEYS)
        .agg(lines=nw.len().cast(nw.Int64), **added)
        .collect("pyarrow")
    )
    table: pa.Table = grouped.to_native()
    return table
