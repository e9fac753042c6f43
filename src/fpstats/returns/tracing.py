"""From sums back to cells: every cell that gives an item of an area and period."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import polars as pl

from fpstats.areas import Areas
from fpstats.issues import Findings
from fpstats.periods import Calendar
from fpstats.returns.address import addresses, given
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns
from fpstats.returns.repeats import same_lines

KEYS: Final = ("name", "start", "end")


def cells(
    returns: Returns,
    sums: pl.DataFrame,
    items: Sequence[str],
    areas: Areas,
    calendar: Calendar,
    repeated: Collection[int],
) -> pl.DataFrame:
    """Return the cells that sums were made of, and those that were blank or refused.

    Parameters
    ----------
    sums
        `source` (the number of a sheet), `name`, `start` and `end` of the sums.
    repeated
        The sheets in which lines are handed in again.

    Returns
    -------
    pl.DataFrame
        `name`, `start`, `end`, `item`, `number` (of the sheet), `row`, `cell`, `found` (null where
        the cell is blank or refused), and `again`: whether a line above says the same.
    """
    wanted = sums.select("source", pl.col("name").cast(pl.String), "start", "end")
    wanted = wanted.unique().sort("source", *KEYS)
    indices: list[int] = wanted["source"].unique().sort().to_list()
    returns.look_closely(indices)
    found = [returns.careful[index] for index in indices] or [_no_lines()]
    lines = pl.concat(found, how="diagonal")
    # Whatever is odd about the names has been told when the returns were added up.
    named = resolve(lines, returns.readings, areas, calendar, Findings())
    named = named.join(wanted, on=["source", *KEYS], how="semi", maintain_order="left")
    there = [item for item in items if item in named.columns]
    long = named.select(*KEYS, "row", *there, number=pl.col("source")).unpivot(
        there, index=[*KEYS, "number", "row"], variable_name="item", value_name="found"
    )
    long = long.join(given(returns, indices), on=["number", "item"], maintain_order="left")
    # A form of categories gives each item in some of its lines only; the others are no blanks.
    long = long.filter(pl.col("found").is_not_null() | ~pl.col("categories"))
    long = long.with_columns(cell=addresses(returns, long)).drop("columns", "categories")
    return _marked(returns, long, areas, calendar, repeated).sort(*KEYS, "item", "number", "row")


def _no_lines() -> pl.DataFrame:
    kinds = {"source": pl.UInt32, "area": pl.String, "period": pl.String, "row": pl.Int64}
    return pl.DataFrame(schema=kinds)


def _marked(
    returns: Returns,
    long: pl.DataFrame,
    areas: Areas,
    calendar: Calendar,
    repeated: Collection[int],
) -> pl.DataFrame:
    """Tell which cells say again what a line above them says; blanks say nothing."""
    alike = [
        same_lines(returns, index, areas, calendar).with_columns(number=pl.lit(index, pl.UInt32))
        for index in sorted(set(repeated) & set(long["number"]))
    ]
    if not alike:
        return long.with_columns(again=pl.lit(value=False))
    groups = pl.concat(alike)
    marked = long.join(groups, on=["number", "row"], how="left", maintain_order="left")
    marked = marked.sort("number", "row")
    said = pl.col("found").is_not_null() & pl.col("first").is_not_null()
    before = said.cast(pl.Int64).cum_sum().over("number", "first", "item")
    return marked.with_columns(again=(said & (before > 1)).fill_null(value=False)).drop("first")
