"""RETURNS to CELLS: one group-by, on whatever engine holds the returns.

Adds, and does nothing else: everything that can round happens later, once, in numpy. Sums of whole
numbers are the same in any order, so every engine gives the same bits. Amounts of money are added
in hundredths for the same reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from fpstats import arrow

KEYS: Final = ("source", "area", "period")
REPORTED: Final = "#"
"""`births#` counts the lines that reported births."""


def cells(
    returns: Any, items: Sequence[str], amounts: Sequence[str] = (), beside: Sequence[str] = ()
) -> pl.DataFrame:
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
    pl.DataFrame
        `source`, `area`, `period`, `lines`, and for each item its sum; with nothing beside, how
        many lines reported it, under its name and `#`. The sum of nothing is 0 on every engine: it
        is the count that tells a missing value from a zero.

    Raises
    ------
    polars.exceptions.PolarsError
        Where any engine meets a cell that it cannot read as it carries out the plan.
    """
    if isinstance(returns, pl.LazyFrame):
        swift: pl.DataFrame = _added(returns, pl, items, amounts, beside).collect()
        return swift
    # narwhals speaks the language of Polars to every other engine, so that the plan is one. Polars
    # is given it as it is: loading the interpreter takes longer than a small run.
    import narwhals.stable.v2 as nw
    from narwhals.exceptions import NarwhalsError

    try:
        plan = _added(nw.from_native(returns).lazy(), nw, items, amounts, beside)
        return arrow.frame(plan.collect().to_arrow())
    except NarwhalsError as error:
        raise pl.exceptions.ComputeError(str(error)) from error


def _added(
    frame: Any, tongue: Any, items: Sequence[str], amounts: Sequence[str], beside: Sequence[str]
) -> Any:
    """Plan to add the lines of a lazy table with the expressions of its own tongue."""
    added = [tongue.len().alias("lines"), *(tongue.col(item).sum().alias(item) for item in items)]
    if beside:
        added += [tongue.col(column).sum().alias(column) for column in beside]
    else:
        added += [tongue.col(item).count().alias(item + REPORTED) for item in items]
    scaled = [
        (tongue.col(item) * 100).round().cast(tongue.Int64).alias(item) if item in amounts else item
        for item in items
    ]
    return frame.select(*KEYS, *scaled, *beside).group_by(*KEYS).agg(*added)
