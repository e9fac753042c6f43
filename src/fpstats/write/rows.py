"""The table that the data formats write: which columns, which shape, and nothing but numbers.

Full precision, ids for headings, rows as they come. No loop over rows: a province has 400,000.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
import pyarrow as pa

from fpstats import arrow, schema
from fpstats.write.document import Document
from fpstats.write.report import Options, Report, What

_SLICE = 200_000


def data_table(what: What, options: Options) -> pa.Table:
    """Return what a data format writes of a report or a plain table."""
    if isinstance(what, Document):
        return what.table
    if not isinstance(what, Report):
        return what
    if options.shape == "wide":
        return _wide(what, options.columns)
    columns = [*(schema.DETAILED if options.detail else schema.COMPARISONS)]
    columns += [one for some in schema.ADDED.values() for one in some]
    # What was not asked for has no columns.
    return what.table.select([one.name for one in columns if one.name in what.table.column_names])


def only_numbers(table: pa.Table) -> pa.Table:
    """Return the table without NaN and infinities, which no format agrees on, and without −0."""
    floating = [
        place
        for place, column in enumerate(table.columns)
        if pa.types.is_floating(column.type) and column.null_count < len(column)
    ]
    # Polars, because the scalars of pyarrow load pandas; by number, because names may be anything.
    frame = arrow.frame(table.select(floating).rename_columns(list(map(str, floating))))
    numbers = frame.select(
        # −0 equals 0 and is printed otherwise.
        pl.when(pl.col(name) == 0).then(0.0).when(pl.col(name).is_finite()).then(name).alias(name)
        for name in frame.columns
    )
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            field = field.with_type(field.type.value_type)
            table = table.set_column(place, field, table[place].cast(field.type))
        elif place in floating:
            column = numbers[str(place)].to_arrow()
            column = column if column.type == field.type else column.cast(field.type)
            table = table.set_column(place, field, column)
    return table


def record(what: What) -> str | None:
    """Return the run record of a report as JSON."""
    return as_json(what.run) if isinstance(what, Report | Document) else None


def as_json(value: Any) -> str:
    """Write a value as JSON, readable in any language."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def nested(table: pa.Table) -> list[str]:
    """Return the names of the columns that hold lists or maps."""
    return [field.name for field in table.schema if pa.types.is_nested(field.type)]


def slices(table: pa.Table) -> Iterator[pa.Table]:
    """Yield the table a part at a time, so that its text never stands in memory whole."""
    for start in range(0, max(table.num_rows, 1), _SLICE):
        yield table.slice(start, _SLICE)


def _wide(report: Report, names: Sequence[str]) -> pa.Table:
    """Return one row an area and period, in the order in which they first appear.

    Behind the values of an indicator stand the columns that are named, as `births.lower`.
    """
    frame = arrow.frame(report.table.select(["indicator", "area", "period", "value", *names]))
    known = frame["indicator"].unique(maintain_order=True).to_list()
    ordered = [key for key in report.catalogue.indicators if key in known]
    ordered += [key for key in known if key not in ordered]
    wide = frame.pivot(
        "indicator", index=["area", "period"], values=["value", *names], separator=".",
        aggregate_function="first", maintain_order=True,
    )  # fmt: skip
    # Where one column alone is spread out, Polars names what comes of it by the indicators alone.
    spread = {f"{name}.{key}": f"{key}.{name}" for key in known for name in names}
    wide = wide.rename(spread | {f"value.{key}": key for key in known if names})
    across = (one for key in ordered for one in (key, *(f"{key}.{name}" for name in names)))
    table: pa.Table = wide.select("area", "period", *across).to_arrow()
    text = [field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field
            for field in table.schema]  # fmt: skip
    return table.cast(pa.schema(text))
