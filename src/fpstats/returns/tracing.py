"""From sums back to cells: every cell that gives an item of an area and period."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import polars as pl

from fpstats.areas import Areas
from fpstats.issues import Findings
from fpstats.periods import Calendar
from fpstats.returns.lines import items_of
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns
from fpstats.returns.repeats import same_lines
from fpstats.returns.sheet import letters
from fpstats.returns.turned import Turned

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
    wanted = sums.select("source", *KEYS).unique().sort("source", *KEYS)
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
    long = long.join(_given(returns, indices), on=["number", "item"], maintain_order="left")
    # A form of categories gives each item in some of its lines only; the others are no blanks.
    long = long.filter(pl.col("found").is_not_null() | ~pl.col("categories"))
    long = _addressed(returns, long)
    return _marked(returns, long, areas, calendar, repeated).sort(*KEYS, "item", "number", "row")


def _no_lines() -> pl.DataFrame:
    kinds = {"source": pl.UInt32, "area": pl.String, "period": pl.String, "row": pl.Int64}
    return pl.DataFrame(schema=kinds)


def _given(returns: Returns, indices: Sequence[int]) -> pl.DataFrame:
    """Return which items each sheet gives, and from which columns."""
    rows = []
    for index in indices:
        match = returns.readings[index].match
        for item in items_of(match):
            value = () if match.value is None else (match.value,)
            columns = list(match.items.get(item, value))
            rows.append((index, item, columns, bool(match.layout.categories)))
    kinds: dict[str, Any] = {
        "number": pl.UInt32,
        "item": pl.String,
        "columns": pl.List(pl.Int64),
        "categories": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=kinds, orient="row")


def _addressed(returns: Returns, long: pl.DataFrame) -> pl.DataFrame:
    """Add the address of each cell; a sum of columns has several, as C5+D5."""
    parts = []
    for (number, item), mine in long.group_by("number", "item", maintain_order=True):
        one = returns.readings[int(str(number))]
        columns = mine["columns"][0].to_list()
        if isinstance(one.sheet, Turned):
            places = ["+".join(one.address(c, row) for c in columns) for row in mine["row"]]
            cell = pl.Series(places, dtype=pl.String)
        else:
            row = pl.col("row").cast(pl.String)
            each = [pl.lit(letters(column)) + row for column in columns]
            cell = mine.select(pl.concat_str(each, separator="+")).to_series()
        parts.append(mine.with_columns(cell=cell, item=pl.lit(item, pl.String)))
    none = long.with_columns(cell=pl.lit(None, pl.String)).clear()
    return pl.concat([none, *parts]).drop("columns", "categories")


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
