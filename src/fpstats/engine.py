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
    scaled = [
        (nw.col(item) * 100).round().cast(nw.Int64).alias(item) if item in amounts else item
        for item in items
    ]
    sums = [nw.col(item).sum().alias(item) for item in items]
    counts = [nw.col(item).count().alias(item + REPORTED) for item in items]
    grouped = (
        nw.from_native(returns)
        .lazy()
        .select(*KEYS, *scaled)
        .group_by(*KEYS)
        .agg(nw.len().alias("lines"), *sums, *counts)
        .collect("pyarrow")
    )
    table: pa.Table = grouped.to_native()
    return table
