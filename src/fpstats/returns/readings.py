"""What was read as one table: READINGS, a line a number; or RETURNS, a line a line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import polars as pl
import pyarrow as pa

from fpstats import schema
from fpstats.areas import Areas
from fpstats.periods import Calendar, Span
from fpstats.returns.address import addresses, given
from fpstats.returns.layout import Match
from fpstats.returns.lines import Reading, items_of, one_line_each
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns
from fpstats.returns.suspect import note_twice


def readings(
    returns: Returns, areas: Areas | None, calendar: Calendar, shape: str = "long"
) -> pa.Table:
    """Read every sheet cell by cell; `shape` is long (READINGS) or wide (RETURNS)."""
    return table(returned_lines(returns, areas, calendar), returns, shape)


def returned_lines(returns: Returns, areas: Areas | None, calendar: Calendar) -> pl.DataFrame:
    """Read every sheet cell by cell.

    Returns
    -------
    pl.DataFrame
        A line of a return a line: `area` and `period` as they are meant, `number` (of the reading),
        `source`, `sheet`, `row`, `part` (null where the form parts no area), and its items.
    """
    returns.look_closely(range(len(returns.readings)))
    known = areas if areas is not None else Areas()
    frame = pl.concat(
        [_with_part(one, returns.careful[index]) for index, one in enumerate(returns.readings)],
        how="diagonal",
    )
    named = resolve(frame, returns.readings, known, calendar, returns.findings)
    named = named.filter(pl.col("name").is_not_null() & pl.col("start").is_not_null())
    if known.given:
        _note_same_areas(named, returns)
    spans = named.select("start", "end").unique()
    labels = [calendar.label(Span(*span)) for span in spans.rows()]
    spans = spans.with_columns(label=pl.Series(labels, dtype=pl.String))
    named = named.join(spans, on=["start", "end"], how="left", maintain_order="left")
    paths = pl.Series([one.sheet.path for one in returns.readings], dtype=pl.String)
    names = pl.Series([one.sheet.name for one in returns.readings], dtype=pl.String)
    items = [item for item in returns.items if item in named.columns]
    return named.select(
        area="name",
        period="label",
        number="source",
        source=paths.gather(named["source"]),
        sheet=names.gather(named["source"]),
        row="row",
        part="part",
        **{item: pl.col(item) for item in items},
    )


def table(
    read: pl.DataFrame, returns: Returns, shape: str = "long", *, detail: bool = False
) -> pa.Table:
    """Return the lines that were read as READINGS (`shape` long) or as RETURNS (wide).

    With `detail` they say of each number, or line, its part of the area, too.
    """
    if shape == "wide":
        wide = read.sort("area", "period", "source", "row").drop("number", "sheet")
        return (wide if detail else wide.drop("part")).to_arrow()
    items = read.columns[read.columns.index("part") + 1 :]
    wanted = schema.READINGS_IN_DETAIL if detail else schema.READINGS
    if not items:
        return wanted.empty_table()
    long = _long(read, sorted(items), returns)
    return schema.conform(long.select(wanted.names).to_arrow(), wanted)


def stand_again(read: pl.DataFrame, returns: Returns) -> bool:
    """Tell whether something may have been handed in twice.

    That is where two lines of a table are of one area, period and part, or two tables of one area,
    period and item.
    """
    if read.select(pl.struct("number", "area", "period", "part").is_duplicated().any()).item():
        return True
    items = [set(items_of(one.match)) for one in returns.readings]
    tables = read.select("area", "period", "number").unique().group_by("area", "period")
    beside = tables.agg(pl.col("number").sort()).filter(pl.col("number").list.len() > 1)
    return any(
        items[one] & items[other]
        for numbers in beside["number"].unique()
        for one, other in combinations(numbers, 2)
    )


def _with_part(one: Reading, lines: pl.DataFrame) -> pl.DataFrame:
    """Add to the lines of a reading what part of its area each is of, as it is written."""
    if not (columns := _parting(one.match)):
        return lines.with_columns(part=pl.lit(None, pl.String))
    texts = one.sheet.columns(one.match.first, one.match.width, columns)
    written = [pl.col(f"c{column}").cast(pl.String).str.strip_chars() for column in columns]
    part = pl.concat_str(
        *(pl.when(text != "").then(text) for text in written), separator=" ", ignore_nulls=True
    )
    parts = texts.select(pl.col("row").cast(pl.Int64), part=pl.when(part != "").then(part))
    return lines.join(parts, on="row", how="left", maintain_order="left")


def _parting(match: Match) -> list[int]:
    """Return the columns by which several lines make up one number of an area."""
    layout = match.layout
    several = any((layout.parts(item) or 0) > 1 for item in layout.where)
    return sorted({*match.parts, *(match.categories.values() if several else ())})


def _note_same_areas(named: pl.DataFrame, returns: Returns) -> None:
    """Tell of areas that stand on two lines of a table under two of their names.

    In a table of categories they do so under each.
    """
    asked = [
        index
        for index, one in enumerate(returns.readings)
        if one_line_each(one) and not one.match.categories
    ]
    keys = ("source", "name", "start", "end")
    mine = named.filter(pl.col("source").is_in(asked) & pl.struct(keys).is_duplicated())
    several = mine.filter(pl.col("area").n_unique().over(keys) > 1).with_columns(
        rows=pl.col("row").sort().cast(pl.String).str.join(", ").over(keys)
    )
    told = several.select("source", "name", "period", "row", "rows")
    for index, *where in told.rows():
        note_twice(returns.readings[index], tuple(where), returns.findings)


def _long(base: pl.DataFrame, items: Sequence[str], returns: Returns) -> pl.DataFrame:
    """Return a line a number, by area, period, item, source, sheet and row.

    Lines are sorted before they are taken apart; then only whole numbers are left to be sorted.
    """
    base = base.sort("area", "period", "source", "sheet", "row", maintain_order=True)
    base = base.with_row_index("line")
    begins = pl.any_horizontal(
        pl.col(key).ne_missing(pl.col(key).shift()) for key in ("area", "period")
    )
    base = base.with_columns(key=begins.cum_sum().cast(pl.UInt64) * len(items))
    columns = given(returns, range(len(returns.readings)))
    long = pl.concat(
        _of_item(base, item, columns).with_columns(pl.col("key") + place)
        for place, item in enumerate(items)
    )
    # Each item is in order already; a stable sort only merges them.
    long = long[np.argsort(long["key"].to_numpy(), kind="stable")]
    keys = base.select("area", "period", "source", "sheet", "part")[long["line"]]
    return keys.hstack(long.with_columns(cell=addresses(returns, long)))


def _of_item(base: pl.DataFrame, item: str, columns: pl.DataFrame) -> pl.DataFrame:
    """Return the numbers of one item; `columns` are those that each sheet gives.

    A form of categories gives each item in some of its lines only; the others are no blanks.
    """
    numbers = base.select("line", "key", "number", "row", item=pl.lit(item), value=pl.col(item))
    numbers = numbers.with_columns(pl.col("value").cast(pl.Float64))
    mine = columns.filter(item=item).drop("item")
    found = numbers.join(mine, on="number", maintain_order="left")
    return found.filter(pl.col("value").is_not_null() | ~pl.col("categories"))
