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
from narwhals.exceptions import NarwhalsError

Refused: Final = NarwhalsError
"""What an engine raises when a plan that it carries out meets a cell it cannot read."""

KEYS: Final = ("source", "area", "period")
REPORTED: Final = "#"
"""`births#` counts the lines that reported births."""


def cells(
    returns: Any, items: Sequence[str], amounts: Sequence[str] = (), beside: Sequence[str] = ()
) -> pa.Table:
    """Add the lines of each source, area and period.

    Parameters
    ----------
    returns
        RETURNS as a table of Polars, pandas, DuckDB, Arrow, or anything narwhals knows.
    items
        The columns to add, whole numbers.
    amounts
        Those of them that are money with two decimals; their sums come in hundredths.
    beside
        Columns to add up beside the items, which spare the counting: such as one that tells for
        all items at once whether a line lacks any.

    Returns
    -------
    pa.Table
        `source`, `area`, `period`, `lines`, and for each item its sum; with nothing beside, how
        many lines reported it, under its name and `#`. The sum of nothing is 0 on every engine: it
        is the count that tells a missing value from a zero.
    """
    added = [nw.len().alias("lines"), *(nw.col(item).sum().alias(item) for item in items)]
    if beside:
        added += [nw.col(column).sum().alias(column) for column in beside]
    else:
        added += [nw.col(item).count().alias(item + REPORTED) for item in items]
    scaled = [
        (nw.col(item) * 100).round().cast(nw.Int64).alias(item) if item in amounts else item
        for item in items
    ]
    grouped = (
        nw.from_native(returns)
        .lazy()
        .select(*KEYS, *scaled, *beside)
        .group_by(*KEYS)
        .agg(*added)
        .collect()
    )
    return grouped.to_arrow()
