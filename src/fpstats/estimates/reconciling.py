"""Which cells each part of a value was made of, and whether they add up to it.

Nothing is shown that does not: a sum that differs is a fault of the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from fpstats.locale import say
from fpstats.returns.tracing import KEYS

_HUNDREDTHS: Final = 100
"""Money has two decimals; counts have none."""


def reconciled(
    parts: pl.DataFrame,
    cells: pl.DataFrame,
    leaves: Sequence[str],
    additive: Sequence[bool],
    order: Sequence[int],
) -> pl.DataFrame:
    """Return one row a cell of every part, and one a part that no cell gives.

    Parameters
    ----------
    parts
        As of `estimates.parts`.
    cells
        As of `returns.tracing`.
    leaves
        The areas that report.
    additive
        For each sheet whether several of its lines make one return.
    order
        For each sheet its place; of sheets that say the same, the first counts.

    Returns
    -------
    pl.DataFrame
        The columns of both, with `name` for the area; `why` has `again` where a cell says what
        another said already, and is null where it is counted.

    Raises
    ------
    ArithmeticError
        The cells do not add up to the number that was counted.
    """
    names = pl.Series(leaves, dtype=pl.String)
    each = parts.with_row_index("part").with_columns(name=names.gather(parts["leaf"]))
    rows = each.join(cells, on=[*KEYS, "item"], how="left", maintain_order="left_right")
    # A longer return is owed by nobody: without a cell there is nothing to tell.
    rows = rows.filter(
        pl.col("cell").is_not_null()
        | pl.col("number").is_not_null()
        | (pl.col("start") == pl.col("end"))
    )
    sheets = pl.DataFrame(
        {"sheet": range(len(order)), "additive": additive, "order": order},
        schema={"sheet": pl.UInt32, "additive": pl.Boolean, "order": pl.Int64},
    )
    rows = rows.rename({"number": "counted", "number_right": "sheet"})
    rows = rows.join(sheets, on="sheet", how="left", maintain_order="left")
    there = pl.col("why").is_null() & pl.col("found").is_not_null() & ~pl.col("again")
    rows = rows.with_columns(there=there.fill_null(value=False))
    mine = pl.col("there")
    alone = pl.col("sheet").filter(mine).n_unique() == 1
    apart = pl.col("additive").filter(mine).all() & (
        _hundredths(pl.col("found").filter(mine)).sum() == _hundredths(pl.col("counted").first())
    )
    rows = rows.with_columns(
        used=mine
        & (
            (alone | apart).over("part")
            | (pl.col("order") == pl.col("order").filter(mine).min().over("part"))
        )
    )
    _refuse_differing(rows)
    said = pl.col("why").is_null() & ~pl.col("used") & pl.col("found").is_not_null()
    again = said | (pl.col("again") & pl.col("why").is_null())
    blank = pl.col("why").is_null() & pl.col("found").is_null()
    return rows.with_columns(
        why=pl.when(again).then(pl.lit("again")).when(blank).then(pl.lit("unknown"))
        .otherwise("why"),
    ).drop("part", "there", "additive", "order", "again", "used")  # fmt: skip


def _hundredths(number: pl.Expr) -> pl.Expr:
    return (number.cast(pl.Float64) * _HUNDREDTHS).round().cast(pl.Int64)


def _refuse_differing(rows: pl.DataFrame) -> None:
    """Refuse parts whose cells are not what was counted."""
    counted = rows.filter(pl.col("why").is_null()).group_by("part", maintain_order=True)
    sums = counted.agg(
        pl.col("name", "item", "start", "counted").first(),
        found=pl.col("found").filter(pl.col("used")).sum(),
        cells=pl.col("used").sum(),
    )
    wrong = sums.filter(
        (pl.col("cells") == 0) | (_hundredths(pl.col("found")) != _hundredths(pl.col("counted")))
    )
    for name, item, counted_, found in wrong.select("name", "item", "counted", "found").rows():
        told = {"area": name, "item": item, "found": f"{found or 0:g}", "counted": f"{counted_:g}"}
        raise ArithmeticError(say("error", "cells_differ", **told))
