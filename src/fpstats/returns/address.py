"""Where a number stands: from area, period and item back to file, sheet and cell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from fpstats.areas import Areas, plain
from fpstats.periods import Calendar, Span, read_period
from fpstats.returns.lines import items_of
from fpstats.returns.moved import beneath
from fpstats.returns.opening import Returns
from fpstats.returns.sheet import letters


def locate(
    returns: Returns,
    areas: Areas,
    calendar: Calendar,
    index: int,
    area: str,
    span: Span,
    item: str,
) -> dict[str, str | None]:
    """Return `source`, `sheet` and `cell` of a number; no cell where several lines make it up."""
    one = returns.readings[index]
    found: dict[str, str | None] = {"source": one.sheet.path, "sheet": one.sheet.name}
    layout = one.match.layout
    if one.match.additive or item not in items_of(one.match):
        return found
    returns.look_closely([index])
    lines = returns.careful[index].select("area", "period", "row")
    names = [
        text
        for text in lines["area"].unique()
        if areas.find(layout.aliases.get(plain(text or ""), plain(text or ""))) == area
    ]
    times = [
        text
        for text in lines["period"].unique()
        if read_period(text or "", calendar, roc=layout.roc) == span
    ]
    rows = lines.filter(pl.col("area").is_in(names) & pl.col("period").is_in(times))["row"]
    if len(rows) == 1 and item in one.match.items:
        found["cell"] = one.cell(item, rows[0])
    return found


def given(returns: Returns, indices: Iterable[int]) -> pl.DataFrame:
    """Return which items these sheets give, and from where.

    Returns
    -------
    pl.DataFrame
        `number` (of the sheet), `item`, `column` (its letters), `others` (those of the further
        columns of which it is the sum; null where there are none), and `categories`: whether the
        sheet gives each item in some of its lines only.
    """
    rows = []
    for index in indices:
        match = returns.readings[index].match
        for item in items_of(match):
            columns = [letters(column) for column in match.columns_of(item)]
            first, others = next(iter(columns), None), columns[1:] or None
            rows.append((index, item, first, others, bool(match.layout.categories)))
    kinds: dict[str, Any] = {
        "number": pl.UInt32,
        "item": pl.String,
        "column": pl.String,
        "others": pl.List(pl.String),
        "categories": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=kinds, orient="row")


def addresses(returns: Returns, numbers: pl.DataFrame) -> pl.Series:
    """Return the address of each number; of a sum, those of all its cells, as C5+D5.

    `numbers` has the columns of `given` and `row`, the line of the sheet.
    """
    row = pl.col("row").cast(pl.String)
    cells = numbers.select(pl.concat_str("column", row)).to_series()
    sums = numbers["others"].is_not_null().arg_true()
    if not sums.is_empty():
        added = numbers.select("column", "others", "row")[sums]
        most: Any = added["others"].list.len().max()
        others = [pl.col("others").list.get(at, null_on_oob=True) + row for at in range(most)]
        each = [pl.col("column") + row, *others]
        texts = added.select(pl.concat_str(each, separator="+", ignore_nulls=True)).to_series()
        cells = cells.scatter(sums, texts)
    moved = [
        index for index, one in enumerate(returns.readings) if beneath(one.sheet) is not one.sheet
    ]
    elsewhere = numbers["number"].is_in(moved).arg_true()
    if elsewhere.is_empty():
        return cells
    lines = numbers[elsewhere].select("number", "item", "row").rows()
    places = [returns.readings[number].cell(item, line) for number, item, line in lines]
    return cells.scatter(elsewhere, places)
