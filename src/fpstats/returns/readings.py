"""What was read as one table: READINGS, a line a number; or RETURNS, a line a line."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from fpstats import schema
from fpstats.areas import Areas
from fpstats.periods import Calendar, Span
from fpstats.returns.address import addresses, given
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns


def readings(
    returns: Returns, areas: Areas | None, calendar: Calendar, shape: str = "long"
) -> pa.Table:
    """Read every sheet cell by cell; `shape` is long (READINGS) or wide (RETURNS)."""
    returns.look_closely(range(len(returns.readings)))
    known = areas if areas is not None else Areas()
    frame = pl.concat(
        [returns.careful[index] for index in range(len(returns.readings))], how="diagonal"
    )
    named = resolve(frame, returns.readings, known, calendar, returns.findings)
    named = named.filter(pl.col("name").is_not_null() & pl.col("start").is_not_null())
    spans = named.select("start", "end").unique()
    labels = [calendar.label(Span(*span)) for span in spans.rows()]
    spans = spans.with_columns(label=pl.Series(labels, dtype=pl.String))
    named = named.join(spans, on=["start", "end"], how="left", maintain_order="left")
    paths = pl.Series([one.sheet.path for one in returns.readings], dtype=pl.String)
    names = pl.Series([one.sheet.name for one in returns.readings], dtype=pl.String)
    items = [item for item in returns.items if item in named.columns]
    base = named.select(
        area="name",
        period="label",
        number="source",
        source=paths.gather(named["source"]),
        sheet=names.gather(named["source"]),
        row="row",
        **{item: pl.col(item) for item in items},
    )
    if shape == "wide":
        wide = base.sort("area", "period", "source", "row").drop("number", "sheet")
        return wide.to_arrow()
    long = base.unpivot(
        items, index=["area", "period", "number", "source", "sheet", "row"], variable_name="item"
    )
    long = long.join(given(returns, range(len(returns.readings))), on=["number", "item"])
    long = long.with_columns(
        cell=addresses(returns, long),
        value=pl.col("value").cast(pl.Float64),
    )
    # A form of categories gives each item in some of its lines only; the others are no blanks.
    long = long.filter(pl.col("value").is_not_null() | ~pl.col("categories"))
    long = long.sort("area", "period", "item", "source", "sheet", "row")
    return schema.conform(long.select(schema.READINGS.names).to_arrow(), schema.READINGS)
